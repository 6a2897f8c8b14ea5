"""Looking inside the two container formats of office files: zip and OLE2 compound files."""

import re
import struct
import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_ENTRIES = 20_000
MAX_DIRECTORY_BYTES = 8 * 1024**2
MAX_UNPACKED = 2 * 1024**3
# Real office files pack up to about 30 to 1; small ones may do better.
MAX_RATIO = 150
RATIO_FREE = 20 * 1024**2
MAX_CONTENT_TYPES = 1024**2

EXECUTABLE = re.compile(
    r"\.(exe|com|scr|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|dll|jar|lnk|reg|apk)$",
    re.IGNORECASE,
)
OOXML_MAIN = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}


def macro_error():
    return ValidationError(
        _("文件中带有宏，存在安全风险。请在 Office 或 WPS 中另存为不带宏的格式后再上传。"),
        code="macro",
    )


def damaged_error():
    return ValidationError(_("文件已损坏，无法打开。请检查后重新上传。"), code="damaged")


def bomb_error():
    return ValidationError(_("压缩包解压后过大，疑似压缩炸弹，不能上传。"), code="zip_bomb")


# --- zip --------------------------------------------------------------------------------------
def identify_zip(file) -> str:
    """The extension a zip file deserves: docx, xlsx, pptx, ofd or plain zip."""
    _refuse_huge_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries)
            names = {entry.filename for entry in entries}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise macro_error()
            if "[Content_Types].xml" in names:
                return _identify_ooxml(archive)
            if "OFD.xml" in names:
                return "ofd"
            _refuse_executables(names)
            return "zip"
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise damaged_error() from error


def _refuse_huge_directory(file):
    """Look at the end record before ``zipfile`` loads the whole list of entries into memory."""
    file.seek(max(0, file.size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + 22:
        raise damaged_error()
    size = struct.unpack_from("<I", tail, at + 12)[0]
    # The zip64 form (locator PK 6 7) exists for archives beyond what may be uploaded here.
    if size > MAX_DIRECTORY_BYTES or tail[max(0, at - 20) : at].startswith(b"PK\6\7"):
        raise bomb_error()


def _refuse_bomb(entries):
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_dense = unpacked > RATIO_FREE and unpacked > packed * MAX_RATIO
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or too_dense:
        raise bomb_error()


def _refuse_executables(names):
    for name in sorted(names):
        if EXECUTABLE.search(name.rstrip(". ")):
            raise ValidationError(
                _("压缩包中含有可执行文件“%(name)s”，不能上传。"),
                code="executable",
                params={"name": name.rsplit("/", 1)[-1][:60]},
            )


def _identify_ooxml(archive) -> str:
    with archive.open("[Content_Types].xml") as part:
        types = part.read(MAX_CONTENT_TYPES).decode("utf-8", "replace")
    if "macroEnabled" in types:
        raise macro_error()
    for extension, main in OOXML_MAIN.items():
        if main in types:
            return extension
    return "zip"


# --- OLE2 -------------------------------------------------------------------------------------
OLE2_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_CHAIN = 0xFFFFFFFA  # this value and above are no sector numbers
MAX_DIRECTORY_SECTORS = 4096
STREAM_TYPES = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
MACRO_STORAGES = {"Macros", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"}


class CompoundFile:
    """Just enough of an OLE2 file to list the names in its directory."""

    def __init__(self, file):
        self.file = file
        file.seek(0)
        header = file.read(512)
        if len(header) < 512:
            raise ValueError("short header")
        shift = struct.unpack_from("<H", header, 30)[0]
        if shift not in (9, 12):
            raise ValueError("sector size")
        self.sector_size = 1 << shift
        self.directory_start = struct.unpack_from("<I", header, 48)[0]
        self.difat_next = struct.unpack_from("<I", header, 68)[0]
        self.fat_sectors = list(struct.unpack_from("<109I", header, 76))

    def _sector(self, number: int) -> bytes:
        self.file.seek((number + 1) * self.sector_size)
        data = self.file.read(self.sector_size)
        if len(data) < self.sector_size:
            data += b"\0" * (self.sector_size - len(data))
        return data

    def _fat_sector(self, index: int) -> int:
        """Number of the ``index``-th FAT sector; a chain of sectors lists the 110th and later."""
        while index >= len(self.fat_sectors):
            if self.difat_next >= END_OF_CHAIN or len(self.fat_sectors) > 200_000:
                raise ValueError("FAT chain")
            values = struct.unpack(f"<{self.sector_size // 4}I", self._sector(self.difat_next))
            self.fat_sectors.extend(values[:-1])
            self.difat_next = values[-1]
        return self.fat_sectors[index]

    def _next(self, sector: int) -> int:
        per_sector = self.sector_size // 4
        fat = self._sector(self._fat_sector(sector // per_sector))
        return struct.unpack_from("<I", fat, 4 * (sector % per_sector))[0]

    def names(self) -> set[str]:
        """Names of all streams and storages."""
        found, sector = set(), self.directory_start
        for _step in range(MAX_DIRECTORY_SECTORS):
            if sector >= END_OF_CHAIN:
                return found
            data = self._sector(sector)
            for offset in range(0, self.sector_size, 128):
                length = struct.unpack_from("<H", data, offset + 64)[0]
                if 2 < length <= 64:
                    raw = data[offset : offset + length - 2]
                    found.add(raw.decode("utf-16-le", "replace"))
            sector = self._next(sector)
        raise ValueError("directory chain")


def identify_ole2(file) -> str:
    """doc, xls or ppt."""
    try:
        names = CompoundFile(file).names()
    except (ValueError, struct.error, OverflowError) as error:
        raise damaged_error() from error
    if "EncryptedPackage" in names:
        raise ValidationError(
            _("文件设有打开密码，公众无法阅读。请去掉密码后再上传。"), code="encrypted"
        )
    if names & MACRO_STORAGES:
        raise macro_error()
    for stream, extension in STREAM_TYPES.items():
        if stream in names:
            return extension
    return "ole2"
