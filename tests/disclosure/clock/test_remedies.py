"""Review and suit: calendar days and months, the last day moved off rest days."""

from datetime import date

import pytest

from disclosure.clock.remedies import (
    review_limit,
    review_limit_not_told,
    suit_after_review_limit,
    suit_limit,
)

from .conftest import day


def test_sixty_days_for_review(calendar):
    # 30 March is day 0; April has 30 days, so day 60 is 29 May (1 + 30 + 29), a Friday.
    found = review_limit(day("03-30"), calendar)
    assert (found.nominal, found.due) == (day("05-29"), day("05-29"))
    assert str(found.article) == "《行政复议法》第二十条第一款"


def test_ending_on_a_holiday_they_end_after_it(calendar):
    # Day 60 after 4 August: 27 + 30 + 3 = 3 October, off until the 7th; the 8th is worked.
    found = review_limit(day("08-04"), calendar)
    assert (found.nominal, found.due) == (day("10-03"), day("10-08"))


def test_ending_on_a_worked_saturday_they_end_there(calendar):
    # Day 60 after 10 March is 9 May (21 + 30 + 9), a Saturday worked.
    assert review_limit(day("03-10"), calendar).due == day("05-09")


def test_fifteen_days_after_the_review_decision(calendar):
    # 15 days after 2 June is the 17th, a Wednesday; after 5 June the 20th, off: Monday 22.
    assert suit_after_review_limit(day("06-02"), calendar).due == day("06-17")
    assert suit_after_review_limit(day("06-05"), calendar).due == day("06-22")


def test_six_months_end_on_the_same_day_of_the_month(calendar):
    # 30 March → 30 September, a Wednesday.
    assert suit_limit(day("03-30"), calendar).due == day("09-30")


def test_a_month_without_that_day_ends_on_its_last(calendar):
    # 31 August → February 2027 has 28 days; a Sunday, so Monday 1 March; provisional.
    found = suit_limit(day("08-31"), calendar)
    assert (found.nominal, found.due) == (date(2027, 2, 28), date(2027, 3, 1))
    assert found.is_provisional


@pytest.mark.parametrize(
    ("told", "due"),
    [
        # Told on 1 October: 60 days are 30 November. Never told: a year, 30 March 2027.
        ("10-01", date(2026, 11, 30)),
        (None, date(2027, 3, 30)),
        # Told on 1 February 2027: 60 days would be 2 April, but a year from knowing is the most.
        ("2027-02-01", date(2027, 3, 30)),
    ],
)
def test_a_reply_that_names_no_remedy(calendar, told, due):
    assert review_limit_not_told(day("03-30"), told and day(told), calendar).due == due
