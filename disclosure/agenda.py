"""What is due on which day, as far as one user may see it: for the calendar page and the feed.

Limits of cases are those the ledger keeps; the clocks inside them (补正, 征求意见, 缴费, 确认) are
reckoned here, from the entries of the open cases.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import followups
from disclosure.actions import Role, roles_of
from disclosure.clock import clock
from disclosure.desk import desk
from disclosure.models import Assignment, Case
from portal.workdays import get_calendar

DESK = frozenset({Role.INTAKE, Role.REVIEWER, Role.HEAD})


@dataclass(frozen=True)
class Item:
    """One limit. ``key`` names it for ever, ``changed`` is when it last can have moved. Holds no
    personal data: a number, and what is due."""

    day: date
    kind: str
    label: str
    number: str
    case_id: int
    key: str
    changed: datetime
    is_provisional: bool = False


def works_cases(user) -> bool:
    """Whether there is an agenda for ``user``: everybody at the desk, and contributors."""
    return bool(roles_of(user) & {*DESK, Role.DEPARTMENT})


def agenda(user) -> list[Item]:
    """Everything open that ``user`` may see, by day. Four queries, whatever the number of cases."""
    if not works_cases(user):
        return []
    is_desk = bool(roles_of(user) & DESK)
    found = [*_limits(user, is_desk), *_assignments(user, is_desk)]
    if is_desk:
        found += _proceedings()
    return sorted(found, key=lambda item: (item.day, item.number, item.key))


def _limits(user, is_desk):
    cases = (
        Case.objects.open()
        .visible_to(user)
        .only("number", "stage", "round", "due_on", "is_provisional", "vault_id")
        .prefetch_related("events")
    )
    calendar, rules, today = get_calendar(), desk().rules, timezone.localdate()
    for case in cases:
        entries = list(case.events.all())
        changed = entries[-1].recorded_at
        common = (case.number, case.pk)
        if case.due_on:
            label = _("答复期限")
            key = f"case-{case.pk}-reply"
            yield Item(case.due_on, "reply", label, *common, key, changed, case.is_provisional)
        if not is_desk:
            continue
        own = [e.as_clock_event() for e in entries if e.round == case.round and e.is_for_clock]
        for inner in clock(own, calendar, rules).inner:
            if _is_open(inner, today):
                key = f"case-{case.pk}-{case.round}-{inner.code}-{inner.letter or inner.start}"
                yield Item(
                    inner.due, "inner", inner.label, *common, key, changed, inner.is_provisional
                )


def _is_open(inner, today) -> bool:
    """Nobody has to ask for a 补正: once the days for it are over, that limit is no more."""
    if inner.due is None or inner.met:
        return False
    return inner.code != "supplement_notice" or inner.due >= today


def _assignments(user, is_desk):
    rows = Assignment.objects.open().filter(case__in=Case.objects.open())
    if not is_desk:
        rows = rows.filter(department__members__user=user)
    rows = rows.select_related("case", "department").distinct()
    for row in rows:
        label = _("%(department)s承办期限") % {"department": row.department.name}
        key = f"assignment-{row.pk}"
        yield Item(
            row.due_on, "department", label, row.case.number, row.case_id, key, row.assigned_at
        )


def _proceedings():
    for row in followups.waiting().select_related("case"):
        label = followups.label(row)
        changed = timezone.make_aware(datetime.combine(row.received_on, datetime.min.time()))
        key = f"proceeding-{row.pk}"
        yield Item(row.answer_by, "proceeding", label, row.case.number, row.case_id, key, changed)
