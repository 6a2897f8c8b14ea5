"""The pages in a real browser: entering a letter, the calendar wide and narrow, axe, the keyboard."""

import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import expect

from disclosure import people
from disclosure import services as do
from disclosure.models import Case, DeskSettings
from tests.disclosure.desk.builders import PERSON
from tests.factories import make_user

from .forms import CREDIT_CODE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
ENTRY, DEADLINES = "/admin/disclosure/entry/", "/admin/disclosure/deadlines/"
PAGES = [
    ENTRY,
    DEADLINES,
    "/admin/disclosure/workload/",
    "/admin/disclosure/radar/",
    "/admin/disclosure/desksettings/1/change/",
    "/admin/",
]


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.fixture
def officer(transactional_db):
    """The intake, which is the head too; the ready groups are gone after a transactional test."""
    from disclosure.actions import PERMISSIONS

    DeskSettings(
        institution_name="京科创中心",
        prefix="京科创",
        office_phone="010-12345678",
        review_agency="市政府",
    ).save()
    group, _is_new = Group.objects.get_or_create(name="受理岗")
    user = make_user("officer", perms=[*PERMISSIONS.values(), "disclosure.change_desksettings"])
    user.groups.add(group)
    return user


@pytest.fixture
def visit(page, live_server, officer):
    """The page signed in, and what its console complained about."""
    client = Client()
    client.force_login(officer)
    session = client.cookies["sessionid"].value
    complaints = []

    def note(message):
        # axe reads style sheets into the page, where their @import leads elsewhere.
        if message.type == "error" and "widgets.css" not in str(message.location):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    def _visit(path):
        page.goto(f"{live_server.url}{path}")
        return page

    yield _visit
    assert complaints == []


@pytest.fixture
def cases(officer):
    """Some of everything: overdue, running, alike, by several people."""
    by = people.staff_member(officer)
    for number, day in enumerate((date(2026, 1, 5), date(2026, 1, 6), None)):
        who = do.Applicant(name=f"李{number}", id_type="passport", id_number=f"E1234567{number}")
        receipts = do.enter(
            by, who if number else PERSON, [do.Wanted("采购合同全文")], channel="counter", on=day
        )
        do.register(Case.objects.get(pk=receipts[0].case_id), by)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_too_wide(visit, cases, page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for path in PAGES:
            visit(path)
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


def test_a_letter_of_an_organisation_is_entered(visit, page):
    visit(ENTRY)
    expect(page.locator("#id_confirmed_on")).to_be_visible()
    page.get_by_role("radio", name="邮寄（签收）").check()
    expect(page.locator("#id_confirmed_on")).to_be_hidden()
    page.get_by_role("radio", name="平常信函").check()
    expect(page.locator("#id_confirmed_on")).to_be_visible()
    expect(page.locator("#id_category")).to_be_hidden()
    page.get_by_label("法人或者其他组织").check()
    page.get_by_role("button", name="下一步").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("请填写姓名或者名称")
    assert violations(page) == []
    alert.get_by_role("link", name=re.compile("姓名")).click()
    expect(page.locator("#id_name")).to_be_focused()
    page.keyboard.type("北京示例律师事务所")
    page.select_option("#id_category", "legal")
    page.select_option("#id_id_type", "credit_code")
    page.fill("#id_id_number", CREDIT_CODE)
    page.fill("#id_wanted-0-description", "采购合同全文")
    page.get_by_role("button", name="再加一项").click()
    page.fill("#id_wanted-1-description", "验收报告")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", name="请核对")).to_be_visible()
    expect(page.get_by_text("2 项，一事一申请")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="返回修改").click()
    expect(page.locator("#id_wanted-1-description")).to_have_value("验收报告")
    page.get_by_role("button", name="下一步").click()
    page.set_input_files(
        "#id_files",
        {"name": "信.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"},
    )
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("查询码只在这里显示一次")).to_be_visible()
    assert re.fullmatch(r"\d{4}-\d{4}-\d{4}", page.locator(".code").first.inner_text())
    assert violations(page) == []
    assert [case.files.count() for case in Case.objects.all()] == [1, 1]


def test_going_back_and_saving_again_enters_nothing_twice(visit, page):
    visit(ENTRY)
    page.get_by_role("radio", name="口头申请").check()
    page.fill("#id_name", "张三")
    page.fill("#id_wanted-0-description", "采购合同全文")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("查询码只在这里显示一次")).to_be_visible()
    code = page.locator(".code").inner_text()
    page.reload()
    expect(page.locator(".code")).to_have_text(code)
    assert Case.objects.count() == 1


def test_the_calendar_is_a_table_wide_and_a_list_narrow(visit, cases, page):
    page.set_viewport_size(WIDE)
    visit(DEADLINES)
    expect(page.locator(".desk-calendar")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("已经逾期"))).to_be_visible()
    page.set_viewport_size(NARROW)
    expect(page.locator(".desk-calendar")).to_be_hidden()
    following = page.locator(".desk-months a[rel=next]")
    following.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="回到本月")).to_be_visible()
    page.get_by_role("button", name="生成订阅地址").click()
    expect(page.get_by_label("订阅地址")).to_have_value(re.compile(r"/desk/calendar/[\w-]+\.ics$"))
    assert violations(page) == []


def test_the_example_of_a_number_follows_the_typing(visit, page):
    visit("/admin/disclosure/desksettings/1/change/")
    page.fill("#id_reply_pattern", "{prefix}复〔{year}〕{serial:04d}号")
    example = page.locator("output[for=id_reply_pattern]")
    expect(example).to_have_text(re.compile(r"^京科创复〔\d{4}〕0012号$"))
    page.fill("#id_reply_pattern", "{prefix}复{oops}")
    expect(example).to_have_text("—")
