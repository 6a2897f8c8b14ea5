"""Hand-worked: when the term begins and how it is counted. The reckoning stands in each comment.

2026: 1 March is a Sunday; 4–6 April, 1–5 May and 19–21 June are off; 9 May is worked.
"""

from disclosure.clock import ClockRules, Event, State, clock

from .conftest import codes, day, run


def test_four_quiet_weeks():
    # Monday 2 March is day 0. 3–6 (4), 9–13 (9), 16–20 (14), 23–27 (19), Monday 30 (20).
    found = run("03-02")
    assert found.due == day("03-30")
    # 补正: 3–6 (4), 9, 10, 11 (7).
    assert found.inner[0].due == day("03-11")


def test_spring_festival_and_its_two_worked_saturdays():
    # 2 February is day 0. 3–6 (4), 9–13 (9), Saturday 14 worked (10), 15–23 off, 24–27 (14),
    # Saturday 28 worked (15), 2–6 March (20).
    assert run("02-02").due == day("03-06")


def test_received_on_a_friday_the_weekend_is_simply_skipped():
    # Friday 6 March is day 0. 9–13 (5), 16–20 (10), 23–27 (15), 30–3 April (20).
    assert run("03-06").due == day("04-03")


def test_received_on_a_saturday_ends_on_the_same_day_as_received_on_the_friday_before():
    # Saturday 7 March is day 0, not worked. The first working day after it is Monday 9: as above.
    found = run("03-07")
    assert found.received == day("03-07")
    assert found.due == day("04-03")


def test_received_on_a_worked_saturday_that_day_is_still_day_0():
    # 14 February is worked but day 0. 24–27 (4), 28 (5), 2–6 March (10), 9–13 (15), 16–20 (20).
    assert run("02-14").due == day("03-20")


def test_received_in_the_middle_of_a_holiday():
    # 3 October is off. 8, 9 (2), Saturday 10 worked (3), 12–16 (8), 19–23 (13), 26–30 (18),
    # 2, 3 November (20).
    assert run("10-03").due == day("11-03")


def test_by_internet_the_confirmation_starts_the_term(calendar):
    # Submitted Friday 6, confirmed Tuesday 10 November. 11–13 (3), 16–20 (8), 23–27 (13),
    # 30–4 December (18), 7, 8 (20). 补正: 11–13 (3), 16–19 (7).
    found = clock(
        [Event(day("11-06"), "submitted", channel="internet"), Event(day("11-10"), "confirmed")],
        calendar,
    )
    assert found.due == day("12-08")
    assert found.inner[0].due == day("11-19")


def test_before_the_confirmation_nothing_is_due(calendar):
    found = clock([Event(day("11-06"), "submitted", channel="fax")], calendar)
    assert found.due is None
    assert found.remaining(day("12-31")) is None
    assert found.state(day("12-31")) is State.AWAITING
    assert found.inner == ()


def test_a_confirmation_limit_of_ones_own_is_an_inner_clock(calendar):
    # Three working days after Friday 6 November: 9, 10, 11.
    rules = ClockRules(confirm_within=3)
    found = clock([Event(day("11-06"), "submitted", channel="internet")], calendar, rules)
    assert [(inner.code, inner.due) for inner in found.inner] == [("confirm", day("11-11"))]


def test_an_ordinary_letter_confirmed_two_days_late(calendar):
    # Arrived Monday 2, confirmed Wednesday 4 March, which is day 0. 5, 6 (2), 9–13 (7),
    # 16–20 (12), 23–27 (17), 30, 31, 1 April (20). Art 31(2) asks for the same day: noted.
    events = [
        Event(day("03-02"), "submitted", channel="ordinary_mail"),
        Event(day("03-04"), "confirmed"),
    ]
    found = clock(events, calendar)
    assert found.due == day("04-01")
    assert codes(found) == ["confirm-late"]
    assert not found.problems[0].ignored


def test_answered_on_the_spot():
    # 条例第三十三条第一款.
    found = run("03-02", ("03-02", "delivered", {"method": "on_spot"}))
    assert found.state(day("03-02")) is State.STOPPED
    assert found.is_on_time
    assert codes(found) == []


def test_year_end_into_a_year_without_a_notice():
    # Friday 4 December 2026 is day 0. 7–11 (5), 14–18 (10), 21–25 (15), 28–31 (19);
    # 1 January 2027 is statutory, 2 and 3 a weekend, Monday 4 is the 20th: provisional.
    found = run("12-04")
    assert found.due == day("2027-01-04")
    assert found.is_provisional


def test_an_inner_clock_is_provisional_for_itself():
    # Received 24 December: 25 (1), 28–31 (5), 4 January (6), 5 January (7).
    late, early = run("12-24").inner[0], run("12-04").inner[0]
    assert (late.due, late.is_provisional) == (day("2027-01-05"), True)
    assert not early.is_provisional


def test_the_last_receipt_that_needs_no_calendar_for_2027():
    # Thursday 3 December is day 0: 4 (1), and 19 more as above to 31 December.
    found = run("12-03")
    assert found.due == day("2026-12-31")
    assert not found.is_provisional


def test_importing_2027_moves_the_provisional_date(calendar):
    from portal.workdays import YearPlan

    # Suppose the notice makes 2 January (Saturday) a worked day: it becomes the 20th.
    worked = YearPlan(
        2027, {day("2027-01-01"): "元旦"}, {day("2027-01-02"): "元旦"}, source="测试文件"
    )
    found = run("12-04", calendar=calendar.with_plans([worked]))
    assert found.due == day("2027-01-02")
    assert not found.is_provisional
    # Suppose it gives 4 January off instead: the 20th is 5 January.
    off = YearPlan(
        2027, dict.fromkeys(map(day, ("2027-01-01", "2027-01-04")), "元旦"), source="测试文件"
    )
    assert run("12-04", calendar=calendar.with_plans([off])).due == day("2027-01-05")


def test_remaining_and_elapsed_working_days():
    # Due 30 March. At the end of 10 March: 3–6 and 9, 10 = 6 gone, 14 left.
    found = run("03-02")
    assert (found.elapsed(day("03-10")), found.remaining(day("03-10"))) == (6, 14)
    assert found.remaining(day("03-30")) == 0
    assert found.state(day("03-30")) is State.RUNNING
    # Two working days later (31 March, 1 April).
    assert found.state(day("03-31")) is State.OVERDUE
    assert found.remaining(day("04-01")) == -2
