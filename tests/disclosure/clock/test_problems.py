"""What a ledger cannot hold is said, with a code, and never raised."""

from datetime import time

import pytest

from disclosure.clock import PROBLEMS, ClockRules, Event, advance, check, clock

from .conftest import codes, day, entry, ledger, run

LETTER = ("03-06", "consult_sent", {"letter": "甲"})
ASKED = ("03-05", "supplement_asked", {"until": "03-25"})
FEE = ClockRules(fee_clock=True)
# Ledger of an application received on Monday 2 March 2026 → the codes it gives.
CASES = [
    (["second-submission"], [("03-03", "submitted")], {}),
    (["confirm-not-needed"], [("03-03", "confirmed")], {}),
    (["second-supplement"], [ASKED, ("03-06", "supplemented"), ("03-09", "supplement_asked")], {}),
    (["supplement-late"], [("03-12", "supplement_asked", {"until": "03-30"})], {}),
    (["supplement-no-period"], [("03-05", "supplement_asked")], {}),
    (["period-past"], [("03-05", "supplement_asked", {"until": "03-04"})], {}),
    (["supplement-not-asked"], [("03-05", "supplemented")], {}),
    (["supplement-overdue"], [ASKED, ("03-26", "supplemented")], {}),
    (["lapse-without-notice"], [("03-05", "lapsed")], {}),
    (["lapse-early"], [ASKED, ("03-25", "lapsed")], {}),
    (
        ["supplement-no-period", "lapse-no-period"],
        [("03-05", "supplement_asked"), ("04-30", "lapsed")],
        {},
    ),
    (["letter-reused"], [LETTER, ("03-09", "consult_sent", {"letter": "甲"})], {}),
    (["letter-unknown"], [("03-09", "consult_delivered", {"letter": "甲"})], {}),
    (
        ["letter-delivered-twice"],
        [
            LETTER,
            ("03-09", "consult_delivered", {"letter": "甲"}),
            ("03-10", "consult_delivered", {"letter": "甲"}),
        ],
        {},
    ),
    (["resume-without-pause"], [("03-09", "consult_returned", {"letter": "甲"})], {}),
    (
        ["opinion-late"],
        [
            LETTER,
            ("03-09", "consult_delivered", {"letter": "甲"}),
            ("04-01", "consult_returned", {"letter": "甲"}),
        ],
        {},
    ),
    (["after-term"], [("03-31", "consult_sent")], {}),
    (["extension-second"], [("03-10", "extended", {"days": 1}), ("03-11", "extended")], {}),
    (
        ["extension-second"],
        [("03-10", "extended", {"days": 20}), ("03-11", "extended", {"days": 1})],
        {"rules": ClockRules(max_extensions=2)},
    ),
    (["extension-unapproved"], [("03-10", "extended", {"approved": False})], {}),
    (["extension-empty"], [("03-10", "extended", {"days": 0})], {}),
    (["extension-too-long"], [("03-10", "extended", {"days": 21})], {}),
    (["extension-late"], [("03-31", "extended")], {}),
    (["extension-notified-late"], [("03-30", "extended", {"notified": "03-31"})], {}),
    (["reasons-not-asked"], [("03-10", "reasons_given")], {}),
    (["delay-without-reasons"], [("03-10", "delay_set", {"until": "05-29"})], {}),
    (
        ["delay-no-date", "delay-not-longer", "after-term"],
        [
            ("03-03", "reasons_asked"),
            ("03-04", "reasons_given"),
            ("03-10", "delay_set"),
            ("03-11", "delay_set", {"until": "03-30"}),
            ("03-31", "delay_set", {"until": "05-29"}),
        ],
        {},
    ),
    (["fee-clock-off"], [("03-10", "fee_notified")], {}),
    (["fee-not-notified"], [("03-10", "fee_paid")], {"rules": FEE}),
    (["after-term"], [("03-31", "fee_notified")], {"rules": FEE}),
    (["already-waiting"], [("03-04", "fee_notified"), ASKED], {"rules": FEE}),
    (["already-waiting"], [ASKED, ("03-06", "fee_notified")], {"rules": FEE}),
    (["second-decision"], [("03-10", "decided"), ("03-11", "decided")], {}),
    (["decision-letters-open"], [LETTER, ("03-10", "decided")], {}),
    (["reply-late"], [("03-31", "delivered")], {}),
    (["after-stop"], [("03-10", "delivered"), ("03-11", "extended")], {}),
    (["after-stop"], [("03-10", "delivered"), ("03-10", "withdrawn")], {}),
]


@pytest.mark.parametrize(("expected", "entries", "options"), CASES)
def test_each_impossible_entry_is_named(expected, entries, options):
    found = run("03-02", *entries, **options)
    assert codes(found) == expected
    for problem in found.problems:
        assert problem.text.endswith("。")
        assert "{" not in problem.text
        assert problem.article
        assert problem.event in found.events


