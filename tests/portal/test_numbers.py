"""Numbers out of addresses: plain digits, and not too many."""

import pytest

from portal.numbers import plain_number


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("007", 7), ("9" * 9, 10**9 - 1)])
def test_plain_digits_are_a_number(text, number):
    assert plain_number(text) == number


@pytest.mark.parametrize("text", [None, "", " 7", "-1", "1.0", "²", "٣", "7\n", "1" + "0" * 9])
def test_anything_else_is_none(text):
    assert plain_number(text) is None


def test_more_digits_where_they_are_asked_for():
    assert plain_number("9" * 18, 18) == int("9" * 18)
    assert plain_number("9" * 19, 18) is None
