"""Why a letter may not be signed yet."""

from datetime import date

import pytest

from disclosure.letters import ready
from disclosure.outcomes import LETTERS, OUTCOMES, Decision, InstitutionProfile

from ..examples import AGENCY, decision_on
from .samples import facts_for, letter_of


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_that_lacks_nothing_is_ready(kind):
    assert ready(letter_of(kind)) == []


@pytest.mark.parametrize("leaf", OUTCOMES.values(), ids=OUTCOMES)
def test_every_outcome_can_be_told(leaf):
    assert ready(letter_of(leaf.letter, decision=decision_on(leaf))) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    (
        ({"reference": " "}, "缺少“文号”。"),
        ({"signed_on": None}, "缺少“落款日期”。"),
        ({"signed_on": date(2026, 11, 1)}, "落款日期早于收到申请的日期。"),
        ({"signatory": ""}, "缺少签发人。"),
        ({"delivery": ""}, "缺少送达方式。"),
    ),
)
def test_what_is_missing_is_named(change, problem):
    assert ready(letter_of("refusal", **change)) == [problem]


def test_an_answer_needs_a_decision_with_its_reasons():
    bare = Decision("state_secret")
    assert ready(letter_of("refusal", decision=bare)) == ["缺少“理由”。"]
    letter = letter_of("closed")
    assert ready(type(letter)(**(vars(letter) | {"decision": None}))) == [
        "缺少处理决定，无法写出答复正文。"
    ]


def test_an_answer_tells_of_its_own_outcomes_only():
    wrong = letter_of("refusal", decision=decision_on(OUTCOMES["withdrawn"]))
    assert ready(wrong) == ["处理结果“申请人撤回”应当使用另一种文书。"]


def test_a_remedy_without_the_name_of_the_reviewing_agency_is_not_ready():
    poor = InstitutionProfile(AGENCY.name)
    assert "缺少行政复议机关的名称，救济途径无法写明。" in ready(letter_of("refusal", profile=poor))


@pytest.mark.parametrize("kind", [code for code, kind in LETTERS.items() if not kind.outcomes])
def test_every_fact_a_notice_must_hold_is_asked_for(kind):
    lacking = ready(letter_of(kind, facts={}))
    had = {"文号", "申请人", "登记编号", "收到日期", "申请内容", "机关名称", "落款日期"}
    # The form to be filled in by hand brings its own choices.
    had |= {"第三方意见"}
    names = [name for name in LETTERS[kind].placeholders if name not in had]
    assert lacking == [f"缺少“{name}”。" for name in names]
    assert set(facts_for(kind)) or not names
