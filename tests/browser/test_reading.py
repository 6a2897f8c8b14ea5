"""Reading the site: menus by keyboard and touch, text size, sharing, the carousel, preferences."""

import re
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NARROW = {"width": 390, "height": 844}


@pytest.fixture
def wide(page):
    page.set_viewport_size({"width": 1440, "height": 900})
    return page


def focused_text(page):
    return page.evaluate("document.activeElement.textContent.trim()")


# --- Menus -------------------------------------------------------------------------------------
def test_the_first_tab_stop_skips_to_the_content(wide, visit):
    visit("/")
    wide.keyboard.press("Tab")
    assert focused_text(wide) == "跳到主要内容"
    wide.keyboard.press("Enter")
    assert wide.evaluate("document.activeElement.id") == "main"


def test_the_menu_opens_and_closes_by_keyboard(wide, visit):
    visit("/")
    top = wide.locator(".menu > li.has").first
    top.locator("> a").focus()
    wide.keyboard.press("ArrowDown")
    links = top.locator(".sub a")
    expect(links.first).to_be_focused()
    expect(top.locator(".tog")).to_have_attribute("aria-expanded", "true")
    wide.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    wide.keyboard.press("ArrowUp")
    wide.keyboard.press("ArrowUp")
    expect(top.locator("> a")).to_be_focused()
    wide.keyboard.press("ArrowDown")
    wide.keyboard.press("Escape")
    expect(top.locator("> a")).to_be_focused()
    expect(top.locator(".sub")).to_be_hidden()
    expect(top.locator(".tog")).to_have_attribute("aria-expanded", "false")


def test_arrow_keys_walk_the_menu_bar_and_wrap(wide, visit):
    visit("/")
    items = wide.locator(".menu > li > a")
    items.first.focus()
    wide.keyboard.press("ArrowLeft")
    expect(items.last).to_be_focused()
    wide.keyboard.press("ArrowRight")
    expect(items.first).to_be_focused()


def test_the_menu_button_works_with_a_key_and_leaving_closes_it(wide, visit):
    visit("/")
    top = wide.locator(".menu > li.has").first
    top.locator(".tog").focus()
    wide.keyboard.press("Enter")
    expect(top.locator(".sub")).to_be_visible()
    wide.locator(".logo").focus()
    expect(top.locator(".tog")).to_have_attribute("aria-expanded", "false")


def test_hover_opens_a_menu_and_leads_to_the_section(wide, visit):
    visit("/")
    top = wide.locator(".menu > li.has").first
    top.hover()
    target = top.locator(".sub a").first
    expect(target).to_be_visible()
    label = target.inner_text()
    target.click()
    expect(wide.locator(".crumb [aria-current=page]")).to_have_text(label)
    expect(wide.locator(".side .cur a").first).to_have_text(label)


def test_the_mobile_menu_opens_by_touch_and_shows_the_third_level(browser, portal):
    context = browser.new_context(viewport=NARROW, has_touch=True, is_mobile=True, locale="zh-CN")
    page = context.new_page()
    page.goto(portal.url + "/")
    toggle = page.locator("#menu-toggle")
    expect(page.locator("#site-menu")).to_be_hidden()
    toggle.tap()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    party = page.locator("#site-menu > ul > li").filter(has_text="党的建设")
    party.locator("summary").tap()
    expect(party.get_by_text("纪法小课")).to_be_visible()
    toggle.tap()
    expect(page.locator("#site-menu")).to_be_hidden()
    context.close()


# --- Article -----------------------------------------------------------------------------------
def body_size(page):
    return page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('#art-body p')).fontSize)"
    )


