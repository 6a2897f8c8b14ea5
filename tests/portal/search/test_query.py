"""What people type becomes words that must occur; nothing they type is an operator."""

import pytest

from portal.models import SearchSynonym
from portal.search.query import MAX_LENGTH, MAX_WORDS, Query, make_word, parse, relaxed

pytestmark = pytest.mark.django_db


def words(text):
    return [word.text for word in parse(text).words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开放共享", ["开放", "共享"]),
        ("科研仪器开放共享平台", ["科研", "仪器", "开放", "共享", "平台"]),
        ("共享 仪器", ["共享", "仪器"]),
        ("儀器共享", ["仪器", "共享"]),
        ("ＰＣＲ仪", ["pcr", "仪"]),
        ("〔2026〕37号", ["2026", "37号"]),
        ("2026年11月", ["2026年", "11月"]),
        ("5G网络", ["5g", "网络"]),
        ("仪器的共享", ["仪器", "共享"]),
        ("如何申请公寓", ["申请", "公寓"]),
        ("的", ["的"]),
        ("，。！？", []),
        ("", []),
        ("仪器 仪器", ["仪器"]),
    ],
)
def test_a_query_is_cut_into_words(text, expected):
    assert words(text) == expected


def test_a_quoted_phrase_stays_whole():
    assert words('"共享绩效" 评价') == ["共享绩效", "评价"]
    assert words("“共享绩效”评价") == ["共享绩效", "评价"]
    assert words("「最后 一公里」") == ["最后", "一公里"] or words("「最后 一公里」")


def test_an_unknown_name_is_looked_for_as_it_stands():
    assert words("苏叶") == ["苏叶"]


@pytest.mark.parametrize(
    "text",
    [
        "a AND b",
        "NEAR(a b)",
        "a* OR ^b",
        'title:"x',
        "a & !b | (c <-> d):*",
        "'; DROP TABLE x",
        "\\",
    ],
)
def test_operators_are_characters_like_any_other(text):
    for word in parse(text).words:
        for term in word.terms | {word.prefix}:
            assert not set(term) & set("\"'\\&|!():*<>^-")


def test_a_long_query_is_cut_and_says_so():
    query = parse("仪器" * 5000)
    assert query.was_cut and len(query.text) == MAX_LENGTH
    assert len(query.words) <= MAX_WORDS
    assert not parse("仪器").was_cut


def test_control_characters_part_words():
    assert parse("开放\x00共享\x1b").text == "开放 共享"


def test_letters_find_what_begins_with_them_but_numbers_do_not():
    latin, number = parse("open 2026").words
    assert latin.prefix == "open" and not latin.terms
    assert number.terms == {"2026"} and not number.prefix


def test_a_single_character_beside_words_is_only_looked_for_in_the_text():
    alone = parse("光").words[0]
    assert alone.is_indexed
    beside = {word.text: word for word in parse("光 仪器").words}
    assert not beside["光"].is_indexed and beside["仪器"].is_indexed


def test_an_unknown_long_word_can_be_relaxed_into_halves():
    query = Query("甲乙丙丁", words=(make_word("甲乙丙丁"),))
    assert [word.text for word in relaxed(query).words] == ["甲乙", "丙丁"]
    assert relaxed(parse("仪器")) is None
    assert relaxed(parse('"科研仪器"')) is None


class TestSynonyms:
    def test_each_word_of_a_group_brings_the_others(self):
        SearchSynonym.objects.create(words="年报 年度报告")
        (word,) = parse("年报").words
        assert word.spellings == ("年报", "年度报告")
        (word,) = parse("年度报告").words
        assert word.spellings == ("年度报告", "年报")

    def test_a_word_with_synonyms_stays_whole_inside_a_run(self):
        SearchSynonym.objects.create(words="年报、年度报告")
        assert words("信息公开年度报告") == ["信息", "公开", "年度报告"]

    def test_without_groups_nothing_changes(self):
        assert words("年度报告") == ["年度", "报告"]

    def test_a_group_needs_two_words(self):
        from django.core.exceptions import ValidationError

        with pytest.raises(ValidationError, match="至少两个不同的词"):
            SearchSynonym(words="年报 年报").full_clean()
