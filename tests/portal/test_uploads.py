"""Uploads are told by their bytes, named harmlessly and sent back so that nothing runs."""

import struct
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.uploads import ATTACHMENTS, IMAGES, clean_name, content_disposition, serve, verify

WORD_TYPES = (
    '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}+xml"/></Types>'
)


def zipped(**entries):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def office(main, **more):
    return zipped(
        **{"[Content_Types].xml": WORD_TYPES.format(main), "word/document.xml": "<x/>", **more}
    )


def ole2(*names, fat_chain=True):
    """The smallest compound file with these directory entries: header, FAT, one directory sector."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", header, 26, 3, 9)
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    sectors = (len(names) + 3) // 4
    fat = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE] + [0xFFFFFFFF] * (127 - sectors)
    if not fat_chain:
        fat[1] = 1  # a chain that bites its tail
    entries = bytearray(512 * sectors)
    for number, name in enumerate(names):
        raw = name.encode("utf-16-le")
        entries[number * 128 : number * 128 + len(raw)] = raw
        struct.pack_into("<H", entries, number * 128 + 64, len(raw) + 2)
    return bytes(header) + struct.pack("<128I", *fat) + bytes(entries)


def image(kind, size=(8, 6), mode="RGB"):
    buffer = BytesIO()
    Image.new(mode, size, 1).save(buffer, kind)
    return buffer.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content)


GOOD = {
    "a.pdf": b"%PDF-1.7\n%\xe2\xe3\n1 0 obj",
    "bom.pdf": b"\xef\xbb\xbf%PDF-1.4",
    "a.doc": ole2("Root Entry", "WordDocument", "1Table"),
    "many.doc": ole2("Root Entry", *[f"Stream{n}" for n in range(9)], "WordDocument"),
    "a.xls": ole2("Root Entry", "Workbook"),
    "old.xls": ole2("Root Entry", "Book"),
    "a.ppt": ole2("Root Entry", "PowerPoint Document"),
    "a.wps": ole2("Root Entry", "WordDocument"),
    "a.docx": office("wordprocessingml.document.main"),
    "a.xlsx": office("spreadsheetml.sheet.main"),
    "a.pptx": office("presentationml.presentation.main"),
    "a.ofd": zipped(**{"OFD.xml": "<ofd:OFD/>"}),
    "a.zip": zipped(**{"报告.txt": "文字"}),
    "A.JPEG": image("JPEG"),
    "a.png": image("PNG"),
    "a.gif": image("GIF", mode="P"),
    "a.webp": image("WEBP"),
    "a.avif": image("AVIF", size=(64, 64)),
    "a.bmp": image("BMP"),
    "a.mp4": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41",
    "a.mp3": b"ID3\3\0\0\0\0\0\0",
    "a.rar": b"Rar!\x1a\x07\x01\0",
    "a.7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "a.txt": "北京、天津".encode("gb18030"),
    "utf.txt": "BM 与 MZ 开头的文字".encode(),
    "a.csv": "姓名,电话\n甲,1\n".encode("utf-8-sig"),
}


@pytest.mark.parametrize("name", GOOD)
def test_accepted_file_is_recognised_and_rewound(name):
    file = upload(name, GOOD[name])
    found = verify(file)
    expected = name.rsplit(".", 1)[1].lower().replace("jpeg", "jpg")
    assert found.extension == expected
    assert found.label == expected.upper()
    assert file.tell() == 0


BAD = {
    "empty": ("a.pdf", b"", "empty"),
    "html as pdf": ("a.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "mismatch"),
    "html as txt": ("a.txt", b"  <html><body onload=x>", "mismatch"),
    "svg as png": (
        "a.png",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "mismatch",
    ),
    "svg": ("a.svg", b"<svg/>", "type_not_allowed"),
    "html": ("a.html", b"<html>", "type_not_allowed"),
    "no extension": ("readme", b"text", "type_not_allowed"),
    "double extension": ("a.pdf.exe", b"%PDF-", "type_not_allowed"),
    "program as doc": ("a.doc", b"MZ\x90\0\3\0\0\0", "mismatch"),
    "program as txt": ("a.txt", b"\x7fELF\2\1", "mismatch"),
    "picture under another name": ("a.png", image("JPEG"), "mismatch"),
    "docx as doc": ("a.doc", office("wordprocessingml.document.main"), "mismatch"),
    "zip as docx": ("a.docx", zipped(**{"x.txt": "x"}), "mismatch"),
    "xlsx as docx": ("a.docx", office("spreadsheetml.sheet.main"), "mismatch"),
    "docm as docx": ("a.docx", office("wordprocessingml.document.macroEnabled.main"), "macro"),
    "vba in docx": (
        "a.docx",
        office("wordprocessingml.document.main", **{"word/vbaProject.bin": "x"}),
        "macro",
    ),
    "vba in doc": ("a.doc", ole2("Root Entry", "WordDocument", "Macros", "VBA"), "macro"),
    "password": ("a.docx", ole2("Root Entry", "EncryptionInfo", "EncryptedPackage"), "encrypted"),
    "looping directory": ("a.doc", ole2("Root Entry", fat_chain=False), "damaged"),
    "cut off ole2": ("a.doc", GOOD["a.doc"][:600], "mismatch"),
    "cut off zip": ("a.zip", GOOD["a.zip"][:30], "damaged"),
    "cut off png": ("a.png", image("PNG", size=(99, 99))[:60], "damaged"),
    "program in zip": ("a.zip", zipped(**{"安装.exe": "MZ"}), "executable"),
    "hidden program in zip": ("a.zip", zipped(**{"a.pdf.lnk. ": "x"}), "executable"),
    "bomb": ("a.zip", zipped(**{"a.txt": b"\0" * 60_000_000}), "zip_bomb"),
    "quicktime": ("a.mp4", b"\0\0\0\x14ftypqt  \0\0\0\0", "mismatch"),
    "binary as txt": ("a.txt", b"ab\0\1\2", "mismatch"),
}


@pytest.mark.parametrize("name", BAD)
def test_refused_file_says_why_in_chinese(name):
    filename, content, code = BAD[name]
    with pytest.raises(ValidationError) as caught:
        verify(upload(filename, content))
    assert caught.value.code == code
    assert any("\u4e00" <= character <= "\u9fff" for character in caught.value.messages[0])


def test_zip_with_too_many_entries_is_refused_before_the_list_is_read():
    content = bytearray(GOOD["a.zip"])
    at = content.rfind(b"PK\5\6")
    struct.pack_into("<I", content, at + 12, 50_000_000)
    with pytest.raises(ValidationError) as caught:
        verify(upload("a.zip", bytes(content)))
    assert caught.value.code == "zip_bomb"


def test_limits_of_type_and_size():
    with pytest.raises(ValidationError) as caught:
        verify(upload("a.pdf", GOOD["a.pdf"]), IMAGES)
    assert caught.value.code == "type_not_allowed" and "jpg" in caught.value.messages[0]
    with pytest.raises(ValidationError) as caught:
        verify(upload("a.pdf", GOOD["a.pdf"]), max_bytes=5)
    assert caught.value.code == "too_large"


def test_pixels_are_counted_before_decoding():
    with pytest.raises(ValidationError) as caught:
        verify(upload("a.png", image("PNG", size=(8000, 6000), mode="1")))
    assert caught.value.code == "too_many_pixels"


def test_nothing_that_browsers_execute_is_on_the_list():
    assert not ATTACHMENTS & {
        "svg",
        "html",
        "htm",
        "xhtml",
        "xml",
        "js",
        "exe",
        "docm",
        "xlsm",
        "swf",
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("年度报告.PDF", "年度报告.PDF"),
        ("C:\\文件\\..\\报告.docx", "报告.docx"),
        ("../../etc/passwd", "passwd"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("a\x00b\r\nc\u200b.pdf", "abc.pdf"),
        ("  多  个\t空格 .pdf", "多 个空格.pdf"),
        ('a<b>:"c"|?*.pdf', "a_b___c____.pdf"),
        (".htaccess", "htaccess"),
        ("", "附件"),
        ("...", "附件"),
    ],
)
def test_names_are_made_harmless(given, expected):
    assert clean_name(given) == expected


def test_name_takes_the_found_extension_and_keeps_a_limit():
    assert clean_name("报告", extension="pdf") == "报告.pdf"
    assert clean_name("报告.PDF", extension="pdf") == "报告.pdf"
    assert clean_name("照片.jpeg", extension="jpg") == "照片.jpg"
    assert clean_name("报告.exe", extension="pdf") == "报告.exe.pdf"
    long = clean_name("长" * 300 + ".docx")
    assert len(long) == 120 and long.endswith("长.docx")


def test_disposition_carries_both_names():
    value = content_disposition("年度“报告”.pdf")
    assert value.startswith("attachment; filename=\"download.pdf\"; filename*=UTF-8''")
    assert "%E5%B9%B4%E5%BA%A6" in value and value.isascii()
    assert content_disposition('a"\r\nX: 1.pdf', as_attachment=False).count("\n") == 0


@pytest.fixture
def stored(tmp_path):
    storage = FileSystemStorage(location=tmp_path)
    name = storage.save("附 件/a.pdf", ContentFile(b"%PDF-1.7 content"))

    class Field:
        pass

    field = Field()
    field.name, field.storage = name, storage
    return field


def test_served_file_cannot_run(stored):
    response = serve(stored, "报告.pdf", "application/pdf")
    assert b"".join(response.streaming_content) == b"%PDF-1.7 content"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Length"] == "16"


def test_nginx_sends_the_bytes_when_told_to(stored, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/protected/"
    response = serve(stored, "报告.pdf", "application/pdf")
    assert response["X-Accel-Redirect"] == "/protected/%E9%99%84%20%E4%BB%B6/a.pdf"
    assert response.content == b""
    assert response["Content-Disposition"].startswith("attachment")
    stored.name = "gone.pdf"
    with pytest.raises(FileNotFoundError):
        serve(stored, "报告.pdf", "application/pdf")
