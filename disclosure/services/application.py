"""An application as a form or an officer gives it: cleaned values, checked once more as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure.choices import ApplicantType, Category, Form, Way
from portal.personal import find_personal_data, validate_credit_code, validate_document
from portal.personal.documents import normalise_number

MAX_REQUESTS = 20
# Columns of ``Wanted`` that are stored in the clear.
NOT_SEALED = ("title", "document_number", "index_number")


@dataclass(frozen=True, repr=False)
class Applicant:
    """Who applies; names are those of ``Case``, so ``Applicant(**form.cleaned_data)`` will do."""

    name: str
    applicant_type: str = ApplicantType.NATURAL
    category: str = ""
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    fax: str = ""
    work_unit: str = ""
    legal_representative: str = ""
    contact_person: str = ""

    @sensitive_variables()
    def values(self, *, is_complete: bool) -> dict:
        """Checked values. ``is_complete``: everything 条例 art. 29② asks for must be there.

        Raises ``ValidationError`` by field.
        """
        found = as_values(self)
        if self.applicant_type == ApplicantType.NATURAL:
            found["category"] = ""
        errors = self._who_errors() | self._contact_errors(is_complete)
        if self.id_number:
            try:
                found["id_number"] = _document(self.id_type, self.id_number)
            except ValidationError as error:
                errors["id_number"] = error
        elif is_complete:
            errors["id_number"] = _("请填写证件号码。")
        if errors:
            raise ValidationError(errors)
        return found

    def _who_errors(self):
        errors = {}
        if not self.name.strip():
            errors["name"] = _("请填写姓名或者名称。")
        if self.applicant_type not in ApplicantType.values:
            errors["applicant_type"] = _("请选择申请人类型。")
        elif self.applicant_type != ApplicantType.NATURAL and self.category not in Category.values:
            errors["category"] = _("请选择组织类别。")
        return errors

    def _contact_errors(self, is_complete):
        errors = {}
        if self.email:
            try:
                validate_email(self.email)
            except ValidationError as error:
                errors["email"] = error
        if is_complete and not (self.phone or self.email or self.address):
            errors["phone"] = _("电话、电子邮箱、通信地址至少填写一项，以便与您联系。")
        return errors


@sensitive_variables()
def _document(kind: str, number: str) -> str:
    if kind == "credit_code":
        validate_credit_code(number)
        return normalise_number(number)
    try:
        return validate_document(kind, number)
    except KeyError:
        raise ValidationError(_("请选择证件类型。"), code="id_type") from None


@dataclass(frozen=True, repr=False)
class Wanted:
    """One thing that is wanted (一事一申请)."""

    description: str
    title: str = ""
    document_number: str = ""
    index_number: str = ""
    form: str = Form.ELECTRONIC
    ways: Iterable[str] = ()
    accepts_other: bool = True

    def values(self) -> dict:
        found, errors = as_values(self), {}
        found["ways"] = list(self.ways)
        if not self.description.strip():
            errors["description"] = _("请描述所需的信息，便于查找。")
        for name in NOT_SEALED:
            if find_personal_data(found[name]):
                errors[name] = _(
                    "这里不能写证件号码、电话等个人信息（这一项不加密），请改写在内容描述里。"
                )
        if self.form not in Form.values:
            errors["form"] = _("请选择提供形式。")
        if not set(found["ways"]) <= set(Way.values):
            errors["ways"] = _("请选择获取方式。")
        if errors:
            raise ValidationError(errors)
        return found


@dataclass(frozen=True)
class Consent:
    """What the applicant agreed to: a version of the notice, and keeping a picture of a document."""

    notice_version: int | None = None
    scan: bool = False


@dataclass(frozen=True, repr=False)
class Upload:
    """A file that passed ``portal.uploads.verify``; ``kind`` is one of ``ApplicantFile.Kind``.

    ``place`` is the one of several things wanted it was sent for, from 0; ``None``: all of them.
    """

    file: object
    name: str
    content_type: str
    kind: str = "other"
    place: int | None = None


@dataclass(frozen=True)
class Receipt:
    """What the applicant takes home. ``code`` is "" when it was replaced meanwhile."""

    number: str
    code: str = field(repr=False)
    case_id: int
    needs_confirmation: bool


def as_values(item) -> dict:
    found = {entry.name: getattr(item, entry.name) for entry in fields(item)}
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in found.items()
    }
