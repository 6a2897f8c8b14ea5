"""The receipt: once stored, for this browser, for half an hour, with nothing in any address."""

import logging
import re
import smtplib

import pytest
from django.core import mail as django_mail
from django.test import Client

from disclosure import letters, lookup, services
from disclosure import mail as outbox_mail
from disclosure.applying import cookies
from disclosure.models import Case, OutgoingMail
from tests.disclosure.desk.builders import EMAIL, NAME, NUMBER, PHONE

from .helpers import PERSON_URL, RECEIPT_URL, WORDS, filled

pytestmark = pytest.mark.usefixtures("desk")
HERE = "203.0.113.9"


@pytest.fixture
def sent(client):
    data = filled()
    client.post(PERSON_URL, data)
    return data


def page_of(client, query=""):
    return client.get(RECEIPT_URL + query).content.decode()


def code_on(page):
    return re.search(r"\d{4}-\d{4}-\d{4}", page)[0]


def test_number_and_code_of_the_receipt_open_the_case(client, sent):
    page, case = page_of(client), Case.objects.get()
    assert case.number in page
    assert lookup.find(case.number, code_on(page), HERE) == case


def test_it_survives_reloading_and_ends_after_half_an_hour(client, sent, time_machine):
    assert code_on(page_of(client)) == code_on(page_of(client))
    time_machine.move_to("2026-03-02 10:31+08:00")
    page = page_of(client)
    assert Case.objects.get().number not in page
    assert "凭申请编号和查询码可以随时查询" in page and "/apply/follow/" in page


def test_nobody_else_sees_it(client, sent):
    assert Case.objects.get().number not in page_of(Client())
    forged = Client()
    for value in (sent["token"], "x", client.cookies[cookies.RECEIPT].value[:-1] + "x"):
        forged.cookies[cookies.RECEIPT] = value
        assert Case.objects.get().number not in page_of(forged)


def test_closing_it_leaves_nothing_on_a_shared_computer(client, sent):
    response = client.post("/apply/receipt/done/")
    assert response.url == RECEIPT_URL
    assert Case.objects.get().number not in page_of(client)


def test_the_cookie_is_out_of_reach_of_scripts(client, sent):
    cookie = client.cookies[cookies.RECEIPT]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/apply/")


def test_neither_is_kept_by_any_cache(client, sent):
    for path in (PERSON_URL, RECEIPT_URL):
        for visitor in (client, Client()):
            response = visitor.get(path)
            assert "no-store" in response["Cache-Control"]
            assert "X-Page-Cache" not in response
    assert 'name="robots" content="noindex"' in page_of(client)


def test_several_requests_have_a_number_and_a_code_each(client):
    client.post(PERSON_URL, filled(requests="2", **{"r1-description": "验收报告全文"}))
    page = page_of(client)
    numbers = re.findall(r"XXGK-2026-\d{6}", page)
    assert set(numbers) == set(Case.objects.values_list("number", flat=True))
    assert len(set(re.findall(r"\d{4}-\d{4}-\d{4}", page))) == 2


def test_it_tells_what_happens_next_and_masks_who_applied(client, sent):
    page = page_of(client)
    for said in ("双方确认之日", "7个工作日", "20个工作日", "确认收到", "第三十一条"):
        assert said in page
    assert "欧" in page
    for personal in (NAME, NUMBER, PHONE, EMAIL):
        assert personal not in page


def test_the_code_of_the_square_leads_to_following_without_the_query_code(client, sent):
    page = page_of(client)
    assert 'class="qr"' in page
    assert "http://testserver/apply/follow/</a>" in page


def test_a_code_that_was_replaced_is_not_shown(client, sent, desk):
    case = Case.objects.get()
    services.reissue_code(case, desk.by("intake"))
    page = page_of(client)
    assert case.number in page and "已更换" in page
    assert not re.search(r"\d{4}-\d{4}-\d{4}", page)


@pytest.mark.skipif(not letters.is_available(), reason="no Pango")
def test_the_receipt_as_a_file_has_a_name_that_tells_nothing(client, sent):
    response = client.get("/apply/receipt/1.pdf")
    assert response.content.startswith(b"%PDF")
    case = Case.objects.get()
    assert case.number not in response["Content-Disposition"]
    for place in ("0", "2", "99999"):
        assert client.get(f"/apply/receipt/{place}.pdf").status_code == 404
    assert Client().get("/apply/receipt/1.pdf").status_code == 404


def test_without_the_library_there_is_no_link_to_a_file(client, sent, monkeypatch):
    monkeypatch.setattr(letters, "is_available", lambda: False)
    assert "receipt/1.pdf" not in page_of(client)


# --- Once only --------------------------------------------------------------------------------------
def test_sending_again_shows_the_same_receipt_whatever_became_of_the_rest(client, sent):
    first = code_on(page_of(client))
    # The proof is used up, the fields were changed, the hour's share is gone: it is the same form.
    for changes in ({}, {"altcha": ""}, {"name": "", "r0-description": "别的"}, {"step": "save"}):
        response = client.post(PERSON_URL, {**sent, **changes})
        assert (response.status_code, response.url) == (303, RECEIPT_URL + "?again=1")
        page = page_of(client, "?again=1")
        assert code_on(page) == first and "已经提交过" in page
    assert Case.objects.count() == 1


def test_another_browser_with_the_form_retries_after_a_timeout(sent):
    retry = Client()
    assert retry.post(PERSON_URL, sent).status_code == 303
    assert Case.objects.get().number in page_of(retry)


@pytest.mark.parametrize("token", ["", "short", "x" * 201])
def test_a_form_without_its_token_gets_a_good_one_and_is_taken(client, token):
    assert client.post(PERSON_URL, filled(token=token)).status_code == 303
    assert Case.objects.count() == 1


# --- Mail and privacy -------------------------------------------------------------------------------
def test_mail_waits_in_the_queue_whatever_the_server_does(client, monkeypatch):
    def away(*_args, **_options):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(outbox_mail, "get_connection", away)
    assert client.post(PERSON_URL, filled()).status_code == 303
    assert OutgoingMail.objects.filter(template="receipt", sent_at=None).count() == 1
    assert django_mail.outbox == []


def test_no_address_log_or_subject_says_who_applied(client, caplog):
    caplog.set_level(logging.DEBUG)
    data = filled()
    response = client.post(PERSON_URL, data)
    page = page_of(client)
    message = outbox_mail.message_of(OutgoingMail.objects.get())
    told = caplog.text + response.url + message.subject
    for personal in (NAME, NUMBER, PHONE, EMAIL, WORDS, code_on(page), data["token"]):
        assert personal not in told
    assert not re.findall(r'(?:href|action)="[^"]*(?:XXGK|\d{4}-\d{4}-\d{4})', page)
