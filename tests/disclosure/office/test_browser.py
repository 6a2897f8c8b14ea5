"""An officer's and a head's day in a real browser, and axe on what they look at."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from disclosure import services as do
from disclosure.models import Case, DeskSettings
from portal.models import Department
from tests.disclosure.desk.builders import case_of, submit
from tests.factories import make_user

from .conftest import INBOX, act_of, page_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def users(transactional_db):
    DeskSettings(institution_name="京科创中心", prefix="京科创", office_phone="010-12345678").save()
    reveal = "portal.reveal_personal_data"
    found = {
        "intake": make_user("intake", perms=["disclosure.intake_case", reveal]),
        "head": make_user("head", perms=["disclosure.head_case", reveal]),
        "member": make_user("member", perms=["disclosure.contribute_case"]),
    }
    department = Department.objects.create(name="科研处")
    department.members.create(user=found["member"])
    return found


@pytest.fixture
def sign_in(live_server, client, page):
    def _sign_in(user):
        client.force_login(user)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return _sign_in


@pytest.fixture
def desk_page(live_server, page):
    """Go to an address of the desk."""
    return lambda address: page.goto(f"{live_server.url}{address}")


def press(page, name):
    """Press the button of a step and wait for the page of the case, which says ``name`` is done."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def follow(page, name):
    with page.expect_navigation():
        page.locator(".desk-actions").get_by_role("link", name=name, exact=True).click()


def test_an_application_is_registered_assigned_extended_and_sent_back(
    users, sign_in, desk_page, page
):
    case = case_of(submit()[0])
    sign_in(users["intake"])
    desk_page(f"{INBOX}?tab=new")
    with page.expect_navigation():
        page.get_by_role("link", name=case.number).click()
    expect(page.locator(".desk-head")).to_contain_text("待确认收到")

    follow(page, "确认收到")
    page.get_by_label("确认经过").fill("电话与本人确认")
    press(page, "确认收到")
    follow(page, "登记")
    press(page, "登记")
    expect(page.locator(".messagelist")).to_contain_text("已登记")

    follow(page, "交部门承办")
    page.get_by_role("checkbox", name="科研处").check()
    press(page, "交部门承办")
    expect(page.locator("#part-assignments")).to_be_visible()

    follow(page, "申请延期")
    page.get_by_label("理由").fill("需要检索档案")
    press(page, "申请延期")
    before = Case.objects.get().due_on

    sign_in(users["head"])
    desk_page(page_of(case))
    follow(page, "同意延期")
    expect(page.locator(".desk-facts")).to_contain_text("同意后的答复期限")
    press(page, "同意延期")
    expect(page.locator(".messagelist")).to_contain_text("已同意延期")
    assert Case.objects.get().due_on > before

    sign_in(users["intake"])
    desk_page(page_of(case))
    follow(page, "告知补正")
    press(page, "告知补正")  # without saying what
    expect(page.locator(".field-items .errorlist")).to_be_visible()
    page.get_by_label("需要补正的内容").fill("请写明年度")
    press(page, "告知补正")
    expect(page.locator(".desk-head")).to_contain_text("待申请人补正")
    assert Case.objects.get().due_on is None


def test_a_double_click_registers_once(users, sign_in, desk_page, page):
    case = case_of(submit()[0])
    by = do_by(users["intake"])
    do.confirm_receipt(case, by)
    sign_in(users["intake"])
    desk_page(act_of(case, "register"))
    # The second click breaks off the answer to the first: the page to wait for is the last.
    page.get_by_role("button", name="登记").dblclick()
    expect(page).to_have_url(re.compile("/change/"))
    expect(page.locator(".desk-head")).to_contain_text("办理中")
    assert [event.kind for event in case.events.all()].count("registered") == 1


def do_by(user):
    from disclosure import people

    return people.staff_member(user)


@pytest.fixture
def full_case(users):
    """A case with one of everything the page can show."""
    by = do_by(users["intake"])
    case = case_of(submit()[0])
    do.confirm_receipt(case, by, note="电话确认")
    do.register(case, by)
    do.assign(case, by, Department.objects.get())
    do.consult(case, by, party="third_party", name="某公司", concerns="合同价格")
    do.request_extension(case, by, reason="检索")
    case_of(submit()[0])
    return case


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(users, full_case, sign_in, desk_page, page, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    sign_in(users["intake"])
    addresses = [
        f"{INBOX}?tab=all",
        f"{INBOX}find/",
        page_of(full_case),
        act_of(full_case, "assign"),
        act_of(full_case, "correct"),
        f"{page_of(full_case)[:-7]}reveal/applicant/{full_case.pk}/",
    ]
    found = {}
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for address in addresses:
            desk_page(address)
            found[address, size["width"]] = violations(page)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                found[address, size["width"]].append("scrolls sideways")
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]
