"""The two ways out of the vault: a value on the screen, a file in the browser. Both leave a trace."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from portal import audit
from portal.audit.verbs import REVEAL, REVEAL_FILE
from portal.uploads import serve

from .fields import EncryptedField
from .files import EncryptedFileField

PERMISSION = "portal.reveal_personal_data"


@sensitive_variables()
def reveal(request, obj, field: str, reason: str):
    """The plaintext of ``obj.<field>`` for the signed-in user, once the reading is on record.

    Raises ``PermissionDenied`` (itself recorded) unless the user holds the permission and
    ``obj.may_reveal`` agrees, ``ValidationError`` under ``reason`` when no reason is given, and
    ``VaultError`` when the value does not open. Call it outside a transaction: what was seen stays
    on record whatever fails afterwards.
    """
    known = _field_of(obj, field, EncryptedField)
    reason = _admit(request, obj, known, REVEAL, reason)
    value = getattr(obj, field)
    _note(request, REVEAL, obj, known, reason)
    return value


def reveal_file(request, obj, field: str, reason: str, *, filename, content_type, inline=False):
    """A response with the decrypted file ``obj.<field>``, called ``filename``; as :func:`reveal`.

    ``inline`` shows it in the browser, in a sandbox, instead of saving it. The answer is kept by no
    cache. Raises ``Http404`` when the file is gone.
    """
    known = _field_of(obj, field, EncryptedFileField)
    reason = _admit(request, obj, known, REVEAL_FILE, reason)
    response = serve_sealed(obj, field, filename=filename, content_type=content_type, inline=inline)
    _note(request, REVEAL_FILE, obj, known, reason)
    return response


def serve_sealed(obj, field: str, *, filename: str, content_type: str, inline: bool = False):
    """The same without question or record: for an applicant's own file, after the case's own check."""
    try:
        response = _serve(obj, field, filename, content_type, inline)
    except FileNotFoundError:
        # A change of keys may have given the file a new name a moment ago.
        obj.refresh_from_db(fields=[field])
        try:
            response = _serve(obj, field, filename, content_type, inline)
        except FileNotFoundError as error:
            raise Http404(_("文件已经丢失，请联系网站管理员。")) from error
    response["Cache-Control"] = "private, no-store"
    return response


def _serve(obj, field, filename, content_type, inline):
    file = getattr(obj, field)
    if not file:
        raise Http404(_("没有这个文件。"))
    return serve(file, filename, content_type, as_attachment=not inline)


def _field_of(obj, name, kind):
    field = obj._meta.get_field(name)
    if not isinstance(field, kind) or name != field.name:
        raise TypeError(f"{obj._meta.label}.{name} is no {kind.__name__}.")
    return field


def _admit(request, obj, field, verb, reason):
    """The reason, tidied, if this user may see this field for one; a refusal is recorded too."""
    user = request.user
    if not (user.has_perm(PERMISSION) and obj.may_reveal(user, field.name)):
        if user.is_authenticated:
            _note(request, verb, obj, field, reason, success=False)
        raise PermissionDenied
    reason = (reason or "").strip()
    if not reason:
        raise ValidationError({"reason": _("请填写查看理由，理由会记入审计记录。")})
    return reason


def _note(request, verb, obj, field, reason, success=True):
    with transaction.atomic(durable=True):
        audit.record(
            audit.by_user(request),
            verb,
            obj,
            reason or "",
            part=field.verbose_name,
            success=success,
        )
