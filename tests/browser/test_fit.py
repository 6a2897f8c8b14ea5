"""What fits: lines on small phones and in large type, lists in low windows."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LINES = """node => {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].map(rect => rect.width);
}"""


@pytest.mark.parametrize(("width", "size"), [(320, "normal"), (360, "normal"), (390, "xl")])
def test_no_character_of_the_name_stands_alone_in_a_line(page, portal, width, size):
    page.context.add_cookies([{"name": "mc_size", "value": size, "url": portal.url}])
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(portal.url + "/")
    lines = page.locator(".logo b").evaluate(LINES)
    assert min(lines) > 0.6 * max(lines)


def test_a_list_of_links_at_the_foot_opens_inside_the_window(page, portal):
    page.set_viewport_size({"width": 1440, "height": 700})
    page.goto(portal.url + "/")
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    page.locator(".drop summary").first.click()
    bar, panel = page.locator(".nav").bounding_box(), page.locator(".drop > div").first
    field = panel.locator("[data-filter]").bounding_box()
    assert field["y"] >= bar["y"] + bar["height"]


def test_the_way_back_to_the_top_covers_nothing_at_the_end_of_a_page(page, portal):
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(portal.url + "/")
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    button = page.locator("#main #to-top")
    button.wait_for(state="visible")
    box = button.bounding_box()
    last = page.locator("#main > :nth-last-child(2)").bounding_box()
    assert box["y"] >= last["y"] + last["height"] - 1
    assert box["y"] + box["height"] <= page.locator(".foot").bounding_box()["y"]
