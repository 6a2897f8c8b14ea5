"""A catalogue of many entries walks its indexes: the database's own plans say so."""

import re

import pytest
from django.db import connection

from disclosure.models import CatalogueEntry
from news.demo_loader.bulk import add_articles, remove_articles
from news.models import Article
from tests.factories import make_section
from tests.news.test_index_use import STATISTICS, forget_statistics, plans, statements_of

from .catalogue_helpers import make_catalogue, make_category, make_settings

pytestmark = pytest.mark.skipif(
    connection.vendor == "postgresql",
    reason="PostgreSQL rightly reads so small a table from end to end",
)
SIZE = 2500
SCAN = r"SCAN (disclosure_catalogueentry|news_article|news_articleplacement)\b(?! USING)"


def enter_all(categories):
    """Entries for all articles, in bulk: the numbers of many saves would take minutes."""
    articles = Article.objects.order_by("published_at", "pk")
    entries = [
        CatalogueEntry(
            article=article,
            index_number=f"X-{serial}",
            year=article.published_at.year,
            serial=serial,
            category=categories[serial % len(categories)],
            genre="notice" if serial % 50 == 0 else "measures",
        )
        for serial, article in enumerate(articles, start=1)
    ]
    for entry in entries:
        vars(entry).update(entry.derived_values())
    CatalogueEntry.objects.bulk_create(entries, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.fixture(params=STATISTICS)
def large_catalogue(request, db):
    section = make_catalogue()
    make_settings()
    for number in range(4):
        make_section(f"栏目{number}", slug=f"c{number}")
    add_articles(SIZE, seed=7)
    enter_all([make_category(f"分类{number}") for number in range(5)])
    if request.param == "never analysed":
        forget_statistics()
    return section


def test_pages_orders_and_filters_use_indexes(client, large_catalogue):
    category = CatalogueEntry.objects.first().category_id
    base = "/gkml/"
    paths = [base, f"{base}?page=40", f"{base}?sort=index", f"{base}?genre=notice"]
    paths += [f"{base}?category={category}"]
    for path in paths:
        lines = plans(statements_of(client, path))
        assert [line for line in lines if re.search(SCAN, line)] == [], path


@pytest.mark.parametrize("large_catalogue", STATISTICS[:1], indirect=True)
def test_an_order_is_read_along_its_index_and_synthetic_articles_go_with_their_entries(
    client, large_catalogue
):
    for order, index in (("", "entry_published"), ("sort=index", "entry_index_number")):
        assert index in " ".join(plans(statements_of(client, f"/gkml/?{order}"))), order
    assert remove_articles() == (SIZE, 0)
    assert not CatalogueEntry.objects.exists()
