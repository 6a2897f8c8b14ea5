"""Robots: a proof of work or a question, each once, for one form, for a while."""

import base64
import json

import pytest

from disclosure import codes
from disclosure.applying import captcha
from disclosure.models import Case, DeskSettings, Throttle

from .helpers import PERSON_URL, answer_to, filled, links_of, mistakes_of, solve

pytestmark = pytest.mark.usefixtures("desk")
HERE = "203.0.113.9"


def said(response):
    assert links_of(response) == ["captcha"]
    assert not Case.objects.exists()
    return "".join(mistakes_of(response))


def test_a_form_without_a_proof_is_not_taken(client):
    assert "请完成验证" in said(client.post(PERSON_URL, filled(altcha="")))


def test_the_task_is_small_and_nobody_keeps_it(client):
    response = client.get("/apply/challenge/")
    assert response.json()["maxNumber"] <= 10_000
    assert "no-store" in response["Cache-Control"]


def changed(payload, **values):
    found = {**json.loads(base64.b64decode(payload)), **values}
    return base64.b64encode(json.dumps(found).encode()).decode()


@pytest.mark.parametrize(
    "payload",
    [
        "x",
        "错",
        "e30=",
        "A" * 5000,
        base64.b64encode(b"[1]").decode(),
        base64.b64encode(b'"text"').decode(),
        base64.b64encode(b"\xff\xfe").decode(),
        base64.b64encode(b"null").decode(),
    ],
)
def test_what_is_no_proof_is_refused_without_a_fault(client, payload):
    assert "没有通过" in said(client.post(PERSON_URL, filled(altcha=payload)))


@pytest.mark.parametrize(
    "values",
    [
        {"number": -1},
        {"number": None},
        {"salt": 5},
        {"salt": "a?b?c?d"},
        {"signature": "0" * 64},
        {"algorithm": "MD5"},
        {"algorithm": []},
        {"salt": "ab?expires=99999999999&"},
    ],
)
def test_a_proof_that_was_tampered_with_is_refused(client, values):
    payload = changed(solve(captcha.challenge()), **values)
    assert "没有通过" in said(client.post(PERSON_URL, filled(altcha=payload)))


def test_a_proof_expires(client, time_machine):
    data = filled()
    time_machine.move_to("2026-03-02 10:21+08:00")
    assert "过期" in said(client.post(PERSON_URL, data))


def test_a_proof_serves_one_form_however_it_is_written_down(client):
    payload = solve(captcha.challenge())
    assert captcha.problem({"altcha": payload}, codes.new_token(), HERE) == ""
    for again in (payload, changed(payload, more="x")):
        other = captcha.problem({"altcha": again}, codes.new_token(), HERE)
        assert "已经使用过" in other
        # Neither the first nor a second try of another form.
    token = codes.new_token()
    assert [captcha.problem({"altcha": payload}, token, HERE) for _try in range(2)] == [other] * 2


def test_of_two_clicks_at_once_neither_is_turned_away(client):
    payload, token = solve(captcha.challenge()), codes.new_token()
    found = [captcha.problem({"altcha": payload}, token, HERE) for _click in range(2)]
    assert found == ["", ""]


def test_who_has_passed_need_not_pass_again_after_a_mistake(client):
    data = filled(name="")
    page = client.post(PERSON_URL, data).content.decode()
    assert "验证已完成" in page and "data-captcha" not in page
    passed = captcha.pass_for(data["token"])
    assert client.post(PERSON_URL, {**data, "name": "周", "altcha": "", "passed": passed}).url


def test_a_pass_is_for_its_own_form_and_for_a_while(client, time_machine):
    stranger = captcha.pass_for(codes.new_token())
    assert "请完成验证" in said(client.post(PERSON_URL, filled(passed=stranger)))
    token = codes.new_token()
    old = captcha.pass_for(token)
    time_machine.move_to("2026-03-02 12:01+08:00")
    assert "请完成验证" in said(client.post(PERSON_URL, filled(passed=old, token=token)))


# --- The question -----------------------------------------------------------------------------------
def asked(**changes):
    question = captcha.question()
    values = {"question": question.sealed, "answer": answer_to(question), **changes}
    return filled(**values)


