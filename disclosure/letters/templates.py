"""The default Word template of each kind, made from :mod:`.texts`, for officers to adjust."""

from functools import cache

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from disclosure import word
from disclosure.outcomes import LETTERS, LetterKind
from disclosure.outcomes.letters import Reader

from .texts import SCHEDULE, SCHEDULE_TITLE, SHEET_NOTES, SHEETS, blocks

LEFT, CENTER, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
RED = RGBColor(0xC0, 0, 0)
READERS = {
    Reader.APPLICANT: "{申请人}：",
    Reader.THIRD_PARTY: "{第三方}：",
    Reader.AGENCY: "{共同制作机关}：",
    Reader.FILE: "{协办部门}：",
}
# Where the kind names its reader otherwise.
SALUTATIONS = {"organ_consultation": "{其他机关}："}
LABEL_WIDTH, VALUE_WIDTH = 38, 118
ROW_HEIGHT = Pt(36)
SHEET_SIZE = Pt(14)


@cache
def default_template(kind: str) -> bytes:
    """A Word file with gaps; an officer may change its looks and words and upload it again."""
    about = LETTERS[kind]
    document = word.new_document()
    add_page_numbers(document)
    if kind in SHEETS:
        _title(document, about.title)
        add_sheet(document, SHEETS[kind])
        _text(document, SHEET_NOTES[kind])
    else:
        _letterhead(document, about)
        _title(document, about.title)
        word.add_paragraph(document, SALUTATIONS.get(kind) or READERS[about.reader])
        texts = [_text(document, block) for block in blocks(kind)]
        # Either may be left out or stand last: the signature is not alone on a page.
        for text in texts[-2:]:
            text.paragraph_format.keep_with_next = True
        _signature(document)
    if kind == "partial":
        _schedule(document)
    return word.to_bytes(document, f"政府信息{about.short_title}")


def _letterhead(document, about: LetterKind):
    """发文机关标志, 发文字号 and the red rule below them (GB/T 9704 7.2)."""
    name = word.add_paragraph(document, "{机关名称}", word.TITLE, Pt(32), CENTER, line=Pt(48))
    name.runs[0].font.color.rgb = RED
    number = word.add_paragraph(
        document, "{文号}" if "文号" in about.placeholders else "", align=CENTER
    )
    borders = OxmlElement("w:pBdr")
    bottom = word.add_rule(borders, "w:bottom", "single")
    for key, value in (("sz", "12"), ("space", "8"), ("color", str(RED))):
        bottom.set(qn(f"w:{key}"), value)
    number._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    word.add_paragraph(document, "")


def _title(document, text):
    title = word.add_paragraph(document, text, word.TITLE, word.TITLE_SIZE, CENTER, line=Pt(36))
    title.paragraph_format.space_after = word.LINE


def _text(document, text):
    paragraph = word.add_paragraph(document, text, align=JUSTIFY, indent=True)
    if text == "{附件}":
        paragraph.paragraph_format.alignment = LEFT
    return paragraph


def _signature(document):
    """署名 and 成文日期, four characters from the edge; never alone on a page."""
    lines = (("", 0), ("", 0), ("{机关名称}", 2), ("{落款日期}", 4))
    for text, characters in lines:
        paragraph = word.add_paragraph(document, text, align=RIGHT)
        paragraph.paragraph_format.right_indent = word.SIZE * characters
        paragraph.paragraph_format.keep_with_next = text != "{落款日期}"


def _schedule(document):
    heading = word.add_paragraph(document, "附件", word.HEADING)
    heading.paragraph_format.page_break_before = True
    _title(document, SCHEDULE_TITLE)
    table = document.add_table(2, len(SCHEDULE), style="Table Grid")
    word.set_widths(table, [width for *_texts, width in SCHEDULE])
    for column, (label, gaps, _width) in enumerate(SCHEDULE):
        head, value = table.rows[0].cells[column], table.rows[1].cells[column]
        set_cell(head, label, word.HEADING, Pt(12), CENTER)
        set_cell(value, gaps, word.BODY, Pt(12), CENTER if column == 0 else None)
    word.add_rule(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    word.add_rule(table.rows[1]._tr.get_or_add_trPr(), "w:cantSplit")


def add_sheet(document, rows):
    """A table of labels and values; empty ones are written by hand."""
    table = document.add_table(len(rows), 2, style="Table Grid")
    word.set_widths(table, (LABEL_WIDTH, VALUE_WIDTH))
    for row, (label, value) in zip(table.rows, rows, strict=True):
        row.height = ROW_HEIGHT
        set_cell(row.cells[0], label, word.HEADING, SHEET_SIZE, CENTER)
        set_cell(row.cells[1], value, word.BODY, SHEET_SIZE)


def set_cell(cell, text, font, size, align=None):
    """Write one line into an empty cell, in the middle of its height."""
    word.set_paragraph(cell.paragraphs[0], text, font, size, align or LEFT, line=None)
    word.add_rule(cell._tc.get_or_add_tcPr(), "w:vAlign", "center")


def add_page_numbers(document):
    """— 1 —, at the outer edge, one character in (GB/T 9704 7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = Pt(14)
        paragraph.paragraph_format.right_indent = Pt(14)
        _font_run(paragraph, "— ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)
        run = _font_run(paragraph, "1")
        field.append(run._r)
        _font_run(paragraph, " —")


def _font_run(paragraph, text):
    run = paragraph.add_run(text)
    word.set_font(run, word.TABLE_FONT, Pt(14))
    return run
