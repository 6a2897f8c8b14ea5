"""The clocks inside the clock: limits that run beside the reply term."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from .events import Kind
from .rules import Party
from .state import Clock


class InnerState(Enum):
    """How an inner clock stands at the end of a day."""

    NOT_BEGUN = "未起算"
    RUNNING = "进行中"
    MET = "已完成"
    EXPIRED = "已届满"
    ENDED = "已结束"


@dataclass(frozen=True)
class InnerClock:
    """One limit: ``days`` working days after ``start`` (``None`` where the day itself was stated).

    ``due`` is ``None`` until it begins to run, ``met`` the day it was complied with. ``silence``
    says what follows when nothing happens by then. ``is_provisional``: a year without an official
    calendar was counted in. ``ended`` is the day the case itself was over, and every limit with it.
    """

    code: str
    label: str
    article: str
    start: date | None
    days: int | None
    due: date | None
    met: date | None = None
    letter: str = ""
    silence: str = ""
    is_provisional: bool = False
    ended: date | None = None

    def state(self, day: date) -> InnerState:
        if self.met and self.met <= day:
            return InnerState.MET
        if self.due and day > self.due and not (self.ended and self.ended <= self.due):
            return InnerState.EXPIRED
        if self.ended and self.ended <= day:
            return InnerState.ENDED
        if self.due is None:
            return InnerState.NOT_BEGUN
        return InnerState.RUNNING


SILENCE = {
    Party.THIRD_PARTY: "逾期未提出意见的，由本机关决定是否公开",
    Party.CO_AUTHOR: "逾期未提出意见的，视为同意公开",
    Party.OTHER_ORGAN: "",
}


def inner_clocks(clock: Clock) -> tuple[InnerClock, ...]:
    """Every inner clock the ledger has begun, in the order of the 条例."""
    found = [*_confirmation(clock), *_supplement_notice(clock)]
    found += [_asked(clock, number) for number, run in enumerate(clock.runs) if run.asked]
    found += [_letter(clock, letter) for letter in clock.letters if not letter.undelivered]
    ended = clock.stop.date if clock.stop else None
    return tuple(replace(_marked(clock.calendar, inner), ended=ended) for inner in found)


def _marked(calendar, inner):
    if (
        inner.due is None
        or inner.start is None
        or not calendar.is_provisional(inner.start, inner.due)
    ):
        return inner
    return replace(inner, is_provisional=True)


def _confirmation(clock):
    days = clock.rules.confirm_within
    if not days or not clock.submitted or not clock.channel.needs_confirmation:
        return
    due = clock.calendar.add_workdays(clock.submitted, days)
    cite = clock.rules.cite(clock.channel.article)
    yield InnerClock("confirm", "双方确认", cite, clock.submitted, days, due, clock.received)


def _supplement_notice(clock):
    if not clock.runs:
        return
    days = clock.rules.supplement_notice_days
    due = clock.calendar.add_workdays(clock.received, days)
    told = (run.asked for run in clock.runs if run.cause is Kind.SUPPLEMENT_ASKED)
    cite = clock.rules.cite("supplement")
    yield InnerClock(
        "supplement_notice", "补正告知期限", cite, clock.received, days, due, next(told, None)
    )


def _asked(clock, number):
    """What the applicant has to do in the period the notice states."""
    run = clock.runs[number]
    done = clock.runs[number + 1].start if number + 1 < len(clock.runs) else None
    if run.cause is Kind.FEE_NOTIFIED:
        code, label, key, days = "fee", "缴费期限", "fee.clock", clock.rules.fee_days
    else:
        code, label, key, days = "supplement", "申请人补正期限", "supplement", None
    silence = "无正当理由逾期的，视为放弃申请"
    cite = clock.rules.cite(key)
    return InnerClock(code, label, cite, run.asked, days, run.until, done, silence=silence)


def _letter(clock, letter):
    return InnerClock(
        code=str(letter.party),
        label=f"{letter.party.label}提出意见期限",
        article=clock.rules.cite(str(letter.party)),
        start=letter.delivered,
        days=clock.rules.letter_days(letter.party),
        due=letter.limit(clock.calendar, clock.rules),
        met=letter.returned,
        letter=letter.id,
        silence=SILENCE[letter.party],
    )
