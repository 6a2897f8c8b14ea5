"""A section kind with countable content, so that these tests need no room above this one, and a tree."""

from collections import Counter

import pytest

from navigation import kinds
from navigation.signals import section_merging
from tests.factories import make_section, make_user


class Boxes:
    """Content of ``box`` sections: so many things per section id."""

    def __init__(self):
        self.things = Counter()
        self.moves_on_merge = True

    def count(self, section_id):
        return self.things[section_id]

    def counts(self, section_ids):
        return {pk: self.things[pk] for pk in section_ids}

    def addresses(self, section_ids):
        return sum(self.things[pk] for pk in section_ids)

    def merge(self, sender, source, target, **kwargs):
        if self.moves_on_merge:
            self.things[target.pk] += self.things.pop(source.pk, 0)


@pytest.fixture
def boxes():
    store = Boxes()
    counters = {
        "content_count": store.count,
        "content_counts": store.counts,
        "address_count": store.addresses,
    }
    kinds.register(kinds.Kind("box", "盒子", view="tests.navigation.helpers.show", **counters))
    kinds.register(kinds.Kind("crate", "箱子", view="tests.navigation.helpers.show", **counters))
    section_merging.connect(store.merge)
    yield store
    section_merging.disconnect(store.merge)
    kinds.unregister("crate")
    kinds.unregister("box")


@pytest.fixture
def admin(client):
    client.force_login(make_user("root", superuser=True))
    return client


@pytest.fixture
def tree(boxes):
    """甲(子(孙) 弟) 乙, by title; 214 things below 子."""
    rows = {}
    for title, slug, parent in (
        ("甲", "a", None),
        ("子", "b", "甲"),
        ("孙", "c", "子"),
        ("弟", "d", "甲"),
        ("乙", "e", None),
    ):
        rows[title] = make_section(title, slug, rows.get(parent), kind="box")
    boxes.things.update({rows["子"].pk: 200, rows["孙"].pk: 14})
    return rows
