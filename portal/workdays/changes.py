"""What importing plans would change: days, and the open deadlines that hang on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .calendar import Day, WorkCalendar, YearPlan
from .deadlines import DeadlineChange, deadline_changes
from .notices import remarks


@dataclass(frozen=True)
class DayChange:
    """A day that becomes a working day or stops being one."""

    before: Day
    after: Day

    @property
    def date(self) -> date:
        return self.after.date


@dataclass(frozen=True)
class YearChange:
    """One year before and after, in numbers."""

    year: int
    workdays_before: int
    workdays_after: int
    official_before: bool
    official_after: bool


@dataclass(frozen=True)
class Preview:
    """The difference between ``before`` and ``after``, ready to be shown and then applied."""

    before: WorkCalendar
    after: WorkCalendar
    plans: tuple[YearPlan, ...]
    years: tuple[YearChange, ...]
    days: tuple[DayChange, ...]
    deadlines: tuple[DeadlineChange, ...]
    remarks: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the calendar already says exactly this."""
        return all(self.before.plans.get(plan.year) == plan for plan in self.plans)


def preview(plans: Iterable[YearPlan], calendar: WorkCalendar) -> Preview:
    """What putting ``plans`` in place of the same years of ``calendar`` would change."""
    plans = tuple(plans)
    after = calendar.with_plans(plans)
    years = sorted(plan.year for plan in plans)
    return Preview(
        before=calendar,
        after=after,
        plans=plans,
        years=tuple(_year_change(year, calendar, after) for year in years),
        days=tuple(_day_changes(years, calendar, after)),
        deadlines=tuple(deadline_changes(calendar, after)),
        remarks=tuple(remark for plan in plans for remark in remarks(plan)),
    )


def _year_change(year, before, after):
    return YearChange(
        year,
        before.workdays_in(year),
        after.workdays_in(year),
        before.is_official(year),
        after.is_official(year),
    )


def _day_changes(years, before, after):
    # A notice may move days of the December before it.
    for year in sorted({year - 1 for year in years} | set(years)):
        day = date(year, 1, 1)
        while day.year == year:
            old, new = before.day(day), after.day(day)
            if old.is_workday != new.is_workday:
                yield DayChange(old, new)
            day += timedelta(days=1)
