"""The draft: comes back after the browser was closed, on this device only, for a day, or is cleared."""

import pytest
from django.test import Client

from disclosure import codes, services
from disclosure.applying import cookies, drafts
from disclosure.models import Case, Draft
from tests.disclosure.desk.builders import NAME, NUMBER, PHONE

from .helpers import PERSON_URL, WORDS, filled

pytestmark = pytest.mark.usefixtures("desk")
OFFER = "没有提交的草稿"


def saved(client, **changes):
    data = filled(step="save", altcha="", **changes)
    return data, client.post(PERSON_URL, data)


def test_a_draft_is_offered_and_taken_up(client):
    data, response = saved(client)
    assert "草稿已保存" in response.content.decode()
    page = client.get(PERSON_URL).content.decode()
    assert OFFER in page
    for personal in (NAME, PHONE, WORDS):
        assert personal not in page
    page = client.get(PERSON_URL + "?resume=1").content.decode()
    for typed in (NAME, PHONE, WORDS, f'value="{data["token"]}"'):
        assert typed in page


def test_a_draft_keeps_no_document_number(client):
    saved(client)
    assert NUMBER not in str(services.load_draft(client.cookies[cookies.DRAFT].value))
    assert NUMBER not in client.get(PERSON_URL + "?resume=1").content.decode()


def test_the_cookie_is_out_of_reach_of_scripts_and_other_pages(client):
    saved(client)
    cookie = client.cookies[cookies.DRAFT]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/apply/")
    assert cookie["max-age"] == 24 * 3600
    assert client.get(PERSON_URL, secure=True) and not cookie["secure"]
    secure = Client()
    secure.post(PERSON_URL, filled(step="save", altcha=""), secure=True)
    assert secure.cookies[cookies.DRAFT]["secure"]


def test_nobody_else_is_offered_it(client):
    saved(client)
    assert OFFER not in Client().get(PERSON_URL).content.decode()
    stranger = Client()
    stranger.cookies[cookies.DRAFT] = codes.new_token()
    assert OFFER not in stranger.get(PERSON_URL).content.decode()
    assert NAME not in stranger.get(PERSON_URL + "?resume=1").content.decode()


@pytest.mark.parametrize("token", ["", "x", "y" * 500, "é" * 30])
def test_a_cookie_nobody_gave_out_breaks_nothing(client, token):
    client.cookies[cookies.DRAFT] = token
    assert client.get(PERSON_URL).status_code == 200
    assert saved(client)[1].status_code == 200


def test_a_draft_is_gone_after_a_day(client, time_machine):
    saved(client)
    time_machine.move_to("2026-03-03 10:01+08:00")
    assert OFFER not in client.get(PERSON_URL).content.decode()


def test_clearing_leaves_nothing(client):
    saved(client)
    response = client.post(PERSON_URL, {"step": "clear"})
    assert (response.status_code, response.url) == (302, PERSON_URL)
    assert not Draft.objects.exists()
    assert client.cookies[cookies.DRAFT].value == ""
    assert OFFER not in client.get(PERSON_URL).content.decode()


def test_a_form_with_mistakes_is_kept_and_a_sent_one_is_not(client):
    client.post(PERSON_URL, filled(name=""))
    assert Draft.objects.exists()
    client.post(PERSON_URL, filled())
    assert not Draft.objects.exists() and client.cookies[cookies.DRAFT].value == ""


def test_a_draft_taken_up_after_the_answer_was_lost_makes_no_second_application(client):
    """The application was stored, then the connection broke: the draft still has its form's token."""
    data, _response = saved(client)
    kept = client.cookies[cookies.DRAFT].value
    client.post(PERSON_URL, {**data, "step": "send", "passed": "", **filled(token=data["token"])})
    services.save_draft({"main": {}, "requests": [], "token": data["token"]}, kept)
    client.cookies[cookies.DRAFT] = kept
    page = client.get(PERSON_URL + "?resume=1").content.decode()
    assert data["token"] in page
    assert client.post(PERSON_URL, filled(token=data["token"])).status_code == 303
    assert Case.objects.count() == 1


# --- Kept by the script -----------------------------------------------------------------------------
def test_the_script_keeps_the_form_now_and_then(client):
    data = filled(altcha="")
    assert client.post("/apply/draft/", data).status_code == 204
    assert WORDS in client.get(PERSON_URL + "?resume=1").content.decode()
    client.post("/apply/draft/", {**data, "r0-description": "另一份"})
    assert Draft.objects.count() == 1


def test_a_late_save_does_not_bring_back_what_was_sent(client):
    data = filled()
    client.post(PERSON_URL, data)
    assert client.post("/apply/draft/", data).status_code == 409
    assert not Draft.objects.exists()


@pytest.mark.parametrize("token", ["", "short", "x" * 201])
def test_a_save_without_a_form_is_refused(client, token):
    assert client.post("/apply/draft/", filled(token=token, altcha="")).status_code == 400
    assert client.get("/apply/draft/").status_code == 405


def test_drafts_of_one_address_are_limited(client, monkeypatch):
    monkeypatch.setattr(drafts, "NEW_PER_HOUR", 2)
    found = [Client().post("/apply/draft/", filled(altcha="")).status_code for _each in range(3)]
    assert found == [204, 204, 413]
    # Whoever has one goes on with it.
    assert Draft.objects.count() == 2


def test_more_than_a_draft_may_hold_is_said_and_stays_in_the_page(client):
    many = {"requests": "20"} | {f"r{n}-description": "长" * 3000 for n in range(20)}
    _data, response = saved(client, **many)
    page = response.content.decode()
    assert response.status_code == 200
    assert "草稿没有保存" in page and "长" * 3000 in page


def test_drafts_need_the_token_of_the_page():
    strict = Client(enforce_csrf_checks=True)
    for path in ("/apply/draft/", "/apply/found/", PERSON_URL, "/apply/receipt/done/"):
        assert strict.post(path, filled(altcha="")).status_code == 403
