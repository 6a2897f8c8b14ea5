"""The way in: a section of kind ``application``, blank forms, hints of what is published."""

import io

import docx
import pytest

from disclosure import letters
from disclosure.applying.found import words_of
from disclosure.models import DeskSettings
from tests.factories import make_article, make_section
from tests.news.test_query_budgets import queries_of

from .helpers import PERSON_URL, filled

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def section(desk):
    root = make_section("信息公开", slug="xxgk", kind="first-child")
    make_section("公开目录", slug="gkml", kind="catalogue", parent=root)
    return make_section("公开申请", slug="gksq", kind="application", parent=root)


def test_the_section_leads_to_both_forms_the_follow_page_and_blank_forms(client, section):
    make_article(section, "怎样申请", body="<p>先看目录。</p>")
    page = client.get("/xxgk/gksq/").content.decode()
    for link in (PERSON_URL, "/apply/organisation/", "/apply/follow/", "/xxgk/gkml/"):
        assert f'href="{link}"' in page
    assert "/apply/blank/person.docx" in page and "/apply/blank/organisation.docx" in page
    assert "先看目录。" in page and "不需要说明用途" in page


def test_the_landing_is_kept_for_everybody_and_the_form_for_nobody(client, section):
    client.get("/xxgk/gksq/")
    assert client.get("/xxgk/gksq/")["X-Page-Cache"] == "hit"
    client.get(PERSON_URL)
    assert "X-Page-Cache" not in client.get(PERSON_URL)


def test_changed_settings_show_at_once(client, section):
    client.get("/xxgk/gksq/")
    row = DeskSettings.objects.get()
    row.office_phone = "010-0000 0008"
    row.save()
    assert "010-0000 0008" in client.get("/xxgk/gksq/").content.decode()


def test_the_form_stands_in_the_section_wherever_it_is(client, section):
    page = client.get(PERSON_URL).content.decode()
    crumbs = page.partition('class="crumb"')[2].partition("</nav>")[0]
    assert 'href="/xxgk/gksq/">公开申请</a>' in crumbs
    assert '<span aria-current="page">填写申请</span>' in crumbs
    assert 'aria-label="信息公开栏目"' in page


def test_an_institution_whose_rules_say_so_takes_inquiries(client, section):
    paths = ("/xxgk/gksq/", PERSON_URL, "/apply/receipt/")
    asked = {"公民申请", "填写申请", "提交申请", "申请回执"}
    before = "".join(client.get(path).content.decode() for path in paths)
    assert {words for words in asked if words in before} == asked
    row = DeskSettings.objects.get()
    row.institution, row.appeal_body = "public_service", "示例市卫生健康委员会"
    row.uses_inquiry_wording = True
    row.save()
    after = "".join(client.get(path).content.decode() for path in paths)
    for words in asked:
        assert words.replace("申请", "咨询") in after and words not in after


def test_the_form_works_on_a_site_without_the_section(client, desk):
    page = client.get(PERSON_URL).content.decode()
    assert "填写申请" in page and 'class="side"' not in page


def test_queries_do_not_grow(client, section):
    make_article(section, "怎样申请", body="<p>先看目录。</p>")
    assert len(queries_of(client, "/xxgk/gksq/")) <= 2
    assert len(queries_of(client, PERSON_URL)) <= 2
    assert len(queries_of(client, "/apply/receipt/")) <= 1
    assert len(queries_of(client, "/apply/challenge/")) <= 1


# --- Blank forms ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "title"), [("person", "公民"), ("organisation", "法人")])
def test_blank_forms_can_be_printed(client, kind, title):
    response = client.get(f"/apply/blank/{kind}.docx")
    text = "".join(p.text for p in docx.Document(io.BytesIO(response.content)).paragraphs)
    assert "申请表" in text and title in text
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.skipif(not letters.is_available(), reason="no Pango")
def test_blank_forms_are_there_as_pdf(client):
    assert client.get("/apply/blank/person.pdf").content.startswith(b"%PDF")


def test_where_no_pdf_can_be_made_none_is_promised(client, section, monkeypatch):
    def unavailable(_document):
        raise letters.PdfUnavailable("没有")

    monkeypatch.setattr(letters, "is_available", lambda: False)
    monkeypatch.setattr(letters, "to_pdf", unavailable)
    assert ".pdf" not in client.get("/xxgk/gksq/").content.decode()
    assert client.get("/apply/blank/person.pdf").status_code == 404
    assert client.get("/apply/blank/nobody.docx").status_code == 404


# --- What is published already ------------------------------------------------------------------------
@pytest.fixture
def published(desk):
    news = make_section("通知", slug="tz")
    make_article(news, "大型仪器开放共享管理办法", body="<p>补助的分配结果。</p>")
    make_article(news, "未发布的仪器开放共享", status="draft")


def test_what_is_published_is_shown_without_a_script_and_the_form_stays(client, published):
    data = filled(step="find-0", altcha="", **{"r0-title": "仪器开放共享"})
    page = client.post(PERSON_URL, data).content.decode()
    assert "已公开的信息" in page and "大型仪器开放共享管理办法" in page
    assert "未发布的" not in page
    assert data["r0-description"] in page and data["name"] in page


def test_the_script_gets_the_same_list(client, published):
    response = client.post("/apply/found/", {"title": "", "description": "仪器开放共享"})
    assert "大型仪器开放共享管理办法" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    nothing = client.post("/apply/found/", {"title": "", "description": " "})
    assert "没有找到" in nothing.content.decode()
    # What is typed may be personal: it never stands in an address.
    assert client.get("/apply/found/?title=x").status_code == 405


def test_the_title_is_searched_for_or_how_the_description_begins():
    assert words_of({"title": " 合同 ", "description": "别的"}) == "合同"
    assert words_of({"description": "一\n二" + "长" * 100}).startswith("一 二长")
    assert len(words_of({"description": "长" * 100})) == 60
