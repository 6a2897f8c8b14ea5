"""The clock itself: facts from a ledger, and everything that follows from them."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from .events import Event, Kind
from .facts import Extension, Letter, Run, Stop
from .problems import Problem
from .reckoning import ONE_DAY, Excluded, counted_between, nth_counted, union
from .rules import DEFAULT_RULES, Channel, ClockRules


class State(Enum):
    """How the clock stands at the end of a day."""

    AWAITING = "待确认收到"
    RUNNING = "运行"
    PAUSED = "暂停"
    SUPPLEMENTING = "补正中"
    STOPPED = "已停止"
    OVERDUE = "逾期"


@dataclass(frozen=True)
class Clock:
    """The statutory clock of one application: an immutable value, a pure function of its ledger.

    ``events`` is sorted. ``runs`` is empty until the application is received. Dates follow from
    ``calendar`` (a ``WorkCalendar``) and ``rules``; ``problems`` lists what the ledger cannot hold.
    """

    calendar: object
    rules: ClockRules = DEFAULT_RULES
    events: tuple[Event, ...] = ()
    channel: Channel | None = None
    submitted: date | None = None
    runs: tuple[Run, ...] = ()
    letters: tuple[Letter, ...] = ()
    reasons: tuple[date, ...] = ()  # asked, given
    extensions: tuple[Extension, ...] = ()
    delayed_to: date | None = None
    decided: date | None = None
    stop: Stop | None = None
    problems: tuple[Problem, ...] = ()

    # --- Where it started -------------------------------------------------------------------------
    @property
    def received(self) -> date | None:
        """The day the application was received (条例第三十一条)."""
        return self.runs[0].start if self.runs else None

    @property
    def started(self) -> date | None:
        """Day 0 of the term now running: the receipt, or the day it last began anew."""
        return self.runs[-1].start if self.runs else None

    @property
    def waiting_for(self) -> Kind | None:
        """What the applicant was asked for and has not done: 补正, 缴费 or nothing (``None``)."""
        return self.runs[-1].cause if self.runs and self.runs[-1].asked else None

    # --- What is excluded -------------------------------------------------------------------------
    @cached_property
    def held(self) -> tuple[tuple[str, Excluded], ...]:
        """Who was being waited for, and when the term stood still for it."""
        found = [
            (letter.party.label, letter.sent, letter.ends(self.calendar, self.rules))
            for letter in self.letters
            if letter.is_proven
        ]
        if self.rules.reasons_pause and self.reasons:
            found.append(("", self.reasons[0], (*self.reasons, None)[1]))
        return tuple((who, self._bounded(after, through)) for who, after, through in found)

    @property
    def unproven(self) -> tuple[Letter, ...]:
        """Letters that hold nothing, for nobody recorded that they were delivered; without those
        that are known to have reached nobody."""
        return tuple(
            letter for letter in self.letters if not (letter.is_proven or letter.undelivered)
        )

    def _bounded(self, after: date, through: date | None) -> Excluded:
        if self.stop and (through is None or through > self.stop.date):
            through = self.stop.date
        if self.rules.pause_from_sending_day:
            after, through = after - ONE_DAY, through and through - ONE_DAY
        return Excluded(after, through)

    @cached_property
    def excluded(self) -> tuple[Excluded, ...]:
        """The days of ``held``, those that overlap taken once."""
        return union(stretch for _who, stretch in self.held)

    # --- When it ends -----------------------------------------------------------------------------
    @property
    def term(self) -> int:
        """Working days of the term, the extension included."""
        return self.rules.reply_days + self.extension_days

    @property
    def extension_days(self) -> int:
        return sum(extension.days for extension in self.extensions)

    def _after(self, count: int) -> date | None:
        if not self.runs or self.waiting_for:
            return None
        return nth_counted(self.started, count, self.calendar, self.excluded)

    @cached_property
    def first_due(self) -> date | None:
        """The last day of the first term, pauses excluded; an extension is decided by then."""
        return self._after(self.rules.reply_days)

    @cached_property
    def counted_due(self) -> date | None:
        """The last day of the term and its extension, before any delay under art 35."""
        return self._after(self.term) if self.extensions else self.first_due

    @cached_property
    def due(self) -> date | None:
        """The last day for the reply; ``None`` while it cannot be known.

        That is before receipt, while a 补正 or fee is awaited, and while a letter that was delivered
        is out to an organ that has no limit. One whose delivery is not recorded moves nothing yet.
        """
        if self.counted_due is None or self.delayed_to is None:
            return self.counted_due
        return max(self.counted_due, self.delayed_to)

    @property
    def is_provisional(self) -> bool:
        """Whether a year without an official calendar was counted in; such dates may still move."""
        if not self.runs:
            return False
        end = self.due or max(self.events[-1].date, self.received)
        return self.calendar.is_provisional(self.received, end)

    # --- How it stands ----------------------------------------------------------------------------
    def on(self, day: date) -> "Clock":
        """The clock as the ledger stood at the end of ``day``."""
        if not self.events or self.events[-1].date <= day:
            return self
        from .folding import clock  # which builds on this module

        known = [event for event in self.events if event.date <= day]
        return clock(known, self.calendar, self.rules)

    def state(self, day: date) -> State:
        """How the clock stands at the end of ``day``."""
        known = self.on(day)
        if known.stop:
            return State.STOPPED
        if not known.runs:
            return State.AWAITING
        if known.waiting_for:
            asked = known.waiting_for is Kind.SUPPLEMENT_ASKED
            return State.SUPPLEMENTING if asked else State.PAUSED
        if known.due and day > known.due:
            return State.OVERDUE
        held = any(stretch.holds(day + ONE_DAY) for stretch in known.excluded)
        return State.PAUSED if held else State.RUNNING

    def waits_for_opinions(self, day: date) -> bool:
        """Whether the term stands still at the end of ``day`` because others were asked."""
        known = self.on(day)
        if known.state(day) is not State.PAUSED or known.waiting_for:
            return False
        return any(who and stretch.holds(day + ONE_DAY) for who, stretch in known.held)

    def elapsed(self, day: date) -> int:
        """Counted days from the start of the current term to the end of ``day``."""
        if not self.runs or self.waiting_for:
            return 0
        end = min(d for d in (day, self.counted_due, self.stop and self.stop.date) if d)
        return counted_between(self.started, end, self.calendar, self.excluded)

    def remaining(self, day: date) -> int | None:
        """Working days left after ``day``; negative when overdue, ``None`` while unknown.

        A stopped clock keeps what was left when it stopped. While a letter is out and its end is
        unknown, this is what will be left when the answer comes.
        """
        if not self.runs or self.waiting_for:
            return None
        day = min(day, self.stop.date) if self.stop else day
        if self.due is None:
            return self.term - self.elapsed(day)
        if day > self.due:
            return -self.calendar.workdays_between(self.due, day)
        if self.due != self.counted_due:
            return self.calendar.workdays_between(day, self.due)
        return counted_between(max(day, self.started), self.due, self.calendar, self.excluded)

    @property
    def is_on_time(self) -> bool | None:
        """Whether the reply was made in time; ``None`` when there was none."""
        if not self.stop or self.stop.kind is not Kind.DELIVERED:
            return None
        return self.due is None or self.stop.date <= self.due

    # --- What else is running, and why ------------------------------------------------------------
    @cached_property
    def inner(self) -> tuple:
        """The clocks inside this one: 补正 notice, applicant's correction, each letter, fee."""
        from .inner import inner_clocks  # which builds on this module

        return inner_clocks(self)

    def explain(self, day: date | None = None):
        """A day-by-day account that adds up to ``due``; with ``day``, also how it stands then."""
        from .explain import explain  # which builds on this module

        return explain(self, day)
