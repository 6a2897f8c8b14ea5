"""Hand-worked: extension, 补正, delay, fee and how it ends (条例第三十条、第三十三条、第三十五条).

All begin on Monday 2 March 2026 (term ends Monday 30 March) unless said otherwise.
"""

import pytest

from disclosure.clock import ClockRules, State, check, clock

from .conftest import codes, day, entry, ledger, run

ASKED = ("03-05", "supplement_asked", {"until": "03-25"})


# --- Extension ----------------------------------------------------------------------------------------
def test_an_extension_by_twenty_days_counts_from_the_original_last_day():
    # After 30 March: 31, 1, 2, 3 (4), 7–10 April (8), 13–17 (13), 20–24 (18), 27, 28 (20).
    found = run("03-02", ("03-20", "extended", {"days": 20}))
    assert (found.first_due, found.due) == (day("03-30"), day("04-28"))


def test_when_it_was_decided_makes_no_difference():
    early = run("03-02", ("03-03", "extended", {"days": 20}))
    assert early.due == day("04-28")


def test_an_extension_by_ten_days():
    # 31, 1, 2, 3 (4), 7–10 April (8), 13, 14 (10).
    assert run("03-02", ("03-20", "extended", {"days": 10})).due == day("04-14")


def test_on_the_day_of_a_supplement_the_new_term_is_extended():
    """It is entered after it; an earlier place in the day would lose it with the old term."""
    found = run("03-02", ASKED, ("03-10", "supplemented"), ("03-10", "extended"))
    assert (len(found.extensions), codes(found)) == (1, [])
    assert found.due == run("03-10", ("03-10", "extended")).due


def test_decided_on_the_last_day_it_is_in_time():
    assert run("03-02", ("03-30", "extended")).due == day("04-28")


def test_decided_a_day_later_it_is_too_late():
    found = run("03-02", ("03-31", "extended"))
    assert found.due == day("03-30")
    assert codes(found) == ["extension-late"]
    assert found.state(day("03-31")) is State.OVERDUE


def test_told_to_the_applicant_only_after_the_last_day_it_is_too_late():
    late = ("03-27", "extended", {"notified": "03-31"})
    assert run("03-02", late).due == day("03-30")
    assert codes(run("03-02", late)) == ["extension-notified-late"]
    # The law does not say so in words: a named rule.
    assert run("03-02", late, rules=ClockRules(extension_notified_within_term=False)).due == day(
        "04-28"
    )


def test_without_the_heads_approval_it_has_no_effect():
    found = run("03-02", ("03-20", "extended", {"approved": False}))
    assert (found.due, codes(found)) == (day("03-30"), ["extension-unapproved"])


def test_more_than_twenty_days_are_cut_to_twenty():
    found = run("03-02", ("03-20", "extended", {"days": 30}))
    assert (found.due, codes(found)) == (day("04-28"), ["extension-too-long"])


def test_a_second_extension_is_refused():
    found = run("03-02", ("03-10", "extended", {"days": 10}), ("03-20", "extended", {"days": 10}))
    assert (found.due, codes(found)) == (day("04-14"), ["extension-second"])


def test_where_two_extensions_are_allowed_they_share_the_twenty_days():
    found = run(
        "03-02",
        ("03-10", "extended", {"days": 15}),
        ("03-20", "extended", {"days": 10}),
        rules=ClockRules(max_extensions=2),
    )
    assert (found.due, codes(found)) == (day("04-28"), ["extension-too-long"])


def test_a_pause_moves_the_day_by_which_to_extend():
    # 6–18 March out: the first term ends 10 April (see the consultation scenarios), so 8 April is
    # in time. 10 April + 20: 13–17 (5), 20–24 (10), 27–30 (14), 6, 7, 8 May (17), Saturday 9
    # worked (18), 11, 12 May (20).
    found = run(
        "03-02",
        ("03-06", "consult_sent"),
        ("03-18", "consult_returned"),
        ("04-08", "extended", {"days": 20}),
    )
    assert (found.first_due, found.due) == (day("04-10"), day("05-12"))


# --- 补正 ---------------------------------------------------------------------------------------------
def test_a_correction_starts_a_full_new_term():
    # Asked Wednesday 11 March (7th working day), received Friday 20, which is day 0. 23–27 (5),
    # 30–3 April (10), 7–10 (14), 13–17 (19), 20 (20).
    found = run(
        "03-02", ("03-11", "supplement_asked", {"until": "03-25"}), ("03-20", "supplemented")
    )
    assert (found.received, found.started, found.due) == (day("03-02"), day("03-20"), day("04-20"))
    assert codes(found) == []


