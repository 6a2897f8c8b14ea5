"""Hand-worked: time spent on opinions (条例第三十二条、第三十三条第三款、第三十四条).

All begin on Monday 2 March 2026, whose term without any pause ends on Monday 30 March. The working
days after that are 31 March, 1, 2, 3 April, then 7, 8, 9, 10 (4–6 April off), 13–17, 20–24, 27–30.
"""

import pytest

from disclosure.clock import ClockRules, InnerState, State, advance, check, clock

from .conftest import codes, day, entry, ledger, run

SENT = ("03-06", "consult_sent", {"letter": "甲"})
DELIVERED = ("03-09", "consult_delivered", {"letter": "甲"})


def test_a_third_party_answers():
    # Sent on the 6th (still counted: 3, 4, 5, 6 = 4), answered on Wednesday the 18th. Excluded:
    # 9–13 (5), 16, 17, 18 (8). 30 March + 8: 31, 1, 2, 3 (4), 7, 8, 9, 10 April (8).
    found = run("03-02", SENT, DELIVERED, ("03-18", "consult_returned", {"letter": "甲"}))
    assert found.due == day("04-10")
    assert codes(found) == []


def test_while_the_letter_is_out_the_clock_is_paused():
    # At the end of the 6th four days are gone; they stay four until the answer.
    organ = {"letter": "甲", "party": "other_organ"}
    found = run(
        "03-02", ("03-06", "consult_sent", organ), ("03-06", "consult_delivered", {"letter": "甲"})
    )
    assert found.state(day("03-06")) is State.PAUSED
    assert found.state(day("03-12")) is State.PAUSED
    assert (found.due, found.elapsed(day("03-12")), found.remaining(day("03-12"))) == (None, 4, 16)


def test_a_letter_nobody_is_known_to_have_holds_nothing():
    """Art 32: the fifteen days run from receipt. Without a record of it the term runs on, and the
    case keeps its last day; with it the days since the letter went out are excluded after all."""
    found = run("03-02", SENT)
    assert (found.due, found.excluded, len(found.unproven)) == (day("03-30"), (), 1)
    assert found.state(day("03-12")) is State.RUNNING
    assert (found.elapsed(day("03-12")), found.remaining(day("03-12"))) == (8, 12)
    assert found.state(day("03-31")) is State.OVERDUE
    assert run("03-02", SENT, DELIVERED).due == day("04-22")
    assert run("03-02", SENT, DELIVERED).unproven == ()


def test_an_opinion_proves_that_the_letter_arrived():
    answered = run("03-02", SENT, ("03-18", "consult_returned", {"letter": "甲"}))
    assert (answered.due, answered.unproven) == (day("04-10"), ())


def test_another_letter_that_is_proven_still_holds_the_clock():
    other = {"letter": "乙", "party": "other_organ"}
    found = run(
        "03-02",
        SENT,
        ("03-10", "consult_sent", other),
        ("03-18", "consult_returned", {"letter": "乙"}),
    )
    # Excluded 11, 12, 13, 16, 17, 18 (6). 30 March + 6: 31, 1, 2, 3, 7, 8 April.
    assert found.due == day("04-08")
    assert [letter.id for letter in found.unproven] == ["甲"]


def test_on_the_day_of_the_answer_it_runs_again_but_that_day_does_not_count():
    found = run("03-02", SENT, ("03-18", "consult_returned", {"letter": "甲"}))
    assert found.state(day("03-18")) is State.RUNNING
    assert found.elapsed(day("03-18")) == 4
    assert found.elapsed(day("03-19")) == 5


def test_as_it_stood_before_the_answer():
    found = run("03-02", SENT, DELIVERED, ("03-18", "consult_returned", {"letter": "甲"}))
    assert found.state(day("03-17")) is State.PAUSED
    assert found.state(day("03-05")) is State.RUNNING


def test_silence_holds_the_clock_for_fifteen_working_days_only():
    # Delivered the 9th: 10–13 (4), 16–20 (9), 23–27 (14), 30 March (15). Excluded 9–30 March:
    # 5 + 5 + 5 + 1 = 16. Four counted by the 6th, 16 more: 31, 1, 2, 3 (4), 7–10 (8),
    # 13–17 (13), 20, 21, 22 April (16).
    found = run("03-02", SENT, DELIVERED)
    assert found.inner[-1].due == day("03-30")
    assert found.due == day("04-22")
    assert found.state(day("03-29")) is State.PAUSED
    assert found.state(day("03-30")) is State.RUNNING
    assert found.inner[-1].state(day("03-30")) is InnerState.RUNNING
    assert found.inner[-1].state(day("03-31")) is InnerState.EXPIRED


def test_an_opinion_after_the_fifteen_days_changes_nothing():
    late = ("04-03", "consult_returned", {"letter": "甲"})
    found = run("03-02", SENT, DELIVERED, late)
    assert found.due == day("04-22")
    assert codes(found) == ["opinion-late"]


