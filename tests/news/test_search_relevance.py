"""What people ask of the demo institution, and what they must find: a table of queries as data.

``pytest tests/news/test_search_relevance.py -s`` prints the table.
"""

import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from news.search import site_search
from portal.search.query import parse

pytestmark = pytest.mark.django_db
QUERIES = tomllib.loads(
    (Path(__file__).parent.parent / "data" / "search_relevance.toml").read_text()
)["query"]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo content for all tests of this module, in a transaction that is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


def titles(text, count):
    results = site_search().run(parse(text))
    return results, [result.hit.title for result in results.page(1, count)]


def test_the_set_is_large_enough():
    assert len(QUERIES) >= 40
    assert len({query["text"] for query in QUERIES}) == len(QUERIES)


@pytest.mark.parametrize("wanted", QUERIES, ids=lambda query: query["text"])
def test_people_find_what_they_ask_for(demo, wanted):
    top = wanted.get("top", 5)
    results, found = titles(wanted["text"], top)
    print(f"{wanted['text']}\t{results.total}\t{' | '.join(found[:3])}")  # noqa: T201
    assert not results.is_partial
    if "first" in wanted:
        assert found[0] == wanted["first"] if top == 5 else wanted["first"] in found
    assert set(wanted.get("within", ())) <= set(found)
    if "kind" in wanted:
        assert results.candidates[0].kind == wanted["kind"]
