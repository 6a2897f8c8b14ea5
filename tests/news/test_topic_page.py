"""A topic page made of blocks."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from navigation.models import Section
from news.models import Topic, TopicBlock, TopicItem
from news.services.topics import choose
from tests.factories import make_article, make_section
from tests.news.helpers import titles
from tests.news.topic_helpers import add

pytestmark = pytest.mark.django_db
KIND = TopicBlock.Kind


def shown(client, topic):
    """``{title: block}`` as the page's template gets them, in order."""
    rows = client.get(topic.get_absolute_url()).context["rows"]
    return {block.title: block for row in rows for block in row}


QA = [{"term": "谁可以预约？", "text": "均可。"}]


# --- The page -------------------------------------------------------------------------------------
def test_blocks_stand_in_the_order_staff_gave(client, topic):
    for kind in ("timeline", "qa", "facts"):
        add(topic, kind, rows=QA)
    add(topic, "links", rows=QA, is_visible=False)
    assert list(shown(client, topic)) == ["timeline", "qa", "facts"]
    topic.blocks.filter(kind="facts").update(position=0)
    topic.blocks.filter(kind="timeline").update(position=5)
    topic.save()
    assert list(shown(client, topic)) == ["facts", "timeline", "qa"]


def test_every_kind_is_drawn(client, topic, picture):
    article = make_article(make_section(), "一篇文章")
    for kind in KIND:
        words = {"term": f"词{kind}", "text": f"文{kind}", "url": "/x/", "picture": picture}
        chosen = [article] if kind in ("news", "cards", "list") else []
        add(topic, kind, rows=[] if chosen else [words], chosen=chosen, body=f"<p>正文{kind}</p>")
    html = client.get(topic.get_absolute_url()).content.decode()
    assert html.count('class="tsec"') == len(KIND)
    assert html.count("一篇文章") == 3
    for kind, parts in {
        "facts": ["词facts", "文facts"],
        "qa": ["<details", "词qa", "文qa"],
        "timeline": ["词timeline", "文timeline"],
        "links": ["词links", "文links", 'href="/x/"'],
        "gallery": ["文gallery", "<picture>"],
        "text": ["<p>正文text</p>"],
    }.items():
        assert [part for part in parts if part not in html] == [], kind
    assert "正文qa" not in html


def test_two_half_blocks_share_a_row_and_a_lone_one_fills_it(client, topic):
    for title, width in zip("甲乙丙丁戊己", "full half half half full half".split(), strict=True):
        add(topic, "qa", title, rows=QA, width=width)
    response = client.get(topic.get_absolute_url())
    rows = [[block.title for block in row] for row in response.context["rows"]]
    assert rows == [["甲"], ["乙", "丙"], ["丁"], ["戊"], ["己"]]
    assert response.content.decode().count('class="tpair"') == 1


def test_a_block_with_nothing_to_show_is_left_out(client, topic, picture):
    add(topic, "news")
    add(topic, "cards", section=make_section())
    add(topic, "facts")
    add(topic, "text")
    add(topic, "gallery", rows=[{"text": "图片已删除"}])
    add(topic, "list", chosen=[make_article(make_section(), status="draft")])
    assert shown(client, topic) == {}


def test_an_empty_topic_says_that_it_is_being_prepared(client, topic):
    words = "专题内容正在准备"
    assert words in client.get(topic.get_absolute_url()).content.decode()
    topic.intro = "编者的话。"
    topic.save()
    html = client.get(topic.get_absolute_url()).content.decode()
    assert "编者的话。" in html
    assert words not in html


def test_the_anchor_bar_names_the_blocks_that_want_to_be_in_it(client, topic):
    add(topic, "qa", "甲", rows=QA)
    add(topic, "facts", "乙", rows=QA, in_anchors=False)
    html = client.get(topic.get_absolute_url()).content.decode()
    bar = re.search(r'<nav class="anch".*?</nav>', html, re.DOTALL)[0]
    assert re.findall(r'href="#([^"]+)">([^<]+)<', bar) == [("qa", "甲")]
    assert 'id="qa"' in html
    topic.blocks.update(in_anchors=False)
    topic.save()
    assert 'class="anch"' not in client.get(topic.get_absolute_url()).content.decode()


