"""Asking for a case with number and code: found by the right pair only, and not for ever."""

import contextlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import codes, lookup, throttle
from disclosure import services as do
from disclosure.models import Case, Throttle

from .builders import case_of, submit

HERE = "192.0.2.7"


@pytest.fixture
def receipt(desk):
    return submit()[0]


def test_number_and_code_find_the_case(receipt):
    assert lookup.find(receipt.number, receipt.code, HERE) == case_of(receipt)


def test_both_are_understood_as_people_type_them(receipt):
    typed = f" {receipt.number.lower()} ".replace("2", "２")
    assert lookup.find(typed, receipt.code.replace("-", " "), HERE) == case_of(receipt)
    assert lookup.find(receipt.number, receipt.code.replace("-", ""), HERE)
    wide = receipt.code.translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert lookup.find(receipt.number, wide, HERE)


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "错", "²²²²-²²²²-²²²²", "1" * 5000])
def test_a_wrong_code_finds_nothing(receipt, code):
    assert lookup.find(receipt.number, code, HERE) is None


def test_the_code_of_another_case_does_not_open_this_one(receipt):
    other = submit()[0]
    assert lookup.find(receipt.number, other.code, HERE) is None


def test_wrong_tries_from_one_address_pause_it(receipt, time_machine):
    for serial in range(5):
        assert lookup.find(f"XXGK-2026-9{serial:05d}", "1", HERE) is None
    with pytest.raises(lookup.Paused) as paused:
        lookup.find(receipt.number, receipt.code, HERE)
    assert paused.value.minutes == 30
    assert lookup.find(receipt.number, receipt.code, "198.51.100.1")
    time_machine.move_to("2026-03-02 10:31+08:00")
    assert lookup.find(receipt.number, receipt.code, HERE)


def test_the_pause_is_counted_from_the_last_try_that_was_let_through(receipt, time_machine):
    for minute in (0, 7, 14, 21, 28):
        time_machine.move_to(f"2026-03-02 10:{minute:02d}+08:00")
        assert lookup.find("XXGK-2026-777777", "1", HERE) is None
    time_machine.move_to("2026-03-02 10:57+08:00")
    with pytest.raises(lookup.Paused):
        lookup.find(receipt.number, receipt.code, HERE)
    time_machine.move_to("2026-03-02 10:59+08:00")
    assert lookup.find(receipt.number, receipt.code, HERE)


def test_one_stranger_cannot_keep_an_applicant_from_the_case(receipt):
    for _each in range(105):
        with contextlib.suppress(lookup.Paused):
            assert lookup.find(receipt.number, "1", "198.51.100.1") is None
    assert lookup.find(receipt.number, receipt.code, HERE)


def test_wrong_tries_on_one_number_from_everywhere_pause_it(receipt):
    for host in range(100):
        assert lookup.find(receipt.number, "1", f"198.51.100.{host}") is None
    with pytest.raises(lookup.Paused):
        lookup.find(receipt.number, receipt.code, HERE)


def test_the_addresses_of_one_household_count_together(receipt):
    for host in range(5):
        assert lookup.find(receipt.number, "1", f"2001:db8:1:2::{host:x}") is None
    with pytest.raises(lookup.Paused):
        lookup.find(receipt.number, receipt.code, "2001:db8:1:2:ffff::1")
    assert lookup.find(receipt.number, receipt.code, "2001:db8:1:3::1")


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_whom_an_address_stands_for(address, origin):
    assert throttle.origin(address) == origin


def test_right_tries_do_not_count(receipt):
    for _each in range(12):
        assert lookup.find(receipt.number, receipt.code, HERE)


def test_a_right_try_does_not_make_wrong_ones_undone(receipt):
    """Else somebody with a case of their own could go on guessing for ever."""
    other = submit()[0]
    for serial in range(5):
        lookup.find(f"XXGK-2026-9{serial:05d}", "1", HERE)
        if serial < 4:
            assert lookup.find(other.number, other.code, HERE)
    with pytest.raises(lookup.Paused):
        lookup.find(other.number, other.code, HERE)


def test_a_known_and_an_unknown_number_cost_the_same(receipt):
    asked = []
    lookup.find("XXGK-2026-777777", "1", "203.0.113.1")
    for number in (receipt.number, "XXGK-2026-999999"):
        with CaptureQueriesContext(connection) as queries:
            lookup.find(number, "1", HERE)
        asked.append([query["sql"].split(" ")[0] for query in queries])
        Throttle.objects.all().delete()
    assert asked[0] == asked[1]


def test_neither_code_nor_token_nor_address_is_stored(receipt):
    token = codes.new_token()
    sent = submit(token=token)[0]
    lookup.find(sent.number, "1", HERE)
    held = str(list(Case.objects.values())) + str(list(Throttle.objects.values()))
    for secret in (sent.code, sent.code.replace("-", ""), token, HERE):
        assert secret not in held


def test_one_code_of_two_cases_looks_different_in_the_database():
    assert codes.code_digest("XXGK-1", "1234") != codes.code_digest("XXGK-2", "1234")
    assert codes.code_digest("XXGK-1", "1234") == codes.code_digest("XXGK-1", "12-34")


def test_a_reissued_code_takes_the_place_of_the_old_one(desk, receipt):
    case = case_of(receipt)
    code = do.reissue_code(case, desk.by("intake"), reason="申请人丢失，已核对身份")
    assert lookup.find(receipt.number, code, HERE) == case
    assert lookup.find(receipt.number, receipt.code, HERE) is None


def test_submissions_from_one_address_are_counted_by_the_hour(desk, time_machine):
    assert all(lookup.may_submit(HERE) for _each in range(10))
    assert not lookup.may_submit(HERE)
    assert lookup.may_submit("198.51.100.1")
    time_machine.move_to("2026-03-02 11:01+08:00")
    assert lookup.may_submit(HERE)
