"""信息公开目录: what the page shows, finds, counts and hands out as a file."""

import csv
import io
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.utils import timezone
from openpyxl import load_workbook

from disclosure.models import CatalogueEntry, CatalogueSettings
from navigation.services import update_section
from news.querysets import DocumentQuerySet
from news.search import site_search
from portal.search.query import parse
from tests.factories import make_article, make_section
from tests.news.helpers import queries_of

from .catalogue_helpers import (
    PREFIX,
    make_catalogue,
    make_category,
    make_entry,
    make_settings,
)

pytestmark = pytest.mark.django_db
HEADS = [
    *("索引号", "名称", "内容概述", "生成日期", "目录分类", "文种", "发文机关", "发文字号"),
    *("发布日期", "公开方式", "效力状态", "替代文件索引号", "网址"),
]


@pytest.fixture
def section():
    make_settings()
    return make_catalogue(page_size=3)


@pytest.fixture(params=["few", "many"])
def shape(request, monkeypatch):
    """Both ways of finding the entries of the sections (``DocumentQuerySet.in_sections``)."""
    if request.param == "many":
        monkeypatch.setattr(DocumentQuerySet, "FEW", -1)


def ask(client, **values):
    cache.clear()
    response = client.get(f"/gkml/?{urlencode(values)}")
    assert response.status_code == 200
    return response.context


def names(context):
    return [row.document.article.title for row in context["page"].items]


def found(client, **values):
    return set(names(ask(client, **values)))


def errors(context):
    return {name: messages[0] for name, messages in context["form"].errors.items()}


def csv_rows(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def xlsx_rows(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]


READ = {"csv": csv_rows, "xlsx": xlsx_rows}


def rows_of(client, kind, **values):
    cache.clear()
    return READ[kind](client.get("/gkml/?" + urlencode({**values, "format": kind})))


# --- What it shows --------------------------------------------------------------------------------
def test_the_catalogue_lists_entries_of_the_whole_site(client, shape, section):
    elsewhere = make_section("政策", slug="zcwj")
    make_entry(elsewhere, "别处的")
    make_entry(section, "这里的")
    make_article(elsewhere, "不在目录里的")
    context = ask(client)
    assert (set(names(context)), context["page"].total) == ({"别处的", "这里的"}, 2)


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"status": "review"},
        {"status": "withdrawn"},
        {"published_at": timezone.now() + timedelta(hours=1)},
        {"expires_at": timezone.now() - timedelta(hours=1)},
    ],
)
def test_what_is_not_public_is_neither_shown_nor_counted_nor_exported(
    client, shape, section, hidden
):
    category = make_category("藏着的分类")
    make_entry(section, "公开")
    make_entry(section, "藏着", category=category, article=hidden)
    context = ask(client)
    assert (names(context), context["page"].total, context["branches"]) == (["公开"], 1, [])
    for values in ({"q": "藏着"}, {"category": category.pk}, {"sort": "index"}):
        assert "藏着" not in found(client, **values)
        assert all("藏着" not in row for row in rows_of(client, "csv", **values))


def test_entries_that_are_taken_off_or_have_no_number_yet_are_not_listed(client, section):
    off = make_entry(section, "取消的")
    off.is_listed = False
    off.save()
    CatalogueSettings.objects.update(prefix="")
    waiting = make_article(section, "没有编号的")
    CatalogueEntry.objects.create(article=waiting)
    assert names(ask(client)) == []
    assert rows_of(client, "csv") == [HEADS]


def test_entries_of_switched_off_sections_are_gone(client, shape, section):
    below = make_section("政策", slug="zcwj")
    make_entry(below, "藏着")
    make_entry(below, "两处", article={"also_in": [section]})
    update_section(below, is_active=False)
    assert names(ask(client)) == ["两处"]


def test_rows_carry_what_the_design_shows(client, section):
    make_entry(
        section,
        "新办法",
        document={"validity": "revised"},
        article={"doc_number": "甲〔2026〕37号"},
    )
    page = client.get("/gkml/").content.decode()
    row = page[page.index("<tbody") :].split("</tr>")[0]
    today = timezone.localdate()
    for text in (f"{PREFIX}/{today.year}-00001", "甲〔2026〕37号", f"{today:%Y-%m-%d}"):
        assert text in row
    assert '<span class="tag tag-new">新</span>' in row
    assert '<span class="tag tag-ochre">已修订</span>' in row
    heads = [column.label for column in ask(client)["catalogue"].columns]
    assert heads == ["索引号", "名称", "发文字号", "发布日期"]


