"""The inbox: which cases wait for whom, told by queries; counts of all tabs in one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure import followups
from disclosure.actions import Role, roles_of
from disclosure.agenda import DESK
from disclosure.chasing import SOON
from disclosure.choices import OPEN_STAGES, Stage
from disclosure.models import Assignment, Case, CaseEvent, DeskKind, ReleasedFile
from disclosure.services.terms import EXTENSION_STEPS
from portal.workdays import get_calendar

UNDER_WAY = (Stage.HANDLING, Stage.REVIEW, Stage.SIGNING)
DEFAULT, ALL = "mine", "all"


@dataclass(frozen=True)
class Tab:
    code: str
    label: Promise
    condition: Q
    count: int = 0


def visible(user) -> models.QuerySet:
    """The cases of the list: what ``user`` may see, for an auditor the ledgers of all."""
    if Role.AUDITOR in roles_of(user):
        return Case.objects.all()
    return Case.objects.visible_to(user)


def with_marks(cases, user) -> models.QuerySet:
    """``is_mine``: waits for ``user``; ``may_read``: more than its ledger may be shown; and what the
    desk alone has to see to: ``has_letter_out`` and ``answer_by``."""
    readable = Case.objects.visible_to(user).filter(pk=OuterRef("pk"))
    if roles_of(user) & DESK:
        cases = followups.with_day(cases.with_letters_out())
    else:
        none = Value(None, output_field=models.DateField())
        cases = cases.annotate(has_letter_out=Value(False), answer_by=none)
    return cases.annotate(is_mine=_mine(user), may_read=Exists(readable))


def _mine(user):
    """What waits for ``user`` in any of their roles, as one condition."""
    roles = roles_of(user)
    wanted = Q(pk__in=[])
    if Role.INTAKE in roles:
        own = Q(handler=user, stage__in=[Stage.NEW, Stage.HANDLING, Stage.SIGNED, Stage.REPLIED])
        wanted |= own | Q(handler=None, stage__in=OPEN_STAGES)
        # Whatever the stage: a letter whose delivery must be recorded, a review body that waits.
        waits = Q(has_letter_out=True) | Q(answer_by__isnull=False)
        wanted |= (Q(handler=user) | Q(handler=None)) & waits
    if Role.DEPARTMENT in roles:
        wanted |= Exists(_assigned(user))
    if Role.REVIEWER in roles:
        wanted |= Q(stage=Stage.REVIEW) & (Q(drafter=None) | ~Q(drafter=user))
        wanted |= Q(stage__in=UNDER_WAY) & Exists(_unchecked(user))
    if Role.HEAD in roles:
        wanted |= Q(stage=Stage.SIGNING)
        asked = Q(last_extension_step=DeskKind.EXTENSION_REQUESTED.value)
        wanted |= Q(stage__in=UNDER_WAY) & Exists(_extensions().filter(asked))
    return models.Case(
        models.When(wanted, then=Value(True)),
        default=Value(False),
        output_field=models.BooleanField(),
    )


def _assigned(user):
    return Assignment.objects.open().filter(
        Q(claimed_by=None) | Q(claimed_by=user),
        case=OuterRef("pk"),
        department__members__user=user,
    )


def _unchecked(user):
    waiting = ReleasedFile.objects.filter(case=OuterRef("pk"), checked_at=None)
    return waiting.filter(Q(added_by=None) | ~Q(added_by=user))


def _extensions():
    """The case itself, with the last thing said about an extension in its present round."""
    steps = CaseEvent.objects.filter(
        case=OuterRef("pk"), round=OuterRef("round"), kind__in=EXTENSION_STEPS
    ).order_by("-sequence")
    return Case.objects.filter(pk=OuterRef("pk")).annotate(
        last_extension_step=Subquery(steps.values("kind")[:1])
    )


def tabs(today: date) -> list[Tab]:
    horizon = get_calendar().add_workdays(today, SOON)
    is_open = Q(stage__in=OPEN_STAGES)
    return [
        Tab("mine", _("待我处理"), Q(is_mine=True)),
        Tab("overdue", _("已逾期"), is_open & Q(due_on__lt=today)),
        Tab("soon", _("临近到期"), is_open & Q(due_on__range=(today, horizon))),
        Tab("new", _("待登记"), Q(stage=Stage.NEW)),
        Tab("handling", _("办理中"), Q(stage=Stage.HANDLING)),
        Tab("waiting", _("等待申请人"), Q(stage=Stage.WAITING)),
        Tab("undelivered", _("未登记送达"), Q(has_letter_out=True)),
        Tab("review", _("待审核"), Q(stage=Stage.REVIEW)),
        Tab("signing", _("待签发"), Q(stage=Stage.SIGNING)),
        Tab("signed", _("待送达"), Q(stage=Stage.SIGNED)),
        Tab("replied", _("待归档"), Q(stage=Stage.REPLIED)),
        Tab("proceeding", _("待答复复议诉讼"), Q(answer_by__isnull=False)),
        Tab("closed", _("已办结"), Q(stage=Stage.CLOSED)),
        Tab(ALL, _("全部"), Q()),
    ]


def counted(cases, today: date) -> list[Tab]:
    """The tabs with how many of ``cases`` each holds. One query."""
    found = tabs(today)
    counts = {
        f"n_{tab.code}": Count("pk", filter=tab.condition) if tab.condition else Count("pk")
        for tab in found
    }
    numbers = cases.aggregate(**counts)
    return [Tab(tab.code, tab.label, tab.condition, numbers[f"n_{tab.code}"]) for tab in found]


def by_urgency(cases) -> models.QuerySet:
    """Open ones first, and those a review body or a court waits for, by the day that comes first;
    those whose term does not run after them; closed ones last. ``cases`` are :func:`with_marks`."""
    is_open = Q(stage__in=OPEN_STAGES)
    is_over = models.Case(
        models.When(is_open | Q(answer_by__isnull=False), then=Value(0)), default=Value(1)
    )
    own_first = is_open & (Q(answer_by=None) | Q(due_on__lt=F("answer_by")))
    due = models.Case(models.When(own_first, then=F("due_on")), default=F("answer_by"))
    return cases.order_by(is_over, due.asc(nulls_last=True), "-pk")


def chosen(found: Iterable[Tab], code: str) -> Tab:
    """The tab asked for; without a valid one the first that is not empty of 待我处理 and 全部."""
    known = {tab.code: tab for tab in found}
    if code in known:
        return known[code]
    return known[DEFAULT] if known[DEFAULT].count else known[ALL]
