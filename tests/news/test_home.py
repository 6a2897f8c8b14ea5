"""The home page: blocks as staff arrange them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import Article, HomeBlock, Topic
from portal.models import Link, LinkGroup
from tests.factories import make_article, make_section
from tests.news.helpers import titles

pytestmark = pytest.mark.django_db


def soon():
    return timezone.now() + timedelta(days=1)


def block(kind, position=0, **fields):
    fields.setdefault("layout", "thirds")
    return HomeBlock.objects.create(kind=kind, position=position, **fields)


def rows_of(client):
    return client.get("/").context["rows"]


def only_block(client):
    (row,) = rows_of(client)
    (found,) = row.blocks
    return found


def test_a_home_without_blocks_answers(client):
    assert client.get("/").status_code == 200


def test_a_list_block_shows_the_newest_of_its_section(client):
    section = make_section("科创动态", slug="kcdt", color="jade")
    for days in range(5):
        make_article(section, f"{days}", days_ago=days)
    make_article(section, "草稿", status="draft")
    make_article(make_section(), "别处")
    block("list", section=section, count=3)
    found = only_block(client)
    assert titles(found.articles) == ["0", "1", "2"]
    assert (found.title, found.more_url, found.color) == ("科创动态", "/kcdt/", "jade")


def test_own_words_and_links_of_a_block_come_first(client):
    block("list", section=make_section(), title="要闻", more_url="/a/", color="cinna")
    found = only_block(client)
    assert (found.title, found.more_url, found.color) == ("要闻", "/a/", "cinna")


def test_child_sections_are_merged_by_date_and_single_pages_left_out(client):
    root = make_section("政策文件", kind="first-child")
    one, two = make_section(parent=root), make_section(parent=root)
    below = make_section(parent=two)
    page = make_section(parent=root, kind="page")
    for days, section in enumerate([two, one, below, one, two]):
        make_article(section, f"{days}", days_ago=days)
    make_article(page, "组织架构")
    block("policy", section=root, include_children=True, count=4)
    assert titles(only_block(client).articles) == ["0", "1", "2", "3"]


def test_hidden_blocks_stay_away(client):
    block("list", section=make_section(), is_visible=False)
    assert rows_of(client) == []


def test_neighbouring_blocks_of_one_layout_share_a_row(client):
    section = make_section()
    make_article(section, headline_until=soon())
    group = LinkGroup.objects.create(name="服务")
    for position, (kind, layout) in enumerate(
        [
            ("headline", "full"),
            ("lead-list", "hero"),
            ("list", "hero"),
            ("notices", "thirds"),
            ("list", "thirds"),
            ("services", "thirds"),
            ("list", "full"),
            ("list", "full"),
        ]
    ):
        block(kind, position, layout=layout, section=section, link_group=group)
    shape = [(row.layout, len(row.blocks)) for row in rows_of(client)]
    assert shape == [
        ("headline", 1),
        ("hero", 2),
        ("thirds", 2),
        ("strip", 1),
        ("full", 1),
        ("full", 1),
    ]


def test_the_newest_headline_in_time_is_shown_with_its_links(client):
    section = make_section()
    make_article(section, "旧头条", days_ago=2, headline_until=soon())
    make_article(section, "过期", headline_until=timezone.now() - timedelta(hours=1))
    make_article(section, "未发布", status="draft", headline_until=soon())
    make_article(
        section,
        "头条",
        days_ago=1,
        headline_until=soon(),
        headline_links=[{"title": f"{n}", "url": "/"} for n in range(4)],
    )
    block("headline")
    found = only_block(client)
    assert titles(found.articles) == ["头条"]
    assert [link.title for link in found.related_links] == ["0", "1", "2"]


def test_without_a_headline_its_row_is_hidden(client):
    make_article(make_section())
    block("headline")
    assert rows_of(client) == []


def test_the_carousel_takes_marked_articles_then_those_of_its_section(client, picture):
    section, other = make_section(), make_section()
    make_article(section, "有图", cover=picture)
    make_article(section, "无图")
    make_article(other, "标记先", cover=picture, featured_until=soon() + timedelta(days=1))
    make_article(other, "标记后", cover=picture, featured_until=soon())
    make_article(other, "标记无图", featured_until=soon())
    block("carousel", section=section)
    assert titles(only_block(client).articles) == ["标记先", "标记后", "有图"]


def test_the_carousel_holds_at_most_six(client, picture):
    section = make_section()
    for number in range(8):
        make_article(section, f"{number}", cover=picture, days_ago=number)
    block("carousel", section=section, count=20)
    assert len(only_block(client).articles) == 6


def test_an_article_appears_once_and_older_ones_move_up(client, picture):
    first, second = make_section(), make_section()
    make_article(first, "头条", also_in=[second], headline_until=soon())
    make_article(second, "轮播", cover=picture, featured_until=soon())
    make_article(first, "共有", days_ago=1, also_in=[second])
    make_article(second, "乙", days_ago=2)
    make_article(second, "丙", days_ago=3)
    block("list", 1, section=first, count=2)
    block("list", 2, section=second, count=2)
    block("headline", 3)
    block("carousel", 4)
    shown = {
        b.kind + str(i): titles(b.articles)
        for row in rows_of(client)
        for i, b in enumerate(row.blocks)
    }
    assert shown["list0"] == ["共有"]
    assert shown["list1"] == ["乙", "丙"]


def test_many_blocks_of_one_section_continue_each_other(client):
    section = make_section()
    for number in range(30):
        make_article(section, f"{number}", days_ago=number)
    for position in range(5):
        block("list", position, section=section, count=6)
    (row,) = rows_of(client)
    found = [title for b in row.blocks for title in titles(b.articles)]
    assert found == [str(number) for number in range(30)]


def test_link_blocks_show_their_group(client):
    group = LinkGroup.objects.create(name="服务")
    Link.objects.create(
        group=group, title="开放共享平台", url="/a/", description="预约", icon="cube"
    )
    Link.objects.create(group=group, title="隐藏", url="/b/", is_visible=False)
    block("services", title="服务保障", link_group=group)
    (link,) = only_block(client).links
    assert (link.title, link.url, link.description, link.icon) == (
        "开放共享平台",
        "/a/",
        "预约",
        "cube",
    )


def test_the_topics_block_shows_topics_chosen_for_home(client):
    section = make_section("专题", kind="topics", slug="zt")
    for number, fields in enumerate([{}, {"is_visible": False}, {"show_on_home": False}, {}, {}]):
        values = {"show_on_home": True, **fields}
        Topic.objects.create(
            title=f"{number}",
            slug=f"t{number}",
            section=section,
            year=2026,
            position=number,
            **values,
        )
    block("topics", section=section, count=2)
    assert [topic.title for topic in only_block(client).topics] == ["0", "3"]


def test_a_change_of_an_article_shows_at_once(client):
    section = make_section()
    article = make_article(section, "旧题")
    block("list", section=section)
    assert titles(only_block(client).articles) == ["旧题"]
    article.title = "新题"
    article.save()
    assert titles(only_block(client).articles) == ["新题"]
    Article.objects.get(pk=article.pk).delete()
    assert only_block(client).articles == []
