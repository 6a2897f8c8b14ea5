"""索引号: how one is put together, and which rules for it are sound.

The national guide (国办秘函〔2009〕6号) writes ``前段码/后段码``: the organisation code, then year and
serial. Institutions with a scheme of their own write it as a pattern with named gaps.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from disclosure.text import GAP

STANDARD = "{prefix}/{year}-{serial}"
STANDARD_NUMBER = re.compile(r"[0-9A-Z-]{8,18}/\d{4}-\d{5}")
STANDARD_WIDTH = 5
GAPS = {"prefix", "category", "year", "serial"}
# Of an article without a category, or whose category has no code.
NO_CATEGORY = "0000"
MAX_LENGTH = 40
LONGEST_CODE = "0" * 8
# Letters and digits; separators stand between, never doubled.
LITERAL = re.compile(r"[0-9A-Z/-]*")
# Weights of the first eight characters of an organisation code (GB 11714).
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def index_number(pattern, *, prefix, category, year, serial, width) -> str:
    """One number; ``serial`` is written with ``width`` digits."""
    values = {
        "prefix": prefix,
        "category": category or NO_CATEGORY,
        "year": f"{year:04d}",
        "serial": f"{serial:0{width}d}",
    }
    return GAP.sub(lambda gap: values[gap[1]], pattern)


def check_pattern(pattern):
    """Raise ``ValidationError`` unless every number made by ``pattern`` is one of its own."""
    names = GAP.findall(pattern)
    unknown = [name for name in names if name not in GAPS]
    if unknown:
        raise ValidationError(
            _("不认识“{%(name)s}”，可以用的是 {prefix}、{category}、{year}、{serial}。"),
            code="unknown_gap",
            params={"name": unknown[0]},
        )
    if names.count("year") != 1 or names.count("serial") != 1 or len(set(names)) != len(names):
        raise ValidationError(
            _("{year} 和 {serial} 各写一次，其他的最多写一次，否则索引号会重复。"), code="gaps"
        )
    if not LITERAL.fullmatch(GAP.sub("", pattern)):
        raise ValidationError(
            _("除了大括号里的名称，只能用大写字母、数字、短横线“-”和斜线“/”。"), code="literal"
        )


def check_rule(pattern, prefix, width):
    """Raise ``ValidationError`` by field unless the three together make sound numbers."""
    if "{prefix}" in pattern and not prefix:
        raise ValidationError({"prefix": _("请填写单位代码，索引号以它开头。")})
    sample = index_number(
        pattern, prefix=prefix, category=LONGEST_CODE, year=2026, serial=1, width=width
    )
    if len(sample) > MAX_LENGTH:
        raise ValidationError({"pattern": _("这样生成的索引号超过40个字符，请缩短。")})
    if pattern != STANDARD:
        return
    if width != STANDARD_WIDTH:
        raise ValidationError({"width": _("国家规定的写法，顺序号是5位。")})
    if not STANDARD_NUMBER.fullmatch(sample):
        raise ValidationError({"prefix": _("单位代码是8到18位大写字母、数字，可以有短横线。")})


def is_organisation_code(text) -> bool:
    """Whether the last of nine characters is the check character of the others (GB 11714)."""
    code = text.replace("-", "")
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return False
    total = sum(int(char, 36) * weight for char, weight in zip(code, WEIGHTS, strict=False))
    return code[8] == "0123456789X"[(11 - total % 11) % 11]
