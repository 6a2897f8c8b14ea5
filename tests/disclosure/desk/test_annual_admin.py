"""The staff pages of the annual report: every role, every cell, every file."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from lxml import html as lxml_html

from disclosure import services as do
from disclosure.annual import KEYS
from disclosure.annual.layout import APPLICANTS
from disclosure.models import AnnualReport, Case
from disclosure.yearly import live, proactive_of
from tests.factories import make_user
from tests.news.helpers import queries_of

from .annual_helpers import correction, frozen, last_year, written

pytestmark = pytest.mark.django_db
URL = "/admin/disclosure/annualreport/"
CELL = "cell/3/4/natural/"
ROLES = ["intake", "department", "reviewer", "head", "auditor"]


@pytest.fixture
def year(desk):
    last_year(desk)
    return frozen(desk)


@pytest.fixture
def as_role(desk, client):
    def sign_in(role):
        user = desk.users[role] if role in desk.users else make_user(role)
        client.force_login(user)
        return client

    return sign_in


def text(response) -> str:
    return lxml_html.fromstring(response.content.decode()).text_content()


# --- Who may --------------------------------------------------------------------------------------
PAGES = {
    "": {"intake", "head", "auditor"},
    "2025/": {"intake", "head", "auditor→versions/1/"},
    "2025/edit/": {"intake", "head"},
    f"2025/{CELL}": {"intake", "head"},
    f"2025/{CELL}?version=1": {"intake", "head", "auditor"},
    "2025/delete/": {"intake", "head"},
    "2025/freeze/": {"head"},
    "2025/versions/1/": {"intake", "head", "auditor"},
    "2025/versions/1.xlsx": {"intake", "head", "auditor"},
    "2025/draft.xlsx": {"intake", "head"},
}
POSTS = {
    "2025/edit/": {"intake", "head"},
    "2025/delete/": {"intake", "head"},
    "2025/freeze/": {"head"},
    "2025/publish/": {"head"},
}


@pytest.mark.parametrize("role", [*ROLES, "editor"])
def test_each_role_sees_its_own_pages(year, as_role, role):
    client = as_role(role)
    for page, allowed in PAGES.items():
        response = client.get(URL + page)
        if response.status_code == 302:
            assert f"{role}→{response.url.rpartition('2025/')[2]}" in allowed, page
        else:
            assert response.status_code == (200 if role in allowed else 403), page


@pytest.mark.parametrize("role", [*ROLES, "editor"])
def test_each_role_does_its_own_part(year, as_role, role):
    client = as_role(role)
    for page, allowed in POSTS.items():
        status = client.post(URL + page, {}).status_code
        assert (status == 403) == (role not in allowed), page
    started = client.post(URL, {"year": "2024"}).status_code
    assert started == (302 if role in ("intake", "head") else 403)


def test_strangers_are_sent_to_sign_in(year, client):
    for page in PAGES:
        assert client.get(URL + page).url.startswith("/admin/login/")


def test_nothing_is_changed_by_opening_an_address(year, as_role):
    assert as_role("head").get(URL + "2025/publish/").status_code == 405
    assert AnnualReport.objects.get().published is None


@pytest.mark.parametrize(
    "page", ["2031/", "2025/cell/3/9.9/natural/", "2025/versions/9/", "2025/draft.exe"]
)
def test_what_there_is_not_is_not_found(year, as_role, page):
    assert as_role("head").get(URL + page).status_code == 404


# --- The working page -----------------------------------------------------------------------------
def test_every_figure_leads_to_as_many_cases(year, as_role):
    client = as_role("intake")
    page = lxml_html.fromstring(client.get(f"{URL}2025/").content.decode())
    links = page.xpath("//div[@class='rep']//td/a")
    report = live(year).report
    assert len(links) == len(KEYS)
    for key, link in zip(KEYS, links, strict=True):
        assert link.text == str(report.figures[key])
        if key.table == "2":
            assert "/2025/edit/#id_" in link.get("href")
            continue
        listed = client.get(link.get("href")).context
        assert listed["total"] == report.figures[key] == len(listed["page"].object_list), key


def test_a_cell_names_the_case_and_nothing_personal(year, as_role):
    case = Case.objects.get(report_year=None)
    response = as_role("intake").get(f"{URL}2025/{CELL}")
    assert [row.number for row in response.context["page"].object_list] == [case.number]
    for secret in ("欧阳", "110105", "13800138000", "合同"):
        assert secret not in text(response)


def test_checks_that_fail_are_said_with_the_way_to_what_is_wrong(desk, as_role):
    last_year(desk)
    written(desk, opening={"natural": 1})
    response = as_role("intake").get(f"{URL}2025/")
    failures = {failure["url"]: failure for failure in response.context["failures"]}
    assert f"{URL}2025/cell/3/2/natural/" in failures
    for url in failures:
        assert as_role("intake").get(url).status_code == 200
    assert "不相等" in text(response)


def test_what_changed_since_is_beside_the_frozen_one(desk, year, as_role):
    case = Case.objects.get(report_year=None)
    do.withdraw(case, desk.by("intake"), on=date(2025, 12, 30))
    shown = text(as_role("head").get(f"{URL}2025/"))
    assert "冻结以后的变动" in shown and case.number in shown
    assert "四、结转下年度继续办理，自然人" in shown
    page = lxml_html.fromstring(as_role("head").get(f"{URL}2025/versions/1/").content)
    cell = page.xpath(f"//a[@href='{URL}2025/{CELL}?version=1']")[0]
    assert cell.text == "1"
    listed = as_role("auditor").get(f"{URL}2025/{CELL}?version=1").context
    assert [row.number for row in listed["page"].object_list] == [case.number]


# --- Typing ---------------------------------------------------------------------------------------
def form_data(client, **changes):
    form = client.get(f"{URL}2025/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changes


def test_what_is_typed_is_kept_and_shown(desk, as_role):
    last_year(desk)
    do.start_report(desk.by("intake"), 2025)
    client = as_role("intake")
    opening = {f"opening_{column}": 0 for column in APPLICANTS}
    data = form_data(
        client, rules_valid=7, fees="31.5", text_problems="问题：{新收}件。", **opening
    )
    assert client.post(f"{URL}2025/edit/", data).url == f"{URL}2025/"
    report = AnnualReport.objects.get()
    assert proactive_of(report.proactive).rules.valid == 7
    assert report.texts == {"problems": "问题：{新收}件。"}
    shown = text(client.get(f"{URL}2025/"))
    assert "问题：2件。" in shown and "31.5" in shown
    again = client.get(f"{URL}2025/edit/").context["form"]
    assert (again["rules_valid"].value(), again["fees"].value()) == (7, "31.5")


def test_mistakes_are_said_beside_their_fields_and_the_rest_stays(desk, as_role):
    last_year(desk)
    do.start_report(desk.by("intake"), 2025)
    client = as_role("intake")
    bad = {"rules_made": "-1", "fees": "abc", "text_problems": "{写错}", "text_platform": "留下"}
    response = client.post(f"{URL}2025/edit/", form_data(client) | bad)
    form = response.context["form"]
    assert response.status_code == 200
    assert {"rules_made", "fees", "text_problems"} <= set(form.errors)
    assert form["text_platform"].value() == "留下"
    assert AnnualReport.objects.get().texts == {}


@pytest.mark.parametrize("typed", ["", "abc", "1999", "2999", "99999999999999999999"])
def test_a_year_that_cannot_be_is_said(desk, as_role, typed):
    response = as_role("head").post(URL, {"year": typed})
    assert response.status_code == 200
    assert response.context["form"].errors["year"]
    assert not AnnualReport.objects.exists()


# --- Freezing and publishing in the browser's way -------------------------------------------------
def test_freeze_publish_correct_and_publish_again(desk, as_role):
    last_year(desk)
    written(desk)
    client = as_role("head")
    assert client.post(f"{URL}2025/freeze/").status_code == 302
    assert client.post(f"{URL}2025/publish/").status_code == 302
    report = AnnualReport.objects.get()
    assert report.published.number == 1
    correction(desk, report)
    assert "公布第2版" in client.get(f"{URL}2025/").content.decode()
    client.post(f"{URL}2025/publish/")
    report.refresh_from_db()
    assert report.published.number == 2


def test_a_refused_freeze_says_why(desk, as_role):
    do.start_report(desk.by("head"), 2025)
    response = as_role("head").post(f"{URL}2025/freeze/")
    assert response.status_code == 200
    assert "“监督保障”还没有填写" in text(response)


def test_a_damaged_version_is_said(year, as_role):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_annualversion SET text = replace(text, '写好', '改好')")
    client = as_role("head")
    for page in ("2025/", "2025/versions/1/", "2025/versions/1.docx"):
        assert client.get(URL + page).url == URL
    assert "与校验值不符" in text(client.get(URL))


# --- Files ----------------------------------------------------------------------------------------
def test_downloads_are_what_they_say(year, as_role):
    client = as_role("intake")
    for where in ("draft.", "versions/1."):
        book, letter, page = (
            client.get(f"{URL}2025/{where}{form}") for form in ("xlsx", "docx", "html")
        )
        for response in (book, letter, page):
            assert "attachment" in response["Content-Disposition"]
        names = zipfile.ZipFile(BytesIO(book.content)).namelist()
        assert "xl/worksheets/sheet5.xml" in names
        assert "word/document.xml" in zipfile.ZipFile(BytesIO(letter.content)).namelist()
        assert lxml_html.fromstring(page.content.decode()).find(".//h1").text.endswith("年度报告")
        assert b"<script" not in page.content and b"http" not in page.content


def test_more_cases_cost_no_more_queries(desk, year, as_role):
    client = as_role("head")
    pages = [URL, f"{URL}2025/", f"{URL}2025/{CELL}", f"{URL}2025/versions/1/"]
    few = [len(queries_of(client, page)) for page in pages]
    last_year(desk)
    last_year(desk)
    assert [len(queries_of(client, page)) for page in pages] == pytest.approx(few, abs=2)


# --- A draft begun by mistake -----------------------------------------------------------------------
@pytest.mark.parametrize("role", ["intake", "head"])
def test_a_draft_of_a_wrong_year_is_deleted_after_asking(desk, as_role, role):
    client = as_role(role)
    client.post(URL, {"year": "2024"})
    assert "删除草稿" in text(client.get(f"{URL}2024/"))
    page = client.get(f"{URL}2024/delete/")
    assert "确定删除" in text(page) and AnnualReport.objects.filter(year=2024).exists()
    response = client.post(f"{URL}2024/delete/", follow=True)
    assert response.redirect_chain[-1][0] == URL and "已删除2024年年度报告的草稿" in text(response)
    assert not AnnualReport.objects.exists()
    assert client.get(f"{URL}2024/delete/").status_code == 404


@pytest.mark.parametrize("is_published", [False, True])
def test_what_was_frozen_or_published_is_never_deleted(desk, year, as_role, is_published):
    if is_published:
        do.publish_report(year, desk.by("head"))
    client = as_role("head")
    assert "删除草稿" not in text(client.get(f"{URL}2025/"))
    assert "永久保留" in text(client.get(f"{URL}2025/delete/"))
    assert "已经冻结过的年度报告不能删除" in text(client.post(f"{URL}2025/delete/"))
    assert AnnualReport.objects.filter(year=2025).exists()
