"""Folding keeps places; terms are pairs of characters, words and numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.text import TITLE_MARK, entry_terms, fold, terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("開放共享臺灣", "开放共享台湾"),
        ("ＡＢＣ１２３", "abc123"),
        ("科创发办字〔2026〕37号", "科创发办字(2026)37号"),
        ("[2026]【2026】", "(2026)(2026)"),
        ("“引号”与—破折", '"引号"与-破折'),
        ("全　角 空格", "全 角 空格"),
        ("①Ⅳ㈱", "1ⅳ㈱"),
    ],
)
def test_forms_of_one_character_become_one(text, folded):
    assert fold(text) == folded or fold(text).casefold() == folded


@given(st.text())
def test_folding_keeps_the_length_so_that_places_stay_places(text):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_no_folded_text_holds_the_mark_of_titles_or_a_control_character(text):
    folded = fold(text)
    assert TITLE_MARK not in folded
    assert not any(character < " " for character in folded)


def test_han_characters_are_indexed_in_pairs_and_the_last_alone():
    assert terms("开放共享") == {"开放", "放共", "共享", "享"}


def test_letters_and_digits_are_indexed_whole_and_in_parts():
    assert terms("gb/t42147 5g") == {"gb", "t42147", "t", "42147", "5g", "5", "g"}


def test_punctuation_parts_pairs():
    assert "享平" not in terms("共享,平台")


@given(st.text(), st.text())
def test_a_term_holds_nothing_an_index_could_take_for_syntax(title, body):
    for term in entry_terms(fold(title), fold(body)):
        assert term
        assert not set(term) & set("\"'\\ &|!():*<>\0")


@given(st.text(alphabet="开放共享平台ab12，。 ", max_size=30), st.data())
def test_the_terms_of_a_piece_are_among_the_terms_of_the_text(text, data):
    """Whatever Han piece people ask for, the index leads to the texts that hold it."""
    from portal.search.query import make_word

    start = data.draw(st.integers(0, len(text)))
    piece = text[start : start + 4]
    if piece and all("一" <= character <= "鿿" for character in piece):
        word = make_word(piece)
        assert word.terms <= terms(text)
        assert not word.prefix or any(term.startswith(word.prefix) for term in terms(text))
