"""Running a step: who may, what stands in the way, and that it is done once."""

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure.actions import Action, allowed, may_ever
from disclosure.ledger import lock
from disclosure.models import Case
from disclosure.services.verb import wrong_stage
from portal.models import AuditEvent

from .steps import Step, step_for


class Repeated(Exception):
    """The same form was sent a second time; nothing was done again."""


def find_case(user, pk) -> Case:
    """The case, for whoever may see it or its ledger. Anything else is not there (``Http404``)."""
    case = Case.objects.select_related("handler", "drafter", "published_as").filter(pk=pk).first()
    if case is None or not allowed(user, case) & {Action.VIEW, Action.VIEW_LOG}:
        raise Http404(_("没有这件申请。"))
    return case


def find_step(action: str) -> type[Step]:
    found = step_for(Action(action)) if action in Action.values else None
    if found is None:
        raise Http404(_("没有这个操作。"))
    return found


def find_target(step, case, target):
    """The row a step is about: of this case, and there must be one where the step needs it."""
    if target is None:
        if step.target_model and not step.target_optional:
            raise Http404(_("没有这个操作。"))
        return None
    row = step.target_model and step.target_model.objects.filter(pk=target, case=case).first()
    if row is None:
        raise Http404(_("没有这条记录。"))
    return row


def refusal(user, action: Action, case) -> ValidationError | None:
    """Why ``user`` cannot do it now; raises ``PermissionDenied`` when they never could."""
    if action in allowed(user, case):
        return None
    if case.anonymised_at or not may_ever(user, action, case):
        raise PermissionDenied
    return wrong_stage(case, action)


@sensitive_variables()
def perform(form, latest: int | None):
    """Run ``form.act()`` once. Returns what it returns, or ``None`` with the reasons in the form.

    ``latest`` is the newest event of the audit log about the case when the form was shown. Raises
    :class:`Repeated` if this user has done the same since.
    """
    try:
        with transaction.atomic():
            lock(form.case)
            refuse_repeated(form, latest)
            _refuse_changed(form, latest)
            return form.act()
    except ValidationError as error:
        add_errors(form, error)
        return None


def refuse_repeated(form, latest: int | None) -> None:
    """Raise :class:`Repeated` if this user has done the same since ``latest``."""
    if latest is None:
        return
    events = AuditEvent.objects.about(form.case).filter(
        pk__gt=latest, user_id=form.by.user.pk, verb=f"disclosure.{form.action.value}"
    )
    if events.exists():
        raise Repeated


def _refuse_changed(form, latest: int | None) -> None:
    """Whoever confirms what they saw confirms nothing that was changed behind the page."""
    if latest is None or not form.rests_on:
        return
    events = AuditEvent.objects.about(form.case).filter(pk__gt=latest, verb=form.rests_on)
    if events.exists():
        raise ValidationError(_("刚才有改动，请按现在的内容重新核对。"))


def latest_event(case) -> int:
    """The newest event of the audit log about the case."""
    return AuditEvent.objects.about(case).values_list("pk", flat=True).first() or 0


def add_errors(form, error: ValidationError) -> None:
    """What a verb refuses, beside the field it names; the ledger's, which names none, by the day."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return
    place = form.date_field if form.date_field in form.fields else None
    for each in error.error_list:
        about_day = place and (each.code == "future" or each.code in _clock_codes())
        form.add_error(place if about_day else None, each)


def _clock_codes():
    from disclosure.clock import PROBLEMS

    return PROBLEMS


def is_wrong_stage(form) -> bool:
    return form.has_error(NON_FIELD_ERRORS, "wrong_stage")
