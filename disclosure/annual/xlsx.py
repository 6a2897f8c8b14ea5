"""The report as a workbook: the three tables with their exact spans; for auditors also the checks and
the cases behind every figure.

Text is written as text whatever it begins with: a case number like ``=1+1`` must not become a
formula on the auditor's machine.
"""

import math
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from .checks import checks
from .keys import COUNTED, label
from .layout import TABLES, Slot, Table
from .report import Report

FONT = Font(name="宋体", size=11)
BOLD = Font(name="宋体", size=11, bold=True)
TITLE = Font(name="宋体", size=16, bold=True)
THIN = Side(style="thin", color="808080")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
SHADE = PatternFill("solid", fgColor="F2F5F9")
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
UPRIGHT = Alignment(horizontal="center", vertical="center", wrap_text=True, textRotation=255)
WIDTHS = {
    "2": (24, 20, 20, 20),
    "3": (5, 12, 42, *[11] * 7),
    "4": (10,) * 15,
}
LINE = 16  # points; nothing measures the lines of a merged cell for us
TOP = 3  # the row a table starts in, below the title


def render(report: Report, *, audit: bool = False) -> bytes:
    """The workbook's bytes. With ``audit`` also 勾稽关系 and 案件明细, which are not for the public."""
    book = Workbook()
    book.remove(book.active)
    for table in TABLES.values():
        _table_sheet(book, table, report)
    if audit:
        _list_sheet(book, "勾稽关系", _check_rows(report), (26, 90, 12, 12, 10))
        _list_sheet(book, "案件明细", _case_rows(report), (72, 24))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _table_sheet(book: Workbook, table: Table, report: Report):
    sheet = book.create_sheet(f"表{'一二三四'[int(table.number) - 1]}")
    _write(sheet, 1, 1, report.title, TITLE, CENTER)
    _write(sheet, 2, 1, table.caption, BOLD, CENTER)
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=table.width)
    for y, x, slot in table.placed():
        _slot(sheet, TOP + y, 1 + x, slot, report)
    _widths(sheet, WIDTHS[table.number])
    for y in range(len(table.rows)):
        sheet.row_dimensions[TOP + y].height = LINE
    for y, x, slot in table.placed():
        if slot.rows == 1:
            room = sum(WIDTHS[table.number][x : x + slot.cols])
            height = LINE * math.ceil(2 * len(slot.text) / room)
            row = sheet.row_dimensions[TOP + y]
            row.height = max(row.height, height)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if table.head:
        sheet.print_title_rows = f"{TOP}:{TOP + table.head - 1}"


def _slot(sheet, row, column, slot: Slot, report: Report):
    last_row, last_column = row + slot.rows - 1, column + slot.cols - 1
    # A merged area keeps the borders of each of its cells.
    for y in range(row, last_row + 1):
        for x in range(column, last_column + 1):
            sheet.cell(y, x).border = BOX
            if slot.name:
                sheet.cell(y, x).fill = SHADE
    value = report.figures[slot.key] if slot.key else slot.text
    _write(sheet, row, column, value, BOLD if slot.scope.startswith("col") else FONT, _align(slot))
    if (row, column) != (last_row, last_column):
        sheet.merge_cells(
            start_row=row, end_row=last_row, start_column=column, end_column=last_column
        )


def _align(slot: Slot) -> Alignment:
    if slot.rows > 8:
        return UPRIGHT
    return LEFT if slot.scope in ("row", "rowgroup") else CENTER


def _check_rows(report: Report):
    yield ("编号", "说明", "左边", "右边", "结果")
    for check in checks(report):
        yield (
            check.code,
            check.sentence,
            check.left,
            check.right,
            "相等" if check.holds else "不相等",
        )


def _case_rows(report: Report):
    yield ("指标", "编号")
    for key in COUNTED:
        for id in report.cases[key]:
            yield (label(key), id)


def _list_sheet(book: Workbook, title, rows, widths):
    sheet = book.create_sheet(title)
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row, start=1):
            _value(sheet, y, x, value)
    for cell in sheet[1]:
        cell.font = BOLD
    _widths(sheet, widths)
    sheet.freeze_panes = "A2"


def _widths(sheet, widths):
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _write(sheet, row, column, value, font, alignment):
    cell = _value(sheet, row, column, value)
    cell.font, cell.alignment = font, alignment


def _value(sheet, row, column, value):
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
