"""The list of documents as a file: readable by Excel, harmless to it, honest about conditions."""

import csv
import io
from datetime import timedelta
from urllib.parse import unquote, urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from navigation.services import update_section
from news.catalogue import export
from news.catalogue.columns import Column
from news.models import DocumentCategory
from news.views import documents
from tests.factories import make_document, make_section

pytestmark = pytest.mark.django_db
HEADS = [
    *("名称", "发文机关", "发文字号", "成文日期", "发布日期", "主题分类", "有效性"),
    *("失效日期", "网址"),
]
TEXT = Column("名称", lambda document: document, "title")


@pytest.fixture
def library():
    return make_section("政策文件", slug="zcwj", kind="documents", page_size=2)


def download(client, kind, **values):
    cache.clear()
    return client.get("/zcwj/?" + urlencode({**values, "format": kind}))


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx_rows(content):
    sheet = load_workbook(io.BytesIO(content)).active
    return [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]


READ = {"csv": csv_rows, "xlsx": xlsx_rows}


def rows_of(client, kind, **values):
    return READ[kind](download(client, kind, **values).content)


@pytest.fixture(params=["csv", "xlsx"])
def kind(request):
    return request.param


def test_every_detail_is_in_the_file(client, library, kind):
    top = DocumentCategory.objects.create(name="科研条件")
    sharing = DocumentCategory.objects.create(name="开放共享", parent=top)
    document = make_document(
        library,
        "共享办法",
        issuer="中心、协调小组",
        written_on="2026-10-27",
        category=sharing,
        validity="repealed",
        ends_on="2026-11-01",
        article={"doc_number": "甲〔2026〕37号", "days_ago": 0},
    )
    heads, row = rows_of(client, kind)
    assert heads == HEADS
    published = document.article.published_at.astimezone().strftime("%Y-%m-%d")
    assert row == [
        *("共享办法", "中心、协调小组", "甲〔2026〕37号", "2026-10-27", published),
        *("科研条件 › 开放共享", "已废止", "2026-11-01"),
        f"http://testserver{document.article.get_absolute_url()}",
    ]


def test_the_file_holds_what_the_conditions_say_in_the_chosen_order_on_all_pages(
    client, library, kind
):
    for number in range(5):
        make_document(library, f"办法{number}", written_on=f"2026-01-0{9 - number}")
    make_document(library, "通知")
    rows = rows_of(client, kind, q="办法", sort="written", page=2)
    assert [row[0] for row in rows[1:]] == [f"办法{number}" for number in range(5)]


def test_the_page_offers_the_file_under_its_own_conditions(client, library):
    make_document(library, "办法")
    page = client.get("/zcwj/?" + urlencode({"q": "办法", "sort": "number"})).content.decode()
    query = urlencode({"q": "办法", "sort": "number", "format": "csv"}).replace("&", "&amp;")
    assert f'href="/zcwj/?{query}"' in page


@pytest.mark.parametrize("state", ["draft", "later", "off"])
def test_nothing_hidden_is_exported(client, library, kind, state):
    below = make_section("下级", slug="b", kind="documents", parent=library)
    make_document(library, "公开")
    article = {
        "draft": {"status": "draft"},
        "later": {"published_at": timezone.now() + timedelta(days=1)},
    }
    make_document(below, "藏着", article=article.get(state, {}))
    if state == "off":
        update_section(below, is_active=False)
    assert [row[0] for row in rows_of(client, kind)] == ["名称", "公开"]


# --- What spreadsheets make of it -----------------------------------------------------------------
FORMULAS = [
    '=HYPERLINK("http://evil.example","点我")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "＠A1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_a_text(client, library, formula):
    make_document(library, formula, issuer=formula, article={"doc_number": formula[:60]})
    for cell in rows_of(client, "csv")[1][:3]:
        assert cell.startswith("'")
    sheet = load_workbook(io.BytesIO(download(client, "xlsx").content)).active
    for cell in next(sheet.iter_rows(min_row=2))[:3]:
        assert (cell.data_type, cell.value) == ("s", formula)
        assert cell.quotePrefix is True


@pytest.mark.parametrize("text", ["\t=1+1", "\n=1", "\r\n+1", "  =1", "\x00=1", "\u200b=1"])
def test_nothing_in_front_hides_a_formula(text):
    content = export.csv_file([TEXT], [[text]])
    assert csv_rows(content)[1][0].startswith("'")


def test_cells_hold_no_line_break_and_no_control_character(client, library, kind):
    make_document(
        library, "第一行\n第二行\x0b\x1f\x00\ufffe".replace("\x00", ""), issuer='引"号,逗'
    )
    row = rows_of(client, kind)[1]
    assert row[:2] == ["第一行 第二行", '引"号,逗']


def test_csv_begins_with_the_mark_by_which_excel_knows_utf8(client, library):
    make_document(library)
    response = download(client, "csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.endswith(b"\r\n")
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_every_cell_of_the_workbook_is_text_and_the_head_stays_in_view(client, library):
    make_document(library, "2026", article={"doc_number": "00137"})
    sheet = load_workbook(io.BytesIO(download(client, "xlsx").content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet["C2"].value == "00137"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


def test_the_file_has_the_name_of_the_section_and_the_day(client, library, kind):
    make_document(library)
    response = download(client, kind)
    disposition = unquote(response["Content-Disposition"])
    assert disposition.startswith("attachment;")
    assert "政策文件-20" in disposition
    assert disposition.endswith(f".{kind}")
    assert response["X-Robots-Tag"] == "noindex"


def test_an_empty_result_is_a_file_with_heads_only(client, library, kind):
    assert rows_of(client, kind, q="没有") == [HEADS]


def test_a_long_list_is_cut_and_the_page_says_so(client, library, kind, monkeypatch):
    monkeypatch.setattr(documents, "FILE_ROWS", 2)
    for number in range(3):
        make_document(library, f"办法{number}")
    assert len(rows_of(client, kind)) == 3
    cache.clear()
    assert "一次最多导出 2 条" in client.get("/zcwj/").content.decode()


@pytest.mark.parametrize("other", ["pdf", "CSV", "", "csv\x00", "../csv"])
def test_an_unknown_format_is_the_page(client, library, other):
    response = client.get("/zcwj/", {"format": other})
    assert response["Content-Type"].startswith("text/html")


def test_a_file_takes_as_many_queries_for_many_rows_as_for_few(client, library, kind):
    def cost():
        download(client, kind)
        with CaptureQueriesContext(connection) as queries:
            download(client, kind)
        return len(queries)

    category = DocumentCategory.objects.create(name="甲")
    make_document(library, category=category)
    few = cost()
    for number in range(30):
        make_document(library, f"{number}", category=category)
    assert cost() == few <= 3
