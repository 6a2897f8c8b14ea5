"""Topics as they were before blocks: nothing they held is lost, and the way back keeps it too."""

import importlib

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests.factories import make_section

NAME = "0004_topic_blocks"
FACTS = [
    {"value": "3126", "unit": "台", "label": "仪器"},
    {"value": "37%", "unit": "", "label": ""},
]
QA = [{"q": "谁？", "a": "人人。"}]
TIMELINE = [{"date": "2023-09", "text": "起步"}, {"date": "2026-11", "text": "上线"}]


def migrate(name):
    """The models as they stood after migration ``name`` of this room."""
    executor = MigrationExecutor(connection)
    executor.migrate([("news", name)])
    return MigrationExecutor(connection).loader.project_state([("news", name)]).apps


@pytest.fixture
def before(transactional_db):
    """The name of the migration before; afterwards everything is as it was."""
    migration = importlib.import_module(f"news.migrations.{NAME}").Migration
    yield dict(migration.dependencies)["news"]
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def old_topic(apps, section, slug, **fields):
    values = {"title": slug, "slug": slug, "section_id": section.pk, "year": 2026, **fields}
    return apps.get_model("news", "Topic").objects.create(**values)


def old_column(apps, topic, title, style, articles=(), **fields):
    column = apps.get_model("news", "TopicColumn").objects.create(
        topic=topic, title=title, style=style, **fields
    )
    column.articles.set(articles)
    return column


def build(apps, section):
    article = apps.get_model("news", "Article")
    articles = [
        article.objects.create(title=f"第{n}篇", section_id=section.pk, published_at=timezone.now())
        for n in range(3)
    ]
    full = old_topic(
        apps, section, "full", facts=FACTS, facts_note="示例", qa=QA, timeline=TIMELINE
    )
    old_column(apps, full, "故事", "cards", articles[2:], position=1, count=4)
    old_column(apps, full, "要闻", "news", articles, position=2)
    old_column(apps, full, "动态", "news", section_id=section.pk, position=3)
    old_topic(apps, section, "bare")
    return [a.pk for a in articles]


def test_columns_and_lists_become_blocks_in_the_order_of_the_page(before):
    section = make_section("专题", kind="topics")
    ids = build(migrate(before), section)
    topics = migrate(NAME).get_model("news", "Topic").objects
    assert not topics.get(slug="bare").blocks.exists()
    blocks = topics.get(slug="full").blocks.order_by("position")
    assert [(b.kind, b.title, b.width, b.count, b.section_id) for b in blocks] == [
        ("news", "要闻", "full", 11, None),
        ("news", "动态", "full", 11, section.pk),
        ("facts", "数说", "full", 11, None),
        ("qa", "解读", "half", 11, None),
        ("timeline", "大事记", "half", 11, None),
        ("cards", "故事", "full", 4, None),
    ]
    assert all(block.is_visible and block.in_anchors for block in blocks)
    news, _follows, facts, qa, timeline, cards = blocks
    assert sorted(news.items.values_list("article_id", flat=True)) == ids
    assert [item.article_id for item in cards.items.all()] == ids[2:]
    assert facts.note == "示例"
    rows = [(i.term, i.unit, i.text) for i in facts.items.order_by("position")]
    assert rows == [("3126", "台", "仪器"), ("37%", "", "")]
    assert [(i.term, i.text) for i in qa.items.all()] == [("谁？", "人人。")]
    rows = [(i.term, i.text) for i in timeline.items.order_by("position")]
    assert rows == [("2023-09", "起步"), ("2026-11", "上线")]


def test_the_way_back_restores_what_was_there(before):
    ids = build(migrate(before), make_section("专题", kind="topics"))
    migrate(NAME)
    topic = migrate(before).get_model("news", "Topic").objects.get(slug="full")
    lists = (topic.facts, topic.facts_note, topic.qa, topic.timeline)
    assert lists == (FACTS, "示例", QA, TIMELINE)
    columns = topic.column_rows.order_by("position")
    assert [(c.title, c.style, c.count) for c in columns] == [
        ("要闻", "news", 11),
        ("动态", "news", 11),
        ("故事", "cards", 4),
    ]
    assert sorted(columns[0].articles.values_list("pk", flat=True)) == ids
    assert [a.pk for a in columns[2].articles.all()] == ids[2:]


def test_on_the_way_back_lists_of_one_kind_are_joined(before):
    section = make_section("专题", kind="topics")
    migrate(before)
    new = migrate(NAME)
    topic = old_topic(new, section, "new")
    for term in ("甲", "乙"):
        block = topic.blocks.create(kind="qa", title=term)
        new.get_model("news", "TopicItem").objects.create(block=block, term=term, text="答")
    topic.blocks.create(kind="list", title="列表")
    topic.blocks.create(kind="text", title="图文", body="<p>文</p>")
    topic = migrate(before).get_model("news", "Topic").objects.get()
    assert topic.qa == [{"q": "甲", "a": "答"}, {"q": "乙", "a": "答"}]
    assert [(c.title, c.style) for c in topic.column_rows.all()] == [("列表", "news")]
