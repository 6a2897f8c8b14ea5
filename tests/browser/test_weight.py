"""What a page weighs as served, and what it never does: shift, phone elsewhere, break its policy."""

import urllib.request

import pytest

from tests.browser.addresses import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CSS_LIMIT, JS_LIMIT, HTML_LIMIT = 30_000, 8_000, 60_000


def fetch(url):
    """Bytes and headers without compression."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "identity"})  # noqa: S310
    with urllib.request.urlopen(request) as response:  # noqa: S310 - our own server
        return response.read(), response.headers


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "missing"])
def test_pages_stay_within_their_weight(page, portal, pages, visit, kind):
    visit(pages[kind])
    styles = page.eval_on_selector_all(
        "link[rel=stylesheet]:not([media=print])", "links => links.map(link => link.href)"
    )
    scripts = page.eval_on_selector_all(
        "script[src]:not([data-page])", "list => list.map(item => item.src)"
    )
    # What one page needs alone comes deferred, after what all pages share.
    own = page.eval_on_selector_all("script[data-page]", "list => list.map(item => item.src)")
    assert page.locator("script[data-page]:not([defer])").count() == 0
    css = sum(len(fetch(url)[0]) for url in styles)
    js = sum(len(fetch(url)[0]) for url in scripts)
    own_js = sum(len(fetch(url)[0]) for url in own)
    html = len(fetch(portal.url + pages[kind])[0])
    print(f"{kind}: HTML {html} B, CSS {css} B, JS {js} + {own_js} B")  # noqa: T201 - shown with -s
    assert css <= CSS_LIMIT
    assert js <= JS_LIMIT
    assert own_js <= JS_LIMIT
    assert html <= HTML_LIMIT


SHIFT = """
() => new Promise(resolve => {
  let total = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(total), 600);
})
"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("kind", ["home", "list", "article", "topic", "people"])
def test_the_layout_does_not_shift(page, pages, visit, kind, width):
    """The best of three loads: on a busy machine the parser pauses, and a half-parsed menu moves."""
    page.set_viewport_size({"width": width, "height": 900})
    shifts = []
    for _load in range(3):
        visit(pages[kind])
        shifts.append(page.evaluate(SHIFT))
        if shifts[-1] <= 0.001:
            break
    assert min(shifts) <= 0.001, shifts


def test_static_files_are_kept_for_a_year_under_hashed_names(page, visit):
    visit("/")
    style = page.get_attribute("link[rel=stylesheet]", "href")
    _body, headers = fetch(page.evaluate("href => new URL(href, location).href", style))
    assert "immutable" in headers["Cache-Control"]


def test_pages_are_the_same_bytes_for_every_visitor(portal, pages):
    plain, _headers = fetch(portal.url + pages["article"])
    request = urllib.request.Request(  # noqa: S310
        portal.url + pages["article"], headers={"Cookie": "mc_theme=dark; mc_size=xl; mc_elder=1"}
    )
    with urllib.request.urlopen(request) as response:  # noqa: S310
        assert response.read() == plain
        assert "Cookie" not in (response.headers["Vary"] or "")
        assert response.headers["Set-Cookie"] is None
