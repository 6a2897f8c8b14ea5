"""The form of the decision in a real browser: it follows the choice, without script too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from disclosure import services as do
from disclosure.actions import Action
from disclosure.outcomes import OUTCOMES
from tests.disclosure.examples import decision_on

from .conftest import act_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def visit(live_server, client, desk):
    """Open a step of a case as a person of the desk."""

    def _visit(page, role, case, action):
        client.force_login(desk.users[role])
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}{act_of(case, action)}")
        return page

    return _visit


@pytest.fixture
def quiet(page):
    complaints = []
    page.on(
        "console",
        lambda m: complaints.append(f"{m.text} {m.location}") if m.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def test_fields_and_preview_follow_the_choice(quiet, visit, desk):
    case = desk.handling()
    page = visit(quiet, "intake", case, Action.DRAFT_DECISION)
    page.get_by_label("处理结果").focus()
    page.get_by_label("处理结果").select_option("partial")
    expect(page.get_by_label("予以公开的内容")).to_be_visible()
    expect(page.get_by_label("处理结果")).to_be_focused()
    page.get_by_label("予以公开的内容").fill("合同正文")
    expect(page.locator("[data-preview]")).to_contain_text("予以公开的内容：合同正文")
    page.get_by_label("依据").select_option("third_party")
    expect(page.get_by_text("征求第三方意见的情况")).to_be_visible()
    page.get_by_role("button", name="增加一项").click()
    expect(page.get_by_text("第2项", exact=False).first).to_be_visible()
    expect(page.get_by_label("予以公开的内容")).to_have_value("合同正文")
    with page.expect_navigation():
        page.get_by_role("button", name="保存答复稿").click()
    expect(page.get_by_text("缺少不予公开的内容。").first).to_be_visible()
    case.refresh_from_db()
    assert case.decision is None


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off(page, visit, desk, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    case = desk.handling()
    do.draft_decision(case, desk.by("intake"), decision_on(OUTCOMES["partial"]))
    page = visit(page, "intake", case, Action.DRAFT_DECISION)
    assert Axe().run(page, options=RULES).violations_count == 0, report(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page = visit(page, "head", desk.signing("partial"), Action.SIGN)
    assert Axe().run(page, options=RULES).violations_count == 0, report(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def report(page):
    return Axe().run(page, options=RULES).generate_report()


def test_it_works_without_script_in_two_steps(browser, visit, desk):
    case = desk.handling()
    context = browser.new_context(java_script_enabled=False)
    page = visit(context.new_page(), "intake", case, Action.DRAFT_DECISION)
    page.get_by_label("处理结果").select_option("needs_making")
    with page.expect_navigation():
        page.get_by_role("button", name="显示需要填写的内容").click()
    page.get_by_label("理由", exact=True).fill("没有汇总数据，需要重新统计")
    with page.expect_navigation():
        page.get_by_role("button", name="按填写的内容更新预览").click()
    expect(page.locator("[data-preview]")).to_contain_text("没有汇总数据")
    with page.expect_navigation():
        page.get_by_role("button", name="保存答复稿").click()
    expect(page.get_by_text("答复稿已保存")).to_be_visible()
    context.close()
    case.refresh_from_db()
    assert case.decision.outcome == "needs_making"
