"""办理过程: the entries of a ledger in words. They hold no personal data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from disclosure.choices import Channel, Visibility
from disclosure.clock import Delivery, Party
from disclosure.models.letters import letter_choices
from disclosure.models.proceedings import RESULTS, ROUTES
from disclosure.outcomes import OUTCOMES
from portal.names import name_of

LABELS = {
    "until": _("期限"),
    "days": _("工作日"),
    "reason": _("理由"),
    "note": _("说明"),
    "letter": _("编号"),
    "party": _("对象"),
    "method": _("方式"),
    "outcome": _("处理结果"),
    "channel": _("渠道"),
    "kind": _("文书"),
    "amount": _("金额（元）"),
    "fields": _("改动的项目"),
    "notified": _("告知之日"),
    "score": _("评分"),
    "visibility": _("可见范围"),
    "route": _("途径"),
    "result": _("结果"),
    "department": _("部门"),
    "handler": _("经办人"),
}
VALUES = {
    "party": {party.value: party.label for party in Party},
    "method": {method.value: method.label for method in Delivery},
    "channel": dict(Channel.choices),
    "visibility": dict(Visibility.choices),
    "route": dict(ROUTES),
    "result": dict(RESULTS),
}


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    sequence: int
    round: int
    date: date
    recorded_at: datetime
    label: str
    details: list[tuple[str, str]]
    actor: str


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """What colleagues call the users of these numbers, in one query; accounts that are gone are
    not in it."""
    users = get_user_model().objects.filter(pk__in=set(ids))
    return {user.pk: name_of(user) for user in users}


def entries_of(case) -> list[Entry]:
    """Newest first. One query for the names of people where events and assignments are at hand."""
    events = case.events.all()
    known = {
        "department": {row.department_id: row.department.name for row in case.assignments.all()},
        "handler": names_of(
            number for event in events for number in (event.user_id, event.data.get("handler"))
        ),
    }
    return [_entry(event, case, known) for event in reversed(events)]


def _entry(event, case, known) -> Entry:
    details = [
        (LABELS[name], _said(name, value, case, known))
        for name, value in event.data.items()
        if name in LABELS
    ]
    return Entry(
        event.sequence,
        event.round,
        event.date,
        event.recorded_at,
        event.get_kind_display(),
        details,
        known["handler"].get(event.user_id, event.actor),
    )


def _said(name, value, case, known) -> str:
    if name == "fields":
        return "、".join(_field(case, each) for each in value)
    if name in known:
        return known[name].get(value, f"#{value}")
    if name == "outcome":
        return str(OUTCOMES[value].name) if value in OUTCOMES else str(value)
    if name == "kind":
        return str(dict(letter_choices()).get(value, value))
    return str(VALUES.get(name, {}).get(value, value))


def _field(case, name) -> str:
    return str(case._meta.get_field(name).verbose_name)
