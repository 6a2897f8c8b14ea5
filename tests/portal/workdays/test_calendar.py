"""The calendar as a value: which days count, how they are counted, what is only provisional."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.workdays import DayKind, WorkCalendar, YearPlan, shipped_calendar
from portal.workdays.statutory import statutory_days

CALENDAR = shipped_calendar()
# Published figures: working days a month (regulation notes 10.2), day by day the same in three
# independent data sets.
MONTHS = {
    2025: [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23],
    2026: [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
}
YEARS = {2024: 251, 2025: 248, 2026: 248}
VECTORS = [
    ("2025-01-20", {7: "2025-02-05", 15: "2025-02-14", 20: "2025-02-21", 40: "2025-03-21"}),
    ("2025-09-19", {7: "2025-09-29", 15: "2025-10-16", 20: "2025-10-23", 40: "2025-11-20"}),
    ("2026-02-02", {7: "2026-02-11", 15: "2026-02-28", 20: "2026-03-06", 40: "2026-04-03"}),
    ("2026-02-14", {7: "2026-03-03", 15: "2026-03-13", 20: "2026-03-20", 40: "2026-04-20"}),
    ("2026-04-20", {7: "2026-04-29", 15: "2026-05-13", 20: "2026-05-20", 40: "2026-06-17"}),
    ("2026-09-18", {7: "2026-09-29", 15: "2026-10-15", 20: "2026-10-22", 40: "2026-11-19"}),
    ("2026-09-20", {7: "2026-09-30", 15: "2026-10-16", 20: "2026-10-23", 40: "2026-11-20"}),
    ("2026-11-23", {7: "2026-12-02", 15: "2026-12-14", 20: "2026-12-21"}),
]
days = st.dates(date(2023, 6, 1), date(2028, 6, 30))


def d(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(("year", "number"), YEARS.items())
def test_working_days_of_each_year(year, number):
    assert CALENDAR.workdays_in(year) == number


@pytest.mark.parametrize("year", MONTHS)
def test_working_days_of_each_month(year):
    ends = [date(year, month, 1) - timedelta(days=1) for month in range(1, 13)]
    ends.append(date(year, 12, 31))
    found = [CALENDAR.workdays_between(a, b) for a, b in zip(ends, ends[1:], strict=False)]
    assert found == MONTHS[year]


@pytest.mark.parametrize(("start", "counts"), VECTORS)
def test_the_published_vectors(start, counts):
    found = {n: CALENDAR.add_workdays(d(start), n).isoformat() for n in counts}
    assert found == counts


def test_why_a_day_is_off():
    assert CALENDAR.why_off(d("2026-02-17")) == "春节"
    assert CALENDAR.why_off(d("2026-02-21")) == "春节"  # a Saturday inside the holiday
    assert CALENDAR.why_off(d("2026-03-01")) == "周末"
    assert CALENDAR.why_off(d("2026-02-14")) == ""  # a worked Saturday
    assert CALENDAR.why_off(d("2026-03-02")) == ""


def test_what_a_worked_saturday_is():
    found = CALENDAR.day(d("2026-02-14"))
    assert (found.kind, found.name, found.is_workday) == (DayKind.MAKEUP, "春节", True)


def test_a_year_without_a_notice_has_the_statutory_holidays():
    # 《全国年节及纪念日放假办法》第二条: thirteen days, in 2027 on these dates.
    off = "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03".split()
    assert sorted(f"{day:%m-%d}" for day in statutory_days(2027)) == off
    assert not CALENDAR.is_official(2027)
    assert all(not CALENDAR.is_workday(d(f"2027-{text}")) for text in off)
    assert CALENDAR.why_off(d("2027-06-09")) == "端午节"
    # The weekdays that will make up for 6 and 7 February are not known, so they are not guessed.
    assert CALENDAR.is_workday(d("2027-02-09"))


@pytest.mark.parametrize("year", range(2024, 2051))
def test_every_year_of_the_table_has_its_holidays(year):
    found = statutory_days(year)
    shared = {d(f"{year}-10-0{n}") for n in (1, 2, 3)} & set(_movable(year))
    assert len(found) == 13 - len(shared)
    names = list(found.values())
    assert names.count("春节") == 4
    assert names.count("国庆节") == 3


def _movable(year):
    """Mid-autumn, which may fall on a national day (2028, 2031, 2039)."""
    return [d(text) for text in ("2028-10-03", "2031-10-01", "2039-10-02") if text[:4] == str(year)]


def test_years_outside_the_table_raise_nothing():
    for year in (1949, 2051, 2999):
        assert CALENDAR.why_off(date(year, 10, 1)) == "国庆节"
        assert CALENDAR.workdays_in(year) > 200


def test_the_statutory_days_of_known_years_are_all_off():
    for year in (2025, 2026):
        assert not [day for day in statutory_days(year) if CALENDAR.is_workday(day)]


def test_a_forecast_stays_provisional_and_keeps_the_statutory_holidays():
    forecast = YearPlan(2027, {d("2027-02-09"): "春节"}, is_official=False, source="预估")
    found = CALENDAR.with_plans([forecast])
    assert not found.is_official(2027)
    assert not found.is_workday(d("2027-02-09"))
    assert not found.is_workday(d("2027-02-05"))


def test_a_notice_may_reach_back_into_december():
    # As in 2018: the notice for the next year made 29 December a worked Saturday.
    later = YearPlan(2027, {d("2026-12-31"): "元旦"}, {d("2026-12-26"): "元旦"}, source="测试文件")
    found = CALENDAR.with_plans([later])
    assert found.is_workday(d("2026-12-26"))
    assert not found.is_workday(d("2026-12-31"))
    assert found.workdays_in(2026) == 248


def test_of_two_notices_the_later_years_decides():
    sunday = d("2026-12-27")
    earlier = YearPlan(2026, work={sunday: "补班"}, source="甲")
    later = YearPlan(2027, {sunday: "元旦"}, source="乙")
    assert WorkCalendar.of([earlier]).is_workday(sunday)
    for plans in ([earlier, later], [later, earlier]):
        assert WorkCalendar.of(plans).why_off(sunday) == "元旦"


def test_counting_that_touches_an_unknown_year_is_provisional():
    assert not CALENDAR.is_provisional(d("2026-12-03"), d("2026-12-31"))
    assert CALENDAR.is_provisional(d("2026-12-04"), d("2027-01-04"))
    assert CALENDAR.is_provisional(d("2023-12-31"), d("2024-01-05"))


def test_a_moment_is_refused_because_its_date_depends_on_a_time_zone():
    for ask in (CALENDAR.is_workday, CALENDAR.why_off, lambda day: CALENDAR.add_workdays(day, 1)):
        with pytest.raises(TypeError):
            ask(datetime(2026, 1, 1))


def test_nothing_about_a_calendar_can_be_changed():
    with pytest.raises(TypeError):
        CALENDAR.plans[2027] = YearPlan(2027)
    with pytest.raises(AttributeError):
        CALENDAR.version = 3
    with pytest.raises(TypeError):
        CALENDAR.plans[2026].off[d("2026-03-02")] = "假"
    changed = CALENDAR.with_plans([YearPlan(2026, source="测试")], version=9)
    assert changed.version == 9
    assert changed.is_workday(d("2026-02-17"))
    assert not CALENDAR.is_workday(d("2026-02-17"))


def test_backwards_it_counts_the_working_days_before():
    # Two working days before Monday 2 March 2026: Saturday 28 February (worked), Friday 27.
    assert CALENDAR.add_workdays(d("2026-03-02"), -1) == d("2026-02-28")
    assert CALENDAR.add_workdays(d("2026-03-02"), -2) == d("2026-02-27")
    assert CALENDAR.add_workdays(d("2026-03-02"), 0) == d("2026-03-02")


def test_the_next_working_day_on_or_after():
    assert CALENDAR.on_or_after(d("2026-02-15")) == d("2026-02-24")
    assert CALENDAR.on_or_after(d("2026-02-28")) == d("2026-02-28")


@given(days, st.integers(1, 60))
@settings(deadline=None)
def test_adding_and_counting_undo_each_other(day, count):
    end = CALENDAR.add_workdays(day, count)
    assert CALENDAR.is_workday(end)
    assert CALENDAR.workdays_between(day, end) == count
    assert CALENDAR.workdays_between(end, day) == -count


@given(days, st.integers(0, 200), st.integers(0, 200))
@settings(deadline=None)
def test_counting_adds_up(start, first, second):
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    count = CALENDAR.workdays_between
    assert count(start, middle) + count(middle, end) == count(start, end)


@given(days)
@settings(deadline=None)
def test_a_day_is_off_exactly_when_there_is_a_reason(day):
    assert CALENDAR.is_workday(day) == (CALENDAR.why_off(day) == "")


def test_calendars_with_the_same_plans_are_equal():
    assert WorkCalendar.of(CALENDAR.plans.values()) == CALENDAR
    assert CALENDAR.with_plans([YearPlan(2027)]) != CALENDAR
