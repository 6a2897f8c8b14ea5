"""What several tests of this room need."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext


def titles(articles):
    return [article.title for article in articles]


def queries_of(client, path, *, warm=True):
    """How many queries ``path`` takes: with tree and site in memory, but no cached page."""
    if warm:
        client.get(path)
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return [query["sql"] for query in queries]


def walk_pages(client, path, limit=50):
    """All articles of a list, page by page, as the visitor meets them."""
    number, found = 1, []
    while number <= limit:
        context = client.get(f"{path}?page={number}").context
        if context["featured"]:
            found.append(context["featured"])
        found += context["page"].items
        if not context["page"].has_next:
            return found
        number += 1
    pytest.fail(f"{path} does not end")
    return found
