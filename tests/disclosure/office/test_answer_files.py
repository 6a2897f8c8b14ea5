"""Files for the applicant, and letters as files: made after the commit, repaired, opened on record."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from disclosure import services as do
from disclosure.actions import Action
from disclosure.letters import PdfUnavailable, stored
from disclosure.models import Letter
from portal.models import AuditEvent
from tests.disclosure.desk.builders import NAME
from tests.disclosure.letters.samples import docx_paragraphs, pdf_text
from tests.files import PDF

from .answering import release


def address(letter, field="docx"):
    return reverse("admin:disclosure_letter_file", args=[letter.pk, field])


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def signed(desk):
    """A signed answer whose worker was killed before it made the files."""
    return do.answer_of(desk.signed("third_party"))


def test_word_and_pdf_say_the_same_and_name_the_applicant(desk, officer, signed):
    head = officer(desk.users["head"])
    word, copy = (head.get(address(signed, field)) for field in ("docx", "pdf"))
    assert word.status_code == copy.status_code == 200
    text = "".join(docx_paragraphs(body(word)))
    assert NAME in text and "京科创公复〔2026〕1号" in text and "2026年3月2日" in text
    assert "先向示例市人民政府申请行政复议" in text
    assert "先向示例市人民政府申请行政复议" in pdf_text(body(copy))
    assert NAME not in word["Content-Disposition"]
    assert "no-store" in word["Cache-Control"]
    assert AuditEvent.objects.filter(verb="disclosure.open_letter").count() == 2


def test_a_letter_is_sealed_on_the_disk(desk, signed):
    assert stored.store(signed.pk)
    signed.refresh_from_db()
    raw = signed.docx.storage.inner.open(signed.docx.name).read()
    assert raw[:2] != b"PK"
    with signed.docx.open("rb") as file:
        assert file.read(2) == b"PK"


def test_files_are_made_once(signed):
    assert stored.store(signed.pk)
    signed.refresh_from_db()
    names = (signed.docx.name, signed.pdf.name)
    assert stored.store(signed.pk)
    signed.refresh_from_db()
    assert (signed.docx.name, signed.pdf.name) == names


def test_without_pdf_the_word_file_is_kept_and_the_page_says_so(desk, officer, signed, monkeypatch):
    def missing(_docx):
        raise PdfUnavailable("缺少组件")

    monkeypatch.setattr("disclosure.letters.copy.to_pdf", missing)
    monkeypatch.setattr(stored, "is_available", lambda: False)
    monkeypatch.setattr("disclosure.templatetags.desk_answers.is_available", lambda: False)
    assert not stored.store(signed.pk)
    signed.refresh_from_db()
    assert signed.docx and not signed.pdf
    from disclosure.templatetags.desk_answers import letter_files

    assert [d["can_make"] for d in letter_files(signed)["documents"]] == [True, False]
    assert officer(desk.users["head"]).get(address(signed, "pdf")).status_code == 302
    monkeypatch.undo()
    out = StringIO()
    call_command("render_letters", stdout=out)
    signed.refresh_from_db()
    assert signed.pdf and "已补做 2 件" in out.getvalue()


def test_a_failure_does_not_undo_the_signature(
    desk, monkeypatch, django_capture_on_commit_callbacks
):
    def broken(*_args):
        raise ValueError("boom")

    monkeypatch.setattr(stored, "render", broken)
    with django_capture_on_commit_callbacks(execute=True):
        case = desk.signed()
    assert case.stage == "signed" and not do.answer_of(case).docx


def test_drafts_have_no_files(desk, officer):
    letter = do.answer_of(desk.drafted())
    assert stored.documents_of(letter) == []
    assert officer(desk.users["intake"]).get(address(letter)).status_code == 404


@pytest.mark.parametrize("role", ["department", "auditor"])
def test_files_are_there_for_those_who_answer_only(desk, officer, client, signed, role):
    row = release(desk, desk.handling())
    opened = reverse("admin:disclosure_releasedfile_open", args=[row.pk])
    signed.case.assignments.create(department=desk.department(), due_on="2026-03-10")
    for place in (address(signed), opened):
        assert officer(desk.users[role]).get(place).status_code == 404
        client.logout()
        assert client.get(place).status_code == 302
    assert not AuditEvent.objects.filter(verb__startswith="disclosure.open").exists()
    answer = officer(desk.users["reviewer"]).get(opened)
    assert answer.status_code == 200 and body(answer) == PDF
    assert AuditEvent.objects.filter(verb="disclosure.open_file").count() == 1


def test_a_file_is_verified_and_checked_by_another(desk, officer):
    case, intake = desk.handling(), officer(desk.users["intake"])
    bad = SimpleUploadedFile("合同.pdf", b"MZ\x90\x00 not a pdf")
    assert "file" in intake.do(case, Action.RELEASE_FILE, file=bad).context["form"].errors
    good = SimpleUploadedFile("合同.pdf", PDF)
    done = intake.do(
        case, Action.RELEASE_FILE, file=good, pages="3", withheld="第3页电话：个人隐私"
    )
    assert done.status_code == 302
    row = case.released.get()
    assert (row.pages, row.withheld, row.name) == (3, ("第3页电话：个人隐私",), "合同.pdf")
    reviewer = officer(desk.users["reviewer"])
    assert "looked" in reviewer.do(case, Action.CHECK_FILE, row).context["form"].errors
    assert reviewer.do(case, Action.CHECK_FILE, row, looked="on").status_code == 302
    row.refresh_from_db()
    assert row.checked_by == desk.users["reviewer"]


def test_a_letter_of_an_anonymised_case_is_not_made_anew(signed):
    from django.utils import timezone

    type(signed.case).objects.filter(pk=signed.case_id).update(anonymised_at=timezone.now())
    assert not stored.store(signed.pk)
    assert not Letter.objects.get(pk=signed.pk).docx
