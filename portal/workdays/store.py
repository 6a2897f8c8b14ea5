"""Calendars out of the database: the current one from memory, any older one by its number."""

from datetime import date

from portal.snapshot import snapshot

from .calendar import WorkCalendar, YearPlan
from .shipped import shipped_calendar


@snapshot
def get_calendar() -> WorkCalendar:
    """The current calendar, kept in memory until a new version is applied."""
    return calendar_of(None)


def calendar_of(number: int | None) -> WorkCalendar:
    """The calendar as version ``number`` left it (``None``: the newest). One query.

    Without any version in the database it is the one that comes with the software. Raises
    ``LookupError`` for a number that was never given out.
    """
    from portal.models import CalendarYear

    rows = CalendarYear.objects.select_related("version").order_by("version__number", "year")
    if number is not None:
        rows = rows.filter(version__number__lte=number)
    plans, newest = {}, 0
    for row in rows:
        plans[row.year] = _plan(row)
        newest = row.version.number
    if number not in (None, newest):
        raise LookupError(f"There is no calendar version {number}.")
    return WorkCalendar(plans, newest) if plans else shipped_calendar()


def _plan(row) -> YearPlan:
    return YearPlan(
        row.year,
        {date.fromisoformat(day): name for day, name in row.off.items()},
        {date.fromisoformat(day): name for day, name in row.work.items()},
        row.is_official,
        row.source,
    )