def test_a_question_in_words_does_as_well(client):
    assert client.post(PERSON_URL, asked()).status_code == 303


@pytest.mark.parametrize("typed", ["十一", "１１", " 11 "])
def test_the_answer_is_understood_as_people_write_it(typed):
    assert captcha._number(typed) == 11


@pytest.mark.parametrize("typed", ["", "百", "十十", "1" * 500, "-1", "五十"])
def test_what_is_no_number_is_none(typed):
    assert captcha._number(typed) is None


def test_a_wrong_answer_brings_another_question(client):
    data = asked(answer="99")
    response = client.post(PERSON_URL, data)
    assert "答案不正确" in said(response)
    assert data["question"] not in response.content.decode()


def test_a_question_is_signed_expires_and_serves_one_form(client, time_machine):
    assert "题目已经过期" in said(client.post(PERSON_URL, asked(question="x")))
    data = asked()
    assert captcha.problem(data, data["token"], HERE) == ""
    assert "已经使用过" in captcha.problem(data, codes.new_token(), HERE)
    old = asked()
    time_machine.move_to("2026-03-02 10:21+08:00")
    assert "题目已经过期" in captcha.problem(old, old["token"], HERE)


def test_the_answer_does_not_stand_in_the_page(client):
    """What is sealed holds a digest; with the same sum it differs every time."""
    first, second = (captcha._digest(nonce, 7) for nonce in ("a", "b"))
    assert first != second


def test_fewer_answers_than_proofs_are_taken_an_hour(client):
    for _try in range(captcha.ANSWERS_PER_HOUR):
        client.post(PERSON_URL, asked(answer="99"))
    assert "答题次数过多" in said(client.post(PERSON_URL, asked()))
    assert client.post(PERSON_URL, filled()).status_code == 303


# --- Without --------------------------------------------------------------------------------------------
@pytest.fixture
def switched_off(desk):
    row = DeskSettings.objects.get()
    row.captcha_enabled = False
    row.save()


def test_a_desk_may_do_without_and_then_the_form_asks_for_nothing(client, switched_off):
    page = client.get(PERSON_URL).content.decode()
    for asked in ('id="captcha"', "data-captcha", 'name="answer"', 'name="question"'):
        assert asked not in page
    assert client.post(PERSON_URL, filled(altcha="")).status_code == 303


def test_the_limits_stay_where_the_proof_is_switched_off(client, switched_off):
    row = DeskSettings.objects.get()
    row.submissions_per_hour = 1
    row.save()
    assert client.post(PERSON_URL, filled(altcha="")).status_code == 303
    assert client.post(PERSON_URL, filled(altcha="")).status_code == 429
    assert Case.objects.count() == 1


def test_a_form_opened_before_the_proof_was_asked_for_is_told_so(client, switched_off):
    data = filled(altcha="")
    row = DeskSettings.objects.get()
    row.captcha_enabled = True
    row.save()
    response = client.post(PERSON_URL, data)
    assert "请完成验证" in said(response) and 'id="captcha"' in response.content.decode()


# --- Rates ------------------------------------------------------------------------------------------
def test_an_address_that_sends_too_often_is_told_so_and_loses_nothing(client):
    DeskSettings.objects.update(submissions_per_hour=1)
    from portal import content_version

    content_version.bump()
    assert client.post(PERSON_URL, filled()).status_code == 303
    response = client.post(PERSON_URL, filled())
    page = response.content.decode()
    assert response.status_code == 429
    assert "每小时最多提交1次" in page and "仪器采购合同" in page
    assert Case.objects.count() == 1


def test_forms_with_mistakes_do_not_count_as_sent(client):
    for _try in range(12):
        assert client.post(PERSON_URL, filled(name="")).status_code == 200
    assert client.post(PERSON_URL, filled()).status_code == 303


def test_no_address_is_stored(client):
    client.post(PERSON_URL, asked(), REMOTE_ADDR=HERE)
    assert Throttle.objects.exists()
    assert HERE not in str(list(Throttle.objects.values()))
