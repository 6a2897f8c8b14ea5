"""The tree page in a real browser: dragging, switches, the keyboard, a small screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from navigation.models import Section, SectionRedirect
from navigation.services import create_section
from tests.factories import make_user

from .helpers import assert_sound, titles

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree():
    """甲(子 弟) 乙, by title."""
    rows = {}
    for title, slug, parent in (
        ("甲", "a", None),
        ("子", "b", "甲"),
        ("弟", "d", "甲"),
        ("乙", "e", None),
    ):
        rows[title] = create_section(title=title, slug=slug, parent=rows.get(parent))
    return rows


@pytest.fixture
def open_tree(live_server, client):
    """Open the tree page in a browser page as a superuser."""
    client.force_login(make_user("root", superuser=True))
    session = client.cookies["sessionid"].value

    def _open(page):
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/admin/navigation/section/")
        return page

    return _open


@pytest.fixture
def quiet(page):
    """The page, with everything the console complained about."""
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def row(page, section):
    return page.locator(f"#section-{section.pk}")


def drag(page, section, target, part):
    """Drag a section's handle over ``part`` (0 top, 1 bottom) of the target's row."""
    handle = row(page, section).locator("button.handle").bounding_box()
    box = row(page, target).bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + box["height"] * part, steps=6)
    page.mouse.up()


def test_dragging_among_siblings_does_not_ask(open_tree, quiet, tree):
    page = open_tree(quiet)
    drag(page, tree["弟"], tree["子"], 0.1)
    expect(page.locator(".messagelist")).to_contain_text("已移动“弟”")
    assert titles(tree["甲"]) == "弟子"


def test_dragging_elsewhere_asks_and_can_be_refused(open_tree, quiet, tree):
    page = open_tree(quiet)
    drag(page, tree["子"], tree["乙"], 0.5)
    dialog = page.locator("#section-confirm")
    expect(dialog).to_contain_text("将有 1 个栏目、0 个页面的网址改变，旧网址自动跳转。")
    expect(dialog).to_contain_text("/a/b/ → /e/b/")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert titles(tree["甲"]) == "子弟"
    drag(page, tree["子"], tree["乙"], 0.5)
    dialog.get_by_role("button", name="确认移动").click()
    expect(page.locator(".messagelist")).to_contain_text("已移动“子”")
    assert titles(tree["乙"]) == "子"
    assert SectionRedirect.objects.filter(old_path="a/b").exists()
    assert_sound()


def test_a_section_is_not_dropped_into_its_own_branch(open_tree, quiet, tree):
    page = open_tree(quiet)
    drag(page, tree["甲"], tree["子"], 0.5)
    expect(page.locator("#section-confirm")).to_be_hidden()
    assert titles() == "甲乙"


def test_just_below_an_open_parent_means_its_first_child(open_tree, quiet, tree):
    page = open_tree(quiet)
    drag(page, tree["乙"], tree["甲"], 0.95)
    page.locator("#section-confirm").get_by_role("button", name="确认移动").click()
    expect(page.locator(".messagelist")).to_contain_text("已移动“乙”")
    assert titles(tree["甲"]) == "乙子弟"


def test_a_switch_works_in_place(open_tree, quiet, tree):
    page = open_tree(quiet)
    switch = row(page, tree["子"]).get_by_role("button", name="顶部菜单")
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.evaluate("window.sameDocument = true")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#section-status")).to_contain_text("顶部菜单已关闭")
    assert not Section.objects.get(pk=tree["子"].pk).show_in_top
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert Section.objects.get(pk=tree["子"].pk).show_in_top
    assert page.evaluate("window.sameDocument")


def test_the_arrow_keys_shift_and_the_focus_stays(open_tree, quiet, tree):
    page = open_tree(quiet)
    row(page, tree["子"]).locator("button.handle").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".messagelist")).to_contain_text("已移动“子”")
    expect(row(page, tree["子"]).locator("button.handle")).to_be_focused()
    assert titles(tree["甲"]) == "弟子"


def test_everything_works_without_script(open_tree, browser, tree):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = open_tree(context.new_page())
    row(page, tree["子"]).get_by_role("button", name="侧边菜单").click()
    expect(page.locator(".messagelist")).to_contain_text("侧边菜单已关闭")
    row(page, tree["子"]).locator("summary").click()
    row(page, tree["子"]).get_by_role("button", name="下移").click()
    expect(page.locator(".messagelist")).to_contain_text("已移动“子”")
    assert titles(tree["甲"]) == "弟子"
    row(page, tree["子"]).locator("summary").click()
    row(page, tree["子"]).get_by_role("link", name="移动到…").click()
    page.get_by_label("目标栏目").select_option(str(tree["乙"].pk))
    page.get_by_role("button", name="移动", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("button", name="确认移动").click()
    assert titles(tree["乙"]) == "子"
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_fits(open_tree, quiet, tree, width, scheme):
    quiet.set_viewport_size({"width": width, "height": 844})
    quiet.emulate_media(color_scheme=scheme)
    page = open_tree(quiet)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, context="#content").response["violations"]
    assert [violation["id"] for violation in found] == []
