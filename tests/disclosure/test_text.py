"""Chinese numbers, dates and templates with gaps."""

from datetime import date
from decimal import Decimal

import pytest

from disclosure.text import amount, chinese_date, chinese_number, fill, gaps


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (36, "三十六"), (99, "九十九")],
)
def test_numbers_of_articles(number, text):
    assert chinese_number(number) == text


@pytest.mark.parametrize("number", [0, -1, 100])
def test_no_article_has_such_a_number(number):
    with pytest.raises(ValueError, match="not the number"):
        chinese_number(number)


def test_dates_have_no_leading_zeros():
    assert chinese_date(date(2026, 1, 2)) == "2026年1月2日"


@pytest.mark.parametrize(
    ("value", "text"),
    [(400, "400"), (Decimal("31.50"), "31.5"), (Decimal("1E+3"), "1000"), (Decimal("0.00"), "0")],
)
def test_sums_have_no_needless_zeros(value, text):
    assert amount(value) == text


def test_a_gap_is_filled_once_and_never_again():
    template = "{甲}，{乙}。"
    assert gaps(template + template) == ("甲", "乙")
    assert fill(template, {"甲": "{乙}", "乙": ("一", "二")}) == "{乙}，一、二。"
    assert fill(template, {"甲": 0}) == "0，【乙】。"
