"""Putting a topic page together: the order of its blocks, by branch rights."""

import json

import pytest
from django.urls import reverse

from navigation.models import SectionGrant
from news.models import Topic, TopicBlock
from news.services.topics import choose
from tests.factories import make_article, make_section, make_user
from tests.news.helpers import titles
from tests.news.topic_helpers import (
    ARRANGE,
    LIST,
    add_address,
    block_data,
    change_address,
    user_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    client.force_login(make_user("root", superuser=True))
    return client


@pytest.fixture
def blocks(topic):
    return [topic.blocks.create(kind="qa", title=title, position=5) for title in "甲乙丙"]


def order(topic):
    return "".join(topic.blocks.values_list("title", flat=True))


# --- Arranging ------------------------------------------------------------------------------------
def test_buttons_move_a_block_within_its_topic(root, topic, blocks):
    other = Topic.objects.create(title="另", slug="other", section=topic.section, year=2026)
    other.blocks.create(kind="qa", title="外", position=1)
    first, second, third = blocks
    for button, block, expected in [
        ("up", third, "甲丙乙"),
        ("up", third, "丙甲乙"),
        ("up", third, "丙甲乙"),
        ("down", second, "丙甲乙"),
        ("down", third, "甲丙乙"),
    ]:
        response = root.post(ARRANGE, {button: block.pk})
        assert response["Location"] == f"{LIST}?topic={topic.pk}#place-{block.pk}"
        assert order(topic) == expected
    assert other.blocks.get().position == 1


def test_dragging_posts_the_whole_order_of_one_topic(root, topic, blocks):
    other = Topic.objects.create(title="另", slug="other", section=topic.section, year=2026)
    foreign = other.blocks.create(kind="qa", title="外", position=1)
    wanted = [blocks[2].pk, foreign.pk, 999, blocks[0].pk, blocks[2].pk]
    response = root.post(ARRANGE, {"order": wanted}, content_type="application/json")
    assert response.json() == {"ok": True}
    assert order(topic) == "丙甲乙"
    assert other.blocks.get().position == 1


@pytest.mark.parametrize(
    "body", ["{", "[]", "{}", "7", '{"order": []}', '{"order": ["x"]}', '{"order": [1e999]}']
)
def test_a_broken_order_is_a_bad_request(root, topic, blocks, body):
    assert root.post(ARRANGE, body, content_type="application/json").status_code == 400
    assert order(topic) == "甲乙丙"


def test_a_new_block_comes_last_and_leads_back_to_the_list(root, topic, blocks):
    other = Topic.objects.create(title="另", slug="other", section=topic.section, year=2026)
    other.blocks.create(kind="qa", title="外", position=999)
    response = root.post(add_address(topic, "timeline"), block_data(title="丁"))
    assert response["Location"] == f"{LIST}?topic={topic.pk}"
    assert order(topic) == "甲乙丙丁"
    assert topic.blocks.get(title="丁").position < 999


def test_arranging_shows_on_the_page_at_once(root, topic, blocks, client):
    for block in blocks:
        block.items.create(term="问", text="答")

    def shown():
        rows = client.get(topic.get_absolute_url()).context["rows"]
        return "".join(block.title for row in rows for block in row)

    assert shown() == "甲乙丙"
    root.post(ARRANGE, {"up": blocks[2].pk})
    root.post(ARRANGE, {"toggle": blocks[0].pk})
    assert shown() == "丙乙"


def test_the_list_is_that_of_one_topic(root, topic, blocks):
    other = Topic.objects.create(title="另", slug="other", section=topic.section, year=2026)
    other.blocks.create(kind="qa", title="外")
    response = root.get(f"{LIST}?topic={topic.pk}")
    assert titles(response.context["cl"].result_list) == list("甲乙丙")
    html = response.content.decode()
    assert "“仪器共享”的板块" in html
    assert html.count('class="grip"') == 3
    for kind in TopicBlock.Kind:
        assert f"{LIST}add/?topic={topic.pk}&amp;kind={kind}" in html
    for address in (LIST, f"{LIST}?topic=999", f"{LIST}?topic=x", f"{LIST}add/"):
        assert root.get(address)["Location"] == "/admin/news/topic/"
    assert root.get(add_address(topic, "nonsense"))["Location"] == f"{LIST}?topic={topic.pk}"


# --- Rights ---------------------------------------------------------------------------------------
@pytest.fixture
def two_topics(topic):
    """One where the user publishes, one where the user only writes, one elsewhere."""
    there, away = make_section("乙", slug="b", kind="topics"), make_section("丙", kind="topics")
    user = user_with(topic.section, "both", can_publish=True)
    SectionGrant.objects.create(group=user.groups.get(), section=there)
    topics = [
        topic,
        *(
            Topic.objects.create(title=s.title, slug=s.slug, section=s, year=2026)
            for s in (there, away)
        ),
    ]
    for each in topics:
        for title in "甲乙":
            each.blocks.create(kind="qa", title=title).items.create(term="问", text="答")
    return user, topics


def attempts(client, topic):
    """Everything that would change something, and whether anything did change."""
    block = topic.blocks.last()
    item = block.items.get()
    changed = {"id": item.pk, "block": block.pk, "term": "改", "text": "改"}
    client.post(change_address(block), block_data(changed, {"term": "新", "text": "新"}, initial=1))
    client.post(ARRANGE, {"up": block.pk})
    client.post(ARRANGE, {"toggle": block.pk})
    client.post(ARRANGE, json.dumps({"order": [block.pk]}), content_type="application/json")
    client.post(add_address(topic, "qa"), block_data())
    client.post(reverse("admin:news_topicblock_delete", args=[block.pk]), {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [block.pk], "post": "yes"}
    client.post(f"{LIST}?topic={topic.pk}", data)


def state(topic):
    rows = topic.blocks.order_by("pk").values("title", "position", "is_visible", "items__term")
    return list(rows)


def test_blocks_belong_to_those_who_publish_in_the_topics_archive(client, two_topics):
    user, (own, read_only, foreign) = two_topics
    client.force_login(user)
    for topic, may_see, may_change in [
        (own, True, True),
        (read_only, True, False),
        (foreign, False, False),
    ]:
        before, block = state(topic), topic.blocks.last()
        assert (client.get(f"{LIST}?topic={topic.pk}").status_code == 200) == may_see
        assert (client.get(change_address(block)).status_code == 200) == may_see
        assert (client.get(add_address(topic, "qa")).status_code == 200) == may_change
        attempts(client, topic)
        assert (state(topic) != before) == may_change, topic


def test_who_only_looks_sees_no_buttons(client, two_topics):
    user, (own, read_only, _foreign) = two_topics
    client.force_login(user)
    pages = [client.get(f"{LIST}?topic={topic.pk}").content.decode() for topic in (own, read_only)]
    for words in ("arrange/", "增加板块"):
        assert [words in page for page in pages] == [True, False]
    form = client.get(change_address(read_only.blocks.first())).content.decode()
    assert "甲" in form
    assert "_save" not in form
    assert "items-0-term" not in form


@pytest.mark.parametrize("kind", TopicBlock.Kind)
def test_every_kind_can_be_looked_at_without_the_right_to_change(client, topic, kind):
    block = topic.blocks.create(kind=kind, title="板块")
    choose(block, [make_article(make_section())])
    client.force_login(user_with(topic.section, "reader"))
    assert client.get(change_address(block)).status_code == 200


def test_deleting_a_block_takes_its_rows_along_and_leads_back(root, topic, blocks):
    blocks[0].items.create(term="问", text="答")
    address = reverse("admin:news_topicblock_delete", args=[blocks[0].pk])
    assert root.post(address, {"post": "yes"})["Location"] == f"{LIST}?topic={topic.pk}"
    data = {"action": "delete_selected", "_selected_action": [blocks[1].pk], "post": "yes"}
    assert root.post(f"{LIST}?topic={topic.pk}", data).status_code == 302
    assert order(topic) == "丙"
