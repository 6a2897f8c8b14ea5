"""The kinds of files the portal accepts."""

from dataclasses import dataclass

OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileType:
    """What a file was found to be: canonical extension, content type, a short label for people."""

    extension: str
    content_type: str
    label: str


TYPES = {
    kind.extension: kind
    for kind in (
        FileType("pdf", "application/pdf", "PDF"),
        FileType("ofd", "application/ofd", "OFD"),
        FileType("doc", "application/msword", "DOC"),
        FileType("xls", "application/vnd.ms-excel", "XLS"),
        FileType("ppt", "application/vnd.ms-powerpoint", "PPT"),
        FileType("wps", "application/vnd.ms-works", "WPS"),
        FileType("et", "application/vnd.ms-excel", "ET"),
        FileType("docx", OOXML + "wordprocessingml.document", "DOCX"),
        FileType("xlsx", OOXML + "spreadsheetml.sheet", "XLSX"),
        FileType("pptx", OOXML + "presentationml.presentation", "PPTX"),
        FileType("txt", "text/plain; charset=utf-8", "TXT"),
        FileType("csv", "text/csv; charset=utf-8", "CSV"),
        FileType("zip", "application/zip", "ZIP"),
        FileType("rar", "application/vnd.rar", "RAR"),
        FileType("7z", "application/x-7z-compressed", "7Z"),
        FileType("jpg", "image/jpeg", "JPG"),
        FileType("png", "image/png", "PNG"),
        FileType("gif", "image/gif", "GIF"),
        FileType("webp", "image/webp", "WEBP"),
        FileType("avif", "image/avif", "AVIF"),
        FileType("bmp", "image/bmp", "BMP"),
        FileType("mp4", "video/mp4", "MP4"),
        FileType("mp3", "audio/mpeg", "MP3"),
    )
}
ALIASES = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "dib": "bmp", "m4v": "mp4"}

DOCUMENTS = frozenset(
    ["pdf", "ofd", "doc", "xls", "ppt", "wps", "et", "docx", "xlsx", "pptx", "txt", "csv"]
)
ARCHIVES = frozenset(["zip", "rar", "7z"])
IMAGES = frozenset(["jpg", "png", "gif", "webp", "avif", "bmp"])
MEDIA = frozenset(["mp4", "mp3"])
# What may be attached to an article. SVG and HTML are missing on purpose: they carry scripts.
ATTACHMENTS = DOCUMENTS | ARCHIVES | IMAGES | MEDIA


def claimed_extension(name: str) -> str:
    """The canonical extension in a file name, without the dot ("" when there is none)."""
    stem, dot, extension = name.rpartition(".")
    extension = extension.strip().lower() if dot and stem else ""
    return ALIASES.get(extension, extension)
