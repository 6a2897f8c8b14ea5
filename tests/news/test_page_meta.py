"""What each kind of page says about itself: the rule's tags, canonical link, OpenGraph.

The rule is 国办发〔2017〕47号, 网页标签: site tags everywhere, column tags in sections, content tags
on articles.
"""

import pytest

from navigation.services import update_section
from tests.factories import make_article, make_user
from tests.heads import HeadOf, head_of
from tests.news.one_of_each import SITE, World

pytestmark = pytest.mark.django_db
COLUMN_TAGS = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
CONTENT_TAGS = ["ArticleTitle", "PubDate", "ContentSource"]


@pytest.fixture
def world(picture, settings):
    settings.SITE_URL = SITE
    return World(picture)


@pytest.fixture
def heads(client, world):
    return {name: head_of(client, path) for name, path in world.paths.items()}


# --- The rule's tags ------------------------------------------------------------------------------
def test_every_page_has_the_tags_that_the_rule_owes_its_kind_and_none_empty(heads):
    content = {"article", "single page"}
    for name, head in heads.items():
        owed = ["SiteName", "SiteDomain"]
        owed += COLUMN_TAGS if name != "home" else []
        owed += CONTENT_TAGS if name in content else []
        assert [tag for tag in owed if not head.name(tag)] == [], name
        foreign = {*COLUMN_TAGS, *CONTENT_TAGS} - set(owed)
        assert foreign & set(head.names) == set(), name
        for tag, values in head.names.items():
            assert len(values) == 1 and values[0].strip(), (name, tag)


def test_the_content_tags_of_an_article(heads):
    head = heads["article"]
    assert {name: head.name(name) for name in (*CONTENT_TAGS, "Author", "Keywords")} == {
        "ArticleTitle": "新闻 <b>&",
        "PubDate": "2026-11-20 09:30",
        "ContentSource": "科技日报",
        "Author": "陆之遥、苏叶",
        "Keywords": "量子,传感",
    }
    assert head.name("Description") == "摘要"
    assert head.name("Url") == head.canonical
    assert head.name("Image").startswith(f"{SITE}/media/")


def test_an_article_without_source_is_the_institutions_own_and_says_no_more(client, world):
    head = head_of(client, make_article(world.list, "文", body="").get_absolute_url())
    assert head.name("ContentSource") == "示例科创中心"
    assert set(head.names).isdisjoint({"Author", "Keywords", "Image"})
    assert head.things["NewsArticle"]["author"]["name"] == "示例科创中心"


def test_the_first_picture_of_the_text_stands_in_for_a_cover(client, world):
    body = '<p>文</p><figure><img alt="" src="/media/a.webp?b=1&amp;c=2"></figure>'
    head = head_of(client, make_article(world.list, "文", body=body).get_absolute_url())
    assert head.name("Image") == head.og("image") == f"{SITE}/media/a.webp?b=1&c=2"


def test_column_tags_come_from_the_section_and_else_from_its_place(client, world):
    head = head_of(client, "/kjcx/kcdt/")
    assert [head.name(tag) for tag in COLUMN_TAGS] == [
        "科创动态",
        "示例科创中心“科技创新·科创动态”栏目",
        "科创动态,科技创新",
        "科技创新",
    ]
    update_section(world.root, category="政务动态")
    update_section(world.list, description="科研进展。", keywords="进展；成果 , 平台")
    for path in ("/kjcx/kcdt/", world.article.get_absolute_url()):
        head = head_of(client, path)
        assert [head.name(tag) for tag in COLUMN_TAGS] == [
            "科创动态",
            "科研进展。",
            "进展,成果,平台",
            "政务动态",
        ]
    update_section(world.list, category="科技动态")
    assert head_of(client, "/kjcx/kcdt/").name("ColumnType") == "科技动态"


# --- Canonical address ----------------------------------------------------------------------------
def test_every_page_has_one_canonical_address_and_a_filter_is_a_view_of_the_list(world, heads):
    canonical = {
        **world.paths,
        "list, a year": "/kjcx/kcdt/",
        "topics, a year": "/zt/",
    }
    assert {name: head.canonical for name, head in heads.items()} == {
        name: SITE + path for name, path in canonical.items()
    }


@pytest.mark.parametrize("query", ["?page=1", "?utm_source=x", "?a=b", "?year=1999", "?page="])
def test_other_spellings_of_an_address_lead_to_the_plain_one(client, world, query):
    for path in ("/kjcx/kcdt/", "/zt/", "/dwgk/xrld/", "/", world.article.get_absolute_url()):
        assert head_of(client, path + query).canonical == SITE + path


def test_the_page_number_alone_counts_whatever_stands_beside_it(client, world):
    head = head_of(client, "/kjcx/kcdt/?x=1&page=2")
    assert head.canonical == f"{SITE}/kjcx/kcdt/?page=2"
    assert head.og("title") == "科创动态（第2页）"


def test_a_preview_says_nothing_to_search_engines(client, world):
    client.force_login(make_user(superuser=True))
    draft = make_article(world.list, "草稿", status="draft")
    world.topic.is_visible = False
    world.topic.save()
    for row in (draft, world.topic):
        head = HeadOf(client.get(row.get_absolute_url()))
        assert (head.name("robots"), head.canonical, head.name("Url")) == ("noindex", None, None)
        assert head.properties == {} == head.things


def test_the_language_is_declared(heads):
    assert {head.root.get("lang") for head in heads.values()} == {"zh-Hans"}


# --- OpenGraph ------------------------------------------------------------------------------------
def test_a_shared_page_has_its_title_address_and_site(heads):
    for name, head in heads.items():
        assert head.og("title"), name
        assert head.og("url") == head.canonical
        assert (head.og("site_name"), head.og("locale")) == ("示例科创中心", "zh_CN")
        assert head.og("description") == head.name("Description")


def test_the_kind_of_a_shared_page_and_its_picture(heads):
    kinds = {"article": "article", "single page": "article", "person": "profile"}
    pictured = {"home", "article", "topic", "person"}
    for name, head in heads.items():
        assert head.og("type") == kinds.get(name, "website"), name
        image = head.og("image")
        assert bool(image) == bool(head.og("image:alt")) == (name in pictured), name
        assert image is None or image.startswith(f"{SITE}/media/")


def test_an_article_says_when_and_where_it_came_out(heads):
    properties = heads["article"].properties
    assert properties["article:published_time"] == ["2026-11-20T09:30:00+08:00"]
    assert properties["article:section"] == ["科创动态"]
    assert properties["article:tag"] == ["量子", "传感"]


def test_pictures_in_object_storage_keep_their_own_address(client, world, monkeypatch):
    monkeypatch.setattr("news.meta.best_url", lambda *args: "https://img.example.cn/a.webp")
    assert head_of(client, world.paths["topic"]).og("image") == "https://img.example.cn/a.webp"