def test_the_oldest_block_of_a_kind_keeps_its_fragment_wherever_it_stands(client, topic):
    first, second = add(topic, "qa", "甲", rows=QA), add(topic, "qa", "乙", rows=QA)
    for position in (0, 99):
        TopicBlock.objects.filter(pk=first.pk).update(position=position)
        topic.save()
        found = {title: block.anchor for title, block in shown(client, topic).items()}
        assert found == {"甲": "qa", "乙": f"qa-{second.pk}"}


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        *[("3126", "3\u202f126"), ("1234567", "1\u202f234\u202f567"), ("999", "999")],
        *[("37%", "37%"), ("2.7", "2.7"), ("0012", "0012"), ("١٢٣٤", "١٢٣٤"), ("", "")],
    ],
)
def test_figures_are_set_in_groups_of_three(client, topic, typed, set_as):
    add(topic, "facts", rows=[{"term": typed, "text": "说明"}])
    assert shown(client, topic)["facts"].items[0].term == set_as


def test_nothing_staff_typed_becomes_markup(client, topic):
    bad = "<script>alert(1)</script>"
    for kind in ("facts", "qa", "timeline", "links"):
        add(topic, kind, bad[:40], rows=[{"term": bad, "unit": bad, "text": bad, "url": "/x/"}])
    add(topic, "text", "文", body=f"<p>好</p>{bad}<table><tr><td>表</td></tr></table>")
    html = client.get(topic.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert "<p>好</p>" in html
    assert '<div class="scroll"' in html


def test_a_picture_has_a_text_for_those_who_do_not_see_it(client, topic, picture):
    add(topic, "gallery", rows=[{"picture": picture}, {"picture": picture, "url": "/x/"}])
    html = client.get(topic.get_absolute_url()).content.decode()
    block = html[html.index('id="gallery"') :]
    assert re.findall(r'alt="([^"]*)"', block)[:2] == ["测试图片", ""]
    assert re.search(r'href="/x/".*?测试图片</a>', block, re.DOTALL)


# --- Articles -------------------------------------------------------------------------------------
def test_a_block_follows_the_newest_of_its_section(client, topic):
    section = make_section()
    for days in range(4):
        make_article(section, f"新{days}", days_ago=days)
    make_article(section, "草稿", status="draft")
    make_article(section, "将来", published_at=timezone.now() + timedelta(days=1))
    add(topic, "news", section=section, count=2)
    add(topic, "list", section=section, count=3)
    assert {t: titles(b.articles) for t, b in shown(client, topic).items()} == {
        "news": ["新0", "新1"],
        "list": ["新0", "新1", "新2"],
    }
    Section.objects.filter(pk=section.pk).update(is_active=False)
    topic.save()
    assert shown(client, topic) == {}


def test_chosen_articles_stand_placed_ones_first_then_newest_first(client, topic):
    section = make_section()
    chosen = [make_article(section, f"选{days}", days_ago=days) for days in range(4)]
    gone = make_article(section, "下线", days_ago=9, expires_at=timezone.now() - timedelta(days=1))
    block = add(topic, "list", chosen=[*chosen, gone])
    for position, article in ((20, chosen[2]), (10, chosen[3]), (5, gone)):
        block.items.filter(article=article).update(position=position)
    topic.save()
    expected = ["选3", "选2", "选0", "选1"]
    assert titles(shown(client, topic)["list"].articles) == expected
    assert titles(client.get(block.get_absolute_url()).context["page"].items) == expected


def test_the_big_picture_is_that_of_the_first_article_that_has_one(client, topic, picture):
    section = make_section()
    for days, cover in enumerate([None, picture, picture]):
        make_article(section, f"文{days}", days_ago=days, cover=cover)
    add(topic, "news", section=section)
    add(topic, "cards", section=section)
    found = {title: titles(block.articles) for title, block in shown(client, topic).items()}
    assert found == {"news": ["文1", "文0", "文2"], "cards": ["文0", "文1", "文2"]}


def test_more_sections_than_one_query_can_join(client, topic, monkeypatch):
    monkeypatch.setattr("news.newest.BATCH", 2)
    for number in range(5):
        section = make_section()
        make_article(section, f"文{number}")
        add(topic, "list", f"块{number}", section=section)
    found = {title: titles(block.articles) for title, block in shown(client, topic).items()}
    assert found == {f"块{number}": [f"文{number}"] for number in range(5)}


def test_more_is_offered_when_there_is_more(client, topic):
    section = make_section()
    articles = [make_article(section, f"文{days}", days_ago=days) for days in range(3)]
    following = add(topic, "news", section=section, count=2)
    chosen = add(topic, "cards", chosen=articles, count=2)
    add(topic, "list", chosen=articles, count=3)
    found = {title: block.more_url for title, block in shown(client, topic).items()}
    assert found == {
        "news": following.get_absolute_url(),
        "cards": chosen.get_absolute_url(),
        "list": "",
    }


# --- Colour ---------------------------------------------------------------------------------------
def test_a_topic_takes_the_colour_of_its_art(client, topic):
    classes = {"azure": "topic", "red": "topic c-cinna", "green": "topic c-jade"}
    for art, expected in classes.items():
        topic.art = art
        topic.save()
        assert f'<div class="{expected}">' in client.get(topic.get_absolute_url()).content.decode()


def test_a_colour_of_its_own_comes_as_a_sheet_of_its_own(client, topic):
    block = add(topic, "news")
    pages = [topic.get_absolute_url(), block.get_absolute_url()]
    for page in pages:
        assert "accent-" not in client.get(page).content.decode()
    topic.accent = "#7a3fb0"
    topic.save()
    for page in pages:
        html = client.get(page).content.decode()
        assert '<link rel="stylesheet" href="/accent-7a3fb0.css">' in html
        assert "style=" not in html
    sheet = client.get("/accent-7a3fb0.css")
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert sheet["Cache-Control"] == "public, max-age=86400"
    assert "color-mix(in srgb,#7a3fb0 60%,var(--ink))" in sheet.content.decode()


@pytest.mark.parametrize("digits", ["7a3fb", "7A3FB0", "7a3fb0f", "zzzzzz", "7a3fb0;x"])
def test_no_sheet_is_made_of_what_is_no_colour(client, digits):
    assert client.get(f"/accent-{digits}.css").status_code == 404


# --- Long words -----------------------------------------------------------------------------------
def test_long_titles_are_shown_whole(client, topic):
    section = make_section()
    long = "关于进一步加强大型科研仪器设备开放共享绩效评价与运行补贴管理工作的通知" * 4
    article = make_article(section, long[:138])
    Topic.objects.filter(pk=topic.pk).update(title=long[:60], subtitle=long[:80])
    topic.refresh_from_db()
    block = add(topic, "news", long[:40], chosen=[article])
    add(topic, "qa", long[:40], rows=[{"term": long[:200], "text": long * 6}])
    html = client.get(topic.get_absolute_url()).content.decode()
    for words in (long[:138], long[:60], long[:80], long[:40], long[:200]):
        assert words in html
    assert long[:138] in client.get(block.get_absolute_url()).content.decode()


def test_an_article_is_in_a_block_once(topic):
    article = make_article(make_section())
    block = add(topic, "news", chosen=[article])
    choose(block, [article])
    assert TopicItem.objects.filter(article=article).count() == 1
    article.delete()
    assert not block.items.exists()


# --- Addresses a topic had ------------------------------------------------------------------------
def renamed(topic, slug):
    topic.slug = slug
    topic.save()


def test_every_directory_name_a_topic_had_leads_to_the_present_one_at_once(client, topic):
    block = add(topic, "news", rows=())
    for slug in ("sharing", "shared"):
        renamed(topic, slug)
    for old in ("yiqi", "sharing"):
        response = client.get(f"/dnzt/{old}.html")
        assert (response.status_code, response["Location"]) == (301, "/dnzt/shared.html")
        assert client.get(f"/dnzt/{old}_{block.pk}.html")["Location"] == block.get_absolute_url()
    assert client.get("/dnzt/shared.html").status_code == 200
    renamed(topic, "yiqi")
    assert client.get("/dnzt/yiqi.html").status_code == 200
    assert client.get("/dnzt/shared.html")["Location"] == "/dnzt/yiqi.html"


def test_a_topic_that_takes_over_a_name_answers_there(client, topic):
    renamed(topic, "shared")
    other = Topic.objects.create(title="另一个", slug="yiqi", section=topic.section, year=2026)
    assert client.get("/dnzt/yiqi.html").context["topic"] == other
    renamed(other, "qita")
    assert client.get("/dnzt/yiqi.html")["Location"] == "/dnzt/qita.html"


def test_a_former_name_tells_nothing_of_a_hidden_topic(client, topic):
    topic.is_visible = False
    renamed(topic, "shared")
    assert client.get("/dnzt/yiqi.html").status_code == 404
