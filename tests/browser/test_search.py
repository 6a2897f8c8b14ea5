"""Searching in a real browser: suggestions by keyboard, touch and input method, filters, no script."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations
from tests.browser.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
HEADER, BAND = "#site-search input", ".sband input"


@pytest.fixture
def wide(page):
    page.set_viewport_size(WIDE)
    return page


@pytest.fixture
def phone(browser, portal):
    context = browser.new_context(viewport=NARROW, has_touch=True, is_mobile=True, locale="zh-CN")
    page = context.new_page()
    yield page
    context.close()


def asked(page):
    """The words in the address of a results page."""
    parts = urlsplit(page.url)
    assert parts.path == "/search/"
    return parse_qs(parts.query)["q"][0]


def options_of(page, box):
    """The open list's options, once it is there."""
    expect(page.locator(box)).to_have_attribute("aria-expanded", "true")
    return page.locator("[role=listbox]:visible [role=option]")


def asks(page):
    """Addresses of the suggestions this page asks for, from now on."""
    seen = []
    page.on("request", lambda r: seen.append(r.url) if "/search/suggest/" in r.url else None)
    return seen


# --- Keyboard ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "box"), [("/", HEADER), ("/search/", BAND), ("/no-such-page/", "main [name=q]")]
)
@pytest.mark.parametrize("typed", ["开放", "kfgx", "kaifang"])
def test_a_suggestion_is_chosen_by_keyboard(wide, portal, path, box, typed):
    wide.goto(portal.url + path)
    field = wide.locator(box)
    field.focus()
    wide.keyboard.type(typed)
    options = options_of(wide, box)
    assert options.count() >= 2
    expect(wide.locator("#live")).to_have_text(f"有{options.count()}条检索建议，用上下方向键选择")
    expect(field).not_to_have_attribute("aria-activedescendant", "")
    wide.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(field).to_be_focused()
    wide.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")
    wide.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    word = options.last.inner_text()
    with wide.expect_navigation():
        wide.keyboard.press("Enter")
    assert asked(wide) == word


def test_enter_without_a_choice_sends_what_was_typed(wide, visit):
    visit("/")
    wide.locator(HEADER).focus()
    wide.keyboard.type("开放")
    options_of(wide, HEADER)
    with wide.expect_navigation():
        wide.keyboard.press("Enter")
    assert asked(wide) == "开放"
    expect(wide.locator(HEADER)).to_have_value("开放")
    expect(wide.locator(BAND)).to_have_value("开放")


def test_escape_closes_the_list_and_then_empties_the_box(wide, visit):
    visit("/")
    field = wide.locator(HEADER)
    field.focus()
    wide.keyboard.type("开放")
    options_of(wide, HEADER)
    wide.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(wide.locator("[role=listbox]:visible")).to_have_count(0)
    expect(field).to_have_value("开放")
    wide.keyboard.press("ArrowDown")
    options_of(wide, HEADER)
    wide.keyboard.press("Escape")
    wide.keyboard.press("Escape")
    expect(field).to_have_value("")


def test_leaving_the_box_closes_the_list(wide, visit):
    visit("/")
    wide.locator(HEADER).focus()
    wide.keyboard.type("开放")
    options_of(wide, HEADER)
    wide.keyboard.press("Tab")
    expect(wide.locator(HEADER)).to_have_attribute("aria-expanded", "false")


def test_the_list_is_accessible_and_labelled(wide, visit):
    visit("/search/")
    wide.locator(BAND).focus()
    wide.keyboard.type("开放")
    options_of(wide, BAND)
    wide.keyboard.press("ArrowDown")
    for scheme in ("light", "dark"):
        wide.emulate_media(color_scheme=scheme)
        assert violations(wide) == []
    expect(wide.get_by_role("combobox", name="关键词").last).to_be_focused()
    expect(wide.get_by_role("listbox", name="检索建议")).to_be_visible()


def test_a_word_nobody_knows_opens_nothing(wide, visit):
    visit("/")
    seen = asks(wide)
    wide.locator(HEADER).focus()
    wide.keyboard.type("zzqqxx")
    wait_until(
        wide, "performance.getEntriesByType('resource').some(r => /suggest.+q=/.test(r.name))"
    )
    wide.wait_for_timeout(300)
    assert len(seen) == 1
    expect(wide.locator(HEADER)).to_have_attribute("aria-expanded", "false")


