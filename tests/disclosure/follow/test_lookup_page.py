"""Asking for a case: the right pair opens it, everything else gets one and the same answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import retention
from disclosure import services as do
from disclosure.models import Case, Throttle
from news.models import HomeBlock
from portal.models import AuditEvent
from tests.disclosure.desk.builders import case_of, submit
from tests.factories import make_section

from .visitor import CASE, LOOKUP

WRONG = "0000-0000-0000"


def test_the_page_asks_and_says_how_a_lost_code_is_replaced(visitor):
    html = visitor.client.get(LOOKUP).content.decode()
    assert 'name="number"' in html and 'name="code"' in html
    assert "核对您的身份后重新发给您" in html


def test_the_right_pair_opens_the_case_and_is_not_in_the_address(visitor):
    receipt = submit()[0]
    response = visitor.ask(receipt.number.lower(), receipt.code.replace("-", " "))
    assert response["Location"] == CASE
    assert receipt.number in visitor.page()


def test_the_home_page_brings_the_number_and_nothing_is_wrong_yet(visitor):
    response = visitor.client.post(LOOKUP, {"number": "XXGK-2026-000001"})
    html = response.content.decode()
    assert response.status_code == 200 and 'value="XXGK-2026-000001"' in html
    assert "不正确" not in html and "aria-invalid" not in html
    assert not Throttle.objects.exists()


def test_opening_is_on_record_under_the_name_of_the_submission(visitor, rf):
    receipt = submit(request=rf.post("/"))[0]
    visitor.ask(receipt.number, receipt.code)
    opened, sent = AuditEvent.objects.about(case_of(receipt))[:2]
    assert (opened.verb, sent.verb) == ("disclosure.view", "disclosure.submit")
    assert opened.actor_kind == "applicant" and opened.actor == sent.actor
    assert receipt.code not in opened.actor


@pytest.fixture
def answers(visitor, desk):
    """What a guesser gets to see, for one and the same number."""
    case = desk.closed()
    number = case.number
    code = do.reissue_code(case, desk.by("intake"))
    desk.later(4000)

    def ask(*pair):
        Throttle.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            response = visitor.ask(*pair)
        kinds = [query["sql"].split(" ")[0] for query in queries]
        headers = sorted((name, value) for name, value in response.items())
        return response.status_code, response.content, headers, response.cookies.output(), kinds

    ask(number, WRONG)  # warms what is kept in memory
    found = {"wrong code": ask(number, WRONG), "empty code": ask(number, "")}
    found["nonsense"] = ask(number, "错" * 3000)
    found["NUL"] = ask(number, "\0")
    assert retention.anonymise(case)
    found["anonymised, right code"] = ask(number, code)
    found["anonymised, no code"] = ask(number, "")
    Case.objects.filter(pk=case.pk).update(number="XXGK-1999-000001")
    found["unknown"] = ask(number, WRONG)
    return found


def test_guessers_get_the_same_bytes_whatever_they_tried(answers):
    status, body, headers, cookies, queries = answers["unknown"]
    assert status == 200 and "申请编号或查询码不正确" in body.decode() and cookies == ""
    for tried, answer in answers.items():
        assert answer == (status, body, headers, cookies, queries), tried


@pytest.mark.parametrize("number", ["", " ", "\0", "XXGK\0", "x" * 5000, "'--", "<b>", "🙂"])
def test_nonsense_is_answered_like_a_wrong_number(visitor, number):
    response = visitor.ask(number, "1")
    assert response.status_code == 200
    assert "申请编号或查询码不正确" in response.content.decode()
    assert b"<b>&" not in response.content
    assert visitor.client.post(LOOKUP, {}).status_code == 200


def test_the_number_stays_and_the_code_does_not(visitor):
    html = visitor.ask("XXGK-2026-000077", "1234-5678-9012").content.decode()
    assert 'value="XXGK-2026-000077"' in html and "1234-5678-9012" not in html


def test_too_many_wrong_tries_pause_also_the_right_one(visitor, time_machine):
    receipt = submit()[0]
    for _each in range(5):
        assert visitor.ask(receipt.number, WRONG).status_code == 200
    paused = visitor.ask(receipt.number, receipt.code)
    assert (paused.status_code, paused["Retry-After"]) == (429, "1800")
    assert "请在30分钟后再试" in paused.content.decode() and not paused.cookies
    unknown = visitor.ask("XXGK-2026-999999", WRONG)
    assert unknown.content == paused.content
    time_machine.move_to("2026-03-02 10:31+08:00")
    assert visitor.ask(receipt.number, receipt.code).status_code == 302


@pytest.mark.parametrize(
    "headers", [{"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://elsewhere.example"}]
)
def test_a_form_on_another_site_opens_nothing(visitor, headers):
    receipt = submit()[0]
    response = visitor.ask(receipt.number, receipt.code, **headers)
    assert response.status_code == 403 and not response.cookies


def test_the_form_works_where_no_token_can_be(visitor, client):
    from django.test import Client

    receipt = submit()[0]
    strict = Client(enforce_csrf_checks=True)
    pair = {"number": receipt.number, "code": receipt.code}
    assert strict.post(LOOKUP, pair).status_code == 302


def test_neither_code_nor_name_is_logged(visitor, caplog):
    receipt = submit()[0]
    caplog.set_level("DEBUG")
    visitor.ask(receipt.number, WRONG)
    visitor.ask(receipt.number, receipt.code)
    visitor.page()
    assert receipt.code not in caplog.text and "欧阳小丽" not in caplog.text


def test_other_methods_are_refused(visitor):
    assert visitor.client.put(LOOKUP).status_code == 405


def test_the_home_page_asks_for_the_number_where_applications_are_taken(db, client):
    HomeBlock.objects.create(kind="disclosure", title="信息公开", layout="thirds")
    assert 'name="number"' not in client.get("/").content.decode()
    make_section("信息公开申请", kind="application", slug="sq")
    html = client.get("/").content.decode()
    assert f'action="{LOOKUP}" method="post"' in html and 'name="number"' in html
