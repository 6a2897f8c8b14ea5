"""The feed: read by a real parser, opened by its token alone, silent about people."""

import re
from datetime import date

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from disclosure import services as do
from disclosure import throttle
from disclosure.agenda import Item
from disclosure.ical import calendar_file
from disclosure.models import CalendarFeed
from disclosure.views import feed as view
from portal.models import AuditEvent
from tests.disclosure.desk.builders import EMAIL, NAME, NUMBER, PHONE

PAGE = "/admin/disclosure/deadlines/"


@pytest.fixture
def case(desk):
    return desk.handling()


@pytest.fixture
def address(desk, case):
    token = do.make_feed(desk.by("intake"))
    return f"/desk/calendar/{token}.ics"


def read(address, **headers):
    return Client().get(address, headers=headers)


def events(response):
    calendar = icalendar.Calendar.from_ical(response.content)
    return list(calendar.walk("VEVENT"))


def test_a_calendar_program_reads_the_deadlines(case, address, settings):
    settings.SITE_URL = "https://www.example.cn"
    response = read(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar["version"] == "2.0" and calendar["prodid"]
    assert not calendar.errors
    by_name = {str(event["summary"]): event for event in events(response)}
    reply = by_name[f"{case.number} 答复期限"]
    assert reply["dtstart"].dt == date(2026, 3, 30) and reply["dtend"].dt == date(2026, 3, 31)
    assert type(reply["dtstart"].dt) is date and reply["dtstamp"].dt.tzinfo is not None
    uids = [str(event["uid"]) for event in events(response)]
    assert len(set(uids)) == len(uids) and all(uid.endswith("@www.example.cn") for uid in uids)
    assert not any(event.errors for event in events(response))


def test_lines_are_folded_and_ended_as_the_standard_says(desk):
    long = "名" * 60 + ", ; \\ \n 完"
    items = [Item(date(2026, 3, 2), "reply", long, "甲-1", 1, "case-1-reply", timezone.now())]
    body = calendar_file(items, "名", "example.cn")
    lines = body.split(b"\r\n")
    assert lines[-1] == b"" and b"\n" not in body.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no character is cut
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert str(event["summary"]) == f"甲-1 {long}"


def test_nothing_personal_is_in_it(desk, case, address):
    text = read(address).content.decode().replace("\r\n ", "")
    for secret in (NAME, NUMBER, PHONE, EMAIL, case.title, case.description, "intake"):
        assert secret not in text
    assert case.number in text


def test_an_unchanged_calendar_is_not_sent_again(desk, case, address, time_machine):
    first = read(address)
    assert "private" in first["Cache-Control"]
    time_machine.move_to("2026-03-02 11:00+08:00")
    assert read(address, if_none_match=first["ETag"]).status_code == 304
    do.ask_supplement(case, desk.by("intake"), items="年度", until=date(2026, 3, 16))
    second = read(address, if_none_match=first["ETag"])
    assert second.status_code == 200 and second["ETag"] != first["ETag"]
    assert Client().head(address).status_code == 200


def test_only_a_digest_is_kept(desk, address):
    token = address.removeprefix("/desk/calendar/").removesuffix(".ics")
    row = CalendarFeed.objects.get()
    assert token not in str(vars(row)) and len(token) >= 43


# --- Who cannot read it -------------------------------------------------------------------------------
def gone(desk, address):
    do.revoke_feed(desk.by("intake"))


def replaced(desk, address):
    do.make_feed(desk.by("intake"))


def left(desk, address):
    user = desk.users["intake"]
    user.is_active = False
    user.save()


def off_staff(desk, address):
    user = desk.users["intake"]
    user.is_staff = False
    user.save()


def other_work(desk, address):
    desk.users["intake"].groups.clear()


@pytest.mark.parametrize("happens", [gone, replaced, left, off_staff, other_work])
def test_a_token_that_opens_nothing_any_more_is_like_one_that_never_did(desk, address, happens):
    assert read(address).status_code == 200
    happens(desk, address)
    answer, never = read(address), read("/desk/calendar/xxxxxxxx.ics")
    assert (answer.status_code, never.status_code) == (404, 404)
    token = address.rpartition("/")[2].removesuffix(".ics").encode()
    assert answer.content.replace(token, b"xxxxxxxx") == never.content


def test_a_session_opens_no_feed(sign_in, case):
    assert sign_in("superuser").get("/desk/calendar/x.ics").status_code == 404
    assert Client().post("/desk/calendar/x.ics").status_code == 405


def test_it_shows_what_its_owner_may_see_now(desk, address):
    assert len(events(read(address))) == 2
    user = desk.users["intake"]
    user.groups.set(desk.users["department"].groups.all())
    assert events(read(address)) == []


def test_too_many_readings_are_put_off(desk, address, monkeypatch):
    monkeypatch.setattr(view, "READS_PER_HOUR", 2)
    throttle.tidy()
    assert [read(address).status_code for _each in range(3)] == [200, 200, 429]
    assert read(address)["Retry-After"] == "3600"
    assert read("/desk/calendar/x.ics").status_code == 429


# --- Making and ending it -----------------------------------------------------------------------------
def test_the_address_is_shown_once_and_works(sign_in, case):
    client = sign_in("intake")
    response = client.post(PAGE, {"new": "1"})
    assert "no-store" in response["Cache-Control"]
    shown = re.search(
        r'value="(http://testserver/desk/calendar/[\w-]+\.ics)"', response.content.decode()
    )
    assert read(shown[1].removeprefix("http://testserver")).status_code == 200
    assert "/desk/calendar/" not in client.get(PAGE).content.decode()
    client.post(PAGE, {"revoke": "1"})
    assert read(shown[1].removeprefix("http://testserver")).status_code == 404
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"disclosure.feed_made", "disclosure.feed_revoked"} <= verbs
    assert not CalendarFeed.objects.exists()


def test_a_post_that_asks_for_nothing_makes_nothing(sign_in):
    assert sign_in("intake").post(PAGE, {}).status_code == 200
    assert not CalendarFeed.objects.exists()


def test_a_review_is_in_the_file_once_and_only_while_an_answer_is_owed(desk):
    by, case = desk.by("intake"), desk.closed()
    row = do.start_proceeding(case, by, route="review", body="某府", received_on=date(2026, 3, 2))
    address = f"/desk/calendar/{do.make_feed(by)}.ics"
    (event,) = events(read(address))
    assert str(event["summary"]) == f"{case.number} 行政复议答复和举证期限"
    assert event["dtstart"].dt == date(2026, 3, 12)
    do.answer_proceeding(case, by, row, on=date(2026, 3, 2))
    assert events(read(address)) == []