def test_while_a_correction_is_awaited_nothing_is_due():
    found = run("03-02", ASKED)
    assert found.due is None
    assert found.remaining(day("04-30")) is None
    assert found.state(day("04-30")) is State.SUPPLEMENTING


def test_corrected_on_a_weekend():
    # Saturday 14 March is day 0: 16–20 (5), 23–27 (10), 30–3 April (15), 7–10 (19), 13 (20).
    assert run("03-02", ASKED, ("03-14", "supplemented")).due == day("04-13")


def test_a_notice_on_the_eighth_day_is_late_and_does_not_stop_the_term():
    late = ("03-12", "supplement_asked", {"until": "03-25"})
    found = run("03-02", late, ("03-20", "supplemented"))
    assert found.due == day("03-30")
    assert codes(found) == ["supplement-late", "supplement-not-asked"]


def test_unless_ones_rules_give_it_effect():
    late = ("03-12", "supplement_asked", {"until": "03-25"})
    found = run(
        "03-02", late, ("03-20", "supplemented"), rules=ClockRules(late_supplement_restarts=True)
    )
    assert (found.due, codes(found)) == (day("04-20"), ["supplement-late"])


def test_even_then_it_does_not_bring_an_expired_term_back():
    late = ("03-31", "supplement_asked", {"until": "04-25"})
    found = run("03-02", late, rules=ClockRules(late_supplement_restarts=True))
    assert (found.due, codes(found)) == (day("03-30"), ["after-term"])


def test_a_second_notice_is_refused():
    found = run(
        "03-02",
        ASKED,
        ("03-09", "supplemented"),
        ("03-10", "supplement_asked", {"until": "03-30"}),
    )
    # Day 0 is 9 March: 10–13 (4), 16–20 (9), 23–27 (14), 30–3 April (19), 7 April (20).
    assert (found.due, codes(found)) == (day("04-07"), ["second-supplement"])


def test_a_late_correction_that_was_accepted_starts_a_new_term():
    # Thursday 26 March is day 0: 27 (1), 30–3 April (6), 7–10 (10), 13–17 (15), 20–24 (20).
    found = run("03-02", ASKED, ("03-26", "supplemented"))
    assert (found.due, codes(found)) == (day("04-24"), ["supplement-overdue"])


def test_no_correction_the_application_lapses():
    found = run("03-02", ASKED, ("03-26", "lapsed"))
    assert found.state(day("03-26")) is State.STOPPED
    assert codes(found) == []


def test_it_cannot_lapse_on_the_last_day_of_the_period():
    found = run("03-02", ASKED, ("03-25", "lapsed"))
    assert (found.stop, codes(found)) == (None, ["lapse-early"])


def test_a_period_ending_on_a_saturday_ends_on_monday():
    # 21 March is a Saturday: the 23rd is the last day, the 24th the first on which it lapses.
    asked = ("03-05", "supplement_asked", {"until": "03-21"})
    assert codes(run("03-02", asked, ("03-23", "lapsed"))) == ["lapse-early"]
    assert codes(run("03-02", asked, ("03-24", "lapsed"))) == []
    strict = ClockRules(roll_stated_dates=False)
    assert codes(run("03-02", asked, ("03-23", "lapsed"), rules=strict)) == []


def test_an_extension_of_the_term_that_a_correction_ended_is_gone():
    # Day 0 is 10 March: 11–13 (3), 16–20 (8), 23–27 (13), 30–3 April (18), 7, 8 (20).
    entries = [("03-04", "extended"), ASKED, ("03-10", "supplemented")]
    assert run("03-02", *entries).due == day("04-08")
    # Kept by rule: + 20: 9, 10 (2), 13–17 (7), 20–24 (12), 27–30 (16), 6–8 May (19), 9 May (20).
    assert run("03-02", *entries, rules=ClockRules(extension_survives_restart=True)).due == day(
        "05-09"
    )


def test_opinions_answered_before_the_correction_do_not_shorten_the_new_term():
    # Day 0 is 10 March, as above: 8 April.
    found = run(
        "03-02",
        ("03-03", "consult_sent"),
        ("03-04", "consult_returned"),
        ASKED,
        ("03-10", "supplemented"),
    )
    assert found.due == day("04-08")


