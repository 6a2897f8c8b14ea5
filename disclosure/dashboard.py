"""Panels of the 工作台: what waits for this user at the desk, and mails that do not get out."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure import followups
from disclosure.actions import Role, roles_of
from disclosure.addresses import case_url
from disclosure.agenda import DESK
from disclosure.chasing import SOON
from disclosure.choices import Stage
from disclosure.desk import desk
from disclosure.models import Assignment, Case, OutgoingMail
from portal.dashboard import Panel, register
from portal.workdays import get_calendar

SHOWN = 6
# A mail that could have gone out for so long means that nothing sends.
STUCK = timedelta(minutes=30)
# Role → which lines it sees, in the order of the work.
LINES = {
    Role.INTAKE: ["new", "undelivered", "signed", "proceeding", "soon", "overdue"],
    Role.REVIEWER: ["review"],
    Role.HEAD: ["signing", "proceeding", "soon", "overdue"],
    Role.DEPARTMENT: ["claim", "answer", "late"],
}
LABELS = {
    "new": _("待登记"),
    "review": _("待审核"),
    "signing": _("待签发"),
    "signed": _("待送达"),
    "undelivered": _("征求意见书已发出，未登记送达"),
    "proceeding": _("待答复复议诉讼"),
    "soon": _("即将到期"),
    "overdue": _("已经逾期"),
    "claim": _("待本部门签收"),
    "answer": _("待本部门回复"),
    "late": _("本部门逾期"),
}
GRAVE = {"overdue", "late"}
OF_DEPARTMENT = {"claim", "answer", "late"}
BY_STAGE = {
    "new": Stage.NEW,
    "review": Stage.REVIEW,
    "signing": Stage.SIGNING,
    "signed": Stage.SIGNED,
}


def waiting(request):
    """Counts by role, and the user's own cases by due date: five queries at the most."""
    roles = roles_of(request.user) & set(LINES)
    if not roles:
        return None
    today = timezone.localdate()
    horizon = get_calendar().add_workdays(today, SOON)
    counts, mine = {}, []
    if roles & DESK:
        counts |= _case_counts(today, horizon)
        mine = _mine(request.user, today, horizon)
    if Role.DEPARTMENT in roles:
        counts |= _assignment_counts(request.user, today)
    names = dict.fromkeys(name for role in LINES if role in roles for name in LINES[role])
    lines = [
        {
            "label": LABELS[name],
            "count": counts[name],
            "url": _address(name),
            "is_grave": name in GRAVE and counts[name] > 0,
        }
        for name in names
    ]
    return {
        "lines": lines,
        "mine": mine,
        "may_enter": Role.INTAKE in roles,
        "soon": SOON,
        # Who sets the desk up learns here, not when the first answer cannot be signed.
        "unset": desk().profile.problems() if Role.HEAD in roles else [],
    }


def _case_counts(today, horizon):
    stages = {name: Count("pk", filter=Q(stage=stage)) for name, stage in BY_STAGE.items()}
    proceedings = followups.waiting().aggregate(proceeding=Count("case", distinct=True))
    cases = Case.objects.open().with_letters_out()
    return proceedings | cases.aggregate(
        **stages,
        undelivered=Count("pk", filter=Q(has_letter_out=True)),
        soon=Count("pk", filter=Q(due_on__range=(today, horizon))),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
    )


def _mine(user, today, horizon):
    """The user's own cases, and the reviews and suits about them, that are due or nearly so."""
    cases = Case.objects.due_by(horizon).filter(handler=user).order_by("due_on", "pk")
    found = [
        (due, number, pk, "")
        for pk, number, due in cases.values_list("pk", "number", "due_on")[:SHOWN]
    ]
    found += [
        (row.answer_by, row.case.number, row.case_id, row.get_route_display())
        for row in followups.due(horizon).filter(case__handler=user)[:SHOWN]
    ]
    return [
        {"number": number, "due": due, "url": case_url(pk), "is_overdue": due < today, "what": what}
        for due, number, pk, what in sorted(found)[:SHOWN]
    ]


def _assignment_counts(user, today):
    rows = Assignment.objects.open().filter(
        department__members__user=user, case__in=Case.objects.open()
    )
    return rows.aggregate(
        claim=Count("pk", filter=Q(claimed_at=None), distinct=True),
        answer=Count("pk", filter=Q(claimed_at__isnull=False), distinct=True),
        late=Count("pk", filter=Q(due_on__lt=today), distinct=True),
    )


def _address(name) -> str:
    """The tab of the inbox that lists what was counted; a department's tasks are its own tab."""
    tab = "mine" if name in OF_DEPARTMENT else name
    return f"{reverse('admin:disclosure_case_changelist')}?tab={tab}"


def mail_trouble(request):
    """Given up, or waiting for longer than a working sender would let them. One query."""
    if not roles_of(request.user) & {Role.INTAKE, Role.HEAD}:
        return None
    late = timezone.now() - STUCK
    counts = OutgoingMail.objects.filter(sent_at=None).aggregate(
        failed=Count("pk", filter=Q(failed_at__isnull=False)),
        stuck=Count("pk", filter=Q(failed_at=None, next_try_at__lt=late)),
    )
    return counts if any(counts.values()) else None


register(Panel("desk", "admin/disclosure/panels/desk.html", waiting, order=10))
register(Panel("desk-mail", "admin/disclosure/panels/mail.html", mail_trouble, order=55))
