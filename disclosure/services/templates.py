"""Word templates of our own: uploaded, tried, taken back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.actions import Role, roles_of
from disclosure.letters import template_problems
from disclosure.models import LetterTemplate
from disclosure.outcomes import LETTERS
from portal import audit
from portal.audit import register_verb

CHANGE_TEMPLATE = register_verb("disclosure.change_template", gettext_lazy("更换文书模板"))
MAY_SEE = {Role.INTAKE, Role.REVIEWER, Role.HEAD}
MAY_CHANGE = {Role.INTAKE, Role.HEAD}


def may_see(user) -> bool:
    return bool(roles_of(user) & MAY_SEE)


def may_change(user) -> bool:
    """Whoever writes or signs the letters."""
    return bool(roles_of(user) & MAY_CHANGE)


@transaction.atomic
def upload(kind: str, by, file) -> LetterTemplate:
    """Use ``file`` from now on. Raises ``ValidationError`` under ``file`` with everything that is
    wrong with it; letters that are signed keep the files they have."""
    _admit(by)
    if kind not in LETTERS:
        raise ValidationError(_("没有这种文书。"), code="kind")
    if found := template_problems(kind, file):
        raise ValidationError({"file": found}, code="template")
    content = file.read()
    versions = _locked(kind)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    versions.filter(is_used=True).update(is_used=False)
    row = LetterTemplate.objects.create(
        kind=kind,
        version=last + 1,
        content=content,
        size=len(content),
        is_used=True,
        uploaded_by=by.user,
    )
    audit.record(by.actor, CHANGE_TEMPLATE, row)
    return row


@transaction.atomic
def use(kind: str, by, version: int | None) -> None:
    """Go back to an earlier version, or with ``None`` to the built-in template."""
    _admit(by)
    versions = _locked(kind)
    row = versions.filter(version=version).first() if version else None
    if version and row is None:
        raise ValidationError(_("没有这个版本。"), code="version")
    told = row or versions.filter(is_used=True).first()
    versions.filter(is_used=True).update(is_used=False)
    if row:
        versions.filter(pk=row.pk).update(is_used=True)
    if told:
        audit.record(by.actor, CHANGE_TEMPLATE, told, "" if row else _("恢复内置模板"))


def _admit(by) -> None:
    if not may_change(by.who):
        raise PermissionDenied


def _locked(kind):
    """The versions of a kind, nobody else's until the transaction ends."""
    versions = LetterTemplate.objects.filter(kind=kind)
    list(versions.select_for_update().values_list("pk"))
    return versions