BEFORE = [
    (["before-receipt"], [entry("03-02", "submitted", channel="fax"), entry("03-03", "decided")]),
    (["before-receipt"], [entry("03-02", "decided")]),
    (["before-receipt"], [entry("03-02", "withdrawn")]),
    (["confirm-without-submission"], [entry("03-02", "confirmed")]),
    (
        ["second-confirmation"],
        [
            entry("03-02", "submitted", channel="fax"),
            entry("03-03", "confirmed"),
            entry("03-04", "confirmed"),
        ],
    ),
    (
        ["confirm-late"],
        [entry("03-02", "submitted", channel="ordinary_mail"), entry("03-03", "confirmed")],
    ),
]


@pytest.mark.parametrize(("expected", "events"), BEFORE)
def test_before_and_around_the_receipt(calendar, expected, events):
    assert codes(clock(events, calendar)) == expected


def test_every_code_has_a_case():
    named = {code for expected, *_rest in [*CASES, *BEFORE] for code in expected}
    assert named == set(PROBLEMS)


def test_a_refused_event_leaves_the_clock_as_it_was():
    plain = run("03-02")
    for expected, entries, options in CASES:
        found = run("03-02", *entries, **options)
        if len(entries) == 1 and found.problems[0].ignored:
            assert found.due == plain.due, expected


def test_check_tells_beforehand_and_changes_nothing(calendar):
    events = ledger("03-02", ("03-10", "extended", {"days": 5}))
    assert check(events, entry("03-20", "decided"), calendar) == []
    found = check(events, entry("03-20", "extended"), calendar)
    assert [(problem.code, problem.ignored) for problem in found] == [("extension-second", True)]
    assert len(events) == 2


def test_check_sees_what_a_belated_entry_does_to_later_ones(calendar):
    # Entering on paper that the reply went out on 5 March makes the extension of the 10th void.
    events = ledger("03-02", ("03-10", "extended", {"days": 5}))
    found = check(events, entry("03-05", "delivered"), calendar)
    assert [(problem.code, problem.event.kind) for problem in found] == [("after-stop", "extended")]


def test_check_names_the_same_mistake_made_again(calendar):
    twice = ledger("03-02", ("03-10", "decided"), ("03-10", "decided"))
    assert codes(clock(twice, calendar)) == ["second-decision"]
    assert len(check(twice, twice[-1], calendar)) == 1


def test_events_out_of_order_are_put_in_order(calendar):
    events = ledger("03-02", ("03-06", "consult_sent"), ("03-18", "consult_returned"))
    assert clock(reversed(events), calendar) == clock(events, calendar)


def test_on_one_day_what_must_come_first_comes_first(calendar):
    # Written down backwards, with times that say so too: one day is one day.
    events = [
        Event(day("03-02"), "confirmed", time=time(9), id=2),
        Event(day("03-02"), "submitted", time=time(10), id=3, channel="internet"),
    ]
    found = clock(events, calendar)
    assert (found.received, codes(found)) == (day("03-02"), [])


# --- Events -------------------------------------------------------------------------------------------
def test_an_event_is_a_value():
    first = Event("2026-03-02", "supplement_asked", until="2026-03-25")
    assert first == Event(day("03-02"), "告知补正", until=day("03-25"))
    assert hash(first) == hash(Event(day("03-02"), "告知补正", until=day("03-25")))
    with pytest.raises(AttributeError):
        first.date = day("03-03")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("submitted", {"channel": "internet"}),
        ("extended", {"days": 20, "approved": True, "notified": "2026-03-05"}),
        ("consult_sent", {"letter": "甲", "party": "co_author", "note": "两家"}),
        ("delivered", {"method": "post"}),
    ],
)
def test_its_data_survives_json(kind, data):
    import json

    event = Event("2026-03-02", kind, **data)
    again = Event(event.date, event.kind, **json.loads(json.dumps(event.values)))
    assert again == event
    assert event.values == data


@pytest.mark.parametrize(
    ("arguments", "data", "words"),
    [
        (("2026-03-02", "nonsense"), {}, "没有“nonsense”这种事件"),
        (("2026-02-30", "decided"), {}, "日期“2026-02-30”无法识别"),
        (("2026-03-02", "extended"), {"days": "many"}, "数据项“days”不能是“many”"),
        (("2026-03-02", "extended"), {"until": "2026-03-05"}, "没有数据项“until”"),
        (("2026-03-02", "extended"), {"approved": "perhaps"}, "数据项“approved”"),
        (("2026-03-02", "submitted"), {"channel": "pigeon"}, "数据项“channel”"),
    ],
)
def test_what_an_event_cannot_hold_is_refused_in_chinese(arguments, data, words):
    with pytest.raises(ValueError, match=words):
        Event(*arguments, **data)


def test_a_moment_is_not_a_day():
    from datetime import datetime

    with pytest.raises(ValueError, match="只写到日"):
        Event(datetime(2026, 3, 2, 9), "decided")


def test_advance_takes_a_belated_event(calendar):
    late = clock(ledger("03-02", ("03-18", "decided")), calendar)
    found = advance(
        advance(late, entry("03-06", "consult_sent")), entry("03-10", "consult_returned")
    )
    assert found.due == day("04-01")
    assert [event.date for event in found.events] == [
        day("03-02"),
        day("03-06"),
        day("03-10"),
        day("03-18"),
    ]
