"""Finding personal data in a text: the gate before something is released, the scrubber of the logs.

What has a check character is checked, so that a finding can be trusted; names and addresses have
no form and are not found. A text without findings is not thereby free of personal data.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from stdnum import luhn
from stdnum.cn import uscc

from .documents import has_identity_checksum, normalise_number
from .masks import mask_email, mask_number, mask_organisation_code, mask_phone

# Full-width forms are read like plain ones; one character for one, so that places stay places.
FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


@dataclass(frozen=True)
class Kind:
    """How one kind is found, in order of precedence where two overlap."""

    code: str
    label: object
    pattern: re.Pattern
    is_genuine: Callable[[str], bool]
    mask: Callable[[str], str]


@dataclass(frozen=True)
class Finding:
    """One place in a text. ``masked`` may be shown; the value itself is ``text[start:end]``."""

    kind: str
    start: int
    end: int
    masked: str

    @property
    def label(self):
        """What it is, to people."""
        return KINDS[self.kind].label


def _always(value):
    return True


# Not inside a longer number or a hexadecimal one, not the digits after a decimal point.
BEFORE = r"(?<![0-9A-Fa-f])(?<![0-9]\.)"
AFTER = r"(?![0-9A-Fa-f])"
KINDS = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            Kind(
                "email",
                _("电子邮箱"),
                re.compile(
                    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}"
                    r"@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
                ),
                _always,
                mask_email,
            ),
            Kind(
                "resident_id",
                _("身份证号"),
                re.compile(rf"{BEFORE}[1-9][0-9]{{5}}[ -]?[0-9]{{8}}[ -]?[0-9]{{3}}[0-9Xx]{AFTER}"),
                lambda value: has_identity_checksum(normalise_number(value)),
                lambda value: mask_number(normalise_number(value)),
            ),
            Kind(
                "uscc",
                _("统一社会信用代码"),
                re.compile(
                    r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}"
                    r"(?![0-9A-Za-z])",
                    re.IGNORECASE,
                ),
                uscc.is_valid,
                mask_organisation_code,
            ),
            Kind(
                "bank_card",
                _("银行卡号"),
                re.compile(
                    rf"{BEFORE}(?:62|60|[45][0-9]|3[57])"
                    rf"(?:[0-9]{{13,17}}|[0-9]{{2}}(?:[ -][0-9]{{4}}){{3}}(?:[ -]?[0-9]{{1,3}})?){AFTER}"
                ),
                lambda value: luhn.is_valid(normalise_number(value)),
                lambda value: mask_organisation_code(normalise_number(value)),
            ),
            Kind(
                "mobile",
                _("手机号"),
                re.compile(
                    rf"{BEFORE}(?:\+?86[ -]?)?1[3-9][0-9](?:[0-9]{{8}}|[ -][0-9]{{4}}[ -][0-9]{{4}})"
                    rf"{AFTER}"
                ),
                _always,
                mask_phone,
            ),
        )
    }
)


@sensitive_variables()
def find_personal_data(text: str, kinds=tuple(KINDS)) -> list[Finding]:
    """All findings in ``text``, in order, none overlapping another."""
    folded = text.translate(FOLD)
    found, taken = [], bytearray(len(text))
    for code in kinds:
        kind = KINDS[code]
        for match in kind.pattern.finditer(folded):
            start, end = match.span()
            if not any(taken[start:end]) and kind.is_genuine(match[0]):
                found.append(Finding(code, start, end, kind.mask(match[0])))
                taken[start:end] = b"x" * (end - start)
    return sorted(found, key=lambda finding: finding.start)


@sensitive_variables()
def scrub(text: str, kinds=("resident_id", "mobile", "email")) -> str:
    """``text`` with findings replaced by their kind, e.g. ``[mobile]``."""
    parts, at = [], 0
    for finding in find_personal_data(text, kinds):
        parts += [text[at : finding.start], f"[{finding.kind}]"]
        at = finding.end
    return "".join([*parts, text[at:]])
