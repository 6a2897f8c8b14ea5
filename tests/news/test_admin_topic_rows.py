"""What stands in a topic's block: rows typed in small tables, and chosen articles."""

import pytest

from navigation.models import SectionGrant
from news.services.topics import choose
from tests.factories import make_article, make_section, make_user
from tests.news.topic_helpers import add_address, block_data, change_address, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    client.force_login(make_user("root", superuser=True))
    return client


def article_data(**changes):
    return block_data(**{"kind": "news", "count": 5} | changes)


def errors_of(response):
    return response.context["adminform"].form.errors


def row_errors(response):
    return [
        errors for errors in response.context["inline_admin_formsets"][0].formset.errors if errors
    ]


# --- Rows -----------------------------------------------------------------------------------------
ROWS = {
    "facts": {"term": "3126", "unit": "台（套）", "text": "接入大型科研仪器"},
    "qa": {"term": "谁可以预约？", "text": "高校、科研院所均可。"},
    "timeline": {"term": "2026-11", "text": "平台正式上线"},
    "links": {"term": "服务协议范本", "url": "/files/12/", "text": "DOCX"},
}


@pytest.mark.parametrize("kind", ROWS)
def test_rows_are_typed_in_a_table(root, topic, kind):
    response = root.post(add_address(topic, kind), block_data(ROWS[kind], {"term": ""}, {}))
    assert response.status_code == 302
    block = topic.blocks.get()
    assert block.kind == kind
    assert [{n: getattr(item, n) for n in ROWS[kind]} for item in block.items.all()] == [ROWS[kind]]
    page = root.get(change_address(block)).content.decode()
    assert all(
        f'value="{value}"' in page or f"{value}</textarea>" in page for value in ROWS[kind].values()
    )
    assert "&quot;term&quot;" not in page


def test_a_gallery_takes_pictures_of_the_library(root, topic, picture):
    response = root.post(add_address(topic, "gallery"), block_data({"picture": picture.pk}, {}))
    assert response.status_code == 302
    assert topic.blocks.get().items.get().picture == picture
    assert "测试图片" in root.get(change_address(topic.blocks.get())).content.decode()


def test_rows_are_put_in_order_by_number(root, topic):
    rows = [{"term": t, "text": "x", "position": p} for t, p in (("乙", 2), ("丙", ""), ("甲", 1))]
    root.post(add_address(topic, "timeline"), block_data(*rows))
    items = list(topic.blocks.get().items.all())
    assert [(item.term, item.position) for item in items] == [("甲", 10), ("乙", 20), ("丙", 30)]


def test_a_row_is_taken_out(root, topic):
    block = topic.blocks.create(kind="qa", title="问答")
    items = [block.items.create(term=t, text="x", position=n) for n, t in enumerate("甲乙")]
    rows = [{"id": i.pk, "block": block.pk, "term": i.term, "text": "x"} for i in items]
    rows[0]["DELETE"] = "on"
    root.post(change_address(block), block_data(*rows, initial=2))
    assert [item.term for item in block.items.all()] == ["乙"]


@pytest.mark.parametrize(
    ("kind", "row", "field"),
    [
        ("facts", {"term": "数" * 500}, "term"),
        ("facts", {"unit": "台"}, "term"),
        ("qa", {"term": "问" * 201, "text": "答"}, "term"),
        ("qa", {"term": "问", "text": "答" * 1001}, "text"),
        ("qa", {"term": "没有回答"}, "text"),
        ("timeline", {"text": "没有时间"}, "term"),
        ("links", {"term": "文字"}, "url"),
        ("links", {"term": "文字", "url": "javascript:alert(1)"}, "url"),
        ("links", {"term": "文字", "url": "//evil.example/"}, "url"),
        ("gallery", {"text": "没有图片"}, "picture"),
        ("gallery", {"picture": 999}, "picture"),
        ("timeline", {"term": "2026", "text": "x", "position": "-1"}, "position"),
        ("timeline", {"term": "2026", "text": "x", "position": "9" * 40}, "position"),
    ],
)
def test_a_bad_row_is_named_and_what_was_typed_stays(root, topic, kind, row, field):
    response = root.post(add_address(topic, kind), block_data(row))
    assert response.status_code == 200
    assert [list(errors) for errors in row_errors(response)] == [[field]]
    assert not topic.blocks.exists()
    typed = row.get("term") or row.get("text")
    assert not typed or typed in response.content.decode()


