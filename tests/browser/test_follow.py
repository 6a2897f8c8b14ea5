"""Following a case in a real browser: wide and narrow, light and dark, by keyboard, without script."""

import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.cases import cases_in
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKUP, CASE = "/apply/follow/", "/apply/follow/case/"
STAGES = ["new", "handling", "waiting", "extended", "replied", "closed"]


@pytest.fixture(scope="module")
def cases(portal):
    return cases_in(portal, "follow")


def follow(page, portal, pair):
    page.goto(portal.url + LOOKUP)
    page.get_by_label("申请编号").fill(pair[0])
    page.get_by_label("查询码").fill(pair[1])
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="查询", exact=True).click()
    expect(page.locator(".slip")).to_contain_text(pair[0])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("stage", STAGES)
def test_axe_finds_nothing_at_any_stage(page, portal, cases, stage, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    follow(page, portal, cases[stage])
    page.locator(".days summary").all() and page.locator(".days summary").click()
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("stage", "name"),
    [("new", "edit"), ("new", "confirm"), ("waiting", "supplement"), ("handling", "withdraw")]
    + [("closed", "rate")],
)
def test_axe_finds_nothing_on_the_forms_and_their_errors(page, portal, cases, stage, name, scheme):
    page.emulate_media(color_scheme=scheme)
    follow(page, portal, cases[stage])
    page.goto(f"{portal.url}{CASE}{name}/")
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert violations(page) == []
    if name == "confirm":
        return
    for field in page.locator("main textarea, main [type=text]").all():
        field.fill("")
    with page.expect_navigation():
        page.locator("main .btn-1").click()
    expect(page.locator(".sum, .slip").first).to_be_visible()
    assert violations(page) == []


def test_the_home_page_asks_for_the_number_and_the_next_page_for_the_code(page, portal, cases):
    number, code = cases["handling"]
    page.goto(portal.url + "/")
    page.get_by_label("申请进度查询").fill(number)
    with page.expect_navigation():
        page.locator(".ask").get_by_role("button", name="查询").click()
    assert number not in page.url
    expect(page.get_by_label("申请编号")).to_have_value(number)
    expect(page.get_by_label("查询码")).to_be_focused()
    page.keyboard.type(code)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".slip")).to_contain_text(number)


def test_boxes_told_apart_by_their_ground_have_a_frame_in_high_contrast(page, portal, cases):
    page.context.add_cookies([{"name": "mc_contrast", "value": "high", "url": portal.url}])
    follow(page, portal, cases["handling"])
    for box in page.locator(".help").all():
        assert box.evaluate("node => getComputedStyle(node).borderTopWidth") == "2px"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_high_contrast_and_elder_mode(page, portal, cases, theme):
    values = {"mc_contrast": "high", "mc_theme": theme, "mc_elder": "1", "mc_size": "xl"}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": portal.url} for name, value in values.items()]
    )
    for stage in ("waiting", "closed"):
        follow(page, portal, cases[stage])
        assert page.locator("html[data-contrast=high]").count() == 1
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_scrolls_sideways_or_lets_labels_collide(page, portal, cases, stage):
    follow(page, portal, cases[stage])
    for width in (320, 390, 768, 1024, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width >= 390:
            boxes = [mark.bounding_box() for mark in page.locator(".ruler .mk:not(.now)").all()]
            edges = sorted((box["x"], box["x"] + box["width"]) for box in boxes)
            assert all(one[1] <= two[0] for one, two in zip(edges, edges[1:], strict=False)), width
            room = page.locator(".blk").first.bounding_box()
            for start, end in edges:
                assert room["x"] - 1 <= start and end <= room["x"] + room["width"] + 1, width


def test_a_wrong_code_is_told_to_everybody_and_focus_is_easy(page, visit, cases):
    visit(LOOKUP)
    page.get_by_label("申请编号").fill(cases["new"][0])
    page.get_by_label("查询码").fill("000000000000")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("申请编号或查询码不正确")
    expect(page.get_by_label("申请编号")).to_have_value(cases["new"][0])
    expect(page.get_by_label("查询码")).to_have_value("")
    assert violations(page) == []


def test_everything_is_done_by_keyboard(page, portal, cases):
    page.goto(portal.url + LOOKUP)
    page.get_by_label("申请编号").focus()
    page.keyboard.type(cases["waiting"][0])
    page.keyboard.press("Tab")
    page.keyboard.type(cases["waiting"][1])
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".asked li")).to_have_text(["请写明年度", "请写明部门"])
    page.locator(".days summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".days table")).to_be_visible()
    page.get_by_role("link", name="提交补正").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("内容描述").fill("2025年度，条件保障部")
    page.get_by_role("button", name="提交补正").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("已经收到您的补正")).to_be_visible()
    expect(page.locator(".ruler")).to_be_visible()


def test_without_script_a_case_is_confirmed_withdrawn_and_left(browser, portal, cases):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport=NARROW)
    page = context.new_page()
    follow(page, portal, cases["withdrawn"])
    for link, button, said in (
        ("确认收到", "确认，从今天起算", "已经确认收到"),
        ("撤回申请", "确定撤回", "申请已经撤回"),
    ):
        with page.expect_navigation():
            page.get_by_role("link", name=link, exact=True).click()
        if page.get_by_label("我确定撤回这件申请").count():
            page.get_by_label("我确定撤回这件申请").check()
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()
        expect(page.get_by_text(said)).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="退出查询").click()
    page.goto(portal.url + CASE)
    expect(page.get_by_label("查询码")).to_be_visible()
    context.close()


def test_letters_and_the_own_data_come_as_files(page, portal, cases, tmp_path):
    follow(page, portal, cases["replied"])
    with page.expect_download() as letter:
        page.get_by_role("link", name="Word").click()
    assert letter.value.suggested_filename == f"{cases['replied'][0]}-答复书.docx"
    with page.expect_download() as data:
        page.get_by_role("button", name="导出本人信息").click()
    data.value.save_as(tmp_path / "data.zip")
    assert zipfile.ZipFile(tmp_path / "data.zip").namelist() == ["data.json", "data.html"]


def test_the_page_asks_no_other_host_and_breaks_no_policy(page, visit, portal, cases):
    visit(LOOKUP)
    follow(page, portal, cases["extended"])
    expect(page.locator(".ruler.n-40")).to_be_visible()
    page.get_by_role("button", name="显示我填写的信息").click()
    expect(page.get_by_text("欧阳小丽")).to_be_visible()
    assert "欧阳" not in page.url
