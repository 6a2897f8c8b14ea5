"""The section 年度报告: its years, the page of one, files, search, sitemap, what is said about it."""

import zipfile
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import resolve
from lxml import html as lxml_html

from disclosure import services as do
from disclosure.annual import KEYS
from disclosure.models import AnnualReport
from disclosure.yearly_public import public_address
from navigation.services import update_section
from news.models import Topic, TopicBlock, TopicItem
from portal.models import SearchEntry
from tests.disclosure import hangzhou
from tests.factories import make_article, make_section
from tests.news.helpers import queries_of

from .annual_helpers import TEXTS, correction, frozen, last_year, written

pytestmark = pytest.mark.django_db
LIST, PAGE = "/xxgk/gknb/", "/xxgk/gknb/report_2025.html"


@pytest.fixture
def section(db):
    root = make_section("信息公开", slug="xxgk", kind="first-child")
    return make_section("年度报告", slug="gknb", parent=root, kind="annual-reports")


@pytest.fixture
def report(desk, section):
    last_year(desk)
    row = frozen(desk)
    return do.publish_report(row, desk.by("head"))


def dom(response):
    return lxml_html.fromstring(response.content.decode())


def test_only_what_is_published_is_shown(desk, section, client):
    frozen(desk)
    assert client.get(PAGE).status_code == 404
    assert client.get(PAGE.replace("html", "docx")).status_code == 404
    assert b"report_" not in client.get(LIST).content
    do.publish_report(AnnualReport.objects.get(), desk.by("head"))
    assert client.get(PAGE).status_code == 200
    assert public_address(AnnualReport.objects.get()) == PAGE


def test_a_topic_called_report_keeps_its_lists_beside_the_years(report, client):
    """``/<topics>/report_2025.html`` is block 2025 of that topic, ``/<reports>/…`` the year."""
    archive = make_section("专题", slug="zt", kind="topics")
    topic = Topic.objects.create(title="专题报道", slug="report", section=archive, year=2026)
    block = TopicBlock.objects.create(pk=2025, topic=topic, kind="news", title="要闻")
    article = make_article(make_section("新闻", slug="xw"), "一则报道")
    TopicItem.objects.create(block=block, article=article)
    assert block.get_absolute_url() == "/zt/report_2025.html"
    page = client.get(block.get_absolute_url())
    assert page.status_code == 200 and "一则报道" in page.content.decode()
    assert resolve(block.get_absolute_url()).view_name == "news:topic-block"
    assert resolve("/topic/report_2025.html").view_name == "news:topic-block"
    assert client.get(PAGE).context["annual"] == report
    for form in ("docx", "xlsx"):
        assert client.get(PAGE.replace("html", form)).status_code == 200


def test_a_report_moves_with_its_section(report, section, client):
    update_section(section, slug="nb")
    for form in ("html", "docx"):
        old = client.get(PAGE.replace("html", form), {"from": "a"})
        assert (old.status_code, old["Location"]) == (301, f"/xxgk/nb/report_2025.{form}")
        assert client.get(old["Location"]).status_code == 200
    assert client.get("/xxgk/gknb/report_2019.html", follow=True).status_code == 404


def test_the_years_stand_above_older_reports(report, section, client):
    make_article(section, "更早的年度报告", days_ago=900)
    page = dom(client.get(LIST))
    assert page.xpath("//ul[contains(@class,'rows')]//a/@href")[0] == PAGE
    assert [a.text for a in page.xpath("//ul[contains(@class,'rows')]/li/a")] == [
        report.published.title,
        "更早的年度报告",
    ]
    again = dom(client.get(f"{LIST}?year=2023"))
    assert PAGE not in again.xpath("//ul[contains(@class,'rows')]//a/@href")


def test_an_empty_section_says_so_and_one_with_a_report_does_not(desk, section, client):
    assert "本栏目暂无内容" in client.get(LIST).content.decode()
    do.publish_report(frozen(desk), desk.by("head"))
    assert "本栏目暂无内容" not in client.get(LIST).content.decode()


def test_the_page_is_the_frozen_report(report, client):
    page = dom(client.get(PAGE))
    frozen_report = report.published.snapshot.report()
    cells = page.xpath("//div[@class='rep']//td[@headers]")
    assert [cell.text for cell in cells] == [str(frozen_report.figures[key]) for key in KEYS]
    assert not page.xpath("//div[@class='rep']//a")
    assert [h.text for h in page.iter("h1")] == [frozen_report.title]
    assert page.xpath("//link[contains(@href,'css/dist/report')]")
    assert not page.xpath("//*[@style]") and not page.xpath("//script[not(@src)][not(@type)]")


def test_later_changes_of_cases_do_not_reach_the_public(desk, report, client):
    before = client.get(PAGE).content
    last_year(desk)
    cache.clear()
    assert client.get(PAGE).content == before


