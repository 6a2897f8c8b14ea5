"""Reminding those who answer for it: before a case is due, and when it is over; and before a review
body or a court is owed an answer."""

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.functional import cached_property

from disclosure import followups, outbox
from disclosure.actions import PERMISSIONS, Role
from disclosure.ledger import clock_of
from disclosure.models import Case
from portal.workdays import get_calendar

SOON = 5  # working days


def chase(today=None) -> int:
    """Write the day's reminders, one a matter and person; how many. Twice a day changes nothing."""
    today = today or timezone.localdate()
    horizon = get_calendar().add_workdays(today, SOON)
    readers = _Readers()
    return _chase_cases(today, horizon, readers) + _chase_proceedings(today, horizon, readers)


def _chase_cases(today, horizon, readers) -> int:
    written = 0
    cases = Case.objects.due_by(horizon).select_related("handler").prefetch_related("events")
    for case in cases.order_by("pk"):
        clock = clock_of(case, entries=list(case.events.all()))
        # A day that was ordered for answering anew is not the clock's own.
        left = clock.remaining(today) if clock.due in (None, case.due_on) else None
        for user in readers.of(case):
            written += _remind(case, user, today, left)
    return written


def _chase_proceedings(today, horizon, readers) -> int:
    """Days of these count as the calendar has them (行政复议法 art. 48, 行政诉讼法 art. 67)."""
    written = 0
    for row in followups.due(horizon):
        data = {"due": row.answer_by.isoformat(), "matter": followups.label(row)}
        left = followups.days_left(row, today)
        template = "overdue" if left < 0 else "due_soon"
        data |= {"over": -left} if left < 0 else {"left": left}
        for user in readers.of(row.case):
            once = f"chase:proceeding:{row.pk}:{user.pk}:{today.isoformat()}"
            written += outbox.queue(row.case, template, user.email, once=once, **data) is not None
    return written


class _Readers:
    """Who is reminded: the officer of the case, the whole desk where there is none to write to."""

    @cached_property
    def desk(self) -> list:
        return _intake()

    def of(self, case) -> list:
        return [case.handler] if case.handler and case.handler.email else self.desk


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
