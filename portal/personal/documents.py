"""Numbers on identity documents: what is wrong with one, said so that its owner can put it right.

Checksum and date of birth come from python-stdnum. Its list of counties is left out on purpose: it
refuses real numbers (市 without counties such as 东莞, counties founded after the bearer's birth,
residence permits of Hong Kong, Macao and Taiwan), and a citizen must not be turned away by it.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as InvalidNumber

OLDEST = 150  # years


def normalise_number(value: str) -> str:
    """One way to write a number: half-width, upper case, without spaces, hyphens or dots."""
    folded = unicodedata.normalize("NFKC", value or "").upper()
    return re.sub(r"[\s\-‐‑–—·.\u200b-\u200f\ufeff]", "", folded)


@sensitive_variables()
def has_identity_checksum(number: str) -> bool:
    """Whether 18 characters end in the check character of GB 11643 and hold a date of birth."""
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        return False
    return ric.calc_check_digit(number) == number[-1] and _birth(number) is not None


def _birth(number):
    """The date of birth in an 18-character number, or ``None`` where that is no date anyone has."""
    try:
        born = ric.get_birth_date(number)
    except InvalidNumber:
        return None
    today = date.today()  # noqa: DTZ011 - a birthday has no time zone
    return born if today.year - OLDEST <= born.year and born <= today else None


@sensitive_variables()
def _check_18(number, name):
    if len(number) != 18:
        raise ValidationError(
            _("证件号码位数不正确，请输入18位%(name)s号。"), code="length", params={"name": name}
        )
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise ValidationError(
            _("证件号码只能由数字组成，最后一位可以是X，请核对。"), code="characters"
        )
    if _birth(number) is None:
        raise ValidationError(
            _("证件号码中的出生日期（第7至14位）不正确，请核对。"), code="birth_date"
        )
    if not has_identity_checksum(number):
        raise ValidationError(
            _("证件号码的校验位不正确，请逐位核对是否有输错的数字。"), code="checksum"
        )


@sensitive_variables()
def validate_resident_id(value: str) -> None:
    """居民身份证 (GB 11643): 18 characters, date of birth, check character."""
    number = normalise_number(value)
    if re.fullmatch(r"[0-9]{15}", number):
        raise ValidationError(
            _("15位身份证号已停止使用，请输入18位居民身份证号。"), code="old_number"
        )
    _check_18(number, _("居民身份证"))


@sensitive_variables()
def _validate_residence_permit(value):
    number = normalise_number(value)
    _check_18(number, _("港澳台居民居住证"))
    if number[:2] not in ("81", "82", "83"):
        raise ValidationError(_("港澳台居民居住证号应以81、82或83开头，请核对。"), code="prefix")


@sensitive_variables()
def _validate_foreigner_permit(value):
    number = normalise_number(value)
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):  # cards issued before December 2023
        return
    _check_18(number, _("外国人永久居留身份证"))
    if number[0] != "9":
        raise ValidationError(_("外国人永久居留身份证号应以9开头，请核对。"), code="prefix")


@sensitive_variables()
def validate_credit_code(value: str) -> None:
    """统一社会信用代码 (GB 32100): 18 characters with a check character."""
    try:
        uscc.validate(normalise_number(value))
    except InvalidLength:
        message, code = _("统一社会信用代码应为18位，请核对。"), "length"
    except InvalidChecksum:
        message, code = _("统一社会信用代码的校验位不正确，请逐位核对。"), "checksum"
    except InvalidNumber:
        message = _("统一社会信用代码由数字和大写字母组成，不含I、O、S、V、Z，请核对。")
        code = "characters"
    else:
        return
    raise ValidationError(message, code=code)


@sensitive_variables()
def validate_mobile(value: str) -> None:
    """A mobile number of mainland China, with or without +86."""
    if not re.fullmatch(r"(\+?86)?1[3-9][0-9]{9}", normalise_number(value)):
        raise ValidationError(_("请输入11位手机号码。"), code="mobile")


def _by_form(pattern: str, message) -> Callable[[str], None]:
    """A validator for documents that have a form but no check character."""
    form = re.compile(pattern)

    @sensitive_variables()
    def validate(value):
        if not form.fullmatch(normalise_number(value)):
            raise ValidationError(message, code="form")

    return validate


@dataclass(frozen=True)
class DocumentKind:
    """A document an applicant may prove an identity with."""

    code: str
    label: str | Promise
    validate: Callable[[str], None]


KINDS = {
    kind.code: kind
    for kind in (
        DocumentKind("resident_id", _("居民身份证"), validate_resident_id),
        DocumentKind("residence_permit", _("港澳台居民居住证"), _validate_residence_permit),
        DocumentKind(
            "hk_macao_permit",
            _("港澳居民来往内地通行证"),
            _by_form(
                r"[HMC][0-9]{8}([0-9]{2})?",
                _("通行证号码应为字母H、M或C加8位数字（旧证为10位数字），请核对。"),
            ),
        ),
        DocumentKind(
            "taiwan_permit",
            _("台湾居民来往大陆通行证"),
            _by_form(
                r"[0-9]{8}|[0-9]{10}(\([A-Z0-9]{1,2}\)|[A-Z])?",
                _("通行证号码应为8位数字（旧证为10位数字），请核对。"),
            ),
        ),
        DocumentKind("foreigner_permit", _("外国人永久居留身份证"), _validate_foreigner_permit),
        DocumentKind(
            "passport",
            _("护照"),
            _by_form(r"[A-Z0-9]{5,20}", _("护照号码由5至20位字母和数字组成，请核对。")),
        ),
    )
}
DOCUMENT_CHOICES = [(kind.code, kind.label) for kind in KINDS.values()]


@sensitive_variables()
def validate_document(kind: str, number: str) -> str:
    """``number`` as it is to be stored, or ``ValidationError`` saying what is wrong with it.

    ``kind`` is a code of ``DOCUMENT_CHOICES``; any other raises ``KeyError``.
    """
    KINDS[kind].validate(number)
    return normalise_number(number)
