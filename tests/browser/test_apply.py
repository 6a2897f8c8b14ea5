"""Applying as a visitor does: both kinds, with and without JavaScript, by keyboard, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import NARROW, WIDE, violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NUMBER = "11010519491231002X"
DIGITS = "零一二三四五六七八九十"


def fill_person(page):
    page.fill("#id_name", "周予安")
    page.fill("#id_id_number", NUMBER)
    page.fill("#id_phone", "13800138000")
    page.fill("#id_r0-description", "2025年度大型仪器开放共享补助分配结果")
    consent(page)


def consent(page):
    """Agree to the privacy notice where the site has one."""
    if page.locator("#id_consent").count():
        page.check("#id_consent")


def answer(page, field):
    """Answer the question in words that stands before ``field``."""
    text = page.locator(f"label[for={field}]").text_content()
    first, sign, second = re.match("(.)(加|减)(.)", text.strip()).groups()
    first, second = DIGITS.index(first), DIGITS.index(second)
    page.fill(f"#{field}", str(first + second if sign == "加" else first - second))


def faults(page):
    """What axe finds from the top of the page: scrolled, the sticky menu covers a field."""
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    expect(page.locator("#to-top")).to_be_hidden()
    return violations(page)


def send(page):
    page.get_by_role("button", name="提交申请").click()


def expect_receipt(page):
    expect(page).to_have_url(re.compile("/apply/receipt/$"))
    expect(page.locator(".secret").first).to_have_text(re.compile(r"\d{4}-\d{4}-\d{4}"))


MANY = (
    "from disclosure.models import DeskSettings as S; row = S.objects.first() or S();"
    "row.submissions_per_hour = 1000; row.save()"
)


@pytest.fixture(scope="module", autouse=True)
def _many_from_one_address(portal):
    portal.manage("shell", "--no-imports", "-c", MANY)


@pytest.fixture
def plain_page(browser):
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_a_citizen_applies_and_the_browser_does_the_work(page, visit):
    visit("/apply/person/")
    fill_person(page)
    expect(page.locator("altcha-widget")).to_be_visible()
    send(page)
    expect_receipt(page)
    page.reload()
    expect_receipt(page)


def test_sending_at_once_waits_for_the_work(page, portal):
    """Everything is filled in before the widget has arrived."""
    page.route("**/apply/challenge/", lambda route: (page.wait_for_timeout(800), route.continue_()))
    page.goto(portal.url + "/apply/person/")
    fill_person(page)
    send(page)
    expect_receipt(page)


def test_an_organisation_sees_its_own_fields_and_applies(page, visit):
    visit("/apply/person/")
    expect(page.locator("#id_org_name")).to_be_hidden()
    page.get_by_text("法人或者其他组织", exact=True).click()
    expect(page.locator("#id_name")).to_be_hidden()
    page.fill("#id_org_name", "某律师事务所")
    page.fill("#id_credit_code", "91110000600037341L")
    page.select_option("#id_category", "legal")
    page.fill("#id_phone", "13800138000")
    page.fill("#id_r0-description", "仪器采购合同")
    consent(page)
    send(page)
    expect_receipt(page)


def test_the_summary_takes_the_focus_and_leads_to_the_fields(page, visit):
    visit("/apply/person/")
    page.fill("#id_id_number", "11010119900101")
    send(page)
    expect(page.locator("#mistakes")).to_be_focused()
    expect(page.locator("#mistakes h2")).to_contain_text("处内容需要更正")
    page.get_by_role("link", name=re.compile("证件号码位数不正确")).click()
    expect(page.locator("#id_id_number")).to_be_in_viewport()
    expect(page.locator("#id_id_number")).to_have_value("11010119900101")
    expect(page.locator("altcha-widget")).to_have_count(0)  # passed already
    assert faults(page) == []


def test_what_is_published_is_offered_while_typing(page, visit):
    visit("/apply/person/")
    page.fill("#id_r0-title", "大型仪器开放共享")
    expect(page.locator("#found-1 li").first).to_be_visible()
    expect(page.locator("#live")).to_contain_text("可能相关")
    assert faults(page) == []


def test_the_draft_comes_back_after_the_page_was_left(page, visit):
    visit("/apply/person/")
    page.fill("#id_name", "周予安")
    page.fill("#id_r0-description", "写了一半")
    with page.expect_response("**/apply/draft/"):
        page.evaluate(
            "Object.defineProperty(document, 'hidden', {value: true});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    visit("/apply/person/")
    page.get_by_role("link", name="继续填写").click()
    expect(page.locator("#id_r0-description")).to_have_value("写了一半")
    expect(page.locator("#id_name")).to_have_value("周予安")
    page.get_by_role("button", name="清除内容和草稿").click()
    expect(page.get_by_text("没有提交的草稿")).to_have_count(0)
    expect(page.locator("#id_r0-description")).to_have_value("")


def test_chosen_files_are_listed_and_can_be_taken_away(page, visit):
    visit("/apply/person/")
    files = [{"name": f"{n}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"} for n in "ab"]
    page.set_input_files("#id_r0-papers", files)
    expect(page.locator("[data-files=id_r0-papers] li")).to_have_count(2)
    page.get_by_role("button", name="移除 a.pdf").click()
    expect(page.locator("[data-files=id_r0-papers] li")).to_have_count(1)
    assert page.evaluate("document.getElementById('id_r0-papers').files[0].name") == "b.pdf"


def test_a_question_does_where_the_work_cannot_be_done(page, portal):
    page.route("**/altcha*.js", lambda route: route.abort())
    page.goto(portal.url + "/apply/person/")
    fill_person(page)
    expect(page.locator("#id_answer_js")).to_be_visible()
    answer(page, "id_answer_js")
    send(page)
    expect_receipt(page)


def test_everything_goes_without_javascript(plain_page, portal):
    page = plain_page
    page.goto(portal.url + "/apply/person/")
    fill_person(page)
    page.get_by_role("button", name="再申请一项内容").click()
    expect(page).to_have_url(re.compile("#request-2$"))
    page.fill("#id_r1-description", "机组检修计划")
    page.fill("#id_r1-title", "大型仪器开放共享")
    page.get_by_role("button", name="查找是否已公开").nth(1).click()
    expect(page.locator("#found-2 li").first).to_be_visible()
    consent(page)
    page.fill("#id_id_number", NUMBER)
    answer(page, "id_answer_nojs")
    send(page)
    expect_receipt(page)
    expect(page.locator(".slip")).to_have_count(2)
    page.set_viewport_size(NARROW)
    state, slip = (page.locator(name).first.bounding_box() for name in (".state", ".slip"))
    assert slip["width"] - state["width"] <= 2  # one column: number and code keep their lines


def test_back_and_again_is_one_application(page, visit, portal):
    visit("/apply/person/")
    fill_person(page)
    page.get_by_role("button", name="提交申请").dblclick()
    expect_receipt(page)
    number = page.locator(".slip code").first.text_content()
    page.go_back()
    expect(page.locator("#id_name")).to_be_visible()
    page.go_forward()
    expect(page.locator(".slip code").first).to_have_text(number)
    count = "from disclosure.models import Case; print(Case.objects.filter(token_digest__isnull=False).count())"
    before = portal.manage("shell", "--no-imports", "-c", count)
    page.reload()
    assert portal.manage("shell", "--no-imports", "-c", count) == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_on_form_mistakes_and_receipt(page, portal, scheme, size):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size(size)
    page.goto(portal.url + "/apply/organisation/")
    page.get_by_role("button", name="再申请一项内容").click()
    expect(page.locator("#request-2")).to_be_visible()
    send(page)
    expect(page.locator("#mistakes")).to_be_visible()
    assert faults(page) == []
    page.goto(portal.url + "/apply/person/")
    fill_person(page)
    expect(page.locator("altcha-widget input[type=checkbox]")).to_be_visible()
    assert faults(page) == []
    send(page)
    expect_receipt(page)
    assert faults(page) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_neither_form_nor_receipt_scrolls_sideways(page, portal, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(portal.url + "/apply/person/")
    fill_person(page)
    send(page)
    expect_receipt(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(portal.url + "/apply/organisation/")
    send(page)
    expect(page.locator("#mistakes")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
