"""Whether a template an officer changed in Word may be used."""

import re
import zlib
from html import unescape
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from disclosure.outcomes import LETTERS, LetterKind
from disclosure.outcomes.placeholders import CASE, INSTITUTION
from disclosure.text import GAP
from portal.uploads import verify

from .copy import to_html
from .fill import ROW_MARK, paragraph_text, schedule_rows
from .letter import hides_applicant
from .rendering import filled_parts

# What python-docx and lxml raise for files that Word would not have written.
UNREADABLE = (
    AttributeError,
    BadZipFile,
    IndexError,
    KeyError,
    OpcError,
    TypeError,
    ValueError,
    XMLSyntaxError,
    zlib.error,
)
MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 8 * 1024 * 1024
# The default text of a decision says these itself.
SAID_BY_THE_BODY = {"登记编号", "收到日期", "申请内容"}
IN_SCHEDULE = {ROW_MARK, "内容", "认定", "条文", "处理"}
# Without a value for most cases.
NOT_OFFERED = {"补正收到日期"}
HARMLESS_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
# The path of the Word template is taken out when a letter is rendered.
HARMLESS_LINKS = ("hyperlink", "attachedTemplate")
REFUSED_ELEMENTS = {
    qn("w:ins"): "修订痕迹",
    qn("w:del"): "修订痕迹",
    qn("w:moveFrom"): "修订痕迹",
    qn("w:commentReference"): "批注",
    qn("w:footnoteReference"): "脚注",
    qn("w:endnoteReference"): "尾注",
    qn("w:object"): "嵌入的对象",
    qn("w:altChunk"): "嵌入的文件",
}
STRAY = re.compile("[{}｛｝]")


def names_for(kind: str) -> tuple[str, ...]:
    """The names a template of this kind may use, outside a schedule."""
    about = LETTERS[kind]
    names = (*about.placeholders, "落款日期", "附件", *INSTITUTION)
    if not hides_applicant(about):
        names = (*names, *(name for name in CASE if name not in NOT_OFFERED))
    return tuple(dict.fromkeys(names))


def template_problems(kind: str, file) -> list[str]:
    """Why an uploaded file cannot be the template of ``kind``, in Chinese; empty when it can.

    ``file`` is a Django ``UploadedFile``; it is rewound.
    """
    try:
        verify(file, {"docx"}, max_bytes=MAX_BYTES)
        _refuse_huge(file)
        document = Document(BytesIO(file.read()))
        copy = _squeezed(strip_tags(to_html(document)))
    except ValidationError as error:
        return list(error.messages)
    except UNREADABLE:
        return [_("文件已损坏，请在 Word 中打开并另存为 .docx，再重新上传。")]
    finally:
        file.seek(0)
    roots = [part.element for part in filled_parts(document)]
    found = [
        *_content_problems(roots),
        *_link_problems(document),
        *_name_problems(LETTERS[kind], roots),
        *_copy_problems(document, copy),
    ]
    return list(dict.fromkeys(found))


def _refuse_huge(file) -> None:
    """A letter of a page or two; more would be taken apart in memory, many times over."""
    with ZipFile(file) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    file.seek(0)
    if unpacked > MAX_UNPACKED:
        raise ValidationError(_("模板解压后过大，请删去多余的图片和内容。"), code="too_large")


def _copy_problems(document, copy: str):
    """Text in a place of Word that the PDF copy does not reach."""
    for paragraph in document.element.body.iter(qn("w:p")):
        text = paragraph_text(paragraph)
        if _squeezed(text) not in copy:
            yield _("“%(text)s”所在的位置不能写入 PDF，请改为普通段落或者表格。") % {
                "text": text[:30]
            }


def _squeezed(text: str) -> str:
    return "".join(unescape(text).split())


def _content_problems(roots):
    for root in roots:
        for node in root.iter(*REFUSED_ELEMENTS):
            yield _("模板中有%(what)s，请先接受修订、删除批注和嵌入的内容。") % {
                "what": REFUSED_ELEMENTS[node.tag]
            }
        for code in _field_codes(root):
            if code not in HARMLESS_FIELDS:
                yield _("模板中有域“%(code)s”；除页码以外，请改为普通文字。") % {"code": code}


def _field_codes(root):
    """The first word of every field, whose code Word may cut into runs."""
    for node in root.iter(qn("w:fldSimple")):
        yield from node.get(qn("w:instr"), "").upper().split()[:1]
    for paragraph in root.iter(qn("w:p")):
        code = ""
        for node in paragraph.iter(qn("w:instrText"), qn("w:fldChar")):
            if node.tag == qn("w:instrText"):
                code += node.text or ""
            elif code:
                yield from code.upper().split()[:1]
                code = ""
        yield from code.upper().split()[:1]


def _link_problems(document):
    """What Word would fetch from elsewhere when the letter is opened."""
    for part in document.part.package.iter_parts():
        for relation in part.rels.values():
            if relation.is_external and not relation.reltype.endswith(HARMLESS_LINKS):
                yield _("模板引用了文件以外的内容（%(target)s），请删除，或者把图片嵌入文件。") % {
                    "target": relation.target_ref
                }


def _name_problems(about: LetterKind, roots):
    inside, outside = set(), []
    for root in roots:
        rows = schedule_rows(root)
        for paragraph in root.iter(qn("w:p")):
            text = paragraph_text(paragraph)
            names = GAP.findall(text)
            if any(parent in rows for parent in paragraph.iterancestors()):
                inside.update(names)
            else:
                outside += names
            if STRAY.search(GAP.sub("", text)):
                yield _("“%(text)s”中的大括号不成对，或者用了全角大括号；请写成 {名称}。") % {
                    "text": text[:30]
                }
    yield from _unknown(about, inside, outside)
    yield from _missing(about, inside, set(outside))


def _unknown(about: LetterKind, inside, outside):
    allowed = set(names_for(about.code))
    with_lines = allowed | IN_SCHEDULE if about.code == "partial" else allowed
    for name in [n for n in outside if n not in allowed] + sorted(inside - with_lines):
        if hides_applicant(about) and name in CASE:
            yield _("这种文书不能透露申请人，请删除“{%(name)s}”。") % {"name": name}
        else:
            yield _("“{%(name)s}”不是这种文书可用的名称。") % {"name": name}


def _missing(about: LetterKind, inside, outside):
    have = outside | inside
    if "答复正文" in outside:
        have |= SAID_BY_THE_BODY
    for name in about.placeholders:
        if name not in have:
            yield _("缺少“{%(name)s}”，这种文书必须写明。") % {"name": name}
