"""Word documents in the layout of official documents (GB/T 9704): fonts, type area, line grid.

The fonts are named, not carried: an office machine in China has them, others substitute.
"""

from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

BODY, HEADING, TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"
TABLE_FONT = "宋体"
LATIN = "Times New Roman"
SIZE = Pt(16)  # 三号
TITLE_SIZE = Pt(22)  # 二号
LINE = Pt(28)
# A type area of 156 × 225 mm on A4.
TOP, RIGHT, BOTTOM, LEFT = 37, 26, 35, 28
# Parts that tell who wrote a file and where: application and company, custom fields, a picture.
TELLTALE = ("extended-properties", "custom-properties", "thumbnail")


def new_document():
    """An empty document with the page and the styles set."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(TOP), Mm(BOTTOM)
    page.left_margin, page.right_margin = Mm(LEFT), Mm(RIGHT)
    for name, font in (("Normal", BODY), ("Heading 1", HEADING)):
        style = document.styles[name]
        set_font(style, font, SIZE)
        style.font.bold = False
        style.font.color.rgb = None
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(14)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(6)
    return document


def add_paragraph(
    container,
    text,
    font=BODY,
    size=SIZE,
    align=WD_ALIGN_PARAGRAPH.LEFT,
    *,
    indent=False,
    line=LINE,
):
    """A paragraph on the line grid; ``indent`` begins it two characters in."""
    return set_paragraph(container.add_paragraph(), text, font, size, align, indent, line)


def set_paragraph(paragraph, text, font, size, align, indent=False, line=LINE):
    layout = paragraph.paragraph_format
    layout.alignment = align
    if line:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, line
    if indent:
        layout.first_line_indent = size * 2
    set_font(paragraph.add_run(text), font, size)
    return paragraph


def set_font(target, name, size):
    """Both scripts: python-docx alone sets only the Latin one."""
    target.font.name, target.font.size = LATIN, size
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)


def set_widths(table, widths):
    """Column widths in mm. Word reads the cells, LibreOffice and WPS the grid."""
    table.autofit = False
    for number, width in enumerate(widths):
        table.columns[number].width = Mm(width)
    for row in table.rows:
        for number, width in enumerate(widths):
            row.cells[number].width = Mm(width)


def add_rule(properties, name, value=None):
    """An element without text, with ``value`` as its ``w:val``."""
    rule = OxmlElement(name)
    if value:
        rule.set(qn("w:val"), value)
    properties.append(rule)
    return rule


def to_bytes(document, title: str) -> bytes:
    """The file. Its properties hold ``title`` and nothing that tells who wrote it, when or where."""
    properties = document.core_properties
    for name in (
        "author category comments content_status identifier keywords last_modified_by subject version"
    ).split():
        setattr(properties, name, "")
    properties.title, properties.language, properties.revision = title, "zh-CN", 1
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    _drop(document.part.package.rels, TELLTALE)
    # The path of the template in its author's folder.
    for node in document.settings.element.findall(qn("w:attachedTemplate")):
        document.settings.element.remove(node)
    for part in document.part.package.iter_parts():
        _drop(part.rels, ("attachedTemplate",))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _drop(relations, kinds):
    for key, relation in list(relations.items()):
        if relation.reltype.rsplit("/", 1)[-1] in kinds:
            relations.pop(key)