def test_an_opinion_still_out_when_the_correction_comes_holds_the_new_term():
    # Day 0 is 10 March; 11 and 12 March excluded (2): 8 April + 2 = 9, 10.
    found = run(
        "03-02",
        ("03-04", "consult_sent"),
        ASKED,
        ("03-10", "supplemented"),
        ("03-12", "consult_returned"),
    )
    assert found.due == day("04-10")


def test_a_delay_of_the_term_that_a_correction_ended_is_gone_too():
    # Day 0 is 10 March, as above: 8 April.
    entries = [
        ("03-03", "reasons_asked"),
        ("03-03", "reasons_given"),
        ("03-04", "delay_set", {"until": "06-30"}),
        ASKED,
        ("03-10", "supplemented"),
    ]
    assert run("03-02", *entries).due == day("04-08")
    kept = ClockRules(extension_survives_restart=True)
    assert run("03-02", *entries, rules=kept).due == day("06-30")


# --- Excessive applications ---------------------------------------------------------------------------
def test_a_reasonable_delay_is_the_stated_day():
    found = run(
        "03-02",
        ("03-04", "reasons_asked"),
        ("03-09", "reasons_given"),
        ("03-12", "delay_set", {"until": "04-30"}),
    )
    assert (found.counted_due, found.due, codes(found)) == (day("03-30"), day("04-30"), [])
    # 29 April: one working day left.
    assert found.remaining(day("04-29")) == 1


def test_a_delay_never_makes_the_term_shorter():
    # Nine counted by 13 March, then a letter to an organ without a limit until 20 April: 21–24
    # (13), 27–30 (17), 6, 7, 8 May (20) is later than the day that was stated.
    found = run(
        "03-02",
        ("03-04", "reasons_asked"),
        ("03-09", "reasons_given"),
        ("03-12", "delay_set", {"until": "04-03"}),
        ("03-13", "consult_sent", {"party": "other_organ"}),
        ("03-13", "consult_delivered"),
        ("04-20", "consult_returned"),
    )
    assert found.due == day("05-08")


REASONS = [("03-04", "reasons_asked"), ("03-09", "reasons_given")]


def test_a_delivery_entered_later_may_overtake_a_delay(calendar):
    """The delay was longer than the term when it was set; the delivery did happen."""
    events = ledger(
        "03-02",
        *REASONS,
        ("03-12", "delay_set", {"until": "04-22"}),
        ("03-06", "consult_sent", {"letter": "甲"}),
    )
    assert clock(events, calendar).due == day("04-22")
    # Silence from the 10th: 11–13 (3), 16–20 (8), 23–27 (13), 30, 31 March (15). Four counted by
    # the 6th, 16 more: 1–3 April (3), 7–10 (7), 13–17 (12), 20–23 (16).
    belated = entry("03-10", "consult_delivered", letter="甲")
    assert [(each.code, each.ignored) for each in check(events, belated, calendar)] == [
        ("delay-not-longer", False)
    ]
    assert clock([*events, belated], calendar).due == day("04-23")
    # Nor is anything else that is entered afterwards kept out by it.
    assert check([*events, belated], entry("04-23", "decided"), calendar) == []


def test_a_new_delay_that_is_not_longer_is_refused(calendar):
    for until in ("03-30", "03-20"):
        new = entry("03-12", "delay_set", until=until)
        found = check(ledger("03-02", *REASONS), new, calendar)
        assert [(each.code, each.ignored) for each in found] == [("delay-not-longer", True)]


def test_a_shorter_delay_never_replaces_a_longer_one():
    found = run(
        "03-02",
        *REASONS,
        ("03-12", "delay_set", {"until": "04-22"}),
        ("03-13", "delay_set", {"until": "04-10"}),
    )
    assert found.due == day("04-22")
    assert [problem.ignored for problem in found.problems] == [True]


def test_a_delay_to_a_holiday_ends_after_it():
    found = run(
        "03-02",
        ("03-04", "reasons_asked"),
        ("03-09", "reasons_given"),
        ("03-12", "delay_set", {"until": "05-02"}),
    )
    assert found.due == day("05-06")