def test_the_text_size_is_announced_and_remembered(wide, visit, pages):
    visit(pages["article"])
    assert body_size(wide) == 18
    wide.get_by_role("button", name="大", exact=True).click()
    assert body_size(wide) == 22
    expect(wide.locator("#live")).to_have_text("正文字号：大")
    visit(pages["article-table"])
    assert body_size(wide) == 22
    expect(wide.get_by_role("button", name="大", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    wide.get_by_role("button", name="小", exact=True).click()
    assert body_size(wide) == 16


def test_sharing_shows_a_code_and_copies_the_canonical_address(wide, visit, pages, portal):
    wide.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=portal.url)
    visit(pages["article"] + "?from=timeline")
    wide.locator(".share summary").click()
    expect(wide.locator(".share svg").first).to_be_visible()
    wide.get_by_role("button", name="复制链接").click()
    expect(wide.locator("#live")).to_have_text("已复制")
    assert wide.evaluate("navigator.clipboard.readText()") == portal.url + pages["article"]
    wide.keyboard.press("Escape")
    expect(wide.locator(".share")).not_to_have_attribute("open", "")


SPEECH = """
window.spoken = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, 'speechSynthesis', {value: {
  speak(part) { window.spoken.push(part.text); }, cancel() { window.spoken.push('—'); },
}});
"""


def test_reading_aloud_starts_and_stops(wide, visit, pages):
    wide.add_init_script(SPEECH)
    visit(pages["article"])
    button = wide.locator("[data-speak]")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    spoken = wide.evaluate("window.spoken")
    assert wide.locator("h1").inner_text()[:6] in "".join(spoken)
    assert len(spoken) > 5
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert wide.evaluate("window.spoken.at(-1)") == "—"


def test_reading_aloud_is_not_offered_where_the_browser_cannot(wide, portal, pages):
    wide.add_init_script("delete window.speechSynthesis; delete Window.prototype.speechSynthesis;")
    wide.goto(portal.url + pages["article"])
    expect(wide.locator("[data-speak]")).to_be_hidden()


# --- Home --------------------------------------------------------------------------------------
def slide_left(page):
    return page.evaluate("document.querySelector('.slides').scrollLeft")


def at_rest(page):
    """Where the track stands once its smooth scrolling is over."""
    before, now = -1, slide_left(page)
    while before != now:
        page.wait_for_timeout(400)
        before, now = now, slide_left(page)
    return now


def test_the_carousel_moves_pauses_and_plays_again(wide, portal):
    wide.clock.install()
    wide.goto(portal.url + "/")
    pause = wide.locator("[data-pause]")
    expect(pause).to_have_attribute("aria-label", "暂停轮播")
    wide.clock.run_for(6500)
    wait_until(wide, "document.querySelector('.slides').scrollLeft > 100")
    pause.click()
    expect(pause).to_have_attribute("aria-label", "播放轮播")
    wide.mouse.move(5, 5)
    wide.locator("#main").focus()
    settled = at_rest(wide)
    wide.clock.run_for(20000)
    assert at_rest(wide) == settled


def test_the_carousel_starts_paused_under_reduced_motion(wide, visit):
    wide.emulate_media(reduced_motion="reduce")
    visit("/")
    expect(wide.locator("[data-pause]")).to_have_attribute("aria-label", "播放轮播")
    wide.locator("[data-go='1']").click()
    wait_until(wide, "document.querySelector('.slides').scrollLeft > 100")


def test_link_lists_are_searched_by_typing(wide, visit):
    visit("/")
    drop = wide.locator(".drop").first
    drop.locator("summary").click()
    every = drop.locator("li:visible").count()
    drop.locator("[data-filter]").fill("物理")
    shown = drop.locator("li:visible")
    assert 0 < shown.count() < every
    assert all("物理" in text for text in shown.all_inner_texts())
    wide.keyboard.press("Escape")
    expect(drop).not_to_have_attribute("open", "")


# --- Preferences -------------------------------------------------------------------------------
def root_size(page):
    return page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_display_settings_apply_at_once_and_stay(wide, visit, pages):
    visit("/")
    wide.locator(".util summary").click()
    panel = wide.locator(".util .panel")
    panel.get_by_text("深色").click()
    dark = background(wide)
    # At this size the page turns to its tablet layout, which keeps the settings in the menu.
    panel.get_by_text("特大").click()
    assert root_size(wide) == 24
    visit(pages["list"])
    assert root_size(wide) == 24
    assert background(wide) == dark
    assert wide.evaluate("document.documentElement.dataset.theme") == "dark"


def test_settings_are_there_before_the_first_paint(wide, portal, pages):
    """The page's first styles already know the reader's theme: no flash of the other one."""
    wide.context.add_cookies([{"name": "mc_theme", "value": "dark", "url": portal.url}])
    with urllib.request.urlopen(portal.url + pages["article"]) as response:  # noqa: S310
        head = response.read().decode().split("</head>")[0]
    script = re.search(r"<script src=\"[^\"]*prefs[^\"]*\"></script>", head)
    assert script, "the script is not blocking or not in the head"
    assert head.index(script[0]) < head.index("stylesheet")
    wide.goto(portal.url + pages["article"])
    assert wide.evaluate("document.documentElement.dataset.theme") == "dark"


def test_elder_mode_makes_targets_large(wide, visit):
    visit("/")
    wide.locator(".util summary").click()
    panel = wide.locator(".util .panel")
    panel.locator("input[name=elder][value='1']").check(force=True)
    assert root_size(wide) >= 20
    box = wide.locator("#menu-toggle, .menu > li > a").locator("visible=true").first.bounding_box()
    assert box["height"] >= 44


# --- Without JavaScript ------------------------------------------------------------------------
@pytest.fixture
def plain(browser, portal):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport=NARROW)
    page = context.new_page()
    yield page
    context.close()


def test_without_javascript_the_mobile_menu_opens(plain, portal):
    plain.goto(portal.url + "/")
    plain.locator("#menu-toggle").click()
    expect(plain.locator("#site-menu")).to_be_visible()
    with plain.expect_navigation():
        plain.locator("#site-menu a", has_text="科技创新").first.click()
    assert "/kjcx/" in plain.url


def test_without_javascript_preferences_are_posted_and_applied(plain, portal, pages):
    plain.set_viewport_size({"width": 1440, "height": 900})
    plain.goto(portal.url + pages["article"])
    plain.locator(".util summary").click()
    plain.locator(".util .panel").get_by_text("特大").click()
    plain.locator(".util .panel").get_by_text("深色").click()
    # The form leads back to the very same address, so only the navigation tells that it was sent.
    with plain.expect_navigation():
        plain.get_by_role("button", name="应用设置").locator("visible=true").first.click()
    assert plain.url == portal.url + pages["article"]
    colour = plain.locator("body").evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour == "rgb(15, 22, 32)"
    with plain.expect_navigation():
        plain.get_by_role("button", name="大", exact=True).click()
    assert plain.url == portal.url + pages["article"]


def test_without_javascript_every_page_kind_shows_its_content(plain, portal, pages):
    for kind, path in pages.items():
        plain.goto(portal.url + path)
        assert plain.locator("h1").count() == 1, kind
        assert len(plain.locator("main").inner_text()) > 20, kind
