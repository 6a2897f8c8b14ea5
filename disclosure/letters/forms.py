"""Blank application forms, to print and fill in by hand.

They ask for what art. 29② of the 条例 lists and no more: no purpose, no copy of an identity card.
"""

from enum import StrEnum

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from disclosure import word
from disclosure.outcomes import InstitutionProfile
from disclosure.outcomes.placeholders import fill_in

from .templates import SHEET_SIZE, add_page_numbers, set_cell

IDENTITY = "□ 居民身份证　□ 护照　□ 港澳居民来往内地通行证　□ 台湾居民来往大陆通行证　□ 其他："
CATEGORIES = "□ 商业企业　□ 科研机构　□ 社会公益组织　□ 法律服务机构　□ 其他"
MARGIN = 22  # mm: one sheet of paper, not an official document
WIDTHS = (20, 48, 98)


class Applicant(StrEnum):
    """Who may apply (art. 27)."""

    CITIZEN = "公民"
    ORGANISATION = "法人或者其他组织"


WHO: dict[Applicant, tuple[tuple[str, str], ...]] = {
    Applicant.CITIZEN: (
        ("姓名*", ""),
        ("证件名称*", IDENTITY),
        ("证件号码*", ""),
        ("联系电话", ""),
        ("通信地址", ""),
        ("邮政编码", ""),
        ("电子邮箱", ""),
    ),
    Applicant.ORGANISATION: (
        ("名称*", ""),
        ("统一社会信用代码*", ""),
        ("类别", CATEGORIES),
        ("法定代表人", ""),
        ("联系人", ""),
        ("联系电话", ""),
        ("通信地址", ""),
        ("邮政编码", ""),
        ("电子邮箱", ""),
    ),
}
DESCRIPTION = "名称、文号或者其他特征性描述*"
WHAT = (
    (DESCRIPTION, ""),
    ("获取信息的方式*", "□ 邮寄　□ 电子邮件　□ 自行领取　□ 当场查阅、抄录"),
    ("形式", "□ 纸质　□ 电子文件"),
    ("不能按上述方式提供的", "□ 可以接受其他方式　□ 不接受"),
)
NOTES = (
    "带*的为必填。联系电话、通信地址、电子邮箱至少填写一项；选择邮寄或者电子邮件的，请填写相应的地址。",
    "不需要说明用途，不需要附身份证件复印件。",
    "书写确有困难的，可以口头提出，由{政府信息}公开工作机构代为填写。",
)


def form_title(applicant: Applicant, profile: InstitutionProfile) -> str:
    return fill_in("{政府信息}公开{申请}表", profile.values()) + f"（{applicant}）"


def application_form(applicant: Applicant, profile: InstitutionProfile) -> bytes:
    """The blank form as .docx; :func:`.to_pdf` makes the printable copy."""
    title = form_title(applicant, profile)
    document = word.new_document()
    page = document.sections[0]
    page.top_margin = page.bottom_margin = page.left_margin = page.right_margin = Mm(MARGIN)
    add_page_numbers(document)
    heading = word.add_paragraph(
        document, title, word.TITLE, word.TITLE_SIZE, WD_ALIGN_PARAGRAPH.CENTER, line=Pt(36)
    )
    heading.paragraph_format.space_after = Pt(6)
    word.add_paragraph(document, f"受理机关：{profile.name}", size=SHEET_SIZE)
    _table(document, WHO[applicant])
    for number, note in enumerate(NOTES, start=1):
        text = f"{number}．{fill_in(note, profile.values())}"
        word.add_paragraph(document, text, size=Pt(10.5), line=Pt(16))
    return word.to_bytes(document, title)


def _table(document, who):
    rows = (*who, *WHAT)
    table = document.add_table(len(rows) + 1, 3, style="Table Grid")
    word.set_widths(table, WIDTHS)
    for row, (label, value) in zip(table.rows, rows, strict=False):
        row.height = Pt(72 if label == DESCRIPTION else 26)
        set_cell(row.cells[1], label, word.BODY, Pt(12), WD_ALIGN_PARAGRAPH.CENTER)
        set_cell(row.cells[2], value, word.BODY, Pt(12))
    groups = (("申请人信息", 0, len(who) - 1), ("所需信息", len(who), len(rows) - 1))
    for label, first, last in groups:
        cell = table.cell(first, 0).merge(table.cell(last, 0))
        set_cell(cell, label, word.HEADING, Pt(12), WD_ALIGN_PARAGRAPH.CENTER)
    signature = table.cell(len(rows), 0).merge(table.cell(len(rows), 2))
    set_cell(
        signature,
        "申请人签名或者盖章：　　　　　　　　申请日期：　　　　年　　月　　日",
        word.BODY,
        Pt(12),
    )
    table.rows[-1].height = Pt(36)
