"""On a large site no public page may walk through all articles: the database's own plans say so.

The site is made in bulk and analysed, so that the planner knows it is large.
"""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from navigation.services import update_section
from news import sitemaps
from news.demo_loader.bulk import add_articles
from news.models import Article, Document, DocumentCategory, HomeBlock
from news.section_index import section_index
from news.services.placements import place
from portal import content_version
from tests.factories import make_section

SIZE = 3000
# What reads a table from end to end, in the words of each database.
SCANS = {
    "sqlite": re.compile(
        r"SCAN (news_article|news_articleplacement|news_articlekeyword|news_document)\b"
        r"(?! USING (COVERING )?INDEX article_(newest|expires|headline|sticky|featured))"
    ),
    # An empty table is one page at the most: it may be read from end to end.
    "postgresql": re.compile(
        r"Seq Scan on (news_article|news_articleplacement|news_articlekeyword|news_document)\b"
        r"(?!( \w+)? +\(cost=0\.00\.\.[01]\.\d\d )"
    ),
}


def forget_statistics():
    """SQLite as after a restore or in its first months: nobody has run ANALYZE."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")


# What reads a stretch of article numbers and nothing else.
RANGES = {
    "sqlite": r"SEARCH news_article.* USING (INTEGER PRIMARY KEY|(COVERING )?INDEX \w*article_id\w*) "
    r"\((rowid|article_id)>\? AND (rowid|article_id)<\?\)",
    "postgresql": r"Index (Only )?(Scan|Cond).*(news_article_pkey|article_id)",
}


def has_statistics():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_stat1")
            return cursor.fetchone()[0] > 0
    return True


# PostgreSQL keeps its statistics by itself.
STATISTICS = ["analysed"] + (["never analysed"] if connection.vendor == "sqlite" else [])


@pytest.fixture(params=STATISTICS)
def large_site(request, db):
    root = make_section("科技创新", slug="kjcx", kind="first-child")
    lists = [make_section(f"栏目{n}", slug=f"c{n}", parent=root) for n in range(6)]
    add_articles(SIZE, seed=7)
    for position, kind in enumerate(HomeBlock.Kind):
        HomeBlock.objects.create(
            kind=kind, section=root, include_children=True, position=position, count=6
        )
    if request.param == "never analysed":
        forget_statistics()
    return lists


def plans(statements):
    found = []
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        for sql in statements:
            cursor.execute(explain + sql)
            found += [" ".join(map(str, row)) for row in cursor.fetchall()]
    return found


def statements_of(client, path):
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return [q["sql"] for q in queries if q["sql"].lstrip("(").startswith("SELECT")]


def full_scans(lines):
    return [line for line in lines if SCANS[connection.vendor].search(line)]


def test_lists_articles_home_and_feeds_use_indexes(client, large_site):
    section = large_site[0]
    base = section.get_absolute_url()
    last = -(-section_index(section.pk).total // section.page_size)
    article = Article.objects.order_by("pk")[SIZE // 2]
    paths = ["/", base, f"{base}?page={last}", f"{base}?year=2024", article.get_absolute_url()]
    paths += [base + "rss.xml", "/rss.xml", base + "atom.xml", "/atom.xml"]
    for path in paths:
        assert full_scans(plans(statements_of(client, path))) == [], path


def test_sitemaps_use_indexes(client, large_site, monkeypatch):
    monkeypatch.setattr(sitemaps, "FILE_SIZE", 500)
    middle = sitemaps.file_of(Article.objects.order_by("pk")[SIZE // 2].pk)
    for name in ("", "-pages", "-news", f"-articles-{middle}"):
        assert full_scans(plans(statements_of(client, f"/sitemap{name}.xml"))) == [], name


def unlimited(lines):
    """Scans of an index that begin at its beginning: PostgreSQL says the limits one line below."""
    return [
        line
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if re.search(r"Index (Only )?Scan using \w+ on news_article", line)
        and "Index Cond" not in below
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not merge indexes")
def test_the_index_of_sitemaps_walks_through_no_index_from_its_beginning(
    client, large_site, monkeypatch
):
    monkeypatch.setattr(sitemaps, "FILE_SIZE", 1500)
    statements = statements_of(client, "/sitemap.xml")
    (files,) = [sql for sql in statements if "UNION ALL" in sql and "external_url" in sql]
    lines = plans([files])
    assert unlimited(lines) == [], lines


def test_a_file_of_the_sitemap_is_read_along_the_primary_key(client, large_site, monkeypatch):
    """Not along the index of all published articles, which would grow with the site."""
    monkeypatch.setattr(sitemaps, "FILE_SIZE", 100)
    update_section(large_site[0], is_active=False)
    middle = sitemaps.file_of(Article.objects.order_by("pk")[SIZE // 2].pk)
    statements = statements_of(client, f"/sitemap-articles-{middle}.xml")
    articles = [sql for sql in statements if "news_article" in sql]
    assert len(articles) == 2, "the articles, and which of the hidden section show elsewhere"
    for sql in articles:
        text = " ".join(plans([sql]))
        assert re.search(RANGES[connection.vendor], text), text
        assert "article_state" not in text and "placement_list" not in text, text


def test_the_check_itself_notices_a_full_scan(large_site):
    sql = str(Article.objects.filter(author="无").order_by().query)
    assert full_scans(plans([sql.replace("= 无", "= '无'")]))


def test_counting_a_section_and_looking_for_the_next_moment_use_indexes(large_site):
    with CaptureQueriesContext(connection) as queries:
        content_version.bump()
        content_version.pin(None)
        section_index(large_site[1].pk)
    selects = [q["sql"] for q in queries if q["sql"].lstrip("(").startswith("SELECT")]
    assert any("month" in sql for sql in selects)
    assert full_scans(plans(selects)) == []


def test_a_deep_page_reads_no_more_rows_than_the_first(large_site):
    """The rows to skip stay within one month, whatever the page."""
    index = section_index(large_site[2].pk)
    largest = max(month.count for month in index.months)
    for start in range(0, index.total, 37):
        _month, skip = index.locate(start)
        assert skip < largest


# --- Libraries of documents -----------------------------------------------------------------------
@pytest.fixture(params=STATISTICS)
def large_library(request, db):
    """Three sections full of documents and a small one beside them."""
    root = make_section("政策文件", slug="zcwj", kind="documents")
    for number in range(3):
        make_section(f"库{number}", slug=f"k{number}", kind="documents", parent=root)
    for number in range(12):
        DocumentCategory.objects.create(name=f"类{number}")
    add_articles(SIZE, seed=7, kind="documents")
    small = make_section("小库", slug="small", kind="documents", parent=root)
    for article in Article.objects.order_by("pk")[:40]:
        place(article, [article.section_id, small.pk])
    if request.param == "never analysed":
        forget_statistics()
    return root


def library_addresses():
    last = -(-SIZE // 20)
    for sort in ("published", "written", "number"):
        yield from (f"/zcwj/?sort={sort}", f"/zcwj/?sort={sort}&page={last}")
        yield f"/zcwj/small/?sort={sort}"
    yield f"/zcwj/?category={DocumentCategory.objects.last().pk}"
    yield "/zcwj/k1/"
    yield Document.objects.order_by("pk")[SIZE // 2].article.get_absolute_url()


def test_libraries_use_indexes_in_every_order(client, large_library):
    for path in library_addresses():
        assert full_scans(plans(statements_of(client, path))) == [], path


def test_few_documents_are_found_through_their_sections(client, large_library):
    """Walking the whole library for a section that holds little of it would be slow.

    SQLite that never analysed guesses and walks an index, which only costs it the walk.
    """
    if not has_statistics():
        pytest.skip("the planner does not know that the section is small")
    lines = plans(statements_of(client, "/zcwj/small/"))
    assert not [line for line in lines if re.search(r"document_(published|written|number)\b", line)]


def test_the_last_page_of_a_library_skips_no_more_than_half_of_it(client, large_library):
    for number in (1, 75, 76, 149, 150):
        (sql,) = [
            sql
            for sql in statements_of(client, f"/zcwj/?page={number}")
            if "OFFSET" in sql or "LIMIT 20" in sql
        ]
        offset = re.search(r"OFFSET (\d+)", sql)
        assert int(offset[1] if offset else 0) <= SIZE // 2, number