def test_a_text_block_needs_a_text_and_takes_no_scripts(root, topic):
    assert "body" in errors_of(root.post(add_address(topic, "text"), block_data(body=" ")))
    root.post(add_address(topic, "text"), block_data(body="<p>甲</p><script>1</script>"))
    assert topic.blocks.get().body == "<p>甲</p>"


def test_the_kind_of_a_block_stays_among_its_like(root, topic):
    article = make_article(make_section())
    block = topic.blocks.create(kind="news", title="要闻")
    choose(block, [article])
    root.post(change_address(block), article_data(kind="cards"))
    block.refresh_from_db()
    assert block.kind == "cards"
    assert "kind" in errors_of(root.post(change_address(block), article_data(kind="qa")))
    qa = topic.blocks.create(kind="qa", title="问答")
    root.post(change_address(qa), block_data(kind="news"))
    qa.refresh_from_db()
    assert qa.kind == "qa"


# --- Articles -------------------------------------------------------------------------------------
def test_articles_are_added_several_at_once_then_placed_and_removed(root, topic):
    section = make_section()
    one, two, three = (make_article(section, f"第{n}篇", days_ago=n) for n in range(3))
    root.post(add_address(topic, "news"), article_data(chosen=[one.pk, two.pk]))
    block = topic.blocks.get()
    items = list(block.items.order_by("article_id"))
    rows = [{"id": item.pk, "block": block.pk, "position": ""} for item in items]
    rows[0]["DELETE"], rows[1]["position"] = "on", 3
    data = block_data(*rows, initial=2, kind="news", count=5, chosen=[two.pk, three.pk])
    assert root.post(change_address(block), data).status_code == 302
    assert [(i.article, i.position) for i in block.items.all()] == [(two, 3), (three, None)]


@pytest.mark.parametrize("count", [0, 31, -1, "9" * 30, ""])
def test_the_number_of_articles_has_limits(root, topic, count):
    data = article_data(section=make_section().pk) | {"count": count}
    assert "count" in errors_of(root.post(add_address(topic, "news"), data))


def test_a_block_of_articles_says_what_it_lacks(root, topic):
    assert "chosen" in errors_of(root.post(add_address(topic, "news"), article_data()))
    absurd = article_data(chosen=["9" * 40])
    assert "chosen" in errors_of(root.post(add_address(topic, "news"), absurd))
    section = make_section()
    both = article_data(section=section.pk, chosen=[make_article(section).pk])
    assert "chosen" in errors_of(root.post(add_address(topic, "list"), both))
    assert not topic.blocks.exists()


def test_a_block_takes_two_hundred_chosen_articles(root, topic, monkeypatch):
    monkeypatch.setattr("news.admin.topic_block.MAX_CHOSEN", 2)
    section = make_section()
    articles = [make_article(section) for _n in range(3)]
    data = article_data(chosen=[article.pk for article in articles])
    assert "最多指定 2 篇" in errors_of(root.post(add_address(topic, "news"), data))["chosen"][0]
    data["chosen"] = data["chosen"][:2]
    root.post(add_address(topic, "news"), data)
    data["chosen"] = [articles[2].pk]
    assert "chosen" in errors_of(root.post(change_address(topic.blocks.get()), data))


def test_the_largest_table_still_fits_into_one_form(root, topic, settings):
    from news.services.topics import MAX_CHOSEN

    # id, block, position and the box to remove it, for each article.
    assert MAX_CHOSEN * 4 + 50 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_only_public_articles_and_ones_own_can_be_chosen(client, topic):
    mine, other = make_section("自己的"), make_section("别处")
    user = user_with(topic.section, "editor", can_publish=True)
    SectionGrant.objects.create(group=user.groups.get(), section=mine)
    client.force_login(user)
    draft, foreign = (make_article(s, status="draft") for s in (mine, other))
    public = make_article(other)
    address = add_address(topic, "news")
    assert "chosen" in errors_of(client.post(address, article_data(chosen=[foreign.pk])))
    assert client.post(address, article_data(chosen=[draft.pk, public.pk])).status_code == 302
