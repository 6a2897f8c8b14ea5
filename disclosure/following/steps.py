"""The timeline: what was done, what is being done, what comes."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.choices import Channel, Stage
from disclosure.clock import Kind
from disclosure.clock.consultation import unanswered
from disclosure.desk import worded
from disclosure.models import DeskKind
from disclosure.text import chinese_date

DONE, PAUSED, ABSENT, TO_COME = "done", "paused", "na", ""


@dataclass(frozen=True)
class Step:
    """One step. ``when`` is a day or a moment, or words; ``limit`` the legal limit in words."""

    title: str
    state: str = TO_COME
    when: date | datetime | str = ""
    text: str = ""
    limit: str = ""
    tag: str = ""
    is_current: bool = False

    @property
    def has_date(self) -> bool:
        return isinstance(self.when, date)


def steps(case, clock, entries) -> list[Step]:
    """The steps of the present round; ``entries`` are those of the ledger."""
    known = {}
    for entry in entries:
        if entry.round == case.round:
            known.setdefault(entry.kind, entry)
    found = [
        *_arrival(case, clock, known),
        *_asked(case, clock, known),
        _opinions(case, clock),
        *_terms(clock),
        *_answer(case, clock, known),
    ]
    return _with_current(found) if case.is_open else found


def _with_current(found):
    """The first that is neither done nor absent is what is going on now."""
    for place, step in enumerate(found):
        if step.state in (TO_COME, PAUSED):
            tag = step.tag or (_("等待您办理") if step.state == PAUSED else _("进行中"))
            found[place] = replace(step, is_current=True, tag=tag)
            break
    return found


def _arrival(case, clock, known):
    if case.round > 1:
        day = known[DeskKind.REOPENED.value].date if DeskKind.REOPENED in known else clock.started
        yield Step(_("重新办理"), DONE, day, _("原答复保留，期限另行计算。"))
    else:
        yield _submitted(case, known)
        yield _received(case, clock)
    yield _looked_through(case, clock, known)


def _submitted(case, known):
    if case.channel == Channel.INTERNET:
        when, text = timezone.localtime(case.created_at), _("通过网站提交，系统已生成回执。")
    else:
        entry = known.get(Kind.SUBMITTED)
        when = entry.date if entry else ""
        text = _("渠道：%(channel)s。") % {"channel": case.get_channel_display()}
    return Step(worded(_("提交{申请}")), DONE, when, text)


def _received(case, clock):
    waits = Channel(case.channel).for_clock.needs_confirmation
    title = _("双方确认收到") if waits else worded(_("收到{申请}"))
    if clock.received:
        text = worded(_("以当日为收到{申请}之日，期限从下一个工作日起算。"))
        return Step(title, DONE, clock.received, text, tag=_("期限起算"))
    if not case.is_open:
        return Step(title, ABSENT, _("未确认"))
    return Step(title, TO_COME, _("待确认"), _("您可以在本页确认，工作机构也可能与您联系确认。"))


def _looked_through(case, clock, known):
    title = worded(_("审查{申请}内容"))
    days = clock.rules.supplement_notice_days
    notice = next((inner for inner in clock.inner if inner.code == "supplement_notice"), None)
    limit = ""
    if notice and notice.due:
        limit = _("补正告知期限：%(days)s个工作日（%(day)s）") % {
            "days": days,
            "day": notice.due.isoformat(),
        }
    if entry := known.get(Kind.SUPPLEMENT_ASKED):
        return Step(title, DONE, entry.date, _("内容需要补正，已一次性告知。"), limit)
    if case.stage == Stage.NEW:
        return Step(title, TO_COME, _("待办理"), "", limit)
    entry = known.get(DeskKind.REGISTERED)
    if not (entry or clock.received):
        return Step(title, ABSENT, _("未进行"))
    text = _("已登记。没有告知补正。")
    return Step(title, DONE, entry.date if entry else clock.received, text, limit)


def _asked(case, clock, known):
    """What the applicant was asked for: 补正, reasons, a fee."""
    run = next((run for run in clock.runs if run.asked), None)
    for asked, done, title in (
        (Kind.SUPPLEMENT_ASKED, Kind.SUPPLEMENTED, worded(_("您补正{申请}"))),
        (Kind.REASONS_ASKED, Kind.REASONS_GIVEN, _("您说明理由")),
        (Kind.FEE_NOTIFIED, Kind.FEE_PAID, _("您缴纳信息处理费")),
    ):
        if asked in known:
            yield _asked_for(case, known[asked], known.get(done), title, run)


def _asked_for(case, asked, done, title, run):
    limit = ""
    if run and run.cause == asked.kind and run.until:
        limit = _("期限：%(day)s") % {"day": chinese_date(run.until)}
    if done:
        begins_anew = run and run.cause == asked.kind
        text = _("已经收到，答复期限自当日重新计算。") if begins_anew else _("已经收到。")
        return Step(title, DONE, done.date, text, limit)
    if not case.is_open:
        return Step(title, ABSENT, _("没有收到"), "", limit)
    return Step(title, PAUSED, asked.date, _("已告知您，等待您办理。"), limit)


def _opinions(case, clock):
    title = _("征求意见")
    if not clock.letters:
        days = clock.rules.third_party_days
        text = _("如涉及第三方合法权益，第三方应在%(days)s个工作日内提出意见，所需时间不计入期限。")
        return Step(title, ABSENT, _("不涉及"), text % {"days": days} if case.is_open else "")
    sent, today = min(letter.sent for letter in clock.letters), timezone.localdate()
    if case.is_open and unanswered(clock, today):
        return _awaited(clock, title, sent, today)
    days = clock.explain(today).for_opinions
    text = _("没有因此扣除答复期限。")
    if days:
        text = _("所需时间不计入答复期限，扣除%(days)s个工作日。") % {"days": days}
    return Step(title, DONE, sent, text)


def _awaited(clock, title, sent, today):
    """A letter is out. Only one that is known to have arrived in time holds the term."""
    if clock.waits_for_opinions(today):
        text = _("正在征求意见，期限中止，收到意见或者对方提出意见的期限届满后继续计算。")
        return Step(title, PAUSED, sent, text, tag=_("期限中止"))
    text = _("正在征求意见，目前没有扣除答复期限。")
    if days := clock.explain(today).for_opinions:
        text = _("正在征求意见，已扣除%(days)s个工作日，答复期限继续计算。") % {"days": days}
    return Step(title, TO_COME, sent, text)


def _terms(clock):
    for extension in clock.extensions:
        text = _("经负责人同意，答复期限延长%(days)s个工作日。") % {"days": extension.days}
        yield Step(_("延长答复期限"), DONE, extension.date, text)
    if clock.delayed_to:
        text = _("延迟至%(day)s答复。") % {"day": chinese_date(clock.delayed_to)}
        yield Step(_("延迟答复"), DONE, "", text)


def _planned(due):
    late = due < timezone.localdate()
    words = _("应不晚于%(day)s，已经超过") if late else _("预计不晚于%(day)s")
    return words % {"day": due.isoformat()}


def _answer(case, clock, known):
    for kind, title in (
        (Kind.WITHDRAWN, worded(_("您撤回{申请}"))),
        (Kind.LAPSED, worded(_("视为放弃{申请}"))),
    ):
        if kind in known:
            yield Step(title, DONE, known[kind].date, _("不再办理。"))
            return
    told = known.get(Kind.DELIVERED)
    made = bool(told) or case.stage == Stage.SIGNED
    limit = ""
    if case.due_on:
        limit = _("答复期限：%(days)s个工作日") % {"days": clock.term}
    when = _planned(case.due_on) if case.due_on else _("待办理")
    if made:
        when = known[Kind.DECIDED].date if Kind.DECIDED in known else ""
    yield Step(_("办理答复"), DONE if made else TO_COME, when, "", limit)
    text = _("书面答复按您选择的方式送达，也可以在本页下载。")
    yield Step(_("答复送达"), DONE if told else TO_COME, told.date if told else _("待办理"), text)
