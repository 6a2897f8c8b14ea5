"""What the page of a case shows, gathered in a fixed number of queries."""

from django.db.models import prefetch_related_objects
from django.utils import timezone

from disclosure import radar
from disclosure.actions import Action, Role, allowed, roles_in, stages_of
from disclosure.choices import Stage
from disclosure.clock import HEADERS, as_rows, ruler, unproven
from disclosure.ledger import clock_of
from disclosure.models import Case, Satisfaction
from portal.models import AuditEvent
from portal.vault.access import PERMISSION

from .buttons import grouped, of_case, of_row
from .history import entries_of
from .urgency import urgency_of

PREFETCHED = (
    "events",
    "assignments__department__members",
    "assignments__claimed_by",
    "assignments__returned_by",
    "consultations__letter",
    "letters__signer",
    "released__added_by",
    "released__checked_by",
    "proceedings",
    "files",
)
# The desk looks for repeats while it decides what to answer.
ADVISED = (Stage.NEW, Stage.HANDLING)
DESK = {Role.INTAKE, Role.REVIEWER, Role.HEAD}
SHOWN_AUDIT = 50
# While the delivery of a 征求意见书 can be recorded, its absence is said.
CAN_DELIVER = stages_of(Action.CONSULTATION_DELIVERED)


def case_page(case, user) -> dict:
    """The context of ``admin/disclosure/case/detail.html``."""
    prefetch_related_objects([case], *PREFETCHED)
    actions, roles = allowed(user, case), roles_in(user, case)
    context = {"case": case, **_clock(case), **_log(case, actions, roles)}
    if Action.VIEW in actions:
        context |= _content(case, user, actions, roles)
    return context


def _clock(case) -> dict:
    today = timezone.localdate()
    now = clock_of(case)
    return {
        "urgency": urgency_of(case, now, today),
        "clock": now,
        "ruler": ruler(now, today),
        "unproven": unproven(now) if case.stage in CAN_DELIVER else [],
        "explained": as_rows(now.explain(today)),
        "explained_headers": HEADERS,
        "limits": [(inner, inner.state(today).value) for inner in now.inner],
        "today": today,
    }


def _log(case, actions, roles) -> dict:
    """办理过程 for those who may see it, the audit log of the case for the auditor."""
    if Action.VIEW_LOG not in actions:
        return {}
    context = {"entries": entries_of(case)}
    if Role.AUDITOR in roles:
        events = AuditEvent.objects.about(case)
        context["audit_events"] = list(events[:SHOWN_AUDIT])
    return context


def _content(case, user, actions, roles) -> dict:
    is_desk = bool(roles & DESK)
    assignments = _rows(_own_or_all(case, user, is_desk), actions, user)
    context = {
        "may_read": True,
        "is_desk": is_desk,
        "may_reveal": Action.REVEAL in actions
        and case.anonymised_at is None
        and user.has_perm(PERMISSION),
        "groups": grouped(of_case(case, actions, user)),
        "assignments": assignments,
        "own_tasks": [(row, buttons) for row, buttons in assignments if buttons],
    }
    return {**context, **_desk(case, user, actions)} if is_desk else context


def _own_or_all(case, user, is_desk) -> list:
    """A department sees what it was asked, not what others answered."""
    rows = list(case.assignments.all())
    if is_desk:
        return rows
    return [
        row
        for row in rows
        if any(member.user_id == user.pk for member in row.department.members.all())
    ]


def _rows(rows, actions, user) -> list[tuple]:
    """Each row with its buttons."""
    return [(row, of_row(row, actions, user)) for row in rows]


def _desk(case, user, actions) -> dict:
    return {
        "applicant": applicant_fields(case),
        "consultations": _rows(case.consultations.all(), actions, user),
        "letters": _rows(case.letters.all(), actions, user),
        "released": _rows(case.released.all(), actions, user),
        "proceedings": _rows(case.proceedings.all(), actions, user),
        "files": case.files.all(),
        "reasons_given": _reasons(case),
        "siblings": _siblings(case),
        "satisfaction": Satisfaction.objects.filter(case=case).first(),
        "hints": _hints(case),
        "decision": case.decision,
    }


def applicant_fields(case) -> list[tuple[str, str, str]]:
    """(field, label, mask) of everything encrypted that is known of the applicant."""
    names = (
        "name id_number phone email address postcode fax work_unit legal_representative "
        "contact_person"
    ).split()
    found = [
        (name, case._meta.get_field(name).verbose_name, getattr(case, f"{name}_masked"))
        for name in names
    ]
    return [row for row in found if row[2]]


def _reasons(case) -> str:
    """What the applicant said when asked why so many (art. 35); kept with the letter that asked."""
    letters = [row for row in case.letters.all() if row.kind == "explanation"]
    return (letters[-1].data or {}).get("reasons_given", "") if letters else ""


def _siblings(case) -> list:
    """Sent together with this one (一事一申请)."""
    if not case.batch:
        return []
    return list(Case.objects.filter(batch=case.batch).exclude(pk=case.pk).order_by("pk"))


def _hints(case) -> dict:
    """Advice only; nothing is decided by it."""
    if case.stage not in ADVISED or case.anonymised_at:
        return {}
    return {"volume": radar.volume(case), "alike": radar.alike(case, limit=5)}
