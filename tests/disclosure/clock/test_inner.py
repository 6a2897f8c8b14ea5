"""How the limits beside the reply term stand: none runs on when the case is over."""

import pytest

from disclosure.clock import InnerState

from .conftest import day, run

ANSWERED = ("03-05", "delivered")
SENT = ("03-04", "consult_sent", {"letter": "甲"})
DELIVERED = ("03-04", "consult_delivered", {"letter": "甲"})


def states(found, text):
    return {inner.code: inner.state(day(text)) for inner in found.inner}


def test_the_notice_nobody_had_to_give_ends_with_the_answer():
    found = run("03-02", ANSWERED)
    assert states(found, "03-04") == {"supplement_notice": InnerState.RUNNING}
    for later in ("03-05", "03-11", "04-30"):
        assert states(found, later) == {"supplement_notice": InnerState.ENDED}


def test_what_had_run_out_before_the_answer_stays_so():
    found = run("03-02", ("03-20", "delivered"))
    assert states(found, "03-12") == {"supplement_notice": InnerState.EXPIRED}
    assert states(found, "03-25") == {"supplement_notice": InnerState.EXPIRED}


@pytest.mark.parametrize("letters", [(SENT,), (SENT, DELIVERED)])
def test_an_opinion_is_no_longer_awaited_after_the_answer(letters):
    found = run("03-02", *letters, ANSWERED)
    assert states(found, "03-06")["third_party"] is InnerState.ENDED


def test_what_was_done_stays_done():
    found = run(
        "03-02",
        ("03-03", "supplement_asked", {"until": "03-10"}),
        ("03-04", "supplemented"),
        ANSWERED,
    )
    assert set(states(found, "03-06").values()) == {InnerState.MET}


def test_a_period_the_applicant_let_pass_ends_with_the_case():
    found = run("03-02", ("03-03", "supplement_asked", {"until": "03-10"}), ("03-04", "withdrawn"))
    assert states(found, "03-05")["supplement"] is InnerState.ENDED
