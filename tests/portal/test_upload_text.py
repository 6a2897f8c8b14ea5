"""The text of uploaded files: read in a child process that may fail in any way."""

import os
import signal
import subprocess
import sys
import time
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from news.demo_loader.reader import DemoFiles
from portal.uploads import ATTACHMENTS, text_worker
from portal.uploads import text as texts
from portal.uploads.text import MAX_TEXT, UnreadableError, extract, tidy
from tests import office

# Small, but minutes of work: the same full page over and over.
ENDLESS = office.pdf([], repeat=50_000, drawing="0 0 m 9 9 l S " * 5_000)
CPU_USED_UP = {signal.SIGKILL, signal.SIGXCPU}
LETTERS = "各协作单位须于十二月五日前报送需求。"


def words(content, extension, **options):
    return extract(BytesIO(content), extension, strict=True, **options)


def reason(content, extension, **options):
    """Why the file cannot be read."""
    with pytest.raises(UnreadableError) as caught:
        words(content, extension, **options)
    return str(caught.value)


def worker(monkeypatch, tmp_path, code):
    """Run ``code`` in place of the worker."""
    script = tmp_path / "worker.py"
    script.write_text(f"import os, sys, time\n{code}\n", encoding="utf-8")
    monkeypatch.setattr(texts, "WORKER", script)


# --- What is found ------------------------------------------------------------------------------
def test_a_word_divided_between_two_lines_of_a_pdf_is_whole_again():
    content = office.pdf(["关于开展大型仪", "器开放共享评价的通知"], ["第二页 Open Data"])
    assert words(content, "pdf") == "关于开展大型仪器开放共享评价的通知\n第二页Open Data"


def test_paragraphs_and_cells_of_a_docx_stand_one_a_line():
    content = office.docx("各单位：", LETTERS, cells=["设备名称", "数量", "2 台"])
    assert words(content, "docx").splitlines() == ["各单位：", LETTERS, "设备名称", "数量", "2台"]


def test_a_text_box_is_read_once_and_deleted_text_not_at_all():
    box = "<w:pict><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:pict>"
    content = office.docx_of(
        f'<?xml version="1.0"?><!-- 注 --><w:document {office.W} xmlns:mc="mc"><w:body><w:p>'
        f"<w:r><w:t>段首</w:t><w:tab/><w:t>段尾</w:t></w:r><w:del><w:delText>删去</w:delText></w:del>"
        f"</w:p><w:p><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:p></w:body></w:document>"
    )
    assert words(content, "docx").splitlines() == ["段首段尾", "框内"]


def test_an_xlsx_gives_its_sheets_and_values():
    content = office.xlsx(
        [["设备编号", "原值"], ["JJ-EM-001", 2860], [None, 0.5]], title="设备清单"
    )
    assert words(content, "xlsx").splitlines() == [
        *("设备清单 设备编号 原值 JJ-EM-001 2860 0.5".split())
    ]


def test_an_xlsx_of_excel_keeps_its_texts_in_a_table():
    cells = '<c r="A1" t="s"><v>1</v></c><c r="C1" t="s"><v>0</v></c>'
    content = office.xlsx_of(f'<sheetData><row r="1">{cells}</row></sheetData>', ["甲", "乙"])
    assert words(content, "xlsx").splitlines()[1:] == ["乙", "甲"]


def test_slides_come_in_their_order():
    slides = [f"第{n}张" for n in range(1, 12)]
    assert words(office.pptx(*slides), "pptx").splitlines() == slides


def test_an_ofd_page_is_joined_like_a_pdf_page():
    content = office.ofd(["关于印发管理", "办法的通知"], ["附件"])
    assert words(content, "ofd") == "关于印发管理办法的通知\n附件"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("extension", ["txt", "csv"])
def test_plain_text_is_read_in_the_encodings_in_use(encoding, extension):
    assert words(f"姓名,电话\r\n张三,{LETTERS}".encode(encoding), extension) == (
        f"姓名,电话\n张三,{LETTERS}"
    )


def test_files_of_wps_in_the_new_formats_are_read():
    assert LETTERS in words(office.docx(LETTERS), "wps")
    assert "数量" in words(office.xlsx([["数量"]]), "et")


DEMO = {
    "tender-notice.pdf": "中试验证基地精密环境试验设备采购项目",
    "service-agreement-template.docx": "经协商一致，订立本协议",
    "demand-form.docx": "最短连续机时",
    "equipment-list.xlsx": "球差校正透射电子显微镜",
    "safety-checklist.xlsx": "插线板无串接、无老化",
}


