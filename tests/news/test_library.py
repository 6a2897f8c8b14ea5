"""政策文件库: what it shows, each filter, the orders, pages, the category tree."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.utils import timezone

from navigation.services import update_section
from navigation.tree import get_tree
from news.catalogue import columns, filters
from news.catalogue.categories import CategoryTree
from news.catalogue.columns import Column
from news.catalogue.definition import BY_PUBLISHED, Catalogue, Order
from news.catalogue.facets import Facets
from news.models import Document, DocumentCategory, HomeBlock
from news.querysets import DocumentQuerySet
from news.views.documents import catalogue_page
from portal import content_version
from tests.factories import make_article, make_document, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    return make_section("政策文件", slug="zcwj", kind="documents", page_size=3)


@pytest.fixture
def below(library):
    return make_section("科技政策", slug="kjzc", kind="documents", parent=library)


@pytest.fixture(params=["few", "many"])
def shape(request, monkeypatch):
    """Both ways of finding the documents of some sections (``DocumentQuerySet.in_sections``)."""
    if request.param == "many":
        monkeypatch.setattr(DocumentQuerySet, "FEW", -1)


def ask(client, query=None, path="/zcwj/", **values):
    """The context of the page; values by name, so that Chinese is encoded as browsers do."""
    cache.clear()
    response = client.get(f"{path}?{query or urlencode(values)}")
    assert response.status_code == 200
    return response.context


def names(context):
    return [row.document.article.title for row in context["page"].items]


def found(client, **values):
    return set(names(ask(client, **values)))


def errors(context):
    return {name: messages[0] for name, messages in context["form"].errors.items()}


# --- What it shows --------------------------------------------------------------------------------
def test_a_library_shows_documents_of_itself_and_of_everything_below(client, shape, library, below):
    deep = make_section("解读", slug="jd", parent=below)
    elsewhere = make_section("通知公告", slug="tzgg")
    make_document(library, "自己的")
    make_document(below, "下级的")
    make_document(deep, "再下级列表里的")
    make_document(elsewhere, "别处的")
    make_document(elsewhere, "也放在这里的", article={"also_in": [below]})
    make_article(below, "不是文件的文章")
    assert found(client) | found(client, page=2) == {
        *("自己的", "下级的", "再下级列表里的", "也放在这里的")
    }
    assert ask(client)["page"].total == 4
    assert set(names(ask(client, path="/zcwj/kjzc/"))) == {
        "下级的",
        "再下级列表里的",
        "也放在这里的",
    }


def test_a_document_filed_twice_in_the_branch_is_listed_and_counted_once(
    client, shape, library, below
):
    make_document(library, "两处", article={"also_in": [below]})
    context = ask(client)
    assert (names(context), context["page"].total) == (["两处"], 1)


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
def test_what_is_not_public_is_neither_shown_nor_counted_nor_offered(
    client, shape, library, hidden
):
    category = DocumentCategory.objects.create(name="藏")
    make_document(library, "公开")
    make_document(library, "藏着", issuer="藏机关", category=category, article=hidden)
    context = ask(client)
    assert (names(context), context["page"].total, context["branches"]) == (["公开"], 1, [])
    assert "藏机关" not in dict(context["form"].fields["issuer"].choices)
    for values in ({"q": "藏着"}, {"category": category.pk}, {"number": "藏"}, {"sort": "number"}):
        assert "藏着" not in found(client, **values)


def test_documents_of_switched_off_sections_are_gone_with_everything_about_them(
    client, shape, library, below
):
    make_document(library, "公开")
    make_document(below, "藏着", issuer="藏机关")
    update_section(below, is_active=False)
    context = ask(client)
    assert names(context) == ["公开"]
    assert "藏机关" not in dict(context["form"].fields["issuer"].choices)


def test_a_document_appears_and_disappears_by_itself(client, library, monkeypatch):
    later = timezone.now() + timedelta(minutes=5)
    times = {"published_at": later, "expires_at": later + timedelta(hours=1)}
    make_document(library, "稍后", article=times)
    assert names(ask(client)) == []
    for moment, expected in [
        (later + timedelta(seconds=1), ["稍后"]),
        (later + timedelta(hours=2), []),
    ]:
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        content_version.pin(None)
        context = ask(client)
        assert (names(context), context["page"].total) == (expected, len(expected))


def test_an_empty_library_says_so_and_an_unlucky_search_shows_a_way_back(client, library):
    assert "本栏目暂无内容" in client.get("/zcwj/").content.decode()
    make_document(library)
    page = client.get("/zcwj/?q=zzz").content.decode()
    assert "没有符合条件的文件" in page
    assert '<a class="btn" href="/zcwj/">查看全部文件</a>' in page
    assert 'name="robots" content="noindex"' in page


def test_rows_carry_what_the_design_shows(client, library):
    new = make_document(
        library, "新办法", written_on="2026-10-01", article={"doc_number": "甲〔2026〕37号"}
    )
    make_document(library, "旧办法", validity="revised", article={"days_ago": 30})
    page = client.get("/zcwj/").content.decode()
    row = page[page.index("新办法") :].split("</tr>")[0]
    assert "甲〔2026〕37号" in row
    assert '<time datetime="2026-10-01">2026-10-01</time>' in row
    assert '<span class="tag tag-new">新</span>' in row
    assert f'href="{new.article.get_absolute_url()}"' in page
    old = page[page.index("旧办法") :].split("</tr>")[0]
    assert '<span class="tag tag-ochre">已修订</span>' in old
    assert ">—</td>" in old


# --- Filters --------------------------------------------------------------------------------------
@pytest.fixture
def shelf(library, below):
    """Documents that differ in one way each."""
    top = DocumentCategory.objects.create(name="科研条件", position=10)
    sharing = DocumentCategory.objects.create(name="开放共享", parent=top, position=10)
    people = DocumentCategory.objects.create(name="人才队伍", position=20)
    spring = timezone.make_aware(datetime(2026, 4, 1, 0, 0))
    make_document(
        library,
        "仪器共享办法（试行）",
        category=sharing,
        issuer="中心、协调小组",
        written_on="2026-03-20",
        article={
            "doc_number": "科创发条字〔2026〕37号",
            "keywords": "预约，Cryo-EM",
            "published_at": spring,
        },
    )
    make_document(
        below,
        "职称评审条件",
        category=people,
        issuer="中心",
        written_on="2025-05-01",
        validity="repealed",
        article={"doc_number": "科创发人字〔2025〕7号", "days_ago": 2},
    )
    make_document(
        below,
        "用房细则 100%_",
        category=top,
        issuer="联席会议办公室",
        written_on="2024-12-31",
        article={"published_at": timezone.make_aware(datetime(2026, 3, 31, 23, 59))},
    )
    return {"top": top, "sharing": sharing, "people": people}


A, B, C = "仪器共享办法（试行）", "职称评审条件", "用房细则 100%_"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"q": "共享"}, {A}),
        ({"q": "预约"}, {A}),
        ({"q": "cryoem"}, {A}),
        ({"q": "办法(试行)"}, {A}),
        ({"q": "  评审　条件 "}, {B}),
        ({"q": "共享 条件"}, set()),
        ({"q": "办法预约"}, set()),
        ({"q": "%"}, {A, B, C}),
        ({"q": "100%_"}, {C}),
        ({"q": "ＣＲＹＯ"}, {A}),
        ({"number": "〔2026〕37号"}, {A}),
        ({"number": "[2026]37"}, {A}),
        ({"number": "2026 37"}, {A}),
        ({"number": "7号"}, {B}),
        ({"number": "科创发"}, {A, B}),
        ({"issuer": "中心"}, {A, B}),
        ({"issuer": "协调小组"}, {A}),
        ({"validity": "current"}, {A, C}),
        ({"validity": "repealed"}, {B}),
        ({"written_from": "2025-05-01"}, {A, B}),
        ({"written_to": "2025-05-01"}, {B, C}),
        ({"written_from": "2025-05-01", "written_to": "2025-05-01"}, {B}),
        ({"written_from": "2026年3月20日"}, {A}),
        ({"published_from": "2026-04-01", "published_to": "2026-04-01"}, {A}),
        ({"published_to": "2026/3/31"}, {C}),
        ({"q": "共享", "validity": "repealed"}, set()),
    ],
)
def test_each_condition_finds_what_it_says(client, shape, shelf, values, expected):
    context = ask(client, **values)
    assert set(names(context)) == expected
    assert context["page"].total == len(expected)
    assert errors(context) == {}


def test_a_category_finds_its_own_documents_and_those_below_it(client, shape, shelf):
    assert found(client, category=shelf["top"].pk) == {A, C}
    assert found(client, category=shelf["sharing"].pk) == {A}
    assert (
        "分类“科研条件 › 开放共享”，检索到 <b>1</b> 份文件"
        in client.get(f"/zcwj/?category={shelf['sharing'].pk}").content.decode()
    )


def test_the_tree_counts_under_the_other_conditions_and_keeps_them(client, shelf):
    context = ask(client, q="办法", sort="number")
    (branch,) = context["branches"]
    assert (branch.category.name, branch.count, context["all_count"]) == ("科研条件", 1, 1)
    assert [below.category.name for below in branch.children] == ["开放共享"]
    query = parse_qs(urlsplit(branch.children[0].query).query)
    assert query == {"q": ["办法"], "sort": ["number"], "category": [str(shelf["sharing"].pk)]}
    chosen = ask(client, q="办法", category=shelf["people"].pk)
    assert [(b.category.name, b.count, b.is_current) for b in chosen["branches"]] == [
        ("科研条件", 1, False),
        ("人才队伍", 0, True),
    ]
    assert chosen["all_url"] == "/zcwj/?" + urlencode({"q": "办法"})


def test_issuers_are_offered_one_by_one_the_busiest_first(client, shelf):
    choices = list(dict(ask(client)["form"].fields["issuer"].choices))
    assert choices[:2] == ["", "中心"]
    assert set(choices[2:]) == {"协调小组", "联席会议办公室"}


def test_several_issuers_in_one_line_are_counted_for_each():
    facets = Facets(((1, "甲、乙", 2), (None, "乙 丙", 3), (1, "丙", 1)))
    assert facets.total == 6
    assert facets.by_category == {1: 3, None: 3}
    assert facets.issuers == {"乙": ["乙 丙", "甲、乙"], "丙": ["丙", "乙 丙"], "甲": ["甲、乙"]}


# --- Orders and pages -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", [B, A, C]),
        ("published", [B, A, C]),
        ("written", [A, B, C]),
        ("number", [A, B, C]),
        ("nonsense", [B, A, C]),
    ],
)
def test_orders(client, shape, shelf, sort, expected):
    assert names(ask(client, sort=sort)) == expected


def test_numbers_are_ordered_by_value_and_documents_without_one_come_last(client, library):
    for number in ("甲〔2026〕9号", "甲〔2026〕120号", "", "甲〔2025〕200号"):
        make_document(library, number or "无", article={"doc_number": number})
    order = names(ask(client, sort="number")) + names(ask(client, sort="number", page=2))
    assert order == ["甲〔2026〕120号", "甲〔2026〕9号", "甲〔2025〕200号", "无"]


@pytest.mark.parametrize("sort", ["published", "written", "number"])
@pytest.mark.parametrize("narrowed", [{}, {"q": "办法"}])
def test_pages_show_every_document_once_in_one_order(client, shape, library, sort, narrowed):
    """Many equal keys, an uneven last page, the half that is counted from the end."""
    moment = timezone.now() - timedelta(days=1)
    for number in range(11):
        make_document(
            library,
            f"办法{number}",
            written_on=f"2026-01-{1 + number // 4:02}",
            article={"published_at": moment, "doc_number": f"甲{number // 3}号"},
        )
    pages = [names(ask(client, sort=sort, page=number, **narrowed)) for number in range(1, 5)]
    assert [len(page) for page in pages] == [3, 3, 3, 2]
    shown = [name for page in pages for name in page]
    fields = {"published": "-published_at", "written": "-written_on", "number": "-number_key"}
    expected = Document.objects.order_by(fields[sort], "-pk")
    assert shown == [document.article.title for document in expected]


def test_pages_keep_conditions_and_order(client, library):
    for number in range(7):
        make_document(library, f"办法{number}")
    page = client.get("/zcwj/?" + urlencode({"q": "办法", "sort": "written"})).content.decode()
    query = urlencode({"q": "办法", "sort": "written", "page": 2}).replace("&", "&amp;")
    assert f'href="?{query}"' in page
    jump = page[page.index('<label for="to-page">') - 400 :]
    assert '<input type="hidden" name="q" value="办法">' in jump
    assert '<input type="hidden" name="sort" value="written">' in jump


@pytest.mark.parametrize("number", ["4", "999999"])
def test_a_page_beyond_the_last_leads_to_the_last_and_keeps_conditions(client, library, number):
    for index in range(7):
        make_document(library, f"办法{index}")
    response = client.get("/zcwj/?" + urlencode({"q": "办法", "page": number}))
    assert response.status_code == 302
    assert response["Location"] == "/zcwj/?" + urlencode({"q": "办法", "page": 3})


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1e9", "９", "9" * 400, "%00"])
def test_a_page_number_that_is_none_shows_the_first_page(client, library, number):
    make_document(library)
    assert ask(client, page=number)["page"].number == 1


# --- What nobody should send ----------------------------------------------------------------------
NASTY = [
    "\x00",
    "\x01\x0b\x1b\x7f\u200b\u202e",
    "\ufffd\ud800".encode("utf-8", "replace").decode(),
    "😀" * 50,
    "a" * 10_000,
    "共享 " * 5_000,
    "%_\\'\";--",
    "<script>alert(1)</script>",
    "2026-13-45",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "-1",
    "99999999999999999999",
    "١٢",
    "",
]
FIELDS = (
    "q number category issuer validity sort format page "
    "written_from written_to published_from published_to"
).split()


@pytest.mark.parametrize("name", FIELDS)
def test_nothing_sent_is_an_error(client, shelf, name):
    client.raise_request_exception = False
    wrong = {
        value[:20]: response.status_code
        for value in NASTY
        if (response := client.get("/zcwj/", {name: value})).status_code not in (200, 302)
    }
    assert wrong == {}
    assert client.get(f"/zcwj/?{name}=%ff%fe&{name}=%ed%a0%80&{name}=a").status_code == 200


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"written_from": "去年"}, "written_from", "2026-11-20"),
        ({"published_to": "2026-02-30"}, "published_to", "2026-11-20"),
        ({"published_from": "0001-01-01"}, "published_from", "1900"),
        ({"written_to": "9999-12-31"}, "written_to", "2100"),
        ({"written_from": "2026-02-01", "written_to": "2026-01-01"}, "written_to", "止日早于起日"),
        ({"q": "长" * 101}, "q", "100"),
        ({"number": "长" * 61}, "number", "60"),
        ({"category": "999"}, "category", "没有这个选项"),
        ({"category": "x"}, "category", "没有这个选项"),
        ({"issuer": "没有的机关"}, "issuer", "没有这个选项"),
        ({"validity": "gone"}, "validity", "没有这个选项"),
    ],
)
def test_what_is_not_understood_is_said_beside_its_field_and_left_out(
    client, shelf, values, field, words
):
    context = ask(client, **values, sort="written")
    assert list(errors(context)) == [field]
    assert words in errors(context)[field]
    rest = {name: value for name, value in values.items() if name != field}
    assert names(context) == names(ask(client, **rest, sort="written"))
    page = client.get("/zcwj/?" + urlencode(values)).content.decode()
    assert f'id="id_{field}_error"' in page
    assert f'aria-describedby="id_{field}_error"' in page
    assert 'aria-invalid="true"' in page
    assert f"{field}=" not in context["query_prefix"]


def test_the_other_conditions_hold_beside_one_that_is_not_understood(client, shelf):
    assert found(client, validity="repealed", written_from="去年") == {B}
    assert found(client, written_from="2025-01-01", written_to="2024-01-01") == {A, B}


def test_what_was_typed_stays_in_its_field(client, shelf):
    page = client.get("/zcwj/?" + urlencode({"q": "共享<b>", "written_from": "去年"}))
    text = page.content.decode()
    assert 'value="共享&lt;b&gt;"' in text
    assert 'value="去年"' in text


def test_many_words_cost_no_more_than_a_few(client, shelf, django_assert_max_num_queries):
    words = " ".join(f"词{number}" for number in range(25))
    with django_assert_max_num_queries(20):
        context = ask(client, q=words)
    sql = str(context["form"].narrow(Document.objects.all()).query)
    assert sql.count("LIKE") == 8


# --- The frame ------------------------------------------------------------------------------------
def test_the_feed_of_a_library_brings_what_stands_below_it(client, library, below):
    make_document(below, "下级的")
    assert "下级的" in client.get("/zcwj/rss.xml").content.decode()


def test_the_home_page_takes_documents_from_below_a_library(client, library, below):
    make_document(below, "下级的", validity="repealed", article={"doc_number": "甲1号"})
    HomeBlock.objects.create(kind="policy", section=library, include_children=True)
    page = client.get("/").content.decode()
    assert "下级的" in page
    assert "已废止" in page


def test_a_library_page_is_the_same_for_everybody_and_kept(client, library):
    make_document(library)
    first = client.get("/zcwj/?" + urlencode({"q": "办法"}))
    assert "Cookie" not in first.headers.get("Vary", "")
    assert b"csrf" not in first.content
    assert client.get("/zcwj/?" + urlencode({"q": "办法"}))["X-Page-Cache"] == "hit"


def test_a_kind_may_change_between_list_and_library_but_articles_need_details(client, library):
    make_article(library, "一篇文章")
    update_section(library, kind="list")
    assert "一篇文章" in client.get("/zcwj/").content.decode()
    update_section(library, kind="documents")
    assert "一篇文章" not in client.get("/zcwj/").content.decode()


# --- Parts for other pages ------------------------------------------------------------------------
def test_another_catalogue_is_made_of_the_same_parts(client, rf, library, below):
    """A column more, an order more, categories of its own: as 信息公开目录 will be."""
    here = make_document(library, "甲办法", article={"days_ago": 1})
    there = make_document(below, "乙办法")
    index = Column("索引号", lambda document: f"KC-{document.pk:04}")
    catalogue = Catalogue(
        name="other",
        columns=(index, columns.TITLE),
        file_columns=(index, columns.TITLE),
        filters=(filters.WORDS, filters.by_category("目录分类", "article__section_id")),
        orders=(Order("index", "索引号", ("-pk",)), BY_PUBLISHED),
        categories=lambda: CategoryTree([(library.pk, None, "总"), (below.pk, library.pk, "分")]),
        categories_label="目录分类",
        category_field="article__section_id",
    )
    node = get_tree().get(library.pk)

    def page(**values):
        return catalogue_page(rf.get("/zcwj/", values), node, catalogue).content.decode()

    everything = page()
    assert everything.index(f"KC-{there.pk:04}") < everything.index(f"KC-{here.pk:04}")
    assert "目录分类" in everything
    assert "发文机关" not in everything
    assert "甲办法" not in page(category=below.pk)
    assert "甲办法" in page(category=library.pk)
    rows = catalogue_page(rf.get("/zcwj/", {"format": "csv"}), node, catalogue).content.decode()
    assert f"KC-{here.pk:04},甲办法" in rows
    # The page of the same section as a library is counted by itself.
    assert [branch.category.name for branch in ask(client)["branches"]] == []
