"""The working-day calendar as a value: which days count, and why the others do not.

Pure: no database, no settings, nothing that changes. A calendar is made of one :class:`YearPlan` a
year. A year for which the State Council's notice is not known yet (国办 usually announces it in
October or November) is reckoned from weekends and the statutory holidays alone; whatever is
computed with such a year is provisional and :meth:`WorkCalendar.is_official` says so.
"""

from calendar import isleap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from .statutory import statutory_days

ONE_DAY = timedelta(days=1)
WEEKEND = "周末"
SATURDAY = 5


class DayKind(Enum):
    """What a day is; the value is its Chinese name."""

    WORKDAY = "工作日"
    WEEKEND = "周末"
    HOLIDAY = "放假"
    MAKEUP = "调休上班"


class Day(NamedTuple):
    """One day of the calendar; ``name`` is the holiday it belongs to ("" on plain days)."""

    date: date
    kind: DayKind
    name: str

    @property
    def is_workday(self) -> bool:
        return self.kind in (DayKind.WORKDAY, DayKind.MAKEUP)


def _frozen(days: Mapping[date, str]) -> Mapping[date, str]:
    return MappingProxyType(dict(sorted(days.items())))


@dataclass(frozen=True)
class YearPlan:
    """One year's arrangement as one document announces it.

    ``off`` and ``work`` map a date to the name of its holiday: days without work, and weekend days
    worked in exchange. A notice may reach back into December of the year before (2018-12-29 was
    worked under the notice for 2019). ``is_official`` is false for somebody's forecast.
    """

    year: int
    off: Mapping[date, str] = field(default_factory=dict)
    work: Mapping[date, str] = field(default_factory=dict)
    is_official: bool = True
    source: str = ""

    def __post_init__(self):
        object.__setattr__(self, "off", _frozen(self.off))
        object.__setattr__(self, "work", _frozen(self.work))


@dataclass(frozen=True)
class WorkCalendar:
    """All known years, immutable. ``version`` is the number it is filed under (0: as shipped).

    Every question about a date is answered; nothing here raises for a year without a plan.
    """

    plans: Mapping[int, YearPlan]
    version: int = 0
    _exceptions: Mapping[date, Day] = field(init=False, repr=False, compare=False)
    # Year → its working days, worked out when first asked for; never different afterwards.
    _working: dict = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self):
        object.__setattr__(self, "plans", MappingProxyType(dict(sorted(self.plans.items()))))
        exceptions = {}
        # In order of years: a later notice has the last word on the December before it.
        for plan in self.plans.values():
            for day, name in plan.off.items():
                exceptions[day] = Day(day, DayKind.HOLIDAY, name)
            for day, name in plan.work.items():
                exceptions[day] = Day(day, DayKind.MAKEUP, name)
        object.__setattr__(self, "_exceptions", exceptions)

    @classmethod
    def of(cls, plans: Iterable[YearPlan], version: int = 0) -> "WorkCalendar":
        return cls({plan.year: plan for plan in plans}, version)

    def with_plans(self, plans: Iterable[YearPlan], version: int | None = None) -> "WorkCalendar":
        """A new calendar in which ``plans`` take the place of the same years'."""
        merged = {**self.plans, **{plan.year: plan for plan in plans}}
        return WorkCalendar(merged, self.version if version is None else version)

    # --- Single days ------------------------------------------------------------------------------
    def day(self, day: date) -> Day:
        """What ``day`` is. A ``datetime`` is refused: its date depends on a time zone."""
        if isinstance(day, datetime):
            raise TypeError("A working day is a date, not a datetime.")
        known = self._exceptions.get(day)
        if known is not None:
            return known
        if not self.is_official(day.year):
            name = statutory_days(day.year).get(day)
            if name:
                return Day(day, DayKind.HOLIDAY, name)
        return Day(day, DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY, "")

    def is_workday(self, day: date) -> bool:
        working = self._working.get(day.year) or self._workdays_of(day.year)
        # A datetime equals no date; let :meth:`day` refuse it.
        return day in working or (isinstance(day, datetime) and self.day(day).is_workday)

    def _workdays_of(self, year: int) -> frozenset[date]:
        first = date(year, 1, 1)
        days = (first + timedelta(days=n) for n in range(366 if isleap(year) else 365))
        working = frozenset(day for day in days if self.day(day).is_workday)
        self._working[year] = working
        return working

    def why_off(self, day: date) -> str:
        """The holiday's name or 周末; "" on a working day."""
        found = self.day(day)
        return "" if found.is_workday else found.name or WEEKEND

    # --- Counting ---------------------------------------------------------------------------------
    def add_workdays(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, the next one being the first.

        The starting day is never counted, whether it is a working day or not (民法典第二百零一条).
        A negative ``count`` goes back the same way; 0 gives ``day`` itself.
        """
        step = ONE_DAY if count > 0 else -ONE_DAY
        for _each in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier.

        ``workdays_between(day, add_workdays(day, n)) == n`` for every ``n`` from 0 upwards.
        """
        if end < start:
            return -self.workdays_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_workday(day))

    def on_or_after(self, day: date) -> date:
        """``day`` if it is a working day, otherwise the next one (民法典第二百零三条第一款)."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    # --- How far it can be relied on --------------------------------------------------------------
    def is_official(self, year: int) -> bool:
        """Whether the State Council's notice for ``year`` is known."""
        plan = self.plans.get(year)
        return plan is not None and plan.is_official

    def source(self, year: int) -> str:
        """The document ``year`` is taken from, "" without one."""
        plan = self.plans.get(year)
        return plan.source if plan else ""

    def is_provisional(self, start: date, end: date) -> bool:
        """Whether counting from ``start`` to ``end`` touches a year without an official notice."""
        return any(not self.is_official(year) for year in range(start.year, end.year + 1))

    def workdays_in(self, year: int) -> int:
        """How many working days ``year`` has."""
        return self.workdays_between(date(year - 1, 12, 31), date(year, 12, 31))