@pytest.mark.parametrize("name", DEMO)
def test_known_words_are_found_in_the_demo_files(name):
    with DemoFiles().attachment(name).open("rb") as file:
        assert DEMO[name] in extract(file, name.rpartition(".")[2])


def test_every_readable_type_has_a_reader():
    assert set(text_worker.READERS) == texts.READABLE <= ATTACHMENTS


# --- How it is tidied -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("甲\0乙\x1b丙\u200b丁\u202e戊\ue000己\ud800", "甲乙丙丁戊己"),
        ("⼀⽉ 与 不", "一月与不"),
        ("infor\x02 mation, data\ufffe\r\nset", "information, dataset"),
        ("使用 Python 3 编写 ， 见 “附录 A”", "使用Python 3编写，见“附录A”"),
        ("  café   noir \n\n \u3000 \n二  ", "café noir\n二"),
        ("𠮷 野 家", "𠮷野家"),
    ],
)
def test_text_is_tidy(raw, expected):
    assert tidy(raw) == expected


def test_control_characters_inside_a_file_do_not_come_out():
    assert words("甲\0乙\x07丙".encode("utf-16"), "txt") == "甲乙丙"


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (("字" * 100_000 + "\n") * 3, "txt"),
        (office.docx(*["word " * 20_000] * 4), "docx"),
        (office.xlsx([["数" * 30_000]] * 10), "xlsx"),
    ],
)
def test_text_is_never_longer_than_the_limit(content, extension):
    content = content.encode() if isinstance(content, str) else content
    assert MAX_TEXT - 10 <= len(words(content, extension)) <= MAX_TEXT


# --- Files without text, broken and hostile ones ------------------------------------------------
def test_a_scanned_pdf_has_no_text():
    buffer = BytesIO()
    Image.new("RGB", (600, 800), "white").save(buffer, "PDF")
    assert words(buffer.getvalue(), "pdf") == ""


def test_a_pdf_with_a_password_has_no_text():
    assert words(office.pdf([LETTERS], trailer=office.ENCRYPTED), "pdf") == ""


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (office.docx(LETTERS)[:-300], "docx"),
        (office.xlsx([["甲"]])[:900], "xlsx"),
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (office.pdf([LETTERS])[:700], "pdf"),
        (b"", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "wps"),
        (office.zipped({"a.txt": "x"}), "docx"),
        (office.docx_of("<w:document><w:p>"), "docx"),
    ],
)
def test_a_broken_file_has_no_text_and_is_logged_without_its_content(content, extension, caplog):
    assert extract(ContentFile(content, name="a/标记.bin"), extension) == ""
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert "标记.bin" in record.getMessage()
    assert "status 1" in record.getMessage()


def test_a_broken_page_does_not_spoil_the_others():
    content = office.pdf(["第一页"], ["第二页"], ["第三页"])
    broken = content.replace(b"[7 0 R 9 0 R 11 0 R]", b"[7 0 R 1 0 R 11 0 R]")
    assert broken != content
    assert words(broken, "pdf").splitlines() == ["第一页", "第三页"]


@pytest.mark.parametrize("extension", ["doc", "zip", "jpg", "", "../pdf"])
def test_other_files_are_not_even_opened(extension, monkeypatch):
    monkeypatch.setattr(texts, "_run", lambda *args: pytest.fail("a worker was started"))
    assert words(b"x", extension) == ""


def docx_with(entities, reference):
    return office.docx_of(
        f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><w:document {office.W}><w:p>'
        f"<w:t>前</w:t><w:t>{reference}</w:t><w:t>后</w:t></w:p></w:document>"
    )


def test_entities_are_not_multiplied():
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    content = docx_with(f'<!ENTITY e0 "炸弹">{bomb}', "&e9;")
    assert reason(content, "docx") == "the worker ended with status 1"
    assert words(docx_with('<!ENTITY e0 "炸弹">', "&e0;"), "docx") == "前后"


def test_entities_fetch_no_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    content = docx_with(f'<!ENTITY file SYSTEM "{secret.as_uri()}">', "&file;")
    assert words(content, "docx") == "前后"


