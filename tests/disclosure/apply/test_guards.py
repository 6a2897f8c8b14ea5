"""Guards behind other guards of the application form, each held on its own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from disclosure import codes, lookup
from disclosure.applying import captcha, cookies, files
from disclosure.applying.sheet import Sheet
from disclosure.applying.typed import Typed
from disclosure.models import ApplicantFile, Case, DeskSettings
from disclosure.services import submission
from disclosure.services.application import MAX_REQUESTS
from disclosure.views import apply, apply_parts
from tests.disclosure.desk.builders import submit
from tests.files import PDF
from tests.news.conftest import png

from .helpers import PERSON, PERSON_URL, RECEIPT_URL, filled, links_of, mistakes_of

pytestmark = pytest.mark.usefixtures("desk")


# --- Files ------------------------------------------------------------------------------------------
def test_a_file_that_is_too_large_is_not_even_looked_at(client, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", len(PDF) - 1)
    monkeypatch.setattr(files, "verify", lambda *args, **options: pytest.fail("looked at"))
    response = client.post(PERSON_URL, filled(**{"r0-papers": SimpleUploadedFile("a.pdf", PDF)}))
    assert links_of(response) == ["id_r0-papers"]
    assert "超过10 MB" in "".join(mistakes_of(response))


def test_what_shows_who_applies_is_a_picture_or_a_pdf(client):
    from tests.office import docx

    word = SimpleUploadedFile("证件.docx", docx("证件"))
    response = client.post(PERSON_URL, filled(identity=word, scan_consent="on"))
    assert links_of(response) == ["id_identity"]
    word.seek(0)
    assert client.post(PERSON_URL, filled(**{"r0-papers": word})).status_code == 303


def test_a_name_is_made_harmless(client):
    picture = SimpleUploadedFile("a\u202egpj.PNG", png())
    client.post(PERSON_URL, filled(identity=picture, scan_consent="on"))
    name = ApplicantFile.objects.get().name
    assert "\u202e" not in name and name.endswith(".png")


# --- Proof, rates -----------------------------------------------------------------------------------
def test_an_endless_proof_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(captcha.altcha, "verify_solution", lambda *a: pytest.fail("opened"))
    payload = "A" * (captcha.MAX_PAYLOAD + 1)
    assert "没有通过" in captcha.problem({"altcha": payload}, codes.new_token(), "203.0.113.9")


def test_who_fails_the_proof_is_given_no_pass(client):
    page = client.post(PERSON_URL, filled(altcha="x")).content.decode()
    assert 'id="captcha"' in page and 'name="passed"' not in page


def test_a_pass_is_no_receipt_and_no_question(client):
    data = filled()
    client.post(PERSON_URL, data)
    thief, number = Client(), Case.objects.get().number
    thief.cookies[cookies.RECEIPT] = captcha.pass_for(data["token"])
    assert number not in thief.get(RECEIPT_URL).content.decode()
    assert not captcha.is_passed(client.cookies[cookies.RECEIPT].value, data["token"])


def test_the_submissions_of_one_household_count_together(desk):
    row = DeskSettings.objects.get()
    row.submissions_per_hour = 2
    row.save()
    found = [lookup.may_submit(f"2001:db8:1:2::{last + 1:x}") for last in range(4)]
    assert found == [True, True, False, False]


# --- Consent ----------------------------------------------------------------------------------------
def test_a_version_without_its_tick_is_no_consent(desk):
    typed, sent = Typed(dict(PERSON)), {**PERSON, "notice_version": "1"}
    unticked = Sheet(typed, token="", sent=sent)  # noqa: S106 - a form's token, none here
    ticked = Sheet(typed, token="", sent={**sent, "consent": "on"})  # noqa: S106
    assert (unticked.consent.notice_version, ticked.consent.notice_version) == (None, 1)


def test_a_missing_tick_is_told_as_what_it_is(client, desk):
    """Not as a notice that was changed meanwhile, which is what the verb would say."""
    row = DeskSettings.objects.get()
    row.privacy_text = "告知"
    row.save()
    picture = SimpleUploadedFile("a.png", png())
    said = mistakes_of(client.post(PERSON_URL, filled(identity=picture, notice_version="1")))
    assert said == [
        "上传证件照片需要您单独同意；也可以不上传。",
        "请阅读并同意个人信息处理告知。",
    ]


def test_a_tick_stays_while_the_form_is_worked_on(client, desk):
    row = DeskSettings.objects.get()
    row.privacy_text = "告知"
    row.save()
    data = filled(step="add", altcha="", consent="on", scan_consent="on")
    page = client.post(PERSON_URL, data).content.decode()
    for name in ("id_consent", "id_scan_consent"):
        box = page.partition(f'id="{name}"')[2].partition(">")[0]
        assert "checked" in box


def test_what_is_missing_is_told_with_all_other_mistakes(client):
    """Not after they are mended, when the verb asks for it."""
    said = links_of(client.post(PERSON_URL, filled(phone="", email="", id_number="1")))
    assert said == ["id_id_number", "id_phone"]


# --- Requests ---------------------------------------------------------------------------------------
def test_no_more_requests_are_added_than_are_taken(client):
    data = filled(step="add", altcha="", requests=str(MAX_REQUESTS))
    page = client.post(PERSON_URL, data).content.decode()
    assert f'name="requests" value="{MAX_REQUESTS}"' in " ".join(page.split())
    assert len(Typed.of(RequestFactory().post("/", {"requests": "999"}).POST).requests) == 20


def test_nothing_typed_is_cut_by_a_step(client):
    long = "长" * 6000
    data = filled(step="add", altcha="", name=long, **{"r0-description": long})
    page = client.post(PERSON_URL, data).content.decode()
    assert page.count(long) == 2


# --- Receipt ----------------------------------------------------------------------------------------
def test_a_case_marked_as_anonymised_has_no_receipt_any_more(client):
    client.post(PERSON_URL, filled())
    case = Case.objects.get()
    Case.objects.update(anonymised_at="2026-03-02 10:00+08:00")
    assert case.number not in client.get(RECEIPT_URL).content.decode()


# --- Reports of errors ------------------------------------------------------------------------------
@pytest.mark.parametrize("view", [apply.apply, apply_parts.save_draft, apply_parts.found])
def test_a_report_of_an_error_would_hide_what_was_typed(view):
    request = RequestFactory().post("/", {"step": "clear", "token": ""})
    view(request, "person") if view is apply.apply else view(request)
    assert request.sensitive_post_parameters == "__ALL__"


def test_the_form_is_not_taken_by_other_methods(client):
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(PERSON_URL).status_code == 405


def test_a_draft_belongs_to_a_token_the_size_of_ours():
    request = RequestFactory().get("/")
    for value, known in (("x" * 43, "x" * 43), ("x" * 21, ""), ("x" * 201, "")):
        request.COOKIES[cookies.DRAFT] = value
        assert cookies.draft_token(request) == known


def test_the_verb_answers_a_form_sent_again_whatever_changed_since(desk):
    token = codes.new_token()
    first = submit(token=token)
    row = DeskSettings.objects.get()
    row.privacy_text = "新的告知"
    row.save()
    assert submit(token=token) == first
    assert Case.objects.count() == 1


def test_of_twins_that_both_looked_before_either_wrote_one_opens_the_case(desk, monkeypatch):
    token = codes.new_token()
    first = submit(token=token)
    real, asked = submission.receipts_of, []

    def looked_too_early(sent):
        asked.append(sent)
        return real(sent) if len(asked) > 1 else []

    monkeypatch.setattr(submission, "receipts_of", looked_too_early)
    assert submit(token=token) == first
    assert Case.objects.count() == 1 and len(asked) == 2
