"""axe-core finds nothing on any kind of page, in light, dark and high contrast, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.addresses import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(page, portal, pages, kind, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        page.goto(portal.url + pages[kind])
        assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "kind",
    "home list article library-wrong document topic topic-kinds topic-colour search".split(),
)
def test_axe_finds_nothing_in_high_contrast_and_elder_mode(page, portal, pages, kind, theme):
    cookies = {"mc_contrast": "high", "mc_theme": theme, "mc_elder": "1", "mc_size": "xl"}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": portal.url} for name, value in cookies.items()]
    )
    page.set_viewport_size(WIDE)
    page.goto(portal.url + pages[kind])
    assert page.locator("html[data-contrast=high]").count() == 1
    assert violations(page) == []


def test_axe_finds_nothing_with_the_mobile_menu_open(page, portal):
    page.set_viewport_size(NARROW)
    page.goto(portal.url + "/")
    page.click("#menu-toggle")
    page.locator("#site-menu").wait_for(state="visible")
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1024, 1440, 1920])
@pytest.mark.parametrize(
    "kind",
    "home list article-table library-wrong document people topic topic-kinds search "
    "annual-report".split(),
)
def test_no_page_scrolls_sideways(page, portal, pages, kind, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(portal.url + pages[kind])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
