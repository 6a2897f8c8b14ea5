"""A blank form is drawn once, however it is asked for."""

import pytest
from django.core.cache import cache

from disclosure import letters

pytestmark = pytest.mark.usefixtures("desk")


def test_neither_a_query_nor_a_cookie_makes_a_blank_be_drawn_again(client, monkeypatch):
    cache.clear()
    drawn = []
    monkeypatch.setattr(letters, "to_pdf", lambda document: drawn.append(1) or b"%PDF-1.7")
    client.cookies["sessionid"] = "made-up"
    for number in range(3):
        assert client.get(f"/apply/blank/person.pdf?x={number}").status_code == 200
    assert client.get("/apply/blank/organisation.pdf").status_code == 200
    assert len(drawn) == 2