def test_an_answer_without_a_recorded_delivery_holds_the_clock_no_longer_than_from_sending():
    # Sent the 6th, 15 working days: 9–13 (5), 16–20 (10), 23–27 March (15). Extended, the term
    # has 40 days; 4 are counted by the 6th, 36 more from the 30th: 30–3 April (5), 7–10 (9),
    # 13–17 (14), 20–24 (19), 27–30 (23), 6–8 May (26), 9 May worked (27), 11–15 (32), 18–21 (36).
    extended = ("03-20", "extended", {"days": 20})
    late = ("04-03", "consult_returned", {"letter": "甲"})
    careless = run("03-02", SENT, extended, late)
    assert (careless.due, codes(careless)) == (day("05-21"), ["opinion-late"])
    assert "2026-03-27" in careless.problems[0].text
    # Who records the delivery, a day later than the sending at the least, has no less time.
    assert run("03-02", SENT, DELIVERED, extended, late).due == day("05-22")


def test_within_that_time_the_answer_ends_the_pause():
    assert codes(run("03-02", SENT, ("03-27", "consult_returned", {"letter": "甲"}))) == []


def test_an_organ_without_a_limit_is_not_cut_short():
    organ = ("03-06", "consult_sent", {"letter": "甲", "party": "other_organ"})
    extended = ("03-20", "extended", {"days": 20})
    found = run("03-02", organ, extended, ("04-03", "consult_returned", {"letter": "甲"}))
    assert found.excluded[0].through == day("04-03")
    assert codes(found) == []


def test_unless_ones_rules_wait_for_the_opinion():
    # Excluded 9 March – 3 April: 5 + 5 + 5 + 5 = 20. Then 16 more: 7–10 (4), 13–17 (9),
    # 20–24 (14), 27, 28 April (16).
    late = ("04-03", "consult_returned", {"letter": "甲"})
    found = run("03-02", SENT, DELIVERED, late, rules=ClockRules(silence_ends_pause=False))
    assert found.due == day("04-28")


def test_two_letters_that_overlap_are_excluded_once():
    # 甲 6–13, 乙 10–18 March: together 9–18 = 8 working days, as with one letter.
    found = run(
        "03-02",
        SENT,
        ("03-10", "consult_sent", {"letter": "乙"}),
        ("03-13", "consult_returned", {"letter": "甲"}),
        ("03-18", "consult_returned", {"letter": "乙"}),
    )
    assert found.due == day("04-10")


def test_a_letter_inside_another_adds_nothing():
    found = run(
        "03-02",
        SENT,
        ("03-10", "consult_sent", {"letter": "乙"}),
        ("03-12", "consult_returned", {"letter": "乙"}),
        ("03-18", "consult_returned", {"letter": "甲"}),
    )
    assert found.due == day("04-10")


def test_two_letters_one_after_the_other_add_up():
    # 甲: 9, 10 (2). 乙 sent the 12th: 13, 16, 17 (3). 30 March + 5: 31, 1, 2, 3, 7 April.
    found = run(
        "03-02",
        SENT,
        ("03-10", "consult_returned", {"letter": "甲"}),
        ("03-12", "consult_sent", {"letter": "乙"}),
        ("03-17", "consult_returned", {"letter": "乙"}),
    )
    assert found.due == day("04-07")


def test_the_next_letter_on_the_day_of_the_answer_leaves_no_gap():
    # 9, 10 and 11, 12, 13 March = 5.
    found = run(
        "03-02",
        SENT,
        ("03-10", "consult_returned", {"letter": "甲"}),
        ("03-10", "consult_sent", {"letter": "乙"}),
        ("03-13", "consult_returned", {"letter": "乙"}),
    )
    assert found.due == day("04-07")


def test_one_letter_still_out_keeps_the_clock_paused():
    found = run(
        "03-02",
        SENT,
        ("03-10", "consult_sent", {"letter": "乙", "party": "other_organ"}),
        ("03-10", "consult_delivered", {"letter": "乙"}),
        ("03-13", "consult_returned", {"letter": "甲"}),
    )
    assert found.due is None
    assert found.state(day("03-20")) is State.PAUSED
    assert found.remaining(day("03-20")) == 16


def test_sent_and_answered_on_one_day_is_nothing():
    found = run("03-02", SENT, ("03-06", "consult_returned", {"letter": "甲"}))
    assert found.due == day("03-30")


def test_a_weekend_in_between_is_no_working_time():
    # Sent Friday 6, answered Sunday 8 March: no working day lies between.
    found = run("03-02", SENT, ("03-08", "consult_returned", {"letter": "甲"}))
    assert found.due == day("03-30")


def test_a_reply_made_while_a_letter_is_out_ends_the_pause():
    # Excluded 9–13 and 16–20 March (10). Four counted by the 6th, 16 more after the 20th: 23–27
    # (5), 30–3 April (10), 7–10 (14), 13, 14 (16).
    found = run("03-02", SENT, DELIVERED, ("03-20", "delivered"))
    assert (found.due, found.is_on_time) == (day("04-14"), True)
    assert found.remaining(day("12-31")) == 16


