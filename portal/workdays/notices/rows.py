"""From rows (place, date, off or work, name) to plans; every format ends up here."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.workdays.calendar import YearPlan

from .errors import Problems

YEARS = range(2000, 2100)
MAX_NAME = 40
NUMERIC = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
CHINESE = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$")


class Row(NamedTuple):
    """One day of a file. ``place`` says where it stands, e.g. 第3行; ``off`` false means worked."""

    place: str
    day: date
    off: bool
    name: str


@dataclass
class YearRows:
    """The rows of one year's notice, before they are checked against each other."""

    year: int
    rows: list[Row] = field(default_factory=list)
    source: str = ""
    is_official: bool = True


def parse_day(value) -> date:
    """A date cell or text (2026-01-01, 2026/1/1, 2026年1月1日). Raises ``ValueError`` in Chinese."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = "".join(str(value if value is not None else "").split())
    match = NUMERIC.match(text) or CHINESE.match(text)
    try:
        return date(*map(int, match.groups()))
    except (AttributeError, ValueError):
        shown = text[:30] or _("（空）")
        raise ValueError(
            _("日期“%(text)s”无法识别，请写成 2026-01-01 的形式。") % {"text": shown}
        ) from None


def build_plans(years: list[YearRows], problems: Problems) -> list[YearPlan]:
    """Check rows against each other and make plans; mistakes go to ``problems``."""
    seen = defaultdict(dict)
    for group in years:
        if group.year not in YEARS:
            problems.add("", _("年份 %(year)s 超出范围（2000—2099）。") % {"year": group.year})
            continue
        for row in group.rows:
            _check(group.year, row, seen[group.year], problems)
    if len({group.year for group in years}) < len(years):
        problems.add("", _("同一年份在文件中出现了两次。"))
    return [_plan(group) for group in years]


def _check(year, row, seen, problems):
    if not row.name:
        problems.add(row.place, _("没有写节日名称。"))
    if len(row.name) > MAX_NAME:
        problems.add(row.place, _("节日名称超过 %(limit)d 个字。") % {"limit": MAX_NAME})
    if row.day in seen:
        problems.add(
            row.place,
            _("%(day)s 重复，%(first)s已经列出。") % {"day": row.day, "first": seen[row.day]},
        )
    seen.setdefault(row.day, row.place)
    # A notice may reach back into the December before its year, never further.
    if row.day.year != year and (row.day.year, row.day.month) != (year - 1, 12):
        problems.add(row.place, _("%(day)s 不属于 %(year)d 年。") % {"day": row.day, "year": year})


def _plan(group) -> YearPlan:
    off = {row.day: row.name for row in group.rows if row.off}
    work = {row.day: row.name for row in group.rows if not row.off}
    return YearPlan(group.year, off, work, group.is_official, group.source)