def test_what_the_page_says_about_itself(report, client):
    page = dom(client.get(PAGE))
    meta = {tag.get("name"): tag.get("content") for tag in page.iter("meta") if tag.get("name")}
    assert meta["ArticleTitle"] == report.published.title
    assert meta["ColumnName"] == "年度报告"
    assert meta["PubDate"].startswith("2026-03-02")
    assert page.xpath("//link[@rel='canonical']/@href")[0].endswith(PAGE)
    crumbs = page.xpath("//nav[@aria-label='当前位置']")[0].text_content()
    assert "年度报告" in crumbs and report.published.title in crumbs


def test_a_correction_is_published_anew_with_its_reason(desk, report, client):
    client.get(PAGE)
    correction(desk, report)
    assert "更正后的文字" not in client.get(PAGE).content.decode()
    do.publish_report(report, desk.by("head"))
    shown = client.get(PAGE).content.decode()
    assert "更正后的文字" in shown
    assert "更正说明（2026年3月2日）：第五部分有误" in shown
    assert "已更正" in client.get(LIST).content.decode()


def test_files_parse_and_hold_nothing_for_auditors(report, client):
    book = client.get(PAGE.replace("html", "xlsx"))
    letter = client.get(PAGE.replace("html", "docx"))
    assert "filename*=utf-8''" in book["Content-Disposition"]
    sheets = zipfile.ZipFile(BytesIO(book.content)).namelist()
    assert "xl/worksheets/sheet3.xml" in sheets and "xl/worksheets/sheet4.xml" not in sheets
    assert "word/document.xml" in zipfile.ZipFile(BytesIO(letter.content)).namelist()
    assert client.get(PAGE.replace("html", "exe")).status_code == 404


@pytest.mark.parametrize(
    "path", ["/xxgk/gknb/report_2019.html", "/xxgk/report_2025.html", "/nowhere/report_2025.html"]
)
def test_other_addresses_are_not_found(report, client, path):
    assert client.get(path).status_code == 404


def test_a_damaged_version_is_not_shown(report, client):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_annualversion SET text = replace(text, '写好', '改好')")
    assert client.get(PAGE).status_code == 404


def test_it_is_found_and_named_in_the_sitemap(report, client):
    assert SearchEntry.objects.filter(kind="annual-report").count() == 1
    found = client.get("/search/", {"q": "2025年政府信息公开工作年度报告"}).content.decode()
    assert PAGE in found
    assert PAGE in client.get("/sitemap-pages.xml").content.decode()


def test_what_is_only_frozen_is_not_found(desk, section):
    frozen(desk)
    assert not SearchEntry.objects.filter(kind="annual-report").exists()


def test_the_pages_are_kept_until_something_is_published(desk, report, client):
    assert "X-Page-Cache" not in client.get(PAGE)
    assert client.get(PAGE)["X-Page-Cache"] == "hit"
    correction(desk, report)
    assert client.get(PAGE)["X-Page-Cache"] == "hit"
    do.publish_report(report, desk.by("head"))
    assert "X-Page-Cache" not in client.get(PAGE)


def test_few_queries(report, client):
    assert len(queries_of(client, PAGE)) <= 3
    assert len(queries_of(client, LIST)) <= 3


# --- A real report --------------------------------------------------------------------------------
@pytest.fixture
def city(desk, section, monkeypatch):
    """The records of a city's published year in place of our cases."""
    monkeypatch.setattr("disclosure.yearly.case_records", hangzhou.cases)
    monkeypatch.setattr("disclosure.yearly.review_records", hangzhou.reviews)
    monkeypatch.setattr("disclosure.yearly.fees_collected", lambda year: hangzhou.FEES)
    opening = dict(zip(hangzhou.COLUMNS[:-1], hangzhou.PUBLISHED["2"], strict=False))
    row = written(desk, opening=opening)
    do.write_report(row, desk.by("intake"), proactive=hangzhou.PROACTIVE, texts=TEXTS)
    return row


def test_a_published_citys_figures_reproduce_through_model_and_pages(desk, city, client):
    client.force_login(desk.users["head"])
    admin = "/admin/disclosure/annualreport/2025/"
    _is_the_city(client.get(admin))
    client.post(f"{admin}freeze/")
    client.post(f"{admin}publish/")
    client.logout()
    _is_the_city(client.get(PAGE))
    assert "实际收取信息处理费400元" in client.get(PAGE).content.decode()


def _is_the_city(response):
    tables = {table.get("class"): table for table in dom(response).iter("table")}
    numbers = {
        name: [cell.text_content() for cell in table.iter("td") if cell.get("headers")]
        for name, table in tables.items()
    }
    published = [str(n) for row in hangzhou.PUBLISHED.values() for n in row]
    assert numbers["t3"] == published
    assert numbers["t4"] == [str(n) for row in hangzhou.REVIEWS.values() for n in row]
    typed = "3 5 74 564 984 4185 11398889 6937489 166105 316441".split()
    assert numbers["t2"] == typed
