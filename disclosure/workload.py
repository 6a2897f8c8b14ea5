"""Who has how much to do: by officer, and by department. Five queries, whatever the numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.chasing import SOON
from disclosure.choices import Stage
from disclosure.models import Assignment, Case
from portal.names import name_of
from portal.workdays import get_calendar


@dataclass
class Load:
    """One line. ``waiting``: for the applicant, or (a department) to be claimed. ``days`` are the
    working days each answer of this year took, pauses included."""

    name: str
    open: int = 0
    soon: int = 0
    overdue: int = 0
    waiting: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return len(self.days)

    @property
    def median(self) -> float | None:
        return median(self.days) if self.days else None


def by_officer(today: date) -> list[Load]:
    """Cases by who handles them, the longest list first."""
    rows = Case.objects.open().order_by().values("handler")
    rows = rows.annotate(**_counts(today), waiting=Count("pk", filter=Q(stage=Stage.WAITING)))
    answered = (
        Case.objects.filter(
            stage__in=[Stage.REPLIED, Stage.CLOSED],
            received_on__isnull=False,
            replied_on__year=today.year,
        )
        .exclude(outcome="withdrawn")
        .order_by()
        .values_list("handler", "received_on", "replied_on")
    )
    taken = _days(answered)
    counted = {row.pop("handler"): row for row in rows}
    users = get_user_model().objects.in_bulk([pk for pk in {*counted, *taken} if pk])
    return _sorted(
        Load(_name(users.get(pk)), **counted.get(pk, {}), days=taken.get(pk, []))
        for pk in {*counted, *taken}
    )


def by_department(today: date) -> list[Load]:
    """What departments were asked, the longest list first."""
    rows = Assignment.objects.open().filter(case__in=Case.objects.open()).order_by()
    rows = rows.values("department__name")
    rows = rows.annotate(**_counts(today), waiting=Count("pk", filter=Q(claimed_at=None)))
    returned = Assignment.objects.filter(returned_at__year=today.year).order_by()
    taken = _days(
        (name, timezone.localdate(asked), timezone.localdate(done))
        for name, asked, done in returned.values_list(
            "department__name", "assigned_at", "returned_at"
        )
    )
    counted = {row.pop("department__name"): row for row in rows}
    return _sorted(
        Load(name, **counted.get(name, {}), days=taken.get(name, [])) for name in {*counted, *taken}
    )


def _counts(today):
    horizon = get_calendar().add_workdays(today, SOON)
    return {
        "open": Count("pk"),
        "soon": Count("pk", filter=Q(due_on__range=(today, horizon))),
        "overdue": Count("pk", filter=Q(due_on__lt=today)),
    }


def _days(rows: Iterable[tuple]) -> dict:
    calendar, found = get_calendar(), defaultdict(list)
    for whose, start, end in rows:
        found[whose].append(calendar.workdays_between(start, end))
    return found


def _name(user) -> str:
    return name_of(user) or _("尚未指定")


def _sorted(loads) -> list[Load]:
    return sorted(loads, key=lambda load: (-load.open, -load.overdue, -load.answered, load.name))
