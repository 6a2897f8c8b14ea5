"""Set moments through the whole stack, with the page cache on: nobody presses a button."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from news.models import HomeBlock
from portal.models import MourningPeriod
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db
# 10:00 in Shanghai.
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BEFORE, AT, AFTER = timedelta(seconds=-1), timedelta(0), timedelta(seconds=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def section(clock):
    section = make_section("科创视点", slug="kcsd")
    HomeBlock.objects.create(kind="headline", position=1)
    HomeBlock.objects.create(kind="list", section=section, position=2)
    return section


def page(address="/kcsd/"):
    """The page as two visitors meet it; the second must get the kept one."""
    first, second = Client().get(address), Client().get(address)
    assert first.status_code == second.status_code
    if first.status_code == 200:
        assert second["X-Page-Cache"] == "hit"
        assert first.content == second.content
    return first


def shows(text, *addresses):
    return [text in page(address).content.decode() for address in addresses]


def test_an_article_appears_at_its_time(clock, section):
    article = make_article(section, "定时文章", published_at=NOW + HOUR)
    lists = ("/", "/kcsd/", "/rss.xml", "/kcsd/rss.xml")
    own = article.get_absolute_url()
    for offset, seen in ((BEFORE, False), (AT, True), (AFTER, True)):
        clock.move_to(NOW + HOUR + offset, tick=False)
        assert shows("定时文章", *lists) == [seen] * 4, offset
        assert page(own).status_code == (200 if seen else 404)


def test_an_article_goes_at_its_time_with_its_neighbours_links(clock, section):
    article = make_article(section, "限时文章", expires_at=NOW + HOUR)
    neighbour = make_article(section, "长在文章", days_ago=1)
    addresses = ("/", "/kcsd/", "/rss.xml", neighbour.get_absolute_url())
    for offset, seen in ((BEFORE, True), (AT, False), (AFTER, False)):
        clock.move_to(NOW + HOUR + offset, tick=False)
        assert shows("限时文章", *addresses) == [seen] * 4, offset
        assert page(article.get_absolute_url()).status_code == (200 if seen else 404)


def test_a_pinned_article_sinks_at_its_time(clock, section):
    make_article(section, "置顶文章", days_ago=30, sticky_until=NOW + HOUR)
    make_article(section, "普通文章", days_ago=1)

    def first():
        text = page().content.decode()
        main = text[text.index("<main") :]
        return min(("置顶文章", "普通文章"), key=main.index)

    clock.move_to(NOW + HOUR + BEFORE, tick=False)
    assert first() == "置顶文章"
    clock.move_to(NOW + HOUR, tick=False)
    assert first() == "普通文章"


def test_a_headline_steps_down_at_its_time(clock, section):
    make_article(section, "头条文章", days_ago=30, headline_until=NOW + HOUR)
    make_article(section, "普通文章", days_ago=1)
    for offset, kinds in ((BEFORE, 1), (AT, 0)):
        clock.move_to(NOW + HOUR + offset, tick=False)
        layouts = [row.layout for row in page("/").context["rows"]]
        assert layouts.count("headline") == kinds, offset


def test_two_moments_in_one_gap_are_both_kept(clock, section):
    """Nobody visits for three hours, in which one article came and another went."""
    make_article(section, "来的", published_at=NOW + HOUR)
    make_article(section, "去的", expires_at=NOW + 2 * HOUR)
    assert shows("来的", "/kcsd/") + shows("去的", "/kcsd/") == [False, True]
    clock.move_to(NOW + 3 * HOUR, tick=False)
    assert shows("来的", "/kcsd/") + shows("去的", "/kcsd/") == [True, False]


def test_an_article_that_comes_and_goes_unseen_is_never_shown(clock, section):
    make_article(section, "一闪", published_at=NOW + HOUR, expires_at=NOW + 2 * HOUR)
    assert shows("一闪", "/kcsd/") == [False]
    clock.move_to(NOW + 3 * HOUR, tick=False)
    assert shows("一闪", "/kcsd/") == [False]


def test_mourning_begins_and_ends_at_midnight_in_local_time(clock, section):
    MourningPeriod.objects.create(starts_on="2026-11-21", ends_on="2026-11-21")
    midnight = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    seen = []
    for moment in (
        midnight + BEFORE,
        midnight,
        midnight + timedelta(days=1) + BEFORE,
        midnight + timedelta(days=1),
    ):
        clock.move_to(moment, tick=False)
        seen += shows("mourning", "/kcsd/")
    assert seen == [False, True, True, False]


def test_a_moment_set_by_hand_later_replaces_the_earlier_one(clock, section):
    article = make_article(section, "改期文章", published_at=NOW + HOUR)
    assert shows("改期文章", "/kcsd/") == [False]
    article.published_at = NOW + 2 * HOUR
    article.save()
    clock.move_to(NOW + HOUR + AFTER, tick=False)
    assert shows("改期文章", "/kcsd/") == [False]
    clock.move_to(NOW + 2 * HOUR, tick=False)
    assert shows("改期文章", "/kcsd/") == [True]
