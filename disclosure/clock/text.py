"""An explanation as plain text and as rows of a table."""

from .events import Kind
from .explain import Explanation, Span
from .words import iso_with_weekday, standing, unproven

PROVISIONAL = "是（所涉年度的放假安排尚未导入，导入后可能改变）"
PENDING = {
    Kind.SUPPLEMENT_ASKED: "待申请人补正后重新计算",
    Kind.FEE_NOTIFIED: "待申请人缴费后重新计算",
    None: "待收到意见后确定",
}
HEADERS = ("起", "止", "是否计入", "工作日", "事由", "依据")


def as_rows(explanation: Explanation) -> list[tuple[str, ...]]:
    """One tuple of texts a span, for a table headed :data:`HEADERS`."""
    return [
        (
            span.start.isoformat(),
            span.end.isoformat(),
            "计入" if span.is_counted else "不计入",
            str(span.workdays),
            _reason(span),
            span.article,
        )
        for span in explanation.spans
    ]


def _reason(span: Span) -> str:
    reason = span.reason
    if span.numbers:
        first, last = span.numbers
        which = f"第{first}个" if first == last else f"第{first}至{last}个"
        reason = f"{reason}，{which}工作日"
    return f"{reason}［暂行］" if span.is_provisional else reason


def as_text(explanation: Explanation) -> str:
    """The whole account in Chinese, one fact a line; limits as ISO dates at the end of their line."""
    clock = explanation.clock
    lines = [*_dates(clock), *_standing(explanation), ""]
    if explanation.spans:
        lines += ["逐段计算：", *_span_lines(explanation), "", _sum(explanation)]
    if clock.problems:
        lines += ["", "登记中的问题："]
        lines += [
            f"  {problem.event.date.isoformat()} {problem.text}（{problem.code}，{problem.article}）"
            for problem in clock.problems
        ]
    return "\n".join(lines).rstrip() + "\n"


def _dates(clock):
    version = clock.calendar.version
    yield f"工作日历：{f'第 {version} 版' if version else '随系统提供'}"
    if not clock.received:
        yield "收到申请之日：待双方确认" if clock.submitted else "收到申请之日：没有登记"
        return
    cite = clock.rules.cite(clock.channel.article)
    yield f"收到申请之日：{iso_with_weekday(clock.received)}，{clock.channel.label}，{cite}"
    for inner in clock.inner:
        yield _inner_line(inner)
    yield from unproven(clock)
    if clock.due and clock.due != clock.first_due:
        yield f"延长前的答复期限：{clock.first_due.isoformat()}"
    if clock.due:
        yield f"答复期限：{clock.due.isoformat()}"
        yield f"暂行：{PROVISIONAL if clock.is_provisional else '否'}"
    elif not clock.stop:
        yield f"答复期限：未定，{PENDING[clock.waiting_for]}"
    if clock.is_on_time is not None:
        yield _reply_line(clock)


def _reply_line(clock):
    verdict = "按期" if clock.is_on_time else "逾期"
    words = [f"作出答复：{clock.stop.date.isoformat()}", verdict]
    method = clock.stop.method
    if method:
        words.append(f"{method.label}，以{method.date_label}为准")
        if method.article:
            words.append(clock.rules.cite(method.article))
    return "，".join(words)


def _inner_line(inner):
    name = f"{inner.label}（{inner.letter}）" if inner.letter else inner.label
    due = inner.due.isoformat() if inner.due else "未起算"
    met = f"，{inner.met.isoformat()} 完成" if inner.met else ""
    return f"{name}：{due}{met}"


def _standing(explanation):
    if explanation.day:
        day = explanation.day
        yield f"截至 {day.isoformat()}：{standing(explanation.clock.on(day), day)}"


def _span_lines(explanation):
    for start, end, counted, number, reason, article in as_rows(explanation):
        dates = start if start == end else f"{start} 至 {end}"
        yield f"  {dates}　{counted}　{number} 个工作日　{reason}　{article}"


def _sum(explanation):
    words = f"合计：计入 {explanation.counted} 个工作日"
    if explanation.excluded:
        words += f"，不计入 {explanation.excluded} 个工作日"
    clock = explanation.clock
    if clock.due:
        words += f"；第 {explanation.counted} 个工作日为 {clock.due.isoformat()}"
    return words + "。"
