"""Whole cases, from the public form to the file: everybody at their own browser, on real pages."""

import re
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browser.cases import staff_in
from tests.browser.people import Applicant, Officer
from tests.browser.test_apply import answer, consent, fill_person, send
from tests.files import PDF

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CONTRACT = {"name": "采购合同.pdf", "mimeType": "application/pdf", "buffer": PDF}
OPINION = "合同存于本部门，全文可以公开。"


@pytest.fixture(scope="module")
def names(portal):
    return staff_in(portal, "资产管理处")


@pytest.fixture
def someone(browser):
    """A page in a browser of its own; what its scripts complain about fails the test."""
    contexts, complaints = [], []

    def open_browser(**options):
        contexts.append(browser.new_context(locale="zh-CN", **options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
        return page

    yield open_browser
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def staff(someone, portal, names):
    """``staff("head")``: that member of staff, signed in, the same each time."""
    signed_in = {}

    def officer(role):
        if role not in signed_in:
            signed_in[role] = Officer(someone(), portal, names[role])
        return signed_in[role]

    return officer


def test_a_citizen_is_given_what_was_asked_for(someone, portal, staff):
    citizen = Applicant(someone(), portal)
    number = apply_as_citizen(citizen)
    citizen.follows()
    expect(citizen.page.locator(".slip")).to_contain_text("待确认收到")

    register(staff("intake"), number)
    ask_department(staff, number)
    draft_release(staff("intake"), number)
    citizen.follows()
    expect(citizen.page.locator(".slip")).to_contain_text("正在办理")
    expect(citizen.page.locator("main")).not_to_contain_text("采购合同.pdf")
    review_sign_deliver(staff, number, check_file=True)

    citizen.follows()
    expect(citizen.page.locator(".slip")).to_contain_text("已答复")
    expect(citizen.page.locator("main")).to_contain_text("示例市人民政府")
    take_home(citizen)
    citizen.does("评价本次办理", "提交评价", 非常满意=True, 意见和建议="答复清楚")

    staff("intake").opens(number).does("归档")
    expect(staff("intake").page.locator(".desk-head")).to_contain_text("已办结")
    citizen.follows()
    expect(citizen.page.locator("main")).to_contain_text("您已评价：5分")
    expect(citizen.page.get_by_role("link", name="评价本次办理")).to_have_count(0)


def apply_as_citizen(citizen):
    page = citizen.page
    page.goto(f"{citizen.portal.url}/apply/person/")
    fill_person(page)
    page.fill("#id_email", "zhou@example.cn")
    expect(page.locator("altcha-widget")).to_be_visible()
    send(page)
    return citizen.takes_receipt()


def register(officer, number):
    officer.opens(number, "new").does("确认收到", 确认经过="电话与本人确认").does("登记")
    officer.does("核验身份", "核对一致，登记核验")
    expect(officer.page.locator(".desk-head")).to_contain_text("办理中")


def ask_department(staff, number):
    """The department sees nothing before it is asked, and answers once it is."""
    intake, member = staff("intake"), staff("department")
    member.page.goto(f"{member.inbox}?tab=all&q={number}")
    expect(member.page.get_by_role("link", name=number)).to_have_count(0)
    intake.does("交部门承办", 资产管理处=True)
    member.opens(number).does("签收")
    member.does("回复承办意见", 承办意见=OPINION)
    expect(member.page.locator("main")).not_to_contain_text("周予安")
    intake.opens(number)
    expect(intake.page.locator("#part-assignments + ul")).to_contain_text(OPINION)


def draft_release(officer, number):
    page = officer.page
    officer.begins("拟写答复").fills("处理结果", "予以公开")
    expect(page.get_by_label("提供的信息")).to_be_visible()
    page.get_by_label("提供的信息").fill("大型仪器采购合同")
    expect(page.locator("[data-preview]")).to_contain_text("现向您提供：大型仪器采购合同")
    officer.fills("送达方式", "电子送达").ends("保存答复稿")
    officer.does("上传提供的文件", 文件=CONTRACT, 页数="3").does("送审核")
    expect(page.locator(".desk-head")).to_contain_text("审核")


def review_sign_deliver(staff, number, *, check_file=False):
    reviewer, head, intake = staff("reviewer"), staff("head"), staff("intake")
    reviewer.opens(number)
    if check_file:
        label = "我已打开文件逐页审查，不含国家秘密和其他依法不予公开的内容"
        row = "section[aria-labelledby=part-released]"
        reviewer.does("保密审查文件", "审查通过，可以提供", within=row, **{label: True})
    reviewer.does("审核通过")
    head.opens(number).begins("签发")
    expect(head.page.locator(".answer-checks .is-missing")).to_have_count(0)
    head.ends("签发")
    intake.opens(number).does("登记送达")
    expect(intake.page.locator(".desk-head")).to_contain_text("已答复")


def take_home(citizen):
    papers, number = "section[aria-labelledby=papers]", citizen.number
    name, content = citizen.downloads(re.compile("^Word"), papers)
    assert name == f"{number}-答复书.docx"
    assert "周予安" in "".join(part.text for part in Document(BytesIO(content)).paragraphs)
    if citizen.page.locator(papers).get_by_role("link", name=re.compile("^PDF")).count():
        name, content = citizen.downloads(re.compile("^PDF"), papers)
        assert (name, content[:5]) == (f"{number}-答复书.pdf", b"%PDF-")
    assert citizen.downloads(re.compile("^下载"), papers) == (f"{number}-01.pdf", PDF)


def test_an_organisation_supplements_and_is_refused(someone, portal, staff):
    office = Applicant(someone(java_script_enabled=False), portal)
    number = apply_as_organisation(office)
    office.follows().does("确认收到", "确认，从今天起算")

    intake = staff("intake")
    intake.opens(number, "new").does("登记")
    intake.does("告知补正", 需要补正的内容="请写明合同年度")
    office.follows()
    expect(office.page.locator(".slip")).to_contain_text("待您补正")
    expect(office.page.locator(".asked li")).to_have_text(["请写明合同年度"])
    office.does("提交补正", "提交补正", 内容描述="2025年度仪器采购的讨论记录")
    expect(office.page.locator(".slip")).to_contain_text("2025年度仪器采购的讨论记录")

    extend(staff, number)
    office.follows()
    expect(office.page.locator(".slip")).to_contain_text("已延长答复")
    expect(office.page.locator(".ruler.n-40")).to_be_visible()
    expect(office.page.locator("main")).to_contain_text("延期答复告知书")

    draft_refusal(intake, number)
    review_sign_deliver(staff, number)
    office.follows()
    expect(office.page.locator(".slip")).to_contain_text("不予公开")
    remedy = office.page.locator(".help", has_text="权利救济")
    expect(remedy).to_contain_text("向示例市人民政府申请行政复议")
    expect(remedy.locator("dl time")).to_have_count(1)  # a review comes first, no suit
    _name, content = office.downloads(re.compile("^Word.*公开申请答复书"))
    told = "".join(part.text for part in Document(BytesIO(content)).paragraphs)
    assert "采购方案尚在讨论" in told and "向示例市人民政府申请行政复议" in told


def apply_as_organisation(office):
    page = office.page
    page.goto(f"{office.portal.url}/apply/organisation/")
    page.fill("#id_org_name", "某律师事务所")
    page.fill("#id_credit_code", "91110000600037341L")
    page.select_option("#id_category", "legal")
    page.fill("#id_phone", "13800138000")
    page.fill("#id_r0-description", "仪器采购的记录")
    consent(page)
    answer(page, "id_answer_nojs")
    with page.expect_navigation():
        send(page)
    return office.takes_receipt()


def extend(staff, number):
    staff("intake").opens(number).does("申请延期", 理由="需要检索档案")
    head = staff("head").opens(number)
    before = head.page.locator(".desk-head dd time").first.get_attribute("datetime")
    head.does("同意延期")
    after = head.page.locator(".desk-head dd time").first.get_attribute("datetime")
    assert after > before


def draft_refusal(officer, number):
    officer.opens(number).begins("拟写答复").fills("处理结果", "四类过程性信息")
    expect(officer.page.get_by_label("讨论记录")).to_be_visible()
    officer.fills("讨论记录", True).fills("理由", "采购方案尚在讨论")
    officer.fills("送达方式", "电子送达").ends("保存答复稿").does("送审核")
