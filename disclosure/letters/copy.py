"""A PDF copy of a Word letter: whatever an officer's template says, the copy says too.

The looks are those the layout of official documents uses: alignment, indents, line height, fonts,
colour, rules, tables, pictures. What else Word can do is left out; its text never is.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby

from django.utils.html import escape
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from .pdf import EMOJI, SANS, SERIF, html_to_pdf

ALIGNMENTS = {
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
    WD_ALIGN_PARAGRAPH.JUSTIFY: "justify",
}
PICTURES = ("image/png", "image/jpeg")
WORD_LINE = 1.3
EMU_PER_POINT = 12700
NOT_IN_FONT_NAMES = re.compile(r"[^\w -]")
TEXT_BOX = qn("w:txbxContent")


def to_pdf(docx: bytes) -> bytes:
    """The PDF of a letter that :func:`.render` made. Raises :class:`.PdfUnavailable`."""
    document = Document(BytesIO(docx))
    section = document.sections[0]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    style = f"@page {{ margin: {' '.join(f'{margin.mm}mm' for margin in margins)}; }}"
    return html_to_pdf(to_html(document), escape(document.core_properties.title), style)


def to_html(document) -> str:
    """The head of the first page and the body, as the content of an HTML body."""
    section = document.sections[0]
    header = (
        section.first_page_header if section.different_first_page_header_footer else section.header
    )
    # python-docx would make the header it is asked for.
    head = "" if header.is_linked_to_previous else _blocks(header._element, header)
    return head + _blocks(document.element.body, document)


def _blocks(parent, owner) -> str:
    found = []
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            found.append(_paragraph(Paragraph(child, owner)))
        elif child.tag == qn("w:tbl"):
            found.append(_table(Table(child, owner)))
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            found.append("" if content is None else _blocks(content, owner))
    return "".join(found)


def _paragraph(paragraph: Paragraph) -> str:
    runs = [
        _run(Run(node, paragraph))
        for node in paragraph._p.iter(qn("w:r"))
        if next(node.iterancestors(qn("w:p"))) is paragraph._p
    ]
    boxes = [
        _blocks(box, paragraph._parent)
        for box in paragraph._p.iter(TEXT_BOX)
        # Word writes each box twice, the second time for old readers.
        if next(box.iterancestors(qn("mc:Fallback")), None) is None
    ]
    return f'<p style="{_layout(paragraph)}">{"".join(runs)}</p>{"".join(boxes)}'


def _layout(paragraph: Paragraph) -> str:
    own, style = paragraph.paragraph_format, paragraph.style.paragraph_format
    css = []
    for name, rule in (
        ("first_line_indent", "text-indent"),
        ("left_indent", "margin-left"),
        ("right_indent", "margin-right"),
        ("space_before", "margin-top"),
        ("space_after", "margin-bottom"),
        ("line_spacing", "line-height"),
    ):
        value = getattr(own, name)
        value = getattr(style, name) if value is None else value
        if value is not None:
            css.append(f"{rule}:{_length(value)}")
    alignment = own.alignment if own.alignment is not None else style.alignment
    css.append(f"text-align:{ALIGNMENTS.get(alignment, 'left')}")
    if own.page_break_before:
        css.append("break-before:page")
    if own.keep_with_next:
        css.append("break-after:avoid")
    return ";".join(css + _borders(paragraph))


def _length(value) -> str:
    """A length, or a multiple of a line, which in Word is about 1.3 times the size."""
    return f"{value.pt}pt" if isinstance(value, Length) else f"{value * WORD_LINE:.2f}"


def _borders(paragraph: Paragraph) -> list[str]:
    borders = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    css = []
    for side in () if borders is None else ("top", "bottom"):
        border = borders.find(qn(f"w:{side}"))
        if border is not None:
            width = _number(border.get(qn("w:sz"))) / 8
            css.append(f"border-{side}:{width}pt solid {_colour(border.get(qn('w:color')))}")
            css.append(f"padding-{side}:{_number(border.get(qn('w:space')))}pt")
    return css


def _number(text) -> int:
    return int(text) if text and text.isdecimal() else 0


def _colour(text) -> str:
    return f"#{text}" if re.fullmatch("[0-9A-Fa-f]{6}", text or "") else "#000"


def _run(run: Run) -> str:
    parts = []
    for node in run._r.iterchildren():
        if node.tag == qn("w:t"):
            parts.append(escape(node.text or ""))
        elif node.tag == qn("w:tab"):
            parts.append("\u3000")
        elif node.tag == qn("w:br"):
            is_page = node.get(qn("w:type")) == "page"
            parts.append('<br style="break-after:page">' if is_page else "<br>")
        elif node.tag == qn("w:drawing"):
            parts.append(_picture(node, run.part))
    text = "".join(parts)
    return f'<span style="{_looks(run)}">{text}</span>' if text else ""


def _looks(run: Run) -> str:
    font, style = run.font, run._parent.style.font
    css = ["white-space:pre-wrap"]
    size = font.size or style.size
    if size:
        css.append(f"font-size:{size.pt}pt")
    if font.bold:
        css.append("font-weight:bold")
    if font.underline:
        css.append("text-decoration:underline")
    if font.color is not None and font.color.rgb is not None:
        css.append(f"color:#{font.color.rgb}")
    name = _font_name(run._r)
    if name:
        is_sans = any(word in name for word in ("黑", "Hei", "Sans"))
        # The title face is a heavy one; its stand-in has to be bold to look like a title.
        if "小标宋" in name:
            css.append("font-weight:bold")
        css.append(f"font-family:'{name}',{(SANS if is_sans else SERIF)},{EMOJI}".replace('"', "'"))
    return ";".join(css)


def _font_name(run) -> str:
    fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    name = "" if fonts is None else fonts.get(qn("w:eastAsia"), "")
    return NOT_IN_FONT_NAMES.sub("", name)


def _picture(drawing, part) -> str:
    blip = next(drawing.iter(qn("a:blip")), None)
    extent = next(drawing.iter(qn("wp:extent")), None)
    target = part.related_parts.get(blip.get(qn("r:embed"))) if blip is not None else None
    if target is None or target.content_type not in PICTURES:
        return ""
    data = b64encode(target.blob).decode()
    width = "" if extent is None else f"width:{_number(extent.get('cx')) / EMU_PER_POINT:.1f}pt"
    return f'<img alt="" src="data:{target.content_type};base64,{data}" style="{width}">'


def _table(table: Table) -> str:
    widths = [column.width.pt if column.width else 0 for column in table.columns]
    columns = "".join(f'<col style="width:{width}pt">' for width in widths)
    rows = list(_rows(table))
    head = len(table._tbl.findall(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}"))
    heading = f"<thead>{''.join(rows[:head])}</thead>" if head else ""
    return f"<table>{columns}{heading}<tbody>{''.join(rows[head:])}</tbody></table>"


def _rows(table: Table) -> Iterator[str]:
    """Word repeats a merged cell in every place it covers."""
    grid = [[cell._tc for cell in row.cells] for row in table.rows]
    seen = set()
    for y, row in enumerate(table.rows):
        height = row.height.pt if row.height else 0
        drawn = []
        for tc, places in groupby(grid[y]):
            if tc in seen:
                continue
            seen.add(tc)
            across, down = len(list(places)), sum(tc in other for other in grid[y:])
            rule = f' style="height:{height}pt"' if down == 1 else ""
            inner = _blocks(tc, _Cell(tc, table))
            drawn.append(f'<td colspan="{across}" rowspan="{down}"{rule}>{inner}</td>')
        yield f"<tr>{''.join(drawn)}</tr>"
