"""One door for all formats."""

import json
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from portal.workdays.calendar import YearPlan

from .errors import NoticeError, Problems
from .holiday_cn import is_holiday_cn, read_holiday_cn
from .own import read_own
from .rows import build_plans
from .tables import csv_table, read_table, xlsx_table

EXTENSIONS = ("json", "csv", "xlsx")
MAX_BYTES = 1024 * 1024
MAX_SOURCE = 200


def read_notice(name: str, content: bytes, *, source: str = "") -> list[YearPlan]:
    """The plans in a file called ``name``; ``source`` (发文字号) replaces what the file says.

    Raises :class:`NoticeError` with every mistake found, in Chinese, naming the row.
    """
    extension = name.rpartition(".")[2].lower()
    if extension not in EXTENSIONS:
        raise NoticeError(_("请选择 JSON、CSV 或 xlsx 文件。"))
    if len(content) > MAX_BYTES:
        raise NoticeError(_("文件超过 1 MB，不是放假安排。"))
    problems = Problems()
    plans = build_plans(_groups(extension, content, problems), problems)
    problems.raise_if_any()
    if not any(plan.off or plan.work for plan in plans):
        raise NoticeError(_("文件中没有任何放假或上班日期。"))
    plans = [replace(plan, source=(source or plan.source)[:MAX_SOURCE]) for plan in plans]
    if any(plan.is_official and not plan.source for plan in plans):
        raise NoticeError(_("请填写依据文件的发文字号，如“国办发明电〔2025〕7号”。"))
    return plans


def _groups(extension, content, problems) -> Iterable:
    if extension == "csv":
        return read_table(csv_table(content), problems)
    if extension == "xlsx":
        return read_table(xlsx_table(content), problems)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise NoticeError(_("JSON 文件无法解析，请检查括号、引号和编码（UTF-8）。")) from error
    if is_holiday_cn(data):
        return read_holiday_cn(data, problems)
    return read_own(data, problems)
