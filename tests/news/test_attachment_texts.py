"""The text of attachments: read after the commit, kept for the search, loaded by no page."""

import time
from io import StringIO
from itertools import pairwise

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from news.demo_loader.ledger import fingerprint
from news.models import Attachment
from news.services import texts
from news.services.attachments import attach
from portal import content_version
from portal.uploads import text as uploads_text
from tests import office
from tests.factories import make_article, make_section, make_user
from tests.news.test_admin_articles import form_data, url

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "各协作单位须于十二月五日前报送需求。"


def docx(text=WORDS, name="通知.docx"):
    return ContentFile(office.docx(text), name=name)


def upload(content, name):
    return SimpleUploadedFile(name, content)


def text_of(attachment):
    return Attachment.objects.values_list("text", flat=True).get(pk=attachment.pk)


def command(*arguments):
    out = StringIO()
    call_command("extract_texts", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def article():
    return make_article(make_section("科创视点", slug="kcsd"))


@pytest.fixture
def root(client):
    client.force_login(make_user("root", superuser=True))
    return client


@pytest.fixture
def hanging_worker(monkeypatch, tmp_path):
    """A parser that never ends, and little patience with it."""
    script = tmp_path / "worker.py"
    script.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(uploads_text, "WORKER", script)
    monkeypatch.setattr(texts, "TIMEOUT", 2)


# --- Every way a file gets in -------------------------------------------------------------------
def test_an_attached_file_brings_its_words_and_a_new_version_of_the_content(article):
    with transaction.atomic():
        attachment = attach(article, docx())
        saved = content_version.read()
        assert text_of(attachment) == ""
    assert attachment.text == text_of(attachment) == WORDS
    assert content_version.read() != saved


def test_nothing_is_read_while_a_transaction_holds_the_database(article, monkeypatch):
    open_ones = []
    monkeypatch.setattr(
        texts, "extract", lambda *a, **k: open_ones.append(connection.in_atomic_block) or "甲"
    )
    with transaction.atomic():
        attach(article, docx())
    assert open_ones == [False]


def test_files_of_the_article_form_are_read_when_added_and_when_replaced(root, article):
    rows = [{"file": upload(office.docx(WORDS), "甲.docx"), "name": "", "position": 10}]
    root.post(url("change", article.pk), form_data(article, attachments=rows))
    attachment = Attachment.objects.get()
    assert text_of(attachment) == WORDS
    article.refresh_from_db()
    row = {"id": attachment.pk, "article": article.pk, "position": 10}
    file = upload(office.xlsx([["新表"]]), "乙.xlsx")
    root.post(url("change", article.pk), form_data(article, attachments=[{**row, "file": file}]))
    assert text_of(attachment) == "明细表\n新表"
    article.refresh_from_db()
    response = root.post(
        url("change", article.pk), form_data(article, attachments=[{**row, "name": "改名"}])
    )
    assert response.status_code == 302
    attachment.refresh_from_db()
    assert (attachment.name, text_of(attachment)) == ("改名", "明细表\n新表")


@pytest.mark.parametrize("limit", [20, 0])
def test_a_replaced_file_leaves_no_words_behind(root, article, monkeypatch, limit):
    monkeypatch.setattr(texts, "TIMEOUT", limit)  # read in vain, or not even read
    attachment = attach(article, docx())
    Attachment.objects.update(text=WORDS)
    row = {"id": attachment.pk, "article": article.pk, "position": 10}
    file = upload(b"%PDF-1.7\n1 0 obj", "坏.pdf")
    root.post(url("change", article.pk), form_data(article, attachments=[{**row, "file": file}]))
    attachment.refresh_from_db()
    assert attachment.original_name == "坏.pdf"
    assert text_of(attachment) == ""


def test_a_text_is_not_written_to_a_file_that_came_meanwhile(article, monkeypatch):
    attachment = attach(article, docx("旧"))

    def replaced_while_reading(file, extension, **options):
        Attachment.objects.filter(pk=attachment.pk).update(file="attachments/new.docx", text="新")
        return "旧的文字"

    monkeypatch.setattr(texts, "extract", replaced_while_reading)
    texts.fill(attachment)
    assert text_of(attachment) == "新"


# --- Whatever the file does -----------------------------------------------------------------------
def test_hostile_files_hold_up_the_form_no_longer_than_one_limit(root, article, hanging_worker):
    rows = [
        {"file": upload(office.docx(WORDS), f"{n}.docx"), "name": "", "position": n}
        for n in range(1, 5)
    ]
    started = time.monotonic()
    response = root.post(url("change", article.pk), form_data(article, attachments=rows))
    assert response.status_code == 302
    assert time.monotonic() - started < 6
    assert list(Attachment.objects.values_list("text", flat=True)) == [""] * 4


def test_each_file_gets_the_time_the_others_left(article, monkeypatch):
    given = []
    monkeypatch.setattr(texts, "TIMEOUT", 3)
    monkeypatch.setattr(
        texts, "extract", lambda *a, timeout: given.append(timeout) or time.sleep(0.9) or ""
    )
    texts.read_on_commit([attach(article, docx()) for _ in range(5)])
    shared = given[5:]
    assert 2 <= len(shared) <= 3
    assert all(later <= earlier - 0.9 for earlier, later in pairwise(shared))


@pytest.mark.parametrize("code", ["import os; os.kill(os.getpid(), 9)", "1 / 0"])
def test_a_dying_worker_leaves_the_upload_saved(root, article, monkeypatch, tmp_path, code):
    script = tmp_path / "worker.py"
    script.write_text(code)
    monkeypatch.setattr(uploads_text, "WORKER", script)
    rows = [{"file": upload(office.docx(WORDS), "甲.docx"), "name": "", "position": 10}]
    response = root.post(url("change", article.pk), form_data(article, attachments=rows))
    assert response.status_code == 302
    attachment = Attachment.objects.get()
    assert text_of(attachment) == ""
    assert attachment.file.storage.exists(attachment.file.name)


def test_a_missing_interpreter_or_storage_leaves_the_upload_saved(article, monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert text_of(attach(article, docx())) == ""

    def away(*args, **kwargs):
        raise RuntimeError("a storage of its own kind is away")

    monkeypatch.setattr(texts, "extract", away)
    assert text_of(attach(article, docx())) == ""


# --- manage.py extract_texts ----------------------------------------------------------------------
def test_missing_texts_are_filled_and_failures_told(article):
    full, empty, lost = (attach(article, docx(name=f"{n}.docx")) for n in "甲乙丙")
    broken = attach(article, ContentFile(b"%PDF-1.7\n1 0 obj", name="丁.pdf"))
    attach(article, ContentFile(office.zipped({"a.txt": "x"}), name="戊.zip"))
    Attachment.objects.filter(pk__in=[empty.pk, lost.pk]).update(text="")
    Attachment.objects.filter(pk=full.pk).update(text="不动")
    lost.file.storage.delete(lost.file.name)
    said = command()
    assert "3/3" in said
    assert "共 3 个附件：读出文字 1 个，没有文字 0 个，失败 2 个。" in said
    assert f"#{lost.pk} 丙" in said
    assert f"#{broken.pk} 丁" in said
    assert [text_of(a) for a in (full, empty, lost, broken)] == ["不动", WORDS, "", ""]
    assert "共 4 个附件：读出文字 2 个" in command("--all")
    assert text_of(full) == WORDS


def test_a_failure_does_not_take_away_a_text(article, hanging_worker, monkeypatch):
    monkeypatch.setattr(uploads_text, "TIMEOUT", 1)
    attachment = attach(article, docx())
    Attachment.objects.update(text=WORDS)
    assert "失败 1 个" in command("--all")
    assert text_of(attachment) == WORDS


def test_an_interrupted_run_goes_on_where_it_stopped(article, monkeypatch):
    rows = [attach(article, docx(name=f"{n}.docx")) for n in range(3)]
    Attachment.objects.update(text="")
    real, calls = texts.extract, []

    def interrupted(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(texts, "extract", interrupted)
    with pytest.raises(KeyboardInterrupt):
        command()
    assert [text_of(row) for row in rows] == [WORDS, "", ""]
    assert "共 2 个附件：读出文字 2 个" in command()


def test_reading_the_same_text_again_is_no_new_version_of_the_content(article):
    attach(article, docx())
    before = content_version.read()
    command("--all")
    assert content_version.read() == before


# --- A long text weighs on nothing ----------------------------------------------------------------
def test_no_page_loads_a_text(root, article):
    attachment = attach(article, docx())
    pages = [
        article.get_absolute_url(),
        attachment.url,
        "/kcsd/",
        url("changelist"),
        url("change", article.pk),
        url("history", article.pk),
    ]
    row = {"id": attachment.pk, "article": article.pk, "position": 30, "name": "改名"}
    with CaptureQueriesContext(connection) as queries:
        for page in pages:
            assert root.get(page).status_code == 200
    statements = [query["sql"] for query in queries if "news_attachment" in query["sql"]]
    assert len(statements) >= 4
    assert not [sql for sql in statements if '"text"' in sql]
    # Saving indexes the file anew, and that reads its text.
    saved = root.post(url("change", article.pk), form_data(article, attachments=[row]))
    assert saved.status_code == 302
    assert text_of(attachment) == WORDS


def test_the_demo_knows_its_attachments_with_and_without_texts(article):
    attachment = attach(article, docx())
    before = fingerprint(article)
    Attachment.objects.update(text="")
    assert fingerprint(article) == before
    Attachment.objects.filter(pk=attachment.pk).update(name="改名")
    assert fingerprint(article) != before
