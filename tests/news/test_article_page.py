"""The article page: who sees it, under which address, and what stands around it."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from navigation.models import SectionGrant
from navigation.services import move_section, update_section
from news.models import Article
from tests.factories import make_article, make_section, make_user
from tests.news.helpers import titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    return make_section(slug="kcsd")


def local(*parts):
    return timezone.make_aware(datetime(*parts))


# --- Address ------------------------------------------------------------------------------------
def test_the_canonical_address(client, section):
    article = make_article(section, published_at=local(2022, 3, 25, 0, 5))
    assert article.get_absolute_url() == f"/kcsd/202203/t20220325_{article.pk}.html"
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    assert response.context["canonical_url"].endswith(article.get_absolute_url())
    assert response.context["canonical_url"].startswith("http")


@pytest.mark.parametrize(
    "wrong",
    [
        "/other/202203/t20220325_{}.html",
        "/kcsd/202204/t20220325_{}.html",
        "/kcsd/202203/t20220326_{}.html",
    ],
)
def test_the_id_decides_and_other_spellings_lead_to_the_canonical_address(client, section, wrong):
    article = make_article(section, published_at=local(2022, 3, 25))
    response = client.get(wrong.format(article.pk))
    assert (response.status_code, response["Location"]) == (301, article.get_absolute_url())


def test_an_article_moves_with_its_section(client, section):
    article = make_article(section)
    old = article.get_absolute_url()
    parent = make_section("科技创新", slug="kjcx", kind="first-child")
    move_section(section, parent)
    response = client.get(old)
    assert response.status_code == 301
    assert response["Location"].startswith("/kjcx/kcsd/")
    assert client.get(response["Location"]).status_code == 200


def test_an_unknown_number_is_not_found(client, section):
    assert client.get("/kcsd/202203/t20220325_999999999999999999.html").status_code == 404


def test_an_external_article_leads_to_its_target(client, section):
    article = make_article(section, external_url="https://www.example.cn/a")
    response = client.get(article.get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, "https://www.example.cn/a")
    assert article.url == "https://www.example.cn/a"


def test_an_article_of_a_switched_off_section_shows_where_else_it_is_filed(client, section):
    other = make_section(slug="other")
    both, only = make_article(section, also_in=[other]), make_article(section)
    update_section(section, is_active=False)
    assert client.get(both.get_absolute_url()).context["section"].id == other.pk
    assert client.get(only.get_absolute_url()).status_code == 404


# --- Who sees it --------------------------------------------------------------------------------
HIDDEN = [
    {"status": "draft"},
    {"status": "review"},
    {"status": "withdrawn"},
    {"published_at": timezone.now() + timedelta(days=1)},
    {"expires_at": timezone.now() - timedelta(days=1)},
]


def editor_of(section, name="writer", *, can_publish=False):
    from django.contrib.auth.models import Group

    group = Group.objects.create(name=name)
    SectionGrant.objects.create(group=group, section=section, can_publish=can_publish)
    return make_user(name, groups=[group])


@pytest.mark.parametrize("state", HIDDEN)
def test_the_public_does_not_see_it(client, section, state):
    assert client.get(make_article(section, **state).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("state", HIDDEN)
def test_staff_who_may_edit_it_see_a_preview_that_nobody_caches(client, section, state):
    client.force_login(editor_of(section, can_publish=True))
    response = client.get(make_article(section, **state).get_absolute_url())
    assert response.status_code == 200
    assert response.context["is_preview"] is True
    assert response.public_page is False
    assert "no-store" in response["Cache-Control"]


def test_staff_of_another_section_do_not_preview_it(client, section):
    client.force_login(editor_of(make_section(), can_publish=True))
    article = make_article(section, status="draft")
    assert client.get(article.get_absolute_url()).status_code == 404


def test_a_preview_never_reaches_the_public_through_the_cache(client, section):
    from django.test import Client

    article = make_article(section, status="draft")
    client.force_login(make_user(superuser=True))
    assert client.get(article.get_absolute_url()).status_code == 200
    assert Client().get(article.get_absolute_url()).status_code == 404


def test_a_withdrawn_article_leaves_the_cache_at_once(client, section):
    article = make_article(section)
    assert client.get(article.get_absolute_url()).status_code == 200
    article.status = Article.Status.WITHDRAWN
    article.save()
    assert client.get(article.get_absolute_url()).status_code == 404


# --- Single pages -------------------------------------------------------------------------------
@pytest.fixture
def page_section():
    return make_section("单位简介", slug="dwjj", kind="page")


def test_a_page_section_shows_its_newest_article_at_its_own_address(client, page_section):
    old = make_article(page_section, "旧简介", days_ago=9)
    new = make_article(page_section, "新简介")
    context = client.get("/dwjj/").context
    assert context["article"] == new
    assert context["is_page"] is True
    assert (context["previous"], context["next"], context["related"]) == (None, None, [])
    assert context["canonical_url"].endswith("/dwjj/")
    response = client.get(new.get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, "/dwjj/")
    assert client.get(old.get_absolute_url()).context["article"] == old


def test_a_page_section_without_article_is_empty_not_missing(client, page_section):
    make_article(page_section, status="draft")
    response = client.get("/dwjj/")
    assert response.status_code == 200
    assert "本栏目暂无内容" in response.content.decode()


# --- Neighbours ---------------------------------------------------------------------------------
def test_the_one_above_in_the_list_is_the_previous_one(client, section):
    new, middle, old = (make_article(section, t, days_ago=d) for d, t in enumerate("新中旧"))
    context = client.get(middle.get_absolute_url()).context
    assert (context["previous"], context["next"]) == (new, old)
    assert client.get(new.get_absolute_url()).context["previous"] is None
    assert client.get(old.get_absolute_url()).context["next"] is None


def test_neighbours_are_public_and_of_the_home_section(client, section):
    other = make_section()
    make_article(section, "草稿", days_ago=1, status="draft")
    make_article(other, "别处", days_ago=1)
    shared = make_article(other, "也在此处", days_ago=2, also_in=[section])
    first, last = make_article(section, "甲"), make_article(section, "乙", days_ago=3)
    assert client.get(first.get_absolute_url()).context["next"] == shared
    assert client.get(last.get_absolute_url()).context["previous"] == shared


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seconds=st.lists(st.integers(0, 3), min_size=1, max_size=9))
def test_walking_by_neighbours_visits_everything_once_both_ways(client, seconds):
    """Equal dates are neither skipped nor walked in circles."""
    section = make_section()
    base = timezone.now().replace(microsecond=0) - timedelta(days=1)
    for number, second in enumerate(seconds):
        make_article(section, f"{number}", published_at=base + timedelta(seconds=second))
    ordered = list(Article.objects.filter(section=section).newest_first())

    def walk(article, direction):
        seen = []
        while article is not None and len(seen) <= len(ordered):
            seen.append(article)
            cache.clear()
            article = client.get(article.get_absolute_url()).context[direction]
        return seen

    assert walk(ordered[0], "next") == ordered
    assert walk(ordered[-1], "previous") == ordered[::-1]


# --- Related reading ----------------------------------------------------------------------------
def test_related_articles_share_keywords_most_shared_first(client, section):
    other = make_section()
    article = make_article(section, keywords="量子，传感，计量")
    make_article(other, "一词新", keywords="量子", days_ago=1)
    make_article(other, "两词旧", keywords="传感，计量", days_ago=300)
    make_article(other, "草稿", keywords="量子，传感，计量", status="draft")
    make_article(other, "无关", keywords="财务")
    assert titles(client.get(article.get_absolute_url()).context["related"]) == ["两词旧", "一词新"]


def test_related_reading_is_filled_up_from_the_section(client, section):
    article = make_article(section, keywords="量子", days_ago=5)
    make_article(make_section(), "同词", keywords="量子", days_ago=50)
    for days in range(10, 16):
        make_article(section, f"同栏{days}", days_ago=days)
    related = titles(client.get(article.get_absolute_url()).context["related"])
    # 同栏10 is 下一篇 already.
    assert related == ["同词", "同栏11", "同栏12", "同栏13"]


def test_an_article_is_not_related_to_itself(client, section):
    article = make_article(section, keywords="量子")
    assert client.get(article.get_absolute_url()).context["related"] == []


def test_a_withdrawn_article_is_no_longer_related(client, section):
    article = make_article(section, keywords="量子")
    other = make_article(make_section(), "同词", keywords="量子")
    assert titles(client.get(article.get_absolute_url()).context["related"]) == ["同词"]
    other.status = Article.Status.WITHDRAWN
    other.save()
    assert client.get(article.get_absolute_url()).context["related"] == []


def test_the_texts_reach_the_page(client, section):
    from news.models import Source

    source = Source.objects.create(name="京津科技观察", url="https://www.example.cn/paper/")
    article = make_article(
        section,
        "标题",
        subtitle="副题",
        kicker="肩题",
        source=source,
        author="陆之遥",
        editor="苏叶",
        body="<p>第一段</p><script>alert(1)</script>",
        published_at=local(2026, 3, 4, 23, 50),
    )
    html = client.get(article.get_absolute_url()).content.decode()
    for text in ("标题", "副题", "肩题", "京津科技观察", "陆之遥", "苏叶", "第一段", "2026-03-04"):
        assert text in html
    assert "alert(1)" not in html


def test_a_missing_summary_is_the_beginning_of_the_text(section):
    body = (
        "<h2>一、题</h2><p>第一<strong>段</strong>&amp;Open AI 平台。</p><p>" + "长" * 200 + "</p>"
    )
    article = make_article(section, body=body)
    assert article.summary.startswith("一、题第一段&Open AI平台。长长")
    assert len(article.summary) == 100
    assert make_article(section, summary="自己写的", body=body).summary == "自己写的"