# --- What it asks for --------------------------------------------------------------------------
def test_nothing_is_loaded_before_a_box_is_used(wide, visit):
    loaded = []
    wide.on("request", lambda request: loaded.append(request.url))
    visit("/")
    assert not [url for url in loaded if "suggest" in url]
    wide.locator(HEADER).focus()
    wait_until(wide, "document.querySelector('[role=combobox]') !== null")
    names = [url.rsplit("/", 1)[1] for url in loaded if "suggest" in url]
    # Under hashed names, which may be kept for ever.
    assert sorted(name.split(".")[0] + "." + name.split(".")[2] for name in names) == [
        "suggest.css",
        "suggest.js",
    ]


def test_one_question_for_a_word_typed_fast_and_none_twice(wide, visit):
    """On the page's own clock, however slowly this machine types."""
    wide.clock.install()
    visit("/")
    seen = asks(wide)
    wide.locator(HEADER).focus()
    expect(wide.locator(HEADER)).to_have_attribute("role", "combobox")
    wide.clock.pause_at(datetime.now() + timedelta(hours=1))
    for letter in "kfgx":
        wide.keyboard.type(letter)
        wide.clock.run_for(20)
    wide.clock.run_for(400)
    options_of(wide, HEADER)
    wide.keyboard.press("Backspace")
    wide.clock.run_for(400)
    wait_until(wide, "document.querySelector('#live').textContent !== ''")
    wide.keyboard.type("x")
    wide.clock.run_for(400)
    options_of(wide, HEADER)
    assert [parse_qs(urlsplit(url).query)["q"][0] for url in seen] == ["kfgx", "kfg"]


def test_a_late_answer_does_not_replace_a_newer_one(wide, visit):
    def answer(route):
        if "q=a&" in f"{route.request.url}&":
            wide.wait_for_timeout(600)
        route.fulfill(json={"words": [parse_qs(urlsplit(route.request.url).query)["q"][0] + "!"]})

    wide.route("**/search/suggest/*", answer)
    visit("/")
    wide.locator(HEADER).focus()
    wide.keyboard.type("a")
    wide.wait_for_timeout(250)
    wide.keyboard.type("b")
    options = options_of(wide, HEADER)
    wide.wait_for_timeout(900)
    assert options.all_inner_texts() == ["ab!"]


def test_without_an_answer_the_box_still_works(wide, portal):
    wide.route("**/search/suggest/*", lambda route: route.abort())
    wide.goto(portal.url + "/")
    wide.locator(HEADER).focus()
    wide.keyboard.type("开放")
    wide.wait_for_timeout(400)
    with wide.expect_navigation():
        wide.keyboard.press("Enter")
    assert asked(wide) == "开放"


def test_what_an_input_method_composes_is_not_asked_for(wide, visit):
    visit("/")
    seen = asks(wide)
    field = wide.locator(HEADER)
    field.focus()
    wait_until(wide, "document.querySelector('[role=combobox]') !== null")
    typing = wide.context.new_cdp_session(wide)
    for text in ("k", "kf", "kai fang"):
        typing.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1}
        )
        wide.wait_for_timeout(250)
    assert seen == []
    typing.send("Input.insertText", {"text": "开放"})
    options = options_of(wide, HEADER)
    expect(field).to_have_value("开放")
    assert options.count() > 1
    assert len(seen) == 1


# --- Touch -------------------------------------------------------------------------------------
@pytest.mark.parametrize("box", [HEADER, BAND])
def test_a_suggestion_is_chosen_by_touch(phone, portal, box):
    phone.goto(portal.url + "/search/")
    if box == HEADER:
        phone.locator("#search-toggle").tap()
    phone.locator(box).tap()
    phone.keyboard.type("kfgx")
    options = options_of(phone, box)
    for option in options.all():
        assert option.bounding_box()["height"] >= 44
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    word = options.nth(1).inner_text()
    with phone.expect_navigation():
        options.nth(1).tap()
    assert asked(phone) == word


