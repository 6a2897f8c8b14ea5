"""Staff pages given what no form of ours would send."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from navigation.models import SectionGrant
from news.models import Article, HomeBlock, Source, Topic
from portal.models import Link, SiteIdentity
from tests.factories import make_article, make_section, make_user
from tests.news.test_admin_articles import form_data

pytestmark = pytest.mark.django_db
BAD_LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "http:evil.example",
    "ftp://evil.example/",
    "https://a b",
]


@pytest.fixture
def root(client):
    client.force_login(make_user("root", superuser=True))
    return client


@pytest.fixture
def two_rights():
    """Publishes in 甲, only writes in 乙; both are archives of topics."""
    here = make_section("甲", slug="a", kind="topics")
    there = make_section("乙", slug="b", kind="topics")
    group = Group.objects.create(name="两处")
    SectionGrant.objects.create(group=group, section=here, can_publish=True)
    SectionGrant.objects.create(group=group, section=there)
    return make_user("both", groups=[group]), here, there


def list_data(topics, **changes):
    data = {"form-TOTAL_FORMS": len(topics), "form-INITIAL_FORMS": len(topics), "_save": "保存"}
    for number, topic in enumerate(topics):
        data |= {f"form-{number}-id": topic.pk, f"form-{number}-position": topic.position}
        data |= {f"form-{number}-{name}": value for name, value in changes.items()}
    return data


def test_the_topic_list_changes_only_what_its_user_may_publish(client, two_rights):
    user, here, there = two_rights
    own = Topic.objects.create(title="甲题", slug="own", section=here, year=2026, is_visible=False)
    foreign = Topic.objects.create(
        title="乙题", slug="foreign", section=there, year=2026, is_visible=False
    )
    client.force_login(user)
    page = client.get("/admin/news/topic/").content.decode()
    assert "甲题" in page
    assert "乙题" in page
    client.post("/admin/news/topic/", list_data([own], is_visible="on"))
    client.post("/admin/news/topic/", list_data([own, foreign], is_visible="on"))
    client.post("/admin/news/topic/", list_data([foreign], is_visible="on"))
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.is_visible, foreign.is_visible) == (True, False)


@pytest.mark.parametrize("link", BAD_LINKS)
def test_no_form_takes_a_link_that_runs_or_leads_astray(root, link):
    section = make_section("科创视点", slug="kcsd")
    article = form_data(section=section)
    topics = make_section("专题", slug="zt", kind="topics")
    refused = {
        "article": ("/admin/news/article/add/", article | {"external_url": link}),
        "headline": ("/admin/news/article/add/", article | {"headline_links": f"文字 | {link}"}),
        "topic": (
            "/admin/news/topic/add/",
            {
                "title": "题",
                "slug": "t",
                "section": topics.pk,
                "year": 2026,
                "art": "azure",
                "position": 0,
                "external_url": link,
            },
        ),
        "source": ("/admin/news/source/add/", {"name": "来源", "url": link}),
        "block": (
            "/admin/news/homeblock/add/",
            {"kind": "topics", "count": 3, "layout": "full", "position": 0, "more_url": link},
        ),
        "identity": ("/admin/portal/siteidentity/add/", {"name": "中心", "host_url": link}),
        "link": (
            "/admin/portal/linkgroup/add/",
            {
                "name": "组",
                "placement": "friend",
                "position": 0,
                "links-TOTAL_FORMS": 1,
                "links-INITIAL_FORMS": 0,
                "links-0-title": "链接",
                "links-0-url": link,
                "links-0-position": 0,
            },
        ),
    }
    for name, (address, data) in refused.items():
        response = root.post(address, data)
        assert response.status_code == 200, name
        assert "errornote" in response.content.decode(), name
    for model in (Article, Topic, HomeBlock, Source, SiteIdentity, Link):
        assert not model.objects.exists(), model


@pytest.mark.parametrize(
    "order",
    ["[1e999]", "[-1e999]", '["x"]', "{}", "[[1]]", "[null]", "7", "[" * 100_000],
    ids=lambda order: order[:8],
)
def test_a_broken_order_of_blocks_is_a_bad_request(root, order):
    response = root.post(
        "/admin/news/homeblock/arrange/", f'{{"order": {order}}}', content_type="application/json"
    )
    assert response.status_code in (200, 400)
    assert response.status_code == 400 or order == "{}"


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000, "-1", "1e3"])
def test_odd_numbers_on_staff_pages_are_no_server_error(number):
    make_article(make_section("科创视点", slug="kcsd"))
    block = HomeBlock.objects.create(kind="topics")
    client = Client(raise_request_exception=False)
    client.force_login(make_user("root", superuser=True))
    for address in (
        "/admin/news/article/?section_in={}",
        "/admin/news/article/?source={}",
        "/admin/news/article/?p={}",
        "/admin/news/article/{}/history/",
        "/admin/news/article/{}/change/",
        "/admin/richtext/browse/?page={}&CKEditorFuncNum={}",
        "/admin/navigation/section/{}/move/",
        "/admin/news/topicblock/?topic={}",
        "/admin/news/topicblock/add/?topic={}&kind=qa",
        "/admin/news/topicblock/add/?topic=1&kind={}",
        "/admin/news/topicblock/{}/change/",
    ):
        assert client.get(address.format(number, number)).status_code < 500, address
    for address, data in (
        ("/admin/news/homeblock/arrange/", {"toggle": number}),
        ("/admin/news/topicblock/arrange/", {"up": number}),
        ("/admin/navigation/section/toggle/", {"set": f"{number}:top:1"}),
        ("/admin/navigation/section/shift/", {"move": f"{number}:up"}),
        ("/admin/navigation/section/drop/", {"section": number}),
    ):
        assert client.post(address, data).status_code < 500, address
    assert HomeBlock.objects.get(pk=block.pk).is_visible


def test_control_characters_in_searches_are_no_server_error():
    client = Client(raise_request_exception=False)
    client.force_login(make_user("root", superuser=True))
    for address in (
        "/admin/richtext/browse/?q=%00",
        "/admin/news/article/?q=%00",
        "/admin/navigation/section/?_popup=1&q=%00",
        "/admin/portal/picture/?q=%00",
    ):
        assert client.get(address).status_code < 500, address


def test_fields_no_form_shows_cannot_be_set(root):
    section = make_section("科创视点", slug="kcsd")
    other = make_user("other")
    data = form_data(section=section, status="draft")
    root.post(
        "/admin/news/article/add/",
        data | {"created_by": other.pk, "created_at": "2001-01-01", "id": 4711, "downloads": 9},
    )
    article = Article.objects.get()
    assert article.created_by.username == "root"
    assert article.created_at.year > 2001
    assert article.pk != 4711
