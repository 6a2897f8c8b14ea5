"""Telling a file's type from its bytes."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from .containers import OLE2_MAGIC, identify_ole2, identify_zip
from .images import identify_image
from .types import ATTACHMENTS, IMAGES, TYPES, FileType, claimed_extension

HEAD = 4096
# Extensions that name the same content: WPS writes .wps and .et in Microsoft's formats.
SAME_CONTENT = {"wps": {"doc", "docx", "ole2"}, "et": {"xls", "xlsx", "ole2"}}
# What refused content is called, to people.
OTHER_LABELS = {
    "html": "HTML 网页",
    "svg": "SVG 图形",
    "ole2": "OLE 复合文档",
    "exe": "可执行程序",
    "mov": "QuickTime 视频",
}
MP4_BRANDS = frozenset(b"isom iso2 iso4 iso5 iso6 mp41 mp42 avc1 dash MSNV".split()) | {b"M4V "}


def verify(file, allowed=ATTACHMENTS, *, max_bytes: int | None = None) -> FileType:
    """Return the :class:`FileType` of an uploaded ``file``, or raise ``ValidationError`` (Chinese).

    ``allowed`` holds extensions. The type found in the content must be the one the name claims and
    be allowed. ``max_bytes`` defaults to ``MAX_ATTACHMENT_BYTES``. The file is rewound.
    """
    _check_size(file, settings.MAX_ATTACHMENT_BYTES if max_bytes is None else max_bytes)
    claimed = claimed_extension(file.name or "")
    if claimed not in allowed or claimed not in TYPES:
        raise ValidationError(
            _("不能上传“.%(extension)s”文件。可以上传的类型：%(allowed)s。"),
            code="type_not_allowed",
            params={"extension": claimed or "?", "allowed": "、".join(sorted(set(allowed)))},
        )
    try:
        found = identify(file, claimed)
    finally:
        file.seek(0)
    if found != claimed and found not in SAME_CONTENT.get(claimed, ()):
        raise _mismatch(claimed, found)
    return TYPES[claimed]


def _check_size(file, max_bytes):
    if not file.size:
        raise ValidationError(_("文件是空的，请检查后重新上传。"), code="empty")
    if file.size > max_bytes:
        raise ValidationError(
            _("文件有 %(size)s，超过了 %(limit)s 的上限。"),
            code="too_large",
            params={"size": filesizeformat(file.size), "limit": filesizeformat(max_bytes)},
        )


def _mismatch(claimed, found):
    label = TYPES[found].label if found in TYPES else OTHER_LABELS.get(found)
    if label is None:
        message = _("文件内容与扩展名“.%(extension)s”不符，可能已损坏或被改过名。")
    else:
        message = _(
            "文件内容与扩展名“.%(extension)s”不符：内容是 %(label)s。请使用原来的文件上传。"
        )
    return ValidationError(message, code="mismatch", params={"extension": claimed, "label": label})


def identify(file, claimed: str = "") -> str:
    """The extension the content deserves, a word of ``OTHER_LABELS``, or "" when unknown.

    ``claimed`` decides only between formats without a signature (text and comma-separated text).
    """
    file.seek(0)
    head = file.read(HEAD)
    found = _by_signature(head)
    if found in IMAGES:
        return identify_image(file)
    if found == "zip":
        return identify_zip(file)
    if found == "ole2":
        return identify_ole2(file)
    if found:
        return found
    return _markup(head) or (claimed if claimed in {"txt", "csv"} and _is_text(file) else "")


SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (OLE2_MAGIC, "ole2"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"\x7fELF", "exe"),
)


def _by_signature(head: bytes) -> str:
    # A byte order mark or line break before %PDF occurs in real files; anything else is a polyglot.
    if head.lstrip(b"\xef\xbb\xbf\r\n\t \0").startswith(b"%PDF-"):
        return "pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in (b"avif", b"avis"):
            return "avif"
        return "mp4" if brand in MP4_BRANDS else "mov"
    # Two letters are too few to go by: text may start with them too.
    if head[:2] in (b"BM", b"MZ") and b"\0\0" in head[:64]:
        return "bmp" if head[:2] == b"BM" else "exe"
    return next((found for magic, found in SIGNATURES if head.startswith(magic)), "")


MARKUP = re.compile(
    rb"<\s*(!doctype\s+(html|svg)|html|head|body|script|svg|iframe|xsl:|\?xml[^>]*>\s*(<!--.*?-->\s*)*<\s*svg)",
    re.IGNORECASE | re.DOTALL,
)


def _markup(head: bytes) -> str:
    """``html`` or ``svg`` when the text starts like a document that browsers execute."""
    match = MARKUP.search(head.replace(b"\0", b""))
    if not match:
        return ""
    return "svg" if b"svg" in match.group(0).lower() else "html"


def _is_text(file) -> bool:
    file.seek(0)
    sample = file.read(1024 * 1024)
    if b"\0" in sample and not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            # The sample may end in the middle of a character.
            sample[: len(sample) - len(sample) % 4 or None].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(sample) - 8 and len(sample) == 1024 * 1024:
                return True
            continue
        return True
    return False
