"""A real page of a real institute, published through the admin and compared word for word.

SEED_PAGE names the file (see ``tests.seed_page``). Its text is read at test time and kept nowhere.
"""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import wait_until
from tests.seed_page import normal, read

SEED_PAGE = os.environ.get("SEED_PAGE", "")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not SEED_PAGE, reason="SEED_PAGE does not name the reference page"),
]


@pytest.fixture(scope="module")
def seed():
    return read(SEED_PAGE)


@pytest.fixture(scope="module")
def staff(browser, portal):
    """A browser signed in to the admin."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(portal.url + "/admin/")
    page.fill("#id_username", portal.user)
    page.fill("#id_password", portal.password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(portal.url + "/admin/")
    yield page
    context.close()


def save(page):
    page.locator("input[name=_save]").first.click()
    expect(page.locator(".errornote")).to_have_count(0)
    expect(page.locator("ul.messagelist li.success")).to_be_visible()


def fill_identity(page, portal, seed):
    """The footer of the reference page, typed into 网站标识."""
    page.goto(portal.url + "/admin/portal/siteidentity/")
    fields = {
        "name": seed.copyright,
        "copyright": seed.copyright,
        "icp": seed.icp,
        "police": seed.police,
        "address": seed.contact["地址"],
        "postcode": seed.contact["邮编"],
        "phone": seed.contact["电话"],
        "fax": seed.contact["传真"],
        "email": seed.contact["电子邮箱"],
    }
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)
    save(page)


def add_source(page, portal, name):
    page.goto(portal.url + "/admin/news/source/add/")
    page.fill("#id_name", name)
    save(page)


def choose(page, field, text):
    """Pick ``text`` in an autocomplete or a plain select."""
    select = page.locator(f"#id_{field}")
    if "admin-autocomplete" in (select.get_attribute("class") or ""):
        page.locator(f".field-{field} .select2-selection").click()
        page.locator(".select2-search__field").last.fill(text)
        page.locator(".select2-results__option", has_text=text).first.click()
    else:
        value = select.locator("option", has_text=text).first.get_attribute("value")
        select.select_option(value)


def publish(page, portal, *, title, section, date, clock, source="", paragraphs=("略",), file=None):
    """Write and publish an article as an editor does; return its public address."""
    page.goto(portal.url + "/admin/news/article/add/")
    page.fill("#id_title", title)
    choose(page, "section", section)
    if source:
        choose(page, "source", source)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    wait_until(page, "window.CKEDITOR?.instances?.id_body?.status === 'ready'")
    page.evaluate(
        "html => new Promise(done => CKEDITOR.instances.id_body.setData(html, done))", body
    )
    page.locator("#id_status").select_option("published")
    page.fill("#id_published_at_0", date)
    page.fill("#id_published_at_1", clock)
    if file:
        page.set_input_files("#id_attachments-0-file", file)
    save(page)
    page.goto(portal.url + "/admin/news/article/?q=" + title)
    page.locator("#result_list a", has_text=title).first.click()
    with page.expect_popup() as popup:
        page.locator(".object-tools a", has_text="查看").evaluate(
            "link => { link.target = '_blank'; link.click(); }"
        )
    address = popup.value.url
    popup.value.close()
    return address


@pytest.fixture(scope="module")
def public(staff, portal, seed, browser, tmp_path_factory):
    """The public page of the article, read by a visitor without an account."""
    attachment = tmp_path_factory.mktemp("files") / "附件一.pdf"
    attachment.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    fill_identity(staff, portal, seed)
    add_source(staff, portal, seed.source)
    section = seed.breadcrumb[-1]
    common = {"section": section, "date": seed.date}
    publish(staff, portal, title=seed.previous, clock="11:00:00", **common)
    publish(staff, portal, title=seed.next, clock="09:00:00", **common)
    address = publish(
        staff,
        portal,
        title=seed.title,
        clock="10:00:00",
        source=seed.source,
        paragraphs=seed.paragraphs,
        file=str(attachment),
        **common,
    )
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def texts(page, selector):
    """Visible labels in reading order, hints for screen readers left out."""
    return page.locator(selector).evaluate_all(
        """nodes => nodes.map(node => {
             const copy = node.cloneNode(true);
             copy.querySelectorAll('.vh').forEach(hint => hint.remove());
             return copy.textContent.trim();
           })"""
    )


def same(found, expected):
    assert [normal(text) for text in found] == [normal(text) for text in expected]


MENU = """
list => {
  const walk = (items, depth) => [...items].flatMap(item => {
    const link = item.querySelector(':scope > a');
    const copy = link.cloneNode(true);
    copy.querySelectorAll('.vh').forEach(hint => hint.remove());
    const inner = item.querySelector(':scope > ul, :scope > details > ul');
    return [[depth, copy.textContent.trim()], ...(inner ? walk(inner.children, depth + 1) : [])];
  });
  return walk(list.children, 0);
}
"""


def menu(page, selector):
    return [(depth, normal(label)) for depth, label in page.locator(selector).evaluate(MENU)]


def test_every_menu_label_is_there_in_order(public, seed):
    assert menu(public, "#site-menu > ul") == seed.mobile
    same(texts(public, "#site-menu .cells > a"), seed.utility)
    same(texts(public, ".util li > a"), seed.utility)
    # The drop-downs also show the third level, which the reference keeps to its mobile menu.
    top = [(depth, label) for depth, label in menu(public, ".menu") if depth < 2]
    assert top == seed.top


def test_the_side_menu_and_the_breadcrumb(public, seed):
    same([public.locator(".side-h").inner_text()], [seed.side_head])
    same(texts(public, ".side > ul > li > a"), seed.side)
    same(texts(public, ".crumb > div > span"), ["当前位置："])
    same(texts(public, ".crumb li"), [*seed.breadcrumb, "正文"])
    assert public.locator(".side .cur").first.inner_text().strip() == seed.section


def test_the_title_and_the_metadata(public, seed):
    same([public.locator("h1").inner_text()], [seed.title])
    meta = normal(public.locator(".meta").inner_text())
    expected = [
        f"来源:{normal(seed.source)}",
        f"发布时间:{seed.date}",
        "字号:",
        "大",
        "中",
        "小",
        "分享",
    ]
    at = [meta.find(normal(label)) for label in expected]
    assert -1 not in at, list(zip(expected, at, strict=True))
    assert at == sorted(at)
    public.locator(".share summary").click()
    share = normal(public.locator(".share").inner_text())
    assert share.index("分享") < share.index("微信扫一扫") < share.index("发现")
    assert public.locator(".share svg").last.is_visible()


def test_every_paragraph_in_reading_order(public, seed):
    same(texts(public, "#art-body > *"), seed.paragraphs)
    size = public.locator("#art-body p").first.evaluate("node => getComputedStyle(node).textIndent")
    assert size == "36px"


def test_the_attachment_and_the_neighbours(public, seed):
    same([public.locator(".files h2").inner_text()], ["附件下载"])
    near = public.locator(".near p")
    same([near.nth(0).inner_text()], ["上一篇" + seed.previous])
    same([near.nth(1).inner_text()], ["下一篇" + seed.next])
    address = public.url
    with public.expect_navigation():
        near.nth(0).locator("a").click()
    same([public.locator("h1").inner_text()], [seed.previous])
    with public.expect_navigation():
        public.get_by_role("link", name=seed.title, exact=True).first.click()
    assert public.url == address


def test_the_footer_fields_and_every_link_name(public, seed):
    footer = normal(public.locator("footer").inner_text())
    expected = [
        f"版权所有©{seed.copyright}",
        seed.icp,
        seed.police,
        *(f"{label}:{value}" for label, value in seed.contact.items()),
    ]
    at = [footer.find(normal(text)) for text in expected]
    assert -1 not in at, list(zip(expected, at, strict=True))
    assert at == sorted(at)
    same(texts(public, ".drop summary"), seed.link_lists)
    for number, names in enumerate(seed.link_lists.values()):
        same(texts(public, f".drop >> nth={number} >> li"), names)


def test_the_parts_follow_each_other_as_on_the_reference_page(public):
    order = public.evaluate(
        """() => {
          const parts = ['.util', '.menu', '.crumb', '.side', 'h1', '.meta', '#art-body', '.files',
                         '.near', 'footer', '.drop'];
          const nodes = parts.map(part => document.querySelector(part));
          return nodes.slice(1).every((node, i) =>
            nodes[i].compareDocumentPosition(node) & (4 | 16));
        }"""
    )
    assert order
