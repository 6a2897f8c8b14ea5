"""退出 ends the visit for every copy of its cookie, and for no other visit."""

from django.test import Client

from disclosure.following import access

from .visitor import CASE, LEAVE, LOOKUP


def test_a_copied_cookie_opens_nothing_after_leaving(visitor, desk, time_machine):
    case = desk.handling()
    code = visitor.open(case)
    copies = [visitor.client.cookies[access.COOKIE].value]
    time_machine.move_to("2026-03-02 10:05+08:00")
    visitor.page()
    copies.append(visitor.client.cookies[access.COOKIE].value)
    other = Client()
    other.post(LOOKUP, {"number": case.number, "code": code})
    assert visitor.client.post(LEAVE)["Location"] == LOOKUP
    for copy in copies:
        thief = Client()
        thief.cookies[access.COOKIE] = copy
        assert thief.get(CASE)["Location"] == LOOKUP
    assert other.get(CASE).status_code == 200
