"""The year view of the working-day calendar: twelve months as tables, and the notice in words."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.workdays import DayKind, WorkCalendar, YearPlan
from portal.workdays.notices import dump
from portal.workdays.statutory import statutory_days

MARKS = {DayKind.HOLIDAY: "休", DayKind.MAKEUP: "班"}


@dataclass(frozen=True)
class Cell:
    """One day of a month's table; ``mark`` is 休 or 班 as on printed calendars."""

    day: int
    kind: str
    mark: str
    name: str
    is_today: bool


@dataclass(frozen=True)
class MonthTable:
    number: int
    workdays: int
    weeks: tuple[tuple[Cell | None, ...], ...]


def month_tables(calendar: WorkCalendar, year: int, today: date) -> list[MonthTable]:
    """The twelve months of ``year``, weeks beginning on Monday."""
    weeks = Calendar().monthdatescalendar
    return [_month(calendar, year, month, weeks(year, month), today) for month in range(1, 13)]


def _month(calendar, year, month, weeks, today):
    rows = tuple(
        tuple(_cell(calendar, day, today) if day.month == month else None for day in week)
        for week in weeks
    )
    number = sum(calendar.is_workday(day) for week in weeks for day in week if day.month == month)
    return MonthTable(month, number, rows)


def _cell(calendar, day, today):
    found = calendar.day(day)
    kind = found.kind.name.lower()
    return Cell(day.day, kind, MARKS.get(found.kind, ""), found.name, day == today)


@dataclass(frozen=True)
class HolidayLine:
    """One holiday as the notice words it."""

    name: str
    off: str
    work: str


def holiday_lines(calendar: WorkCalendar, year: int) -> list[HolidayLine]:
    """The holidays of ``year``, known or (without a notice) statutory, in order."""
    plan = calendar.plans.get(year) or YearPlan(year, statutory_days(year), is_official=False)
    return [
        HolidayLine(
            holiday["name"],
            "、".join(_interval(text) for text in holiday["off"]),
            "、".join(_interval(text) for text in holiday["work"]),
        )
        for holiday in dump(plan)["holidays"]
    ]


def _interval(text) -> str:
    first, _slash, last = text.partition("/")
    start = date.fromisoformat(first)
    words = _("%(month)d月%(day)d日") % {"month": start.month, "day": start.day}
    if not last:
        return words
    end = date.fromisoformat(last)
    return _("%(start)s至%(month)d月%(day)d日") % {
        "start": words,
        "month": end.month,
        "day": end.day,
    }


def year_context(calendar: WorkCalendar, year: int | None, today: date) -> dict:
    """What the year page shows: ``year`` where it is one of the years offered, else this one."""
    years = sorted({*calendar.plans, today.year, today.year + 1})
    year = year if year in years else today.year
    return {
        "title": _("%(year)d年工作日历") % {"year": year},
        "calendar": calendar,
        "year": year,
        "years": years,
        "plan": calendar.plans.get(year),
        "is_official": calendar.is_official(year),
        "workdays": calendar.workdays_in(year),
        "months": month_tables(calendar, year, today),
        "lines": holiday_lines(calendar, year),
    }
