"""CSV and xlsx: one row a day, with the columns 日期、类型（放假或上班）、名称."""

import csv
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from portal.uploads import verify

from .errors import NoticeError, Problems
from .rows import Row, YearRows, parse_day

ENCODINGS = ("utf-8-sig", "gb18030")
MAX_ROWS = 2_000
MAX_COLUMNS = 20
HEADERS = {"日期": "date", "类型": "kind", "名称": "name", "节日": "name", "节日名称": "name"}
COLUMNS = {"date": "日期", "kind": "类型", "name": "名称"}
KINDS = {
    **dict.fromkeys(["放假", "休息", "休", "假"], True),
    **dict.fromkeys(["上班", "调休上班", "补班", "班"], False),
}


def csv_table(content: bytes) -> list[list]:
    """All cells as text. Raises :class:`NoticeError`."""
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return list(csv.reader(io.StringIO(text, newline="")))[: MAX_ROWS + 1]
        except csv.Error:
            break
    raise NoticeError(_("CSV 文件无法读取，请用 UTF-8 或 GBK 编码保存后重试。"))


def xlsx_table(content: bytes) -> list[list]:
    """Values of the first sheet. Raises :class:`NoticeError`."""
    from openpyxl import load_workbook

    try:
        # Refuses archives that would unpack to gigabytes before openpyxl opens them.
        verify(ContentFile(content, name="notice.xlsx"), {"xlsx"})
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
        return [list(row) for row in rows]
    except ValidationError as error:
        raise NoticeError(*error.messages) from error
    except Exception as error:  # a damaged workbook makes openpyxl raise almost anything
        raise NoticeError(_("xlsx 文件无法读取，可能已损坏。请另存后重试。")) from error


def read_table(table: list[list], problems: Problems) -> list[YearRows]:
    """Rows grouped by the year of their date; the first row names the columns."""
    if len(table) > MAX_ROWS:
        raise NoticeError(_("文件超过 %(limit)d 行。") % {"limit": MAX_ROWS})
    columns = _columns(table[0] if table else [])
    groups = {}
    for number, cells in enumerate(table[1:], start=2):
        values = {key: cells[at] if at < len(cells) else None for key, at in columns.items()}
        if all(value is None or not str(value).strip() for value in values.values()):
            continue
        row = _row(_("第%(n)d行") % {"n": number}, values, problems)
        if row:
            groups.setdefault(row.day.year, YearRows(row.day.year)).rows.append(row)
    return [groups[year] for year in sorted(groups)]


def _columns(header) -> dict[str, int]:
    found = {}
    for at, cell in enumerate(header):
        key = HEADERS.get(str(cell or "").strip())
        if key:
            found.setdefault(key, at)
    missing = [name for key, name in COLUMNS.items() if key not in found]
    if missing:
        raise NoticeError(
            _("第1行应为表头“日期、类型、名称”，缺少：%(missing)s。")
            % {"missing": "、".join(missing)}
        )
    return found


def _row(place, values, problems):
    kind = str(values["kind"] or "").strip()
    try:
        day = parse_day(values["date"])
    except ValueError as error:
        problems.add(place, str(error))
        return None
    if kind not in KINDS:
        problems.add(place, _("类型“%(kind)s”应为“放假”或“上班”。") % {"kind": kind[:20]})
        return None
    return Row(place, day, KINDS[kind], str(values["name"] or "").strip())
