"""System checks and the registry of kinds."""

import pytest
from django.db import connections

from navigation import kinds
from navigation.checks import check_database, check_kinds
from navigation.contents import address_total, content_total, content_totals
from tests.factories import make_section


@pytest.fixture
def register():
    names = []

    def _register(**values):
        kinds.register(kinds.Kind(**values))
        names.append(values["name"])

    yield _register
    for name in names:
        kinds.unregister(name)


def test_the_installed_kinds_are_fine():
    assert check_kinds(None) == []


def test_a_view_that_does_not_exist_is_reported(register):
    register(name="broken", label="坏", view="news.views.no_such_view")
    (message,) = check_kinds(None)
    assert message.id == "navigation.E001"
    assert "broken" in message.msg


def test_a_kind_that_cannot_count_its_articles_is_reported(register):
    register(name="blind", label="盲", holds_articles=True)
    (message,) = check_kinds(None)
    assert message.id == "navigation.W001"


def test_a_kind_is_registered_once(register):
    register(name="twice", label="二")
    with pytest.raises(ValueError, match="twice"):
        kinds.register(kinds.Kind("twice", "二"))


@pytest.mark.parametrize(
    ("vendor", "options", "accepted"),
    [
        ("sqlite", {"transaction_mode": "IMMEDIATE"}, True),
        ("sqlite", {"transaction_mode": None}, False),
        ("sqlite", {}, False),
        ("postgresql", {}, True),
        ("mysql", {}, False),
    ],
)
def test_the_database_must_let_writers_take_turns(monkeypatch, vendor, options, accepted):
    connection = connections["default"]
    monkeypatch.setattr(connection, "vendor", vendor)
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    assert [message.id for message in check_database(None)] == (
        [] if accepted else ["navigation.E002"]
    )


@pytest.mark.django_db
def test_kinds_that_share_a_counter_count_once(boxes):
    section, empty = make_section("甲", kind="box"), make_section("乙", kind="box")
    boxes.things[section.pk] = 4
    assert content_total(section.pk) == 4
    assert content_totals([section.pk, empty.pk])[section.pk] == 4
    assert address_total([section.pk, empty.pk]) == 4


@pytest.mark.django_db
def test_a_kind_with_only_the_simple_counter_is_counted_everywhere(register):
    section = make_section("甲")
    register(name="simple", label="简", content_count=lambda pk: 2 if pk == section.pk else 0)
    assert content_total(section.pk) == 2
    assert content_totals([section.pk])[section.pk] == 2
    assert address_total([section.pk]) == 2
