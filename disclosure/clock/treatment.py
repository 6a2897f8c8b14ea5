"""How the clock treats a single day, why, and on which article."""

from datetime import date
from typing import NamedTuple

from .events import Kind
from .state import Clock


class Treatment(NamedTuple):
    """Whether working days like this one count, the reason in Chinese, the article.

    ``key`` names an article of ``ARTICLES``; ``source`` is the document itself where that says more.
    """

    is_counted: bool
    reason: str
    key: str
    source: str = ""


# What the applicant was asked for: in words, and the article.
AWAITED = {Kind.SUPPLEMENT_ASKED: "补正", Kind.FEE_NOTIFIED: "缴费"}
AWAITED_ARTICLE = {Kind.SUPPLEMENT_ASKED: "supplement", Kind.FEE_NOTIFIED: "fee.clock"}

OVERDUE = Treatment(False, "超过答复期限", "reply")
WEEKEND = Treatment(False, "周末", "weekend")
TERM = Treatment(True, "答复期限", "reply")
EXTENSION = Treatment(True, "延长的期限", "extension")
DELAY = Treatment(True, "延迟答复期限", "reasons")
UNPROVEN = "（征求意见尚未登记送达，照常计入）"
REASONS = Treatment(False, "等待申请人说明理由", "reasons")


def treat(clock: Clock, day: date) -> Treatment:
    """The treatment of ``day``, which is not before the receipt."""
    found = _interrupted(clock, day)
    if found:
        return found
    if clock.due and day > clock.due:
        return OVERDUE
    return _held(clock, day) or _rest(clock, day) or _counted(clock, day)


def _interrupted(clock, day):
    """First days, and everything that a restart made void."""
    for number, run in enumerate(clock.runs):
        if day == run.start:
            return _first_day(clock, number)
        following = clock.runs[number + 1].start if number + 1 < len(clock.runs) else date.max
        if run.asked and run.start < day < following:
            return _void(run, day)
    return None


def _first_day(clock, number):
    """Day 0 of a run: 开始的当日不计入，自下一日开始计算 (民法典第二百零一条)."""
    if number == 0:
        reason = f"收到申请之日（{clock.channel.label}），当天不计入"
    else:
        what = AWAITED[clock.runs[number - 1].cause]
        reason = f"{what}之日，期限重新计算，当天不计入"
    return Treatment(False, reason, "start_day")


def _void(run, day):
    key, what = AWAITED_ARTICLE[run.cause], AWAITED[run.cause]
    if day <= run.asked:
        return Treatment(False, f"告知{what}前的时间，重新计算后不计入", key)
    return Treatment(False, f"等待申请人{what}", key)


def _held(clock, day):
    """Opinions are out; rest days in between belong to the same stretch."""
    if not clock.held or (clock.counted_due and day > clock.counted_due):
        return None
    # Several parties at once are named once each; reasons under art 35 have no party.
    waited_for = {who: None for who, stretch in clock.held if stretch.holds(day)}
    if not waited_for:
        return None
    parties = "、".join(filter(None, waited_for))
    if not parties:
        return REASONS
    return Treatment(False, f"征求{parties}意见所需时间", "consultation")


def _rest(clock, day):
    if clock.calendar.is_workday(day):
        return None
    name = clock.calendar.day(day).name
    if not name:
        return WEEKEND
    return Treatment(False, f"{name}放假", "holiday", clock.calendar.source(day.year))


def _counted(clock, day):
    if clock.counted_due and day > clock.counted_due:
        return DELAY
    found = EXTENSION if clock.first_due and day > clock.first_due else TERM
    if any(letter.sent < day for letter in clock.unproven):
        cited = "、".join(clock.rules.cite(key) for key in (found.key, "consultation"))
        return found._replace(reason=f"{found.reason}{UNPROVEN}", source=cited)
    return found
