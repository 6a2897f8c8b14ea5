"""Reminding those who answer for it: before a case is due, and when it is over."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from disclosure import outbox
from disclosure.actions import PERMISSIONS, Role
from disclosure.ledger import clock_of
from disclosure.models import Case
from portal.workdays import get_calendar

SOON = 5  # working days


def chase(today=None) -> int:
    """Write the day's reminders, one a case and person; how many. Twice a day changes nothing."""
    today = today or timezone.localdate()
    horizon, written = get_calendar().add_workdays(today, SOON), 0
    cases = Case.objects.due_by(horizon).select_related("handler").prefetch_related("events")
    desk_staff = None
    for case in cases.order_by("pk"):
        clock = clock_of(case, entries=list(case.events.all()))
        # A day that was ordered for answering anew is not the clock's own.
        left = clock.remaining(today) if clock.due in (None, case.due_on) else None
        people = [case.handler] if case.handler and case.handler.email else None
        if people is None:
            desk_staff = _intake() if desk_staff is None else desk_staff
            people = desk_staff
        for user in people:
            written += _remind(case, user, today, left)
    return written


def _remind(case, user, today, left) -> bool:
    over = case.due_on < today
    calendar = get_calendar()
    data = {"due": case.due_on.isoformat()}
    if over:
        data["over"] = calendar.workdays_between(case.due_on, today)
    else:
        data["left"] = calendar.workdays_between(today, case.due_on) if left is None else left
    once = f"chase:{case.pk}:{user.pk}:{today.isoformat()}"
    template = "overdue" if over else "due_soon"
    return outbox.queue(case, template, user.email, once=once, **data) is not None


def _intake():
    """Everybody at the desk, for a case nobody has taken."""
    users = get_user_model().objects.with_perm(
        PERMISSIONS[Role.INTAKE],
        backend="django.contrib.auth.backends.ModelBackend",
        include_superusers=False,
    )
    return [user for user in users.order_by("pk") if user.email]
