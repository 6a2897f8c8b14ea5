"""A list of documents as a file: CSV that Excel opens with the right characters, and XLSX.

Cells are texts people typed, and are given to other people's spreadsheets: a title that begins with
``=`` must stay a title (CWE-1236).
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

# What begins a formula; in Chinese and Japanese Excel the wide forms do too.
FORMULA = tuple("=+-@＝＋－＠\t\r\n")
# Excel separates by the list separator of the system; the mark makes it read UTF-8.
BOM = "\ufeff"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"title": 56, "date": 12, "url": 60, "text": 26}


def plain(text: str) -> str:
    """``text`` on one line, without characters no spreadsheet may hold."""
    kept = (char for char in text if char.isprintable() or char.isspace())
    return " ".join("".join(kept).split())


def harmless(text: str) -> str:
    """``text`` for CSV, whose cells have no type: an apostrophe keeps it from being a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_file(columns, rows) -> bytes:
    """``rows`` are lists of texts, one for each column."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in ([str(column.label) for column in columns], *rows):
        writer.writerow([harmless(plain(text)) for text in row])
    return buffer.getvalue().encode()


def _text_cell(sheet, text):
    """``text`` as a cell that stays text whatever it looks like, also when somebody edits it.

    The library writes any other string as text by itself, numbers and dates included.
    """
    text = plain(text)
    if not text.startswith(FORMULA):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _head_cell(sheet, text):
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def xlsx_file(columns, rows) -> bytes:
    """The same as a workbook: every cell is text, the first row stays in view."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[column.kind]
    sheet.append([_head_cell(sheet, str(column.label)) for column in columns])
    for row in rows:
        sheet.append([_text_cell(sheet, text) for text in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class FileFormat:
    """``label`` is what people call it; ``make(columns, rows)`` gives its bytes."""

    label: str
    content_type: str
    make: Callable


# By the value of ``format`` in an address, which is the file's extension too.
FORMATS = {
    "csv": FileFormat("CSV", "text/csv; charset=utf-8", csv_file),
    "xlsx": FileFormat("Excel", XLSX_TYPE, xlsx_file),
}
