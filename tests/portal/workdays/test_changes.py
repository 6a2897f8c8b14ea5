"""Before a notice is applied: which days change, and whose deadlines."""

from datetime import date

import pytest

from portal.workdays import Deadline, YearPlan, register_deadlines, shipped_calendar
from portal.workdays import deadlines as registry
from portal.workdays.changes import preview

CALENDAR = shipped_calendar()
JANUARY = YearPlan(
    2027,
    {date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦"},
    {date(2027, 1, 9): "元旦"},
    source="测试文件",
)


@pytest.fixture(autouse=True)
def providers(monkeypatch):
    """A registry of this test's own."""
    monkeypatch.setattr(registry, "_providers", [])


def test_days_that_change_sides_are_listed():
    shown = preview([JANUARY], CALENDAR)
    listed = {f"{c.date:%m-%d}": (c.before.is_workday, c.after.is_workday) for c in shown.days}
    # 4 January becomes off, 9 January worked; statutory days the plan leaves out become worked,
    # those on a weekend stay as they are.
    assert listed["01-04"] == (True, False)
    assert listed["01-09"] == (False, True)
    assert listed["06-09"] == (False, True)
    assert "01-01" not in listed
    assert "05-01" not in listed


def test_the_december_before_is_looked_at_too():
    reaching_back = YearPlan(2027, {date(2026, 12, 31): "元旦"}, source="测试文件")
    assert date(2026, 12, 31) in [change.date for change in preview([reaching_back], CALENDAR).days]


def test_years_are_summed_up_before_and_after():
    (year,) = preview([JANUARY], CALENDAR).years
    assert (year.year, year.official_before, year.official_after) == (2027, False, True)
    assert year.workdays_before == CALENDAR.workdays_in(2027)
    assert year.workdays_after == CALENDAR.with_plans([JANUARY]).workdays_in(2027)


def test_the_same_plan_again_is_no_change():
    shown = preview([CALENDAR.plans[2026]], CALENDAR)
    assert shown.is_empty
    assert shown.days == ()
    assert not preview([JANUARY], CALENDAR).is_empty


def test_open_deadlines_that_move_are_listed_with_both_dates():
    @register_deadlines
    def two_cases(calendar):
        for key, received in (("1", date(2026, 12, 4)), ("2", date(2026, 11, 2))):
            yield Deadline(key, f"申请{key}", calendar.add_workdays(received, 20), f"/{key}/")

    (change,) = preview([JANUARY], CALENDAR).deadlines
    assert (change.label, change.url) == ("申请1", "/1/")
    assert (change.before, change.after) == (date(2027, 1, 4), date(2027, 1, 5))


def test_several_providers_are_asked_and_sorted_by_the_new_date():
    for name, received in (("乙", date(2026, 12, 8)), ("甲", date(2026, 12, 4))):
        register_deadlines(
            lambda calendar, name=name, received=received: [
                Deadline(name, name, calendar.add_workdays(received, 20))
            ]
        )
    assert [change.label for change in preview([JANUARY], CALENDAR).deadlines] == ["甲", "乙"]


def test_a_deadline_that_cannot_be_known_is_shown_as_such():
    known = CALENDAR.with_plans([JANUARY])
    register_deadlines(
        lambda calendar: [Deadline("1", "甲", None if calendar == known else date(2027, 1, 4))]
    )
    (change,) = preview([JANUARY], CALENDAR).deadlines
    assert (change.before, change.after) == (date(2027, 1, 4), None)


def test_remarks_come_along():
    assert any("端午节" in remark for remark in preview([JANUARY], CALENDAR).remarks)
