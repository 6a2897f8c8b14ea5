"""Dates and states in Chinese, as the explanations and letters write them."""

from datetime import date

WEEKDAYS = "一二三四五六日"


def long_date(day: date) -> str:
    """2026年3月6日."""
    return f"{day.year}年{day.month}月{day.day}日"


def iso_with_weekday(day: date) -> str:
    """2026-03-06（星期五）."""
    return f"{day.isoformat()}（星期{WEEKDAYS[day.weekday()]}）"


def unproven(clock) -> list[str]:
    """A sentence for each letter nobody recorded the delivery of: what is to do, and on what article."""
    if clock.stop:
        return []
    return [_unproven(letter, clock.rules) for letter in clock.unproven]


def _unproven(letter, rules) -> str:
    days, cite = rules.letter_days(letter.party), rules.cite
    term = (
        f"对方的{days}个工作日自收到之日的次日起算（{cite(str(letter.party))}），" if days else ""
    )
    return (
        f"征求意见书（{letter.id}，{letter.party.label}）于{long_date(letter.sent)}发出，未登记送达："
        f"{term}没有登记送达或者意见以前，答复期限照常计算；"
        f"登记以后，征求意见所需时间再予扣除（{cite('consultation')}）"
    )


def standing(clock, day: date) -> str:
    """How the clock stands at the end of ``day``, in one phrase."""
    left, state = clock.remaining(day), clock.state(day).value
    if left is None:
        return state
    if clock.stop and clock.stop.date <= day:
        return f"{state}（{clock.stop.date.isoformat()}，{clock.stop.kind.label}）"
    if left < 0:
        return f"{state}，已超过期限 {-left} 个工作日"
    return f"{state}，已计 {clock.elapsed(day)} 个工作日，还有 {left} 个工作日"