def test_a_co_author_who_says_nothing_has_consented():
    # As for a third party: fifteen working days (条例第三十四条).
    found = run(
        "03-02",
        ("03-06", "consult_sent", {"letter": "甲", "party": "co_author"}),
        DELIVERED,
    )
    assert found.due == day("04-22")
    assert "视为同意公开" in found.inner[-1].silence


def test_another_organ_has_no_limit_in_the_law():
    letter = ("03-06", "consult_sent", {"letter": "甲", "party": "other_organ"})
    assert run("03-02", letter, DELIVERED).due is None
    assert run("03-02", letter, DELIVERED, rules=ClockRules(other_organ_days=15)).due == day(
        "04-22"
    )


def test_sent_on_the_last_day_it_comes_too_late_to_stop_anything():
    found = run("03-02", ("03-30", "consult_sent"), ("04-10", "consult_returned"))
    assert found.due == day("03-30")
    assert codes(found) == ["after-term"]


def test_unless_the_term_is_extended_on_that_day():
    # Extension of 20 from 30 March: … 28 April (see test_term_scenarios). Excluded 31 March – 3
    # April = 4. 28 April + 4: 29, 30, then 6, 7 May (1–5 off).
    found = run(
        "03-02",
        ("03-30", "consult_sent"),
        ("03-30", "extended", {"days": 20}),
        ("04-03", "consult_returned"),
    )
    assert found.due == day("05-07")


def test_sent_after_the_last_day_it_is_refused():
    found = run("03-02", ("03-31", "consult_sent"), ("04-10", "consult_returned"))
    assert found.due == day("03-30")
    assert codes(found) == ["after-term", "resume-without-pause"]
    assert found.state(day("04-01")) is State.OVERDUE


@pytest.mark.parametrize("kind", ["consult_delivered", "consult_returned"])
@pytest.mark.parametrize("party", ["third_party", "other_organ"])
def test_what_first_reached_anybody_after_the_term_does_not_bring_it_back(kind, party):
    sent = ("03-06", "consult_sent", {"letter": "甲", "party": party})
    found = run("03-02", sent, ("03-31", kind, {"letter": "甲"}))
    assert (found.due, found.excluded, found.unproven) == (day("03-30"), (), ())
    assert found.state(day("03-31")) is State.OVERDUE
    # It did happen: it is entered, and remarked upon.
    assert [(problem.code, problem.ignored) for problem in found.problems] == [
        ("after-term", False)
    ]


def test_nor_does_the_opinion_that_follows():
    late = ("03-31", "consult_delivered", {"letter": "甲"})
    found = run("03-02", SENT, late, ("04-02", "consult_returned", {"letter": "甲"}))
    assert (found.due, codes(found)) == (day("03-30"), ["after-term"])


def test_on_the_last_day_of_the_term_it_still_holds_the_clock():
    found = run("03-02", SENT, ("03-30", "consult_returned", {"letter": "甲"}))
    # Until the 27th, 15 working days from sending; 16 more: 30, 31, 1–3 (5), 7–10 (9), 13–17
    # (14), 20, 21 April (16).
    assert (found.due, codes(found)) == (day("04-21"), ["opinion-late"])


def test_a_delivery_in_the_term_counts_whenever_it_is_entered(calendar):
    answered = ledger("03-02", SENT, ("04-02", "consult_returned", {"letter": "甲"}))
    assert clock(answered, calendar).due == day("03-30")
    belated = entry(DELIVERED[0], DELIVERED[1], **DELIVERED[2])
    assert advance(clock(answered, calendar), belated).due == day("04-22")
    assert not any(problem.ignored for problem in check(answered, belated, calendar))


def test_a_pause_counted_from_the_day_of_sending():
    # The other reading: 6–17 March excluded (1 + 5 + 2 = 8), the 18th counts. Counted by the 5th:
    # 3; then 18, 19, 20 (6), 23–27 (11), 30–3 April (16), 7–10 (20).
    rules = ClockRules(pause_from_sending_day=True)
    found = run("03-02", SENT, ("03-18", "consult_returned", {"letter": "甲"}), rules=rules)
    assert found.due == day("04-10")
    assert (found.elapsed(day("03-06")), found.elapsed(day("03-18"))) == (3, 4)


@pytest.mark.parametrize("received", ["03-02", "03-04", "03-06"])
def test_the_seven_days_for_a_supplement_notice_do_not_pause(received):
    # Art 33③ excludes from the term of art 33②, not from art 30.
    assert run(received, SENT).inner[0].due == run(received).inner[0].due


def test_deciding_while_a_letter_is_out_is_noted():
    found = run("03-02", SENT, DELIVERED, ("03-20", "decided"))
    assert codes(found) == ["decision-letters-open"]
    # From 31 March the third party's time is over.
    assert codes(run("03-02", SENT, DELIVERED, ("03-31", "decided"))) == []


def test_who_waits_for_a_fee_does_not_wait_for_opinions():
    asked = ("03-11", "fee_notified", {"until": "03-31"})
    found = run("03-02", SENT, DELIVERED, asked, rules=ClockRules(fee_clock=True))
    assert found.waits_for_opinions(day("03-10")) and not found.waits_for_opinions(day("03-11"))
    assert found.state(day("03-11")) is State.PAUSED
