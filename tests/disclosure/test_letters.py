"""The kinds of letters as data."""

import pytest

from disclosure.outcomes import LETTERS, OUTCOMES, LetterKind
from disclosure.outcomes import articles as law
from disclosure.outcomes.letters import Reader, Step
from disclosure.outcomes.placeholders import ALL

ALL_LETTERS = pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)


def test_every_outcome_is_told_by_one_answer():
    told = [code for letter in LETTERS.values() for code in letter.outcomes]
    assert sorted(told) == sorted(OUTCOMES)
    for leaf in OUTCOMES.values():
        assert LETTERS[leaf.letter].step is Step.ANSWERING


@ALL_LETTERS
def test_answers_belong_to_outcomes_and_other_letters_to_steps(letter: LetterKind):
    assert bool(letter.outcomes) == (letter.step is Step.ANSWERING)


@ALL_LETTERS
def test_a_letter_needs_only_names_of_the_closed_list(letter):
    assert set(letter.placeholders) <= set(ALL)
    assert len(set(letter.placeholders)) == len(letter.placeholders)


@ALL_LETTERS
def test_a_letter_cites_articles_we_hold(letter):
    assert all(law.label(key) for key in letter.articles)


@ALL_LETTERS
def test_an_answer_holds_every_element_of_an_answer(letter):
    if letter.step is Step.ANSWERING:
        assert {
            "文号",
            "申请人",
            "收到日期",
            "申请内容",
            "答复正文",
            "救济途径",
            "落款日期",
        } <= set(letter.placeholders)
        assert letter.must_say


@ALL_LETTERS
def test_a_third_party_is_not_told_who_applied(letter):
    if letter.reader is Reader.THIRD_PARTY:
        assert not {"申请人", "申请内容", "登记编号"} & set(letter.placeholders)


def test_every_step_has_its_letter():
    assert {letter.step for letter in LETTERS.values()} == set(Step)
