"""Chinese numbers, dates and sentences with named gaps, as official documents write them.

A template names its gaps in Chinese, ``{收到日期}``, because officers edit templates. Nothing in
a template is code: a gap is only a name, and a value is put in as it is, gaps and all.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

GAP = re.compile(r"\{([^{}]*)\}")
DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """``36`` as 三十六; articles and items go from 1 to 99."""
    if not 0 < number < 100:
        raise ValueError(f"{number} is not the number of an article or an item")
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def chinese_date(day: date) -> str:
    """``2026年11月2日``, without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def amount(value: int | Decimal) -> str:
    """A sum without needless zeros and without an exponent: ``400``, ``31.5``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_text(value) -> str:
    """A value as a sentence shows it; several are joined by 、."""
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | Decimal):
        return amount(value)
    if isinstance(value, Iterable):
        return "、".join(as_text(item) for item in value)
    return ""


def gaps(template: str) -> tuple[str, ...]:
    """The names of the gaps in a template, in order, each once."""
    return tuple(dict.fromkeys(GAP.findall(template)))


def fill(template: str, values: Mapping[str, object]) -> str:
    """The template with its gaps filled; one without a value stays to be seen as ``【名称】``."""

    def value_of(gap):
        return as_text(values.get(gap[1])) or f"【{gap[1]}】"

    return GAP.sub(value_of, template)