def test_the_category_tree_counts_under_the_other_conditions(client, section):
    rules = make_category("规章制度", position=10)
    sharing = make_category("开放共享", parent=rules)
    make_category("空分类", position=20)
    make_entry(section, "共享办法", category=sharing)
    make_entry(section, "规定", category=rules)
    make_entry(section, "未分类")

    def tree(**values):
        context = ask(client, **values)
        return context["all_count"], [
            (
                branch.category.name,
                branch.count,
                [(b.category.name, b.count) for b in branch.children],
            )
            for branch in context["branches"]
        ]

    assert tree() == (3, [("规章制度", 2, [("开放共享", 1)])])
    assert tree(q="共享", category=rules.pk) == (1, [("规章制度", 1, [("开放共享", 1)])])
    assert found(client, category=rules.pk) == {"共享办法", "规定"}
    assert (
        "分类“规章制度 › 开放共享”" in client.get(f"/gkml/?category={sharing.pk}").content.decode()
    )


def test_the_foot_leads_on_while_there_is_somewhere_to_go(client, section):
    make_entry(section)
    assert "未在目录中找到" not in client.get("/gkml/").content.decode()
    guide, apply = make_section("指南", slug="gkzn"), make_section("申请", slug="gksq")
    row = CatalogueSettings.load()
    row.guide_section, row.application_section, row.note = guide, apply, "每月更新。<b>"
    row.save()
    page = client.get("/gkml/").content.decode()
    assert (
        '先<a href="/gkzn/">查阅信息公开指南</a>，或<a href="/gksq/">提交信息公开申请</a>。' in page
    )
    assert "每月更新。&lt;b&gt;" in page
    update_section(guide, is_active=False)
    page = client.get("/gkml/").content.decode()
    assert "gkzn" not in page
    assert '<a href="/gksq/">提交信息公开申请</a>' in page


# --- Finding --------------------------------------------------------------------------------------
def test_each_filter_narrows(client, shape, section):
    old = {"days_ago": 400, "doc_number": "甲〔2025〕7号"}
    make_entry(section, "仪器共享管理办法", article=old)
    make_entry(section, "关于征集需求的通知", article={"doc_number": "甲〔2026〕37号"})
    last_month = timezone.localdate() - timedelta(days=30)
    for values, expected in (
        ({"q": "共享 仪器"}, {"仪器共享管理办法"}),
        ({"genre": "notice"}, {"关于征集需求的通知"}),
        ({"published_from": last_month}, {"关于征集需求的通知"}),
        ({"published_to": last_month}, {"仪器共享管理办法"}),
        ({"number": "〔2025〕7号"}, {"仪器共享管理办法"}),
        ({"number": "7号", "genre": "notice"}, set()),
    ):
        assert found(client, **values) == expected, values


def test_an_entry_is_found_by_its_index_number(client, section):
    entry = make_entry(section, "办法")
    make_entry(section, "通知")
    assert found(client, q=entry.index_number) == {"办法"}
    assert found(client, q=entry.index_number.lower()) == {"办法"}


def test_the_site_search_finds_an_article_by_its_index_number(section):
    entry = make_entry(section, "办法")
    make_entry(section, "通知")
    page = site_search().run(parse(entry.index_number)).page(1, 5)
    assert page[0].hit.title == "办法"
    assert page[0].hit.text.startswith(f"索引号：{entry.index_number}。")
    entry.is_listed = False
    entry.save()
    page = site_search().run(parse(f'"{entry.index_number}"')).page(1, 5)
    assert "办法" not in [result.hit.title for result in page]


