"""Section lists: order, pages, years."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.models import Article
from news.pages import page_links
from news.section_index import section_index
from portal import content_version
from tests.factories import make_article, make_section
from tests.news.helpers import titles, walk_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    return make_section(page_size=3)


def page_of(client, section, query=""):
    return client.get(section.get_absolute_url() + query).context["page"]


def local(*parts):
    return timezone.make_aware(datetime(*parts))


def test_the_newest_article_stands_first(client, section):
    for days in (3, 1, 2):
        make_article(section, f"第{days}天", days_ago=days)
    assert titles(page_of(client, section).items) == ["第1天", "第2天", "第3天"]


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"status": "review"},
        {"status": "withdrawn"},
        {"published_at": timezone.now() + timedelta(hours=1)},
        {"expires_at": timezone.now() - timedelta(hours=1)},
    ],
)
def test_what_is_not_public_is_not_listed(client, section, hidden):
    make_article(section, "公开")
    make_article(section, "不公开", **hidden)
    page = page_of(client, section)
    assert titles(page.items) == ["公开"]
    assert page.total == 1


def test_an_article_is_listed_in_every_section_it_is_filed_in(client, section):
    other = make_section()
    make_article(section, "两处", also_in=[other])
    assert titles(page_of(client, other).items) == ["两处"]


def test_sticky_articles_lead_the_first_page_and_are_not_repeated(client, section):
    soon = timezone.now() + timedelta(days=1)
    for days in range(1, 8):
        make_article(
            section, f"第{days}天", days_ago=days, sticky_until=soon if days == 6 else None
        )
    make_article(section, "过期置顶", days_ago=9, sticky_until=timezone.now() - timedelta(days=1))
    assert titles(page_of(client, section).items) == ["第6天", "第1天", "第2天"]
    assert titles(walk_pages(client, section.get_absolute_url())) == [
        *("第6天 第1天 第2天 第3天 第4天 第5天 第7天".split()),
        "过期置顶",
    ]


def test_more_sticky_articles_than_a_page_holds_run_on(client, section):
    soon = timezone.now() + timedelta(days=1)
    for days in range(1, 9):
        make_article(section, f"{days}", days_ago=days, sticky_until=soon if days > 3 else None)
    assert titles(walk_pages(client, section.get_absolute_url())) == list("45678123")


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    days=st.lists(st.integers(0, 70), min_size=1, max_size=14),
    pinned=st.sets(st.integers(0, 13), max_size=4),
    size=st.integers(1, 5),
)
def test_pages_show_every_article_once_in_one_order(client, days, pinned, size):
    """Many equal dates, month borders, pinned ones: nothing twice, nothing missing."""
    section = make_section(page_size=size)
    now = timezone.now().replace(microsecond=0) - timedelta(minutes=1)
    for number, ago in enumerate(days):
        make_article(
            section,
            f"{number}",
            published_at=now - timedelta(days=ago),
            sticky_until=now + timedelta(days=1) if number in pinned else None,
        )
    expected = sorted(
        Article.objects.filter(section=section),
        key=lambda a: (a.is_sticky, a.published_at, a.pk),
        reverse=True,
    )
    found = walk_pages(client, section.get_absolute_url())
    assert [a.pk for a in found] == [a.pk for a in expected]
    assert section_index(section.pk).total == len(days)


def test_the_year_filter_counts_in_local_time(client, section):
    make_article(section, "新年零点", published_at=local(2025, 1, 1, 0, 0))
    make_article(section, "除夕", published_at=local(2024, 12, 31, 23, 59))
    make_article(section, "年末", published_at=local(2025, 12, 31, 23, 59))
    context = client.get(section.get_absolute_url() + "?year=2025").context
    assert titles(context["page"].items) == ["年末", "新年零点"]
    assert context["years"] == [2025, 2024]
    assert context["year"] == 2025
    assert context["query_prefix"] == "?year=2025&"


def test_pages_within_a_year(client, section):
    for day in range(1, 6):
        make_article(section, f"五月{day}", published_at=local(2024, 5, day))
    make_article(section, "一月", published_at=local(2024, 1, 9))
    make_article(section, "后年", published_at=local(2025, 1, 9))
    second = page_of(client, section, "?year=2024&page=2")
    assert titles(second.items) == ["五月2", "五月1", "一月"]
    assert (second.total, second.num_pages) == (6, 2)


@pytest.mark.parametrize(
    "value", ["abc", "-1", "0", "", "1.5", "９", "99999999999999999999", "%00"]
)
def test_a_page_number_that_is_none_shows_the_first_page(client, section, value):
    make_article(section, "甲")
    assert page_of(client, section, f"?page={value}").number == 1


def test_a_page_beyond_the_last_leads_to_the_last(client, section):
    for number in range(7):
        make_article(section, f"{number}", published_at=local(2024, 5, number + 1))
    url = section.get_absolute_url()
    response = client.get(url + "?page=9")
    assert (response.status_code, response["Location"]) == (302, url + "?page=3")
    response = client.get(url + "?year=2024&page=9")
    assert response["Location"] == url + "?year=2024&page=3"


def test_a_year_without_articles_is_no_filter(client, section):
    make_article(section, "甲")
    assert client.get(section.get_absolute_url() + "?year=1999").context["year"] is None


def test_an_empty_section_says_so(client, section):
    response = client.get(section.get_absolute_url())
    assert response.status_code == 200
    assert "本栏目暂无内容" in response.content.decode()


def test_a_leading_article_with_a_picture_stands_above_the_list(client, section, picture):
    make_article(section, "有图", cover=picture)
    make_article(section, "无图", days_ago=1)
    context = client.get(section.get_absolute_url()).context
    assert context["featured"].title == "有图"
    assert titles(context["page"].items) == ["无图"]


def test_an_article_appears_and_disappears_by_itself(client, section, settings, monkeypatch):
    make_article(section, "现在")
    later = timezone.now() + timedelta(minutes=5)
    make_article(section, "稍后", published_at=later, expires_at=later + timedelta(hours=1))
    assert titles(page_of(client, section).items) == ["现在"]
    for moment, expected in [
        (later + timedelta(seconds=1), ["稍后", "现在"]),
        (later + timedelta(hours=2), ["现在"]),
    ]:
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        content_version.pin(None)
        assert titles(page_of(client, section).items) == expected


@pytest.mark.parametrize(
    ("number", "pages", "expected"),
    [
        (1, 1, [1]),
        (2, 24, [1, 2, 3, 4, None, 24]),
        (4, 24, [1, 2, 3, 4, 5, 6, None, 24]),
        (12, 24, [1, None, 10, 11, 12, 13, 14, None, 24]),
        (24, 24, [1, None, 22, 23, 24]),
        (3, 5, [1, 2, 3, 4, 5]),
    ],
)
def test_page_links(number, pages, expected):
    assert page_links(number, pages) == expected
