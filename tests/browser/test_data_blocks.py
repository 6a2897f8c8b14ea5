"""JSON-LD in a real browser: the strict script policy has nothing against a data block."""

import json

import pytest

from tests.browser.addresses import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LISTEN = """
window.violations = [];
addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective));
"""
INLINE = """
() => {
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.head.append(script);
  return new Promise(resolve => setTimeout(() => resolve([violations, !!window.ran]), 100));
}
"""


# Pages that no search engine may keep say nothing to them.
FORMS = {"follow", "apply-person", "apply-organisation", "receipt-over"}
UNSAID = {"missing", "library-wrong", "library-empty", "search", "search-nothing", *FORMS}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in UNSAID])
def test_a_data_block_breaks_no_policy(page, pages, visit, kind):
    page.add_init_script(LISTEN)
    response = visit(pages[kind])
    assert "script-src 'self';" in response.headers["content-security-policy"]
    blocks = page.eval_on_selector_all(
        "script[type='application/ld+json']", "list => list.map(item => item.textContent)"
    )
    (block,) = blocks
    assert json.loads(block)["@context"] == "https://schema.org"
    assert page.evaluate("violations") == []


@pytest.mark.parametrize("kind", sorted(UNSAID))
def test_a_page_without_a_block_is_kept_by_no_search_engine(page, portal, pages, kind):
    response = page.goto(portal.url + pages[kind])
    robots = page.locator("meta[name=robots]")
    said = robots.get_attribute("content") if robots.count() else ""
    assert "noindex" in f"{said} {response.headers.get('x-robots-tag', '')}"
    assert page.locator("script[type='application/ld+json']").count() == 0


def test_the_policy_is_on_and_would_be_heard(page, portal):
    page.add_init_script(LISTEN)
    page.goto(portal.url + "/")
    violations, ran = page.evaluate(INLINE)
    assert (violations, ran) == (["script-src-elem"], False)


def test_the_head_is_read_as_it_was_written(page, pages, visit):
    """No tag before the last one of the head closes it: browsers would move the rest to the body."""
    visit(pages["article"])
    counts = page.evaluate(
        """() => ["meta[name]", "meta[property]", "link[rel=canonical]", "link[rel=alternate]",
                  "script[type='application/ld+json']"].map(
             selector => [document.head.querySelectorAll(selector).length,
                          document.body.querySelectorAll(selector).length])"""
    )
    assert all(in_head and not in_body for in_head, in_body in counts), counts