def test_orders_are_total_and_pages_show_every_entry_once(client, shape, section):
    for number in range(8):
        make_entry(section, f"条目{number}", article={"published_at": timezone.now()})
    by_number = [
        title for page in (1, 2, 3) for title in names(ask(client, sort="index", page=page))
    ]
    assert by_number == [f"条目{number}" for number in reversed(range(8))]
    by_date = [title for page in (1, 2, 3) for title in names(ask(client, page=page))]
    assert sorted(by_date) == sorted(by_number)
    assert client.get("/gkml/?page=99").url == "/gkml/?page=3"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"category": "x"}, "category"),
        ({"category": "99999999999999999999"}, "category"),
        ({"genre": "'; --"}, "genre"),
        ({"published_from": "昨天"}, "published_from"),
        ({"published_from": "0001-01-01"}, "published_from"),
        ({"published_from": "2026-02-01", "published_to": "2026-01-01"}, "published_to"),
        ({"q": "长" * 101}, "q"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_the_rest_holds(client, section, values, field):
    make_entry(section, "办法")
    context = ask(client, **values)
    assert list(errors(context)) == [field]
    assert names(context) == ["办法"]
    assert client.get("/gkml/?" + urlencode({**values, "format": "csv"})).status_code == 200


def test_strange_pages_orders_and_formats_do_no_harm(client, section):
    make_entry(section, "办法")
    for query in ("page=x", "page=-1", "sort=x", "format=exe", "q=%00", "q=%ff", "number=%27%22"):
        assert client.get(f"/gkml/?{query}").status_code == 200, query


# --- Files ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_detail_is_in_the_file(client, section, kind):
    rules = make_category("规章制度")
    new = make_entry(section, "新办法", document={})
    old = make_entry(
        section,
        "旧办法",
        document={"validity": "repealed", "superseded_by": new.article, "written_on": "2026-10-27"},
        article={"doc_number": "甲〔2026〕37号", "summary": "规定了什么。"},
        category=make_category("开放共享", parent=rules),
    )
    heads, row = rows_of(client, kind, q="旧办法")
    assert heads == HEADS
    assert row == [
        *(old.index_number, "旧办法", "规定了什么。", "2026-10-27", "规章制度 › 开放共享"),
        *(
            "办法、措施",
            "京津科技创新发展中心",
            "甲〔2026〕37号",
            f"{timezone.localdate():%Y-%m-%d}",
        ),
        *("主动公开", "已废止", new.index_number),
        f"http://testserver{old.article.get_absolute_url()}",
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_text_becomes_a_formula(client, section, kind):
    make_entry(section, "=1+1", article={"summary": "@SUM(A1)"})
    row = rows_of(client, kind)[1]
    mark = "'" if kind == "csv" else ""
    assert (row[1], row[2]) == (f"{mark}=1+1", f"{mark}@SUM(A1)")


def test_files_honour_conditions_and_order(client, section):
    for title in ("甲办法", "乙通知", "丙办法"):
        make_entry(section, title)
    rows = rows_of(client, "csv", genre="measures", sort="index")
    assert [row[1] for row in rows[1:]] == ["丙办法", "甲办法"]


# --- The article ----------------------------------------------------------------------------------
def panel(client, entry):
    cache.clear()
    page = client.get(entry.article.get_absolute_url()).content.decode()
    return page.split('<dl class="files doc">')[1].split("</dl>")[0] if "files doc" in page else ""


def test_the_article_page_shows_its_entry_and_the_notice_of_an_ended_document(client, section):
    entry = make_entry(
        section,
        "旧办法",
        document={"validity": "repealed"},
        requests_answered=3,
        request_note="2026年以来",
    )
    text = panel(client, entry)
    assert f'<dt class="date">索引号</dt> <dd> {entry.index_number} </dd>' in " ".join(text.split())
    assert "主动公开（应申请公开3次，2026年以来）" in text
    page = client.get(entry.article.get_absolute_url()).content.decode()
    assert "本文件已废止" in page


def test_an_article_that_is_no_document_shows_the_day_it_was_formed(client, section):
    entry = make_entry(section, "说明", formed_on="2026-01-05", abstract="概述。")
    text = panel(client, entry)
    assert '<time datetime="2026-01-05">' in text
    assert "概述。" in text
    assert "本文件" not in client.get(entry.article.get_absolute_url()).content.decode()
    entry.is_listed = False
    entry.save()
    assert panel(client, entry) == ""


# --- Cost -----------------------------------------------------------------------------------------
def test_pages_take_few_queries_however_many_entries(client, section):
    category = make_category("规章制度")
    paths = ["/gkml/", "/gkml/?q=办法", f"/gkml/?category={category.pk}&sort=index"]

    def fill(count):
        for number in range(count):
            make_entry(section, f"办法{number}", document={}, category=category)

    fill(3)
    few = [len(queries_of(client, path)) for path in paths]
    fill(6)
    assert [len(queries_of(client, path)) for path in paths] == few
    assert max(few) <= 5


def test_the_entry_costs_the_article_page_no_query(client, section):
    entry = make_entry(section, "有条目")
    plain = make_article(make_section("别处", slug="b"), "没有条目")
    with_entry = len(queries_of(client, entry.article.get_absolute_url()))
    assert with_entry == len(queries_of(client, plain.get_absolute_url()))


def test_the_page_is_the_same_for_everybody_and_kept(client, section):
    make_entry(section)
    first = client.get("/gkml/?q=a")
    assert "Cookie" not in first.headers.get("Vary", "")
    assert b"csrf" not in first.content
    assert client.get("/gkml/?q=a")["X-Page-Cache"] == "hit"