def test_the_menu_of_a_phone_holds_the_box_and_its_targets_are_large(phone, portal):
    phone.goto(portal.url + "/")
    expect(phone.locator(HEADER)).to_be_hidden()
    phone.locator("#menu-toggle").tap()
    expect(phone.locator(HEADER)).to_be_visible()
    for target in (HEADER, "#site-search button", "#search-toggle"):
        box = phone.locator(target).bounding_box()
        assert box["height"] >= 44, target


# --- Results -----------------------------------------------------------------------------------
def test_filters_combine_and_are_taken_back(wide, visit):
    visit(f"/search/?{urlencode({'q': '开放共享'})}")
    total = wide.locator(".count b").first
    every = int(total.inner_text())
    for group, label in (("类型", "文章"), ("时间", "一年内")):
        choice = wide.locator(".facet").filter(has_text=group).get_by_role("link", name=label)
        number = choice.locator("small").inner_text().removesuffix("条")
        with wide.expect_navigation():
            choice.click()
        expect(total).to_have_text(number)
        expect(choice).to_have_attribute("aria-current", "true")
    assert int(total.inner_text()) < every
    with wide.expect_navigation():
        wide.get_by_role("link", name="时间", exact=True).click()
    dates = wide.locator(".hits time").all_inner_texts()
    assert dates == sorted(dates, reverse=True)
    expect(wide.locator(".facet [aria-current]").filter(has_text="文章")).to_be_visible()
    with wide.expect_navigation():
        wide.get_by_role("link", name="清除筛选").click()
    expect(total).to_have_text(str(every))


def test_the_chosen_pill_is_in_view_on_a_phone_and_a_wide_page_begins_at_its_top(page, visit):
    query = urlencode({"q": "中心", "section": "zcwj", "time": "2019"})
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        visit(f"/search/?{query}")
        for pill in page.locator(".facet [aria-current]").all():
            box = pill.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
        assert page.evaluate("scrollY") == 0


def test_one_can_skip_the_filters(wide, visit):
    visit(f"/search/?{urlencode({'q': '开放共享'})}")
    wide.locator(".facets a").first.focus()
    expect(wide.get_by_role("link", name="跳到检索结果")).to_be_focused()
    wide.keyboard.press("Enter")
    wide.keyboard.press("Tab")
    assert wide.evaluate("document.querySelector('#results').contains(document.activeElement)")


def test_without_javascript_everything_can_be_searched_and_filtered(browser, portal):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport=NARROW)
    page = context.new_page()
    page.goto(portal.url + "/")
    page.locator("#search-toggle").click()
    page.locator(HEADER).fill("开放共享")
    with page.expect_navigation():
        page.locator("#site-search button").click()
    assert asked(page) == "开放共享"
    before = page.locator(".count b").first.inner_text()
    with page.expect_navigation():
        page.locator(".facet").filter(has_text="类型").get_by_text("附件").click()
    assert page.locator(".count b").first.inner_text() != before
    assert page.locator(".hits .tag-file").count() == page.locator(".hits > li").count()
    with page.expect_navigation():
        page.get_by_role("link", name="时间", exact=True).click()
    assert "kind=attachment" in page.url and "sort=date" in page.url
    context.close()


def test_a_mistyped_search_leads_on_in_one_click(wide, visit):
    visit(f"/search/?{urlencode({'q': '凯放恭享'})}")
    with wide.expect_navigation():
        wide.get_by_role("link", name="开放共享", exact=True).click()
    assert wide.locator(".hits > li").count() == 10
    with wide.expect_navigation():
        wide.get_by_role("link", name="下一页").click()
    assert "page=2" in wide.url
    expect(wide.locator(BAND)).to_have_value("开放共享")


def test_a_hundred_characters_without_a_space_do_not_widen_the_page(wide, visit):
    for size in (WIDE, NARROW, {"width": 320, "height": 640}):
        wide.set_viewport_size(size)
        for text in ("开放共享" * 25, "a" * 100):
            visit(f"/search/?{urlencode({'q': text})}")
            assert wide.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize(
    "query", ["q=开放共享&kind=attachment", "q=开放共想", "q=开放共享&kind=topic&time=2019"]
)
def test_axe_finds_nothing_in_the_other_states(page, portal, query):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.goto(f"{portal.url}/search/?{query}")
            assert violations(page) == []