def test_an_xlsx_is_not_filled_up_to_the_size_it_claims():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 20_001))
    last = '<row r="1000000"><c r="A1000000"><v>7</v></c></row>'
    content = office.xlsx_of(f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}{last}</sheetData>')
    assert words(content, "xlsx", timeout=6).splitlines()[-1] == "20000"


# --- Limits ---------------------------------------------------------------------------------------
def test_a_pdf_that_takes_too_long_is_given_up():
    started = time.monotonic()
    assert reason(ENDLESS, "pdf", timeout=1.5)
    assert time.monotonic() - started < 10


def test_a_worker_that_sleeps_is_killed(monkeypatch, tmp_path):
    pid = tmp_path / "pid"
    worker(
        monkeypatch, tmp_path, f"open({str(pid)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    )
    assert reason(b"", "pdf", timeout=2) == "not done after 2 seconds"
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_a_worker_whose_parent_is_gone_ends_by_itself(tmp_path):
    code = f"import runpy, time; runpy.run_path({str(texts.WORKER)!r})['confine'](1); "
    for rest, ends in (
        ("time.sleep(60)", {signal.SIGALRM}),
        ("import signal; signal.signal(14, signal.SIG_IGN)\nwhile True: pass", CPU_USED_UP),
    ):
        done = subprocess.run([sys.executable, "-I", "-c", code + rest], timeout=30)
        assert -done.returncode in ends


def test_memory_is_limited():
    content = office.xlsx_of("<sheetData/>", ["x" * 300_000_000])
    assert reason(content, "xlsx") == "the worker ended with status 1"


def test_output_and_open_files_are_limited(monkeypatch, tmp_path):
    confined = f"import runpy; runpy.run_path({str(texts.WORKER)!r})['confine'](20)\n"
    worker(monkeypatch, tmp_path, confined + "os.write(1, b'x' * 5_000_000)\nos.write(1, b'x')")
    assert reason(b"", "pdf") == "the worker ended with status 1"
    worker(monkeypatch, tmp_path, confined + "[open(os.devnull) for _ in range(40)].clear()")
    assert reason(b"", "pdf") == "the worker ended with status 1"


def test_more_than_the_limit_is_not_taken_from_a_worker_gone_wild(monkeypatch, tmp_path):
    worker(monkeypatch, tmp_path, "sys.stdout.buffer.write(b'x' * 30_000_000)")
    assert words(b"", "pdf") == "x" * MAX_TEXT
    worker(monkeypatch, tmp_path, f"sys.stdout.write('\\0' * {4 * MAX_TEXT} + 'x')")
    assert words(b"", "pdf") == ""


@pytest.mark.parametrize(
    ("code", "status"),
    [("os.kill(os.getpid(), 9)", -9), ("os.abort()", -6), ("raise ValueError('机密')", 1)],
)
def test_a_worker_that_dies_leaves_no_text(monkeypatch, tmp_path, code, status):
    worker(monkeypatch, tmp_path, f"print('半截', flush=True)\n{code}")
    assert reason(b"", "pdf") == f"the worker ended with status {status}"


def test_without_an_interpreter_there_is_no_text(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert reason(b"", "pdf") == "FileNotFoundError"
    assert extract(BytesIO(b""), "pdf") == ""


def test_the_worker_gets_no_secrets_and_no_module_of_ours(monkeypatch, tmp_path):
    real = str(texts.WORKER)
    monkeypatch.setenv("SECRET_KEY", "geheim")
    monkeypatch.setenv("PYTHONPATH", os.getcwd())
    worker(monkeypatch, tmp_path, "print(sorted(os.environ), sys.path)")
    found = words(b"", "pdf")
    assert "SECRET" not in found
    assert f"{os.getcwd()}'" not in found
    assert f"{tmp_path}'" not in found
    code = f"import runpy\nrunpy.run_path({real!r})\nprint(*sys.modules, sep='\\n')"
    worker(monkeypatch, tmp_path, code)
    assert not {"django", "portal", "socket", "lxml"} & set(words(b"", "pdf").splitlines())


def test_a_file_on_disk_can_be_read_on_as_if_nothing_had_happened(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"".join(b"line %06d\n" % n for n in range(20_000)))
    with path.open("rb") as file:
        assert file.read(5) == b"line "
        assert words(path.read_bytes(), "txt")[:200] == extract(file, "txt")[:200]
        assert file.read(7) == b"000000\n"
        file.seek(0)
        assert file.read() == path.read_bytes()
