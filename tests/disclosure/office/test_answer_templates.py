"""Templates adjusted in Word: only good ones are used, versions stay, one can go back."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from disclosure import services as do
from disclosure.letters import default_template, stored
from disclosure.models import LetterTemplate
from disclosure.outcomes import LETTERS
from portal.models import AuditEvent
from tests.disclosure.letters.samples import docx_paragraphs

WORDS = "本中心专用抬头"


def url(name, *args):
    return reverse(f"admin:disclosure_lettertemplate_{name}", args=args)


def adjusted(text=WORDS, kind="refusal") -> SimpleUploadedFile:
    document = Document(BytesIO(default_template(kind)))
    document.paragraphs[0].insert_paragraph_before(text)
    out = BytesIO()
    document.save(out)
    return SimpleUploadedFile("模板.docx", out.getvalue())


@pytest.fixture
def intake(desk, client):
    client.force_login(desk.users["intake"])
    return client


def upload(client, file, kind="refusal"):
    return client.post(url("kind", kind), {"file": file})


def test_all_kinds_are_listed_and_each_has_a_page(intake):
    page = intake.get(url("changelist"))
    assert [code.code for code, *_rest in page.context["kinds"]] == list(LETTERS)
    for kind in LETTERS:
        assert intake.get(url("kind", kind)).status_code == 200
    assert intake.get(url("kind", "nonsense")).status_code == 404


def test_an_adjusted_template_makes_the_letters_from_now_on(intake, desk):
    assert upload(intake, adjusted()).status_code == 302
    assert intake.get(url("file", "refusal")).content == bytes(LetterTemplate.objects.get().content)
    letter = do.answer_of(desk.signed("state_secret"))
    assert stored.store(letter.pk)
    letter.refresh_from_db()
    with letter.docx.open("rb") as file:
        assert docx_paragraphs(file.read())[0] == WORDS
    sample = intake.get(url("sample", "refusal", "docx")).content
    assert docx_paragraphs(sample)[0] == WORDS
    assert AuditEvent.objects.filter(verb="disclosure.change_template").count() == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{证件号码}", "“{证件号码}”不是这种文书可用的名称。"),
        ("{收到日期", "大括号不成对"),
        ("｛收到日期｝", "全角大括号"),
    ],
)
def test_a_wrong_name_is_named_and_nothing_changes(intake, text, message):
    answer = upload(intake, adjusted(text))
    assert answer.status_code == 200 and message in str(answer.context["form"].errors["file"])
    assert not LetterTemplate.objects.exists()
    assert intake.get(url("file", "refusal")).content == default_template("refusal")


def test_letters_to_others_never_name_the_applicant(intake):
    answer = upload(
        intake, adjusted("{申请人}", "third_party_disclosure"), "third_party_disclosure"
    )
    assert "不能透露申请人" in str(answer.context["form"].errors["file"])


@pytest.mark.parametrize(
    "file", [SimpleUploadedFile("a.docx", b"MZ not word"), SimpleUploadedFile("a.pdf", b"%PDF-1.4")]
)
def test_what_is_no_word_file_is_refused(intake, file):
    assert "file" in upload(intake, file).context["form"].errors
    assert "file" in intake.post(url("kind", "refusal")).context["form"].errors


def test_versions_stay_and_one_goes_back(intake):
    upload(intake, adjusted("第一版"))
    upload(intake, adjusted("第二版"))
    rows = LetterTemplate.objects.filter(kind="refusal")
    assert [(row.version, row.is_used) for row in rows] == [(2, True), (1, False)]
    intake.post(url("use", "refusal"), {"version": "1"})
    assert docx_paragraphs(stored.template_in_use("refusal"))[0] == "第一版"
    assert docx_paragraphs(intake.get(url("version", "refusal", 2)).content)[0] == "第二版"
    intake.post(url("use", "refusal"), {"version": "0"})
    assert stored.template_in_use("refusal") is None and rows.count() == 2
    assert intake.get(url("version", "refusal", 0)).content == default_template("refusal")
    intake.post(url("use", "refusal"), {"version": "99"})
    assert stored.template_in_use("refusal") is None


def test_a_test_print_needs_no_case(intake):
    assert intake.get(url("sample", "partial", "pdf")).content.startswith(b"%PDF")
    assert intake.get(url("sample", "partial", "exe")).status_code == 404


@pytest.mark.parametrize(
    ("role", "sees", "changes"),
    [
        ("intake", 200, 302),
        ("head", 200, 302),
        ("reviewer", 200, 403),
        ("department", 403, 403),
        ("auditor", 403, 403),
    ],
)
def test_every_role(desk, client, role, sees, changes):
    client.force_login(desk.users[role])
    for place in (url("changelist"), url("kind", "refusal"), url("file", "refusal")):
        assert client.get(place).status_code == sees
    assert client.get(url("sample", "refusal", "docx")).status_code == sees
    assert upload(client, adjusted()).status_code == changes
    assert client.post(url("use", "refusal"), {"version": "0"}).status_code == changes
    client.logout()
    assert client.get(url("kind", "refusal")).status_code == 302
