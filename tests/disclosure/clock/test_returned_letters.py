"""Hand-worked: letters asking for an opinion that came back (条例第三十二条、第三十三条第三款)."""

import pytest

from disclosure.clock import as_text, check

from .conftest import codes, day, entry, ledger, run

SENT = ("03-06", "consult_sent", {"letter": "甲"})
DELIVERED = ("03-09", "consult_delivered", {"letter": "甲"})
BACK = ("03-12", "consult_undelivered", {"letter": "甲"})


def test_what_came_back_holds_nothing_and_is_awaited_no_more():
    found = run("03-02", SENT, BACK, ("03-20", "decided"))
    assert (found.due, found.excluded, found.unproven) == (day("03-30"), (), ())
    assert codes(found) == []
    assert "third_party" not in [inner.code for inner in found.inner]
    assert "征求意见" not in as_text(found.explain(day("03-20")))
    # Until that day nobody knew.
    assert [letter.id for letter in found.on(day("03-11")).unproven] == ["甲"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("consult_delivered", "letter-unknown"),
        ("consult_undelivered", "letter-unknown"),
        ("consult_returned", "resume-without-pause"),
    ],
)
def test_nothing_more_is_heard_of_it(calendar, kind, code):
    found = check(ledger("03-02", SENT, BACK), entry("03-13", kind, letter="甲"), calendar)
    assert [(problem.code, problem.ignored) for problem in found] == [(code, True)]


def test_what_was_delivered_or_answered_did_not_come_back(calendar):
    back = entry("03-20", "consult_undelivered", letter="甲")
    answered = ("03-18", "consult_returned", {"letter": "甲"})
    for events, code in [((DELIVERED,), "letter-delivered-twice"), ((answered,), "letter-unknown")]:
        found = check(ledger("03-02", SENT, *events), back, calendar)
        assert [(problem.code, problem.ignored) for problem in found] == [(code, True)]
    assert [problem.code for problem in check(ledger("03-02"), back, calendar)] == [
        "letter-unknown"
    ]
    # Nor is an earlier delivery entered behind it.
    late = entry("03-09", "consult_delivered", letter="甲")
    assert any(problem.ignored for problem in check(ledger("03-02", SENT, BACK), late, calendar))
