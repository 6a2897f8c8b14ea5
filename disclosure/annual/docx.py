"""The report as a Word document in the layout of official documents."""

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from disclosure import word

from .layout import TABLES, Slot, Table
from .report import Report

# Of the 156 mm between the margins.
WIDTHS = {
    "2": (42, 38, 38, 38),
    "3": (9, 16, 47, *[12] * 7),
    "4": (10.4,) * 15,
}
UPRIGHT_FROM = 8  # a heading over more rows than this stands upright
TABLE_SIZES = {"2": Pt(12), "3": Pt(9), "4": Pt(8)}


def render(report: Report) -> bytes:
    """The document's bytes."""
    document = word.new_document()
    word.add_paragraph(
        document,
        report.title,
        word.TITLE,
        word.TITLE_SIZE,
        WD_ALIGN_PARAGRAPH.CENTER,
        line=Pt(36),
    )
    word.add_paragraph(document, "")
    _text(document, report.preface)
    for section in report.sections:
        heading = word.add_paragraph(document, section.heading, word.HEADING, indent=True)
        heading.style = document.styles["Heading 1"]
        for paragraph in section.paragraphs:
            _text(document, paragraph)
        if section.table:
            _table(document, TABLES[section.table], report)
    return word.to_bytes(document, report.title)


def _text(document, text):
    return word.add_paragraph(document, text, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=True)


def _table(document, table: Table, report: Report):
    drawn = document.add_table(len(table.rows), table.width, style="Table Grid")
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    word.set_widths(drawn, WIDTHS[table.number])
    grid = [row.cells for row in drawn.rows]
    for y, x, slot in table.placed():
        cell = grid[y][x]
        if slot.rows > 1 or slot.cols > 1:
            cell = cell.merge(grid[y + slot.rows - 1][x + slot.cols - 1])
        _fill(cell, slot, report, TABLE_SIZES[table.number])
        if slot.rows > UPRIGHT_FROM:
            word.add_rule(cell._tc.get_or_add_tcPr(), "w:textDirection", "tbRlV")
    _keep_together(grid)
    for number, row in enumerate(drawn.rows):
        rules = row._tr.get_or_add_trPr()
        word.add_rule(rules, "w:cantSplit")
        if number < table.head:
            word.add_rule(rules, "w:tblHeader")


def _keep_together(grid):
    """A table that fits a page is not broken over two."""
    for row in grid[:-1]:
        for cell in row:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _fill(cell, slot: Slot, report: Report, size):
    text = str(report.figures[slot.key]) if slot.key else slot.text
    paragraph = cell.paragraphs[0]
    is_label = slot.scope in ("row", "rowgroup") and slot.rows == 1
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_label else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = 1.0
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    run = paragraph.add_run(text)
    word.set_font(run, word.TABLE_FONT, size)
    run.font.bold = slot.scope.startswith("col")
