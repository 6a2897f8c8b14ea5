"""Working days: an immutable calendar, its versions in the database, the notices they come from.

Ground floor: knows that others reckon deadlines with it, never what those deadlines are.

    from portal.workdays import get_calendar
    get_calendar().add_workdays(received, 20)

``WorkCalendar`` is pure and needs no database. Changing the calendar always makes a new version
(:func:`portal.workdays.services.apply_plans`); an old one can be asked for by its number for ever.
"""

from .calendar import Day, DayKind, WorkCalendar, YearPlan
from .deadlines import Deadline, follow_calendar, register_deadlines
from .shipped import shipped_calendar
from .store import calendar_of, get_calendar

__all__ = [
    "Day",
    "DayKind",
    "Deadline",
    "WorkCalendar",
    "YearPlan",
    "calendar_of",
    "follow_calendar",
    "get_calendar",
    "register_deadlines",
    "shipped_calendar",
]
