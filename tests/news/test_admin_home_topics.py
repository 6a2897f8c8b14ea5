"""Arranging the home page, keeping sources, writing topics."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from navigation.models import SectionGrant
from news.models import Article, HomeBlock, Source, Topic
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db
ARRANGE = "admin:news_homeblock_arrange"


@pytest.fixture
def root(client):
    client.force_login(make_user("root", superuser=True))
    return client


@pytest.fixture
def writer(client):
    section = make_section()
    group = Group.objects.create(name="writers")
    SectionGrant.objects.create(group=group, section=section, can_publish=True)
    client.force_login(make_user("writer", groups=[group]))
    return client


@pytest.fixture
def blocks():
    section = make_section()
    return [
        HomeBlock.objects.create(kind="list", title=title, section=section, position=5)
        for title in "甲乙丙"
    ]


def order():
    return "".join(HomeBlock.objects.values_list("title", flat=True))


# --- 首页板块 ----------------------------------------------------------------------------------------
def test_buttons_move_a_block_up_and_down_and_stop_at_the_ends(root, blocks):
    first, second, third = blocks
    for button, block, expected in [
        ("up", third, "甲丙乙"),
        ("up", third, "丙甲乙"),
        ("up", third, "丙甲乙"),
        ("down", second, "丙甲乙"),
        ("down", third, "甲丙乙"),
    ]:
        assert root.post(reverse(ARRANGE), {button: block.pk}).status_code == 302
        assert order() == expected


def test_dragging_posts_the_whole_order(root, blocks):
    first, second, third = (block.pk for block in blocks)
    data = {"order": [third, 999, first, third]}
    response = root.post(reverse(ARRANGE), data, content_type="application/json")
    assert response.json() == {"ok": True}
    assert order() == "丙甲乙"


@pytest.mark.parametrize("body", ["{", "[]", '{"order": ["x"]}', "{}"])
def test_nonsense_is_refused(root, blocks, body):
    response = root.post(reverse(ARRANGE), body, content_type="application/json")
    assert response.status_code == 400
    assert order() == "甲乙丙"


def test_one_click_hides_and_shows_and_says_which(root, blocks, client):
    for expected, words in ((False, "“甲”已隐藏。"), (True, "“甲”现在显示在网页上。")):
        page = root.post(reverse(ARRANGE), {"toggle": blocks[0].pk}, follow=True).content.decode()
        assert HomeBlock.objects.get(pk=blocks[0].pk).is_visible is expected
        assert words in page
        assert '<a href="/">查看首页</a>' in page


def test_arranging_shows_on_the_home_page_at_once(root, blocks, client):
    def shown():
        return [b.title for row in client.get("/").context["rows"] for b in row.blocks]

    assert shown() == ["甲", "乙", "丙"]
    root.post(reverse(ARRANGE), {"up": blocks[2].pk})
    assert shown() == ["甲", "丙", "乙"]
    root.post(reverse(ARRANGE), {"toggle": blocks[0].pk})
    assert shown() == ["丙", "乙"]


def test_arranging_needs_a_post_and_the_right(root, blocks, client):
    assert root.get(reverse(ARRANGE)).status_code == 405
    client.force_login(make_user("other"))
    assert client.post(reverse(ARRANGE), {"up": blocks[2].pk}).status_code == 403
    client.logout()
    assert client.post(reverse(ARRANGE), {"up": blocks[2].pk}).status_code == 302
    assert order() == "甲乙丙"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "list"}, "section"),
        ({"kind": "services"}, "link_group"),
        ({"kind": "headline", "count": 0}, "count"),
        ({"kind": "headline", "count": 31}, "count"),
    ],
)
def test_a_block_says_what_it_lacks(root, data, field):
    values = {"layout": "thirds", "count": 5, "is_visible": "on", **data}
    response = root.post(reverse("admin:news_homeblock_add"), values)
    assert field in response.context["adminform"].form.errors
    assert not HomeBlock.objects.exists()


def test_a_new_block_comes_last(root, blocks):
    values = {"kind": "headline", "title": "新", "layout": "full", "count": 1, "is_visible": "on"}
    assert root.post(reverse("admin:news_homeblock_add"), values).status_code == 302
    assert order() == "甲乙丙新"


# --- 来源库 ------------------------------------------------------------------------------------------
def test_merging_sources_asks_first_and_then_moves_the_articles(root):
    keep, other = Source.objects.create(name="本中心"), Source.objects.create(name="本 中心")
    make_article(make_section(), source=other)
    url = reverse("admin:news_source_changelist")
    data = {"action": "merge", "_selected_action": [keep.pk, other.pk]}
    asked = root.post(url, data)
    assert asked.status_code == 200
    assert "请选择保留哪一个来源" in asked.content.decode()
    assert Source.objects.count() == 2
    root.post(url, {**data, "keep": keep.pk})
    assert Article.objects.get().source == keep
    assert list(Source.objects.all()) == [keep]


def test_one_source_cannot_be_merged(root):
    only = Source.objects.create(name="本中心")
    data = {"action": "merge", "_selected_action": [only.pk]}
    root.post(reverse("admin:news_source_changelist"), data)
    assert Source.objects.get() == only


def test_writers_look_sources_up_and_add_but_do_not_change_them(writer):
    source = Source.objects.create(name="京津科技观察")
    lookup = reverse("admin:autocomplete")
    query = "?app_label=news&model_name=article&field_name=source&term=京津"
    assert [r["text"] for r in writer.get(lookup + query).json()["results"]] == ["京津科技观察"]
    writer.post(reverse("admin:news_source_add"), {"name": "新来源"})
    assert Source.objects.filter(name="新来源").exists()
    writer.post(reverse("admin:news_source_change", args=[source.pk]), {"name": "改"})
    writer.post(reverse("admin:news_source_delete", args=[source.pk]), {"post": "yes"})
    source.refresh_from_db()
    assert source.name == "京津科技观察"


# --- 专题 -------------------------------------------------------------------------------------------
@pytest.fixture
def archive():
    return make_section("当年专题", kind="topics")


def topic_data(archive, **changes):
    return {
        "title": "让仪器流动起来",
        "slug": "yiqi",
        "section": archive.pk,
        "year": 2026,
        "art": "azure",
        "position": 0,
        "is_visible": "on",
        **changes,
    }


@pytest.mark.parametrize("slug", ["Open-Day", "open_day", "开放日"])
def test_a_topic_gets_no_address_that_leads_nowhere(root, archive, slug):
    response = root.post(reverse("admin:news_topic_add"), topic_data(archive, slug=slug))
    errors = response.context["adminform"].form.errors["slug"]
    assert errors == ["只能使用小写字母、数字和连字符，如 kjcx。"]


def test_a_new_topic_is_of_this_year(root, archive):
    form = root.get(reverse("admin:news_topic_add")).context["adminform"].form
    assert form["year"].value() == timezone.localdate().year


def test_a_new_topic_waits_for_its_blocks_before_it_is_public(root, archive):
    """Whoever opened its form found it public, and empty, at the first 保存."""
    form = root.get(reverse("admin:news_topic_add")).context["adminform"].form
    assert form["is_visible"].value() is False
    data = topic_data(archive)
    data.pop("is_visible", None)
    page = root.post(reverse("admin:news_topic_add"), data, follow=True).content.decode()
    topic = Topic.objects.get()
    assert not topic.is_visible
    assert "还没有公开，只有工作人员能预览。" in page
    assert "勾选“显示”" in page
    form = root.get(reverse("admin:news_topic_change", args=[topic.pk])).context["adminform"].form
    assert form["is_visible"].value() is False
    topic.is_visible = True
    topic.save()
    blocks = f"{reverse('admin:news_topicblock_changelist')}?topic={topic.pk}"
    assert "勾选“显示”" not in root.get(blocks).content.decode()
    form = root.get(reverse("admin:news_topic_change", args=[topic.pk])).context["adminform"].form
    assert form["is_visible"].value() is True


def test_a_topic_belongs_to_those_who_publish_in_its_archive(client, archive):
    topic = Topic.objects.create(title="甲", slug="a", section=archive, year=2026)
    page = reverse("admin:news_topic_change", args=[topic.pk])
    for name, rights, can_open, can_change in [
        ("writer", {}, True, False),
        ("publisher", {"can_publish": True}, True, True),
    ]:
        group = Group.objects.create(name=name)
        SectionGrant.objects.create(group=group, section=archive, **rights)
        client.force_login(make_user(name, groups=[group]))
        assert (client.get(page).status_code == 200) == can_open
        client.post(page, topic_data(archive, title=f"改于{name}"))
        topic.refresh_from_db()
        assert (topic.title == f"改于{name}") == can_change
    client.force_login(make_user("nobody"))
    assert client.get(page).status_code != 200


def test_a_new_topic_leads_on_to_its_blocks(root, archive):
    response = root.post(reverse("admin:news_topic_add"), topic_data(archive))
    topic = Topic.objects.get()
    assert response["Location"] == f"{reverse('admin:news_topicblock_changelist')}?topic={topic.pk}"
    assert root.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("ticked", "colour", "stored"),
    [("on", "#7A3FB0", "#7a3fb0"), ("", "#7a3fb0", ""), ("on", "", "")],
)
def test_a_colour_of_its_own_counts_while_its_box_is_ticked(root, archive, ticked, colour, stored):
    data = topic_data(archive, accent_0=ticked, accent_1=colour)
    assert root.post(reverse("admin:news_topic_add"), data).status_code == 302
    assert Topic.objects.get().accent == stored


@pytest.mark.parametrize("colour", ["red", "#7a3fb", "#7a3fb0;}", "#7a3fg0"])
def test_what_is_no_colour_is_refused(root, archive, colour):
    data = topic_data(archive, accent_0="on", accent_1=colour)
    response = root.post(reverse("admin:news_topic_add"), data)
    assert "六位颜色值" in response.context["adminform"].form.errors["accent"][0]


# --- 归档 -------------------------------------------------------------------------------------------
def archive_action(client, target, *topics):
    data = {"action": f"archive-{target.pk}", "_selected_action": [t.pk for t in topics]}
    return client.post(reverse("admin:news_topic_changelist"), data, follow=True)


def test_one_action_archives_topics_and_old_addresses_lead_there(root, archive, client):
    former = make_section("往年专题", slug="wnzt", kind="topics")
    topics = [
        Topic.objects.create(title=t, slug=t, section=archive, year=2026) for t in ("ta", "tb")
    ]
    old = topics[0].get_absolute_url()
    response = archive_action(root, former, *topics)
    assert "已归档 2 个专题到“往年专题”" in response.content.decode()
    assert {t.section_id for t in Topic.objects.all()} == {former.pk}
    client.logout()
    assert client.get(old)["Location"] == "/wnzt/ta.html"
    assert client.get(old).status_code == 301
    assert [t.title for t in client.get("/wnzt/").context["topics"]] == ["tb", "ta"]


def test_archiving_takes_the_right_to_publish_on_both_sides(client, archive):
    former, foreign = make_section("往年", kind="topics"), make_section("别处", kind="topics")
    group = Group.objects.create(name="往年编辑")
    SectionGrant.objects.create(group=group, section=former, can_publish=True)
    SectionGrant.objects.create(group=group, section=archive)
    client.force_login(make_user("half", groups=[group]))
    topic = Topic.objects.create(title="甲", slug="a", section=archive, year=2026)
    own = Topic.objects.create(title="乙", slug="b", section=former, year=2025)
    offered = client.get(reverse("admin:news_topic_changelist")).content.decode()
    ids = (former.pk, archive.pk, foreign.pk)
    assert [f'value="archive-{pk}"' in offered for pk in ids] == [True, False, False]
    assert "您不能移动“甲”" in archive_action(client, former, topic).content.decode()
    archive_action(client, archive, own)
    archive_action(client, foreign, own)
    assert [t.section_id for t in (Topic.objects.get(slug="a"), Topic.objects.get(slug="b"))] == [
        archive.pk,
        former.pk,
    ]
