"""What every verb shares: one transaction, the case locked, rights checked, the deed recorded."""

from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.actions import Action, may, may_ever
from disclosure.choices import Stage
from disclosure.facts import without_names
from disclosure.ledger import lock
from portal import audit


def verb(action: Action):
    """Make ``work(case, by, …)`` the verb of ``action``.

    ``work`` gets the locked row as it is now; afterwards the caller's ``case`` says the same. The
    audit log keeps ``reason`` when one is given. Raises ``PermissionDenied`` when ``by`` may never
    do this, ``ValidationError`` when the case is at another stage.
    """

    def decorate(work):
        @wraps(work)
        def run(case, by, *args, **options):
            with transaction.atomic():
                current = lock(case)
                admit(by, action, current)
                result = work(current, by, *args, **options)
                # Last: writers of the audit log wait for each other until they commit.
                reason = without_names(current, options.get("reason", ""))
                audit.record(by.actor, f"disclosure.{action.value}", current, reason)
            _follow(case, current)
            return result

        run.action = action
        return run

    return decorate


def admit(by, action: Action, case) -> None:
    if may(by.who, action, case):
        return
    if case.anonymised_at or not may_ever(by.who, action, case):
        raise PermissionDenied(
            _("您没有权限对申请 %(number)s 执行此操作。") % {"number": case.number}
        )
    raise wrong_stage(case, action)


def wrong_stage(case, action: Action) -> ValidationError:
    """That it is only the stage that stands in the way."""
    return ValidationError(
        _("申请 %(number)s 现在的环节是“%(stage)s”，不能%(action)s。"),
        code="wrong_stage",
        params={
            "number": case.number,
            "stage": Stage(case.stage).label,
            "action": action.label,
        },
    )


def _follow(case, current) -> None:
    """Bring the caller's instance up to what was written."""
    for field in case._meta.concrete_fields:
        case.__dict__[field.attname] = current.__dict__[field.attname]
    case._state.fields_cache.clear()
    case.__dict__.pop("_prefetched_objects_cache", None)


def move(case, stage: Stage, *fields: str) -> None:
    """Put the case at ``stage``; ``fields`` were changed too."""
    case.stage = stage
    case.save(update_fields=["stage", *fields])


def need(value, field: str, message: str) -> None:
    """Refuse an empty value, beside its field."""
    if not (value.strip() if isinstance(value, str) else value):
        raise ValidationError({field: message}, code="required")
