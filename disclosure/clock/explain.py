"""The account of a clock: every day from receipt to the last day, in spans that add up.

A span says from when to when, whether its working days count towards the term, how many there are,
why, and which article says so. The working days of the counted spans are the term: a reader with a
wall calendar can check the due date span by span.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from .state import Clock, State
from .treatment import treat

SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """Days ``start`` to ``end``, both included, treated alike for one reason.

    ``workdays`` is the number of working days among them, ``numbers`` the first and last number
    these have in the term (``None`` when not counted). ``key`` names the article in ``ARTICLES``.
    """

    start: date
    end: date
    is_counted: bool
    workdays: int
    reason: str
    article: str
    key: str
    numbers: tuple[int, int] | None = None
    is_provisional: bool = False


@dataclass(frozen=True)
class Explanation:
    """The account of ``clock``; with ``day``, also how it stood at the end of that day."""

    clock: Clock
    spans: tuple[Span, ...]
    day: date | None = None

    @property
    def counted(self) -> int:
        """Working days counted, all spans together; the whole term once ``due`` is known."""
        return sum(span.workdays for span in self.spans if span.is_counted)

    @property
    def excluded(self) -> int:
        """Working days not counted."""
        return sum(span.workdays for span in self.spans if not span.is_counted)

    @property
    def for_opinions(self) -> int:
        """Working days not counted because others were asked for their opinion (art 33③)."""
        return sum(span.workdays for span in self.spans if span.key == "consultation")

    @property
    def state(self) -> State | None:
        return self.clock.state(self.day) if self.day else None


def explain(clock: Clock, day: date | None = None) -> Explanation:
    """Account for every day from receipt to the due date (to ``day`` while that is unknown).

    Overdue days up to ``day``, or to the reply, follow as a span of their own. Empty before receipt.
    """
    if not clock.runs:
        return Explanation(clock, (), day)
    ends = [clock.received, clock.due or clock.events[-1].date]
    if clock.stop:
        ends.append(clock.stop.date)
    elif day:
        ends.append(day)
    return Explanation(clock, tuple(_spans(clock, max(ends))), day)


def _spans(clock: Clock, end: date) -> Iterator[Span]:
    first = clock.received
    days = (first + timedelta(days=n) for n in range((end - first).days + 1))
    number = 0
    for treatment, group in groupby(days, key=lambda day: treat(clock, day)):
        span = _span(clock, treatment, list(group), number)
        number += span.workdays if span.is_counted else 0
        yield span


def _span(clock, treatment, days, number) -> Span:
    calendar = clock.calendar
    worked = [day for day in days if calendar.is_workday(day)]
    counted = treatment.is_counted and bool(worked)
    return Span(
        start=days[0],
        end=days[-1],
        is_counted=counted,
        workdays=len(worked),
        reason=treatment.reason + _makeup(worked),
        article=treatment.source or clock.rules.cite(treatment.key),
        key=treatment.key,
        numbers=(number + 1, number + len(worked)) if counted else None,
        is_provisional=calendar.is_provisional(days[0], days[-1]),
    )


def _makeup(worked) -> str:
    """Weekend days worked in exchange are named: nobody would count them otherwise."""
    found = "、".join(f"{day.month}月{day.day}日" for day in worked if day.weekday() >= SATURDAY)
    return f"（含{found}调休上班）" if found else ""
