"""Inside the house: departments search, and say what they think."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import ledger, outbox
from disclosure.actions import Action
from disclosure.models import Assignment, DeskKind
from portal.workdays import get_calendar

from .letters import locked
from .verb import need, verb

# Half of the statutory term: the other half is for review, signature and delivery.
DEPARTMENT_WORKDAYS = 10


@verb(Action.ASSIGN)
def assign(case, by, department, *, due_on=None) -> Assignment:
    """Ask a department. A second time while it still has the case gives the same assignment."""
    open_one = case.assignments.open().filter(department=department).first()
    if open_one:
        return open_one
    today = timezone.localdate()
    due_on = due_on or get_calendar().add_workdays(today, DEPARTMENT_WORKDAYS)
    if due_on < today:
        raise ValidationError({"due_on": _("内部期限不能早于今天。")})
    row = Assignment.objects.create(
        case=case, department=department, due_on=due_on, assigned_by=by.user
    )
    ledger.append(case, DeskKind.ASSIGNED, None, by, department=department.pk, until=due_on)
    for member in department.members.select_related("user"):
        if member.user.is_active and member.user.email:
            outbox.queue(case, "assigned", member.user.email)
    return row


@verb(Action.CLAIM)
def claim(case, by, assignment) -> Assignment:
    """One person of the department takes it; others see who. Claiming twice changes nothing."""
    row = _own(case, by, assignment)
    if row.claimed_by_id == by.user.pk:
        return row
    if row.claimed_by_id:
        raise ValidationError(_("已由其他人员签收。"), code="claimed")
    row.claimed_by, row.claimed_at = by.user, timezone.now()
    row.save(update_fields=["claimed_by", "claimed_at"])
    ledger.append(case, DeskKind.CLAIMED, None, by, department=row.department_id)
    return row


@verb(Action.RETURN_ASSIGNMENT)
def return_assignment(case, by, assignment, *, opinion: str) -> Assignment:
    """The department answers the desk."""
    row = _own(case, by, assignment)
    need(opinion, "opinion", _("请填写承办意见。"))
    row.opinion, row.returned_by, row.returned_at = opinion.strip(), by.user, timezone.now()
    row.save(update_fields=["opinion", "returned_by", "returned_at"])
    ledger.append(case, DeskKind.ASSIGNMENT_RETURNED, None, by, department=row.department_id)
    return row


def _own(case, by, assignment) -> Assignment:
    """The open assignment, of a department the user belongs to."""
    row = locked(case, assignment)
    if not row.department.members.filter(user=by.user).exists():
        raise ValidationError(_("这件申请没有交给您所在的部门。"), code="department")
    if row.returned_at:
        raise ValidationError(_("部门已经回复，不能重复操作。"), code="returned")
    return row