def test_being_asked_for_reasons_does_not_stop_the_clock():
    asked = [("03-04", "reasons_asked"), ("03-11", "reasons_given")]
    assert run("03-02", *asked).due == day("03-30")
    # By rule it may: 5, 6, 9, 10, 11 March excluded (5): 31, 1, 2, 3, 7 April.
    assert run("03-02", *asked, rules=ClockRules(reasons_pause=True)).due == day("04-07")


# --- Fee ----------------------------------------------------------------------------------------------
def test_fee_events_move_nothing_until_the_fee_clock_is_switched_on():
    found = run("03-02", ("03-09", "fee_notified"), ("03-12", "fee_paid"))
    assert found.due == day("03-30")
    assert codes(found) == ["fee-clock-off"] * 2
    assert not any(problem.ignored for problem in found.problems)


def test_with_the_fee_clock_payment_starts_a_new_term():
    # Notice Monday 9 March; 20 working days: 10–13 (4), 16–20 (9), 23–27 (14), 30–3 April (19), 7.
    # Paid Thursday 12 March = day 0: 13 (1), 16–20 (6), 23–27 (11), 30–3 April (16), 7–10 (20).
    rules = ClockRules(fee_clock=True)
    found = run("03-02", ("03-09", "fee_notified"), ("03-12", "fee_paid"), rules=rules)
    fee = next(inner for inner in found.inner if inner.code == "fee")
    assert (fee.due, fee.met, found.due) == (day("04-07"), day("03-12"), day("04-10"))
    waiting = run("03-02", ("03-09", "fee_notified"), rules=rules)
    assert waiting.state(day("03-10")) is State.PAUSED


def test_an_unpaid_fee_lapses():
    rules = ClockRules(fee_clock=True)
    unpaid = ("03-09", "fee_notified")
    assert codes(run("03-02", unpaid, ("04-07", "lapsed"), rules=rules)) == ["lapse-early"]
    assert run("03-02", unpaid, ("04-08", "lapsed"), rules=rules).stop.date == day("04-08")


# --- The end ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["direct", "entrusted", "post", "electronic"])
def test_handed_to_the_post_or_signed_for_on_the_last_day_is_in_time(method):
    found = run("03-02", ("03-26", "decided"), ("03-30", "delivered", {"method": method}))
    assert found.is_on_time
    assert found.state(day("03-30")) is State.STOPPED
    assert found.remaining(day("06-01")) == 0


def test_decided_in_time_but_delivered_a_day_late_is_late():
    found = run("03-02", ("03-26", "decided"), ("03-31", "delivered", {"method": "post"}))
    assert found.is_on_time is False
    assert codes(found) == ["reply-late"]
    assert found.remaining(day("06-01")) == -1


def test_a_decision_alone_does_not_stop_the_clock():
    found = run("03-02", ("03-26", "decided"))
    assert found.state(day("03-30")) is State.RUNNING
    assert found.state(day("03-31")) is State.OVERDUE


def test_a_stopped_clock_keeps_what_was_left():
    # Delivered on 10 March: 6 of 20 gone.
    found = run("03-02", ("03-10", "delivered"))
    assert found.remaining(day("12-31")) == 14


def test_withdrawn_it_stops_even_before_it_was_received(calendar):
    from disclosure.clock import Event

    found = clock(
        [Event(day("11-06"), "submitted", channel="internet"), Event(day("11-09"), "withdrawn")],
        calendar,
    )
    assert found.state(day("11-09")) is State.STOPPED
    assert found.is_on_time is None


def test_a_transfer_between_departments_changes_nothing():
    assert run("03-02", ("03-04", "transferred")).due == day("03-30")


# --- Other institutions -------------------------------------------------------------------------------
def test_a_public_service_unit_goes_by_its_own_numbers():
    # Ten working days: 3–6 (4), 9–13 (9), 16 (10).
    rules = ClockRules.for_institution(
        "public_service", reply_days=10, own_rules="某某医院信息公开办法"
    )
    found = run("03-02", rules=rules)
    assert found.due == day("03-16")
    assert rules.cite("reply") == "《某某医院信息公开办法》（参照《条例》第三十三条第二款）"
    assert ClockRules.for_institution("authorised").cite("reply") == "《条例》第三十三条第二款"


def test_a_term_without_days_is_no_term():
    with pytest.raises(ValueError, match="at least one"):
        ClockRules(reply_days=0)
