"""政策文件库 as readers meet it: filters without JavaScript, a table that turns into cards."""

import csv
import io

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NARROW = {"width": 390, "height": 844}


@pytest.fixture
def plain(browser, portal):
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(portal.url + "/zcwj/")
    yield page
    context.close()


def titles(page):
    return page.locator(".grid-t .t a").all_inner_texts()


def test_without_javascript_readers_filter_sort_and_come_back(plain):
    total = len(titles(plain))
    plain.get_by_label("名称或关键词").fill("办法")
    plain.get_by_label("有效性").select_option(label="已废止")
    with plain.expect_navigation():
        plain.get_by_role("button", name="查询").click()
    found = titles(plain)
    assert 0 < len(found) < total
    expect(plain.get_by_label("名称或关键词")).to_have_value("办法")
    with plain.expect_navigation():
        plain.get_by_role("link", name="成文日期").click()
    assert titles(plain) == found
    assert "sort=written" in plain.url
    with plain.expect_navigation():
        plain.get_by_role("button", name="查询").click()
    assert "sort=written" in plain.url
    with plain.expect_navigation():
        plain.get_by_role("link", name="重置").click()
    assert len(titles(plain)) == total


def test_the_category_tree_narrows_and_marks_where_one_is(plain):
    tree = plain.get_by_role("navigation", name="主题分类")
    link = tree.get_by_role("link", name="科研条件")
    count = int(link.locator("small").inner_text())
    with plain.expect_navigation():
        link.click()
    assert len(titles(plain)) == count
    expect(tree.locator("[aria-current]")).to_have_count(1)
    expect(tree.locator("[aria-current]")).to_contain_text("科研条件")
    with plain.expect_navigation():
        tree.get_by_role("link", name="全部").click()
    assert len(titles(plain)) > count


def test_on_a_phone_the_tree_is_a_select_and_rows_are_cards_with_labels(page, visit):
    page.set_viewport_size(NARROW)
    visit("/zcwj/")
    expect(page.get_by_role("navigation", name="主题分类")).to_be_hidden()
    expect(page.locator("#id_category")).to_be_visible()
    cell = page.locator(".grid-t td[data-l=成文日期]").first
    label = cell.evaluate("node => getComputedStyle(node, '::before').content")
    assert label == '"成文日期"'
    # Still a table to a screen reader, each row with its four cells.
    row = page.get_by_role("table").get_by_role("row").nth(1)
    expect(row.get_by_role("cell")).to_have_count(4)
    box, title = row.bounding_box(), row.locator(".t").bounding_box()
    assert title["y"] - box["y"] < 20


def test_the_list_is_downloaded_under_the_conditions_of_the_page(page, visit):
    visit("/zcwj/?validity=repealed")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出（CSV）").click()
    assert download.value.suggested_filename.startswith("政策文件-")
    with open(download.value.path(), encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(io.StringIO(handle.read())))
    assert [row[0] for row in rows[1:]] == titles(page)
    assert {row[6] for row in rows[1:]} == {"已废止"}


def test_a_reader_of_an_ended_document_finds_the_new_one_and_its_explanation(page, visit, pages):
    visit(pages["document"])
    with page.expect_navigation():
        page.locator(".preview a").click()
    with page.expect_navigation():
        page.locator(".files", has_text="政策解读").get_by_role("link").first.click()
    with page.expect_navigation():
        page.locator("#art-body .no-indent a").first.click()
    expect(page.locator(".files", has_text="本文件代替或修订的文件")).to_be_visible()


def test_choosing_a_library_section_opens_the_details_in_the_form(page, portal):
    page.goto(portal.url + "/admin/")
    page.fill("#id_username", portal.user)
    page.fill("#id_password", portal.password)
    page.get_by_role("button", name="登录").click()
    page.goto(portal.url + "/admin/news/article/add/")
    issuer = page.locator("#id_issuer")
    expect(issuer).to_be_hidden()
    section = page.locator("#id_section")
    value = section.locator("option", has_text="科技政策").first.get_attribute("value")
    section.select_option(value)
    expect(issuer).to_be_visible()
