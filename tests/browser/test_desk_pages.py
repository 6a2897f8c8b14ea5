"""The desk's staff pages on a phone."""

import pytest

from tests.browser.cases import staff_in
from tests.browser.people import Officer
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NARROW = {"width": 390, "height": 844}
PAGES = "entry/ deadlines/ case/?tab=all workload/ radar/ lettertemplate/ annualreport/".split()
# What can be typed into or pressed and is cut off by the edge of its row.
CUT = """rows => rows.flatMap(row => {
    const edge = row.getBoundingClientRect().right;
    return [...row.querySelectorAll('input, select, textarea')]
        .filter(field => field.getBoundingClientRect().right > edge + 1)
        .map(field => field.name);
})"""


@pytest.fixture(scope="module")
def names(portal):
    return staff_in(portal, "手机")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_runs_out_of_a_phone(page, portal, names, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(NARROW)
    Officer(page, portal, names["intake"])
    for path in PAGES:
        page.goto(f"{portal.url}/admin/disclosure/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
        assert page.eval_on_selector_all(".form-row", CUT) == [], path
        assert violations(page) == [], path
