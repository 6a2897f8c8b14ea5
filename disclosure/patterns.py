"""Patterns of numbers: ``XXGK-{year}-{serial:06d}``, ``{prefix}公复〔{year}〕{serial}号``."""

import re
from string import Formatter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAMES = {"prefix", "year", "serial"}
SPEC = re.compile(r"(0[1-9]d)?")


def validate_pattern(pattern: str) -> None:
    """A pattern names the year and the serial number, and nothing a format could reach into."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        raise ValidationError(_("花括号没有成对。"), code="braces") from None
    used = [name for _text, name, _spec, _conversion in parts if name is not None]
    if not set(used) <= NAMES or any(conversion for *_rest, conversion in parts):
        raise ValidationError(
            _("只能使用 {prefix}、{year} 和 {serial}。"),
            code="names",
        )
    if not all(SPEC.fullmatch(spec or "") for _text, _name, spec, _conversion in parts):
        raise ValidationError(
            _("位数写作 {serial:06d} 的形式。"),
            code="digits",
        )
    if not {"year", "serial"} <= set(used):
        raise ValidationError(
            _("编号必须包含 {year} 和 {serial}，否则会重复。"),
            code="missing",
        )


def render(pattern: str, *, year: int, serial: int, prefix: str = "") -> str:
    return pattern.format(prefix=prefix, year=year, serial=serial)
