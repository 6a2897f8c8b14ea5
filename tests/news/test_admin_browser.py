"""Arranging blocks in a real browser: by dragging, by keyboard, without script, on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from news.models import HomeBlock
from tests.factories import make_article, make_section, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Without axe's own advice: Django's tables have a head cell without words.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def topic(topic):
    for number, title in enumerate("甲乙丙"):
        topic.blocks.create(kind="qa", title=title, position=number)
    return topic


@pytest.fixture
def visit(live_server, client):
    """Open a staff page in a browser page as a superuser."""
    client.force_login(make_user("root", superuser=True))
    session = client.cookies["sessionid"].value

    def _visit(page, path):
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}{path}")
        return page

    return _visit


@pytest.fixture
def quiet(page):
    """The page, with everything the console complained about."""
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def blocks_of(topic):
    return f"{reverse('admin:news_topicblock_changelist')}?topic={topic.pk}"


def order(rows):
    return "".join(rows.values_list("title", flat=True))


def drag(page, block, target):
    """Drag a block by its grip onto the row of another."""
    with page.expect_response("**/arrange/"):
        page.locator(f"#place-{block.pk}").drag_to(page.locator(f"#place-{target.pk}"))


def test_blocks_of_a_topic_are_dragged(visit, quiet, topic):
    page = visit(quiet, blocks_of(topic))
    first, _second, third = topic.blocks.all()
    drag(page, third, first)
    assert order(topic.blocks) == "丙甲乙"
    page.reload()
    assert page.locator("#result_list tbody th a").all_inner_texts() == list("丙甲乙")


def test_blocks_of_the_home_page_are_dragged_the_same_way(visit, quiet):
    first, second = (
        HomeBlock.objects.create(kind="topics", title=title, position=n)
        for n, title in enumerate("甲乙")
    )
    page = visit(quiet, reverse("admin:news_homeblock_changelist"))
    drag(page, second, first)
    assert order(HomeBlock.objects) == "乙甲"


def test_the_keyboard_goes_on_at_the_block_it_moved(visit, quiet, topic):
    page = visit(quiet, blocks_of(topic))
    page.get_by_role("button", name="上移“丙”").focus()
    for expected in ("甲丙乙", "丙甲乙"):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator(".messagelist")).to_contain_text("“丙”已上移。")
        assert order(topic.blocks) == expected
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="上移“丙”")).to_be_focused()


def test_a_topic_page_is_put_together_without_script(visit, browser, topic, live_server):
    section = make_section("科创视点", slug="kcsd")
    make_article(section, "新文章")
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = visit(context.new_page(), blocks_of(topic))
    page.get_by_role("link", name="大事记", exact=True).click()
    page.get_by_label("标题").fill("三年大事")
    page.locator("[name=items-0-term]").fill("2026-11")
    page.locator("[name=items-0-text]").fill("平台上线")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="列表", exact=True).click()
    page.get_by_label("标题").fill("动态")
    page.get_by_label("取自栏目").select_option(label="科创视点")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("button", name="上移“动态”").click()
    page.get_by_role("button", name="隐藏“甲”").click()
    assert order(topic.blocks) == "甲乙丙动态三年大事"
    page.goto(live_server.url + topic.get_absolute_url())
    assert page.locator("h2").all_inner_texts()[:2] == ["动态", "三年大事"]
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible_and_fit(visit, quiet, topic, width, scheme):
    quiet.set_viewport_size({"width": width, "height": 844})
    quiet.emulate_media(color_scheme=scheme)
    block = topic.blocks.first()
    block.items.create(term="谁可以预约？", text="均可。")
    for path in (
        blocks_of(topic),
        reverse("admin:news_topicblock_change", args=[block.pk]),
        f"{reverse('admin:news_topicblock_add')}?topic={topic.pk}&kind=links",
    ):
        page = visit(quiet, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, context="#content", options=RULES).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_a_list_on_a_phone_is_read_without_scrolling_sideways(visit, quiet):
    section = make_section("科创视点", slug="kcsd")
    make_article(section, "一个相当长的标题，在手机上也要能一眼看全而不是一行三个字")
    quiet.set_viewport_size({"width": 390, "height": 844})
    page = visit(quiet, reverse("admin:news_article_changelist"))
    expect(page.locator("td.field-badge")).to_have_attribute("data-name", "状态")
    expect(page.get_by_role("link", name="查看", exact=True)).to_be_in_viewport()
    widths = page.evaluate(
        "[document.querySelector('.results').scrollWidth, document.querySelector('.results').clientWidth]"
    )
    assert widths[0] <= widths[1]
    title = page.locator("th.field-list_title").bounding_box()
    assert title["width"] > 250
    assert Axe().run(page, options=RULES).response["violations"] == []


def test_every_control_of_the_article_form_has_a_name(visit, quiet):
    article = make_article(make_section("科创视点", slug="kcsd"))
    page = visit(quiet, reverse("admin:news_article_change", args=[article.pk]))
    page.wait_for_load_state("networkidle")
    expect(page.locator("#id_published_at_0")).to_have_attribute("aria-label", "发布时间: 日期：")
    expect(page.locator("#id_attachments-0-position")).to_have_attribute("aria-label", "顺序")
    expect(page.get_by_role("combobox", name="来源")).to_be_visible()
