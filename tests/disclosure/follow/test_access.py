"""The cookie: for one case, one code, half an hour, one path."""

import pytest
from django.core import signing
from django.test import Client

from disclosure import retention
from disclosure import services as do
from disclosure.following import access
from disclosure.following.acts import ACTS
from disclosure.models import Case, DeskSettings

from .visitor import CASE, LEAVE, LOOKUP, act, everything

PAGES = [CASE, *(act(name) for name in [*ACTS, "mine", "export", "unknown"])]
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
}


@pytest.fixture
def case(desk):
    return desk.handling()


@pytest.mark.parametrize("path", [*PAGES, "/apply/follow/file/abc/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_access_everything_leads_to_the_form(visitor, case, path, method):
    response = getattr(visitor.client, method)(path)
    assert (response.status_code, response["Location"]) == (302, LOOKUP)


def test_the_cookie_is_kept_from_scripts_and_other_sites(visitor, case):
    visitor.open(case)
    cookie = visitor.client.cookies[access.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Strict"
    assert (cookie["path"], cookie["max-age"]) == ("/apply/follow/", 1800)
    assert not cookie["secure"]
    code = do.reissue_code(case, visitor.desk.by("intake"))
    secure = Client().post(LOOKUP, {"number": case.number, "code": code}, secure=True)
    assert secure.cookies[access.COOKIE]["secure"]


def test_the_cookie_holds_neither_number_nor_digest(visitor, case):
    code = visitor.open(case)
    value = visitor.client.cookies[access.COOKIE].value
    held = str(signing.loads(value, salt=access.SALT))
    case.refresh_from_db()
    for secret in (case.number, code, case.query_digest):
        assert secret not in held


@pytest.mark.parametrize("path", [CASE, LOOKUP, act("withdraw")])
def test_nothing_is_kept_found_or_told(visitor, case, path):
    visitor.open(case)
    response = visitor.client.get(path)
    assert {name: response[name] for name in PRIVATE} == PRIVATE
    assert "Cookie" in response["Vary"] and "X-Page-Cache" not in response
    assert 'content="noindex' in response.content.decode()
    assert not visitor.client.cookies.get("sessionid")


def test_half_an_hour_without_use_ends_it_and_use_prolongs_it(visitor, case, time_machine):
    visitor.open(case)
    for minute in (25, 50, 75):
        time_machine.move_to(f"2026-03-02 {10 + minute // 60}:{minute % 60:02d}+08:00")
        visitor.page()
    time_machine.move_to("2026-03-02 11:46+08:00")
    assert visitor.client.get(CASE)["Location"] == LOOKUP


def test_however_busy_it_ends_after_eight_hours(visitor, case, time_machine):
    visitor.open(case)
    for twenty_minutes in range(1, 24):
        hour, third = divmod(twenty_minutes, 3)
        time_machine.move_to(f"2026-03-02 {10 + hour}:{third * 20:02d}+08:00")
        visitor.page()
    time_machine.move_to("2026-03-02 18:01+08:00")
    assert visitor.client.get(CASE)["Location"] == LOOKUP


def test_a_reissued_code_ends_every_access(visitor, case):
    visitor.open(case)
    do.reissue_code(case, visitor.desk.by("intake"))
    assert visitor.client.get(CASE)["Location"] == LOOKUP


def test_an_anonymised_case_is_gone(visitor, desk):
    case = desk.closed()
    visitor.open(case)
    cookie = visitor.client.cookies[access.COOKIE].value
    # Due at once, while the cookie still holds.
    settings = DeskSettings.objects.get()
    settings.retention_months = 0
    settings.save()
    assert retention.anonymise(case)
    visitor.client.cookies[access.COOKIE] = cookie
    assert visitor.client.get(CASE)["Location"] == LOOKUP


def test_a_case_marked_as_anonymised_is_gone_at_once(visitor, case):
    visitor.open(case)
    Case.objects.filter(pk=case.pk).update(anonymised_at="2026-03-02 10:00+08:00")
    assert visitor.client.get(CASE)["Location"] == LOOKUP


def test_leaving_ends_it_on_this_machine(visitor, case):
    visitor.open(case)
    assert visitor.client.get(LEAVE).status_code == 405
    assert visitor.client.post(LEAVE)["Location"] == LOOKUP
    assert visitor.client.get(CASE)["Location"] == LOOKUP


def _signed(value, salt=access.SALT):
    return signing.dumps(value, salt=salt)


@pytest.mark.parametrize(
    "forge",
    [
        lambda case: "",
        lambda case: "abc",
        lambda case: _signed([case.pk, "0" * 32, 9e9, ""]),
        lambda case: _signed([case.pk, access._tag(case), 9e9, ""], salt="other"),
        lambda case: _signed([case.pk + 1, access._tag(case), 9e9, ""]),
        lambda case: _signed([case.pk]),
        lambda case: _signed({"pk": case.pk}),
    ],
)
def test_a_forged_cookie_opens_nothing(visitor, desk, case, forge):
    other = desk.counter()
    assert other.pk == case.pk + 1
    do.reissue_code(other, desk.by("intake"))
    case.refresh_from_db()
    visitor.client.cookies[access.COOKIE] = forge(case)
    assert visitor.client.get(CASE)["Location"] == LOOKUP


def test_the_cookie_of_one_case_does_nothing_to_another(visitor, desk, case):
    mine = desk.counter()
    visitor.open(mine)
    before = everything(case)
    visitor.post("withdraw", sure="on", case=case.pk, number=case.number, pk=case.pk)
    assert case.number not in visitor.page()
    assert everything(case) == before


def test_staff_without_a_code_see_nothing_here(visitor, desk, case):
    visitor.client.force_login(desk.users["intake"])
    assert visitor.client.get(CASE)["Location"] == LOOKUP


def test_what_was_typed_survives_the_end_of_the_access(visitor, case, time_machine):
    visitor.open(case)
    time_machine.move_to("2026-03-02 10:31+08:00")
    text = "我需要这些信息用于研究，" * 20
    response = visitor.post("reasons", reasons=text)
    assert response.status_code == 403 and text in response.content.decode()


def test_a_form_without_a_token_does_nothing(visitor, desk, case):
    visitor.open(case)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visitor.client.cookies
    assert strict.post(act("withdraw"), {"sure": "on"}).status_code == 403
    assert case.events.filter(kind="withdrawn").count() == 0
