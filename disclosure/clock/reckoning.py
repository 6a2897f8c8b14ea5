"""Counting: working days that are not excluded. Nothing here knows why a day is excluded."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class Excluded(NamedTuple):
    """Days after ``after`` up to and including ``through`` (``None``: no end in sight)."""

    after: date
    through: date | None

    def holds(self, day: date) -> bool:
        return self.after < day and (self.through is None or day <= self.through)


def union(stretches: Iterable[Excluded]) -> tuple[Excluded, ...]:
    """The same days as disjoint stretches in order: what overlaps is excluded once."""
    merged: list[Excluded] = []
    for stretch in sorted(stretches, key=lambda item: item.after):
        if stretch.through is not None and stretch.through <= stretch.after:
            continue  # begins and ends on one day: nothing
        last = merged[-1] if merged else None
        if last is None or (last.through is not None and last.through < stretch.after):
            merged.append(stretch)
        elif last.through is not None and (
            stretch.through is None or stretch.through > last.through
        ):
            merged[-1] = Excluded(last.after, stretch.through)
    return tuple(merged)


def counted_days(start: date, calendar, excluded: tuple[Excluded, ...]) -> Iterator[date]:
    """Working days after ``start`` outside ``excluded``; ends where an endless stretch begins.

    ``excluded`` is what :func:`union` gives: disjoint and in order.
    """
    day = start
    for after, through in excluded:
        while day < after:
            day += ONE_DAY
            if calendar.is_workday(day):
                yield day
        if through is None:
            return
        day = max(day, through)
    while True:
        day += ONE_DAY
        if calendar.is_workday(day):
            yield day


def nth_counted(start: date, count: int, calendar, excluded=()) -> date | None:
    """The day ``count`` counted days after ``start``, or ``None`` if they never come together."""
    return next(islice(counted_days(start, calendar, excluded), count - 1, None), None)


def counted_between(start: date, end: date, calendar, excluded=()) -> int:
    """How many counted days lie after ``start`` up to and including ``end``."""
    number = 0
    for day in counted_days(start, calendar, excluded):
        if day > end:
            break
        number += 1
    return number
