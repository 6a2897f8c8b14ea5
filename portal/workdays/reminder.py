"""工作台: the notice for a year that begins soon, or has begun, is not imported yet."""

from datetime import date

from django.utils import timezone

from portal.dashboard import Panel, register

from .calendar import WorkCalendar
from .store import get_calendar

# The State Council's office announces next year's arrangement in October or November.
ANNOUNCED_BY = 11


def missing_year(calendar: WorkCalendar, today: date) -> int | None:
    """The year whose official arrangement should be imported now."""
    if not calendar.is_official(today.year):
        return today.year
    if today.month >= ANNOUNCED_BY and not calendar.is_official(today.year + 1):
        return today.year + 1
    return None


def next_notice(request):
    """Shown to those who can import it, until it is there."""
    if not request.user.has_perm("portal.add_calendarversion"):
        return None
    year = missing_year(get_calendar(), timezone.localdate())
    return {"year": year} if year else None


register(Panel("workdays", "admin/portal/panels/workdays.html", next_notice, order=60))
