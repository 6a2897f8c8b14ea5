"""The index is rebuilt while editors save: nobody fails, nothing is lost. Real threads."""

import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from portal.models import SearchOccurrence, SearchTerm
from portal.search import vocabulary
from tests.factories import make_article, make_section
from tests.news.test_search import found
from tests.portal.test_content_version_races import in_thread

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite's writers queue by themselves"
    ),
]


@pytest.fixture
def section():
    return make_section("科创视点", slug="kcsd")


def starts_and_waits(work):
    waiting, errors = in_thread(work)
    time.sleep(0.8)
    assert waiting.is_alive(), "it should wait for whoever is saving"
    return waiting, errors


def test_a_word_being_saved_is_not_pruned_before_it_is_held(section):
    SearchTerm.objects.create(text="苜蓿", weight=vocabulary.KEYWORD)
    with transaction.atomic():
        make_article(section, "牧草", keywords="苜蓿")
        waiting, errors = starts_and_waits(vocabulary.prune)
    waiting.join(timeout=30)
    assert errors == []
    assert SearchOccurrence.objects.filter(term__text="苜蓿").exists()


@pytest.mark.parametrize("options", [{}, {"all": True}], ids=["changes", "all"])
def test_somebody_who_saves_twice_meets_no_deadlock(section, options):
    kept = make_article(section, "油菜", keywords="苜蓿")
    with transaction.atomic():
        make_article(section, "牧草", keywords="紫云英")
        waiting, errors = starts_and_waits(
            lambda: call_command("rebuild_search", verbosity=0, **options)
        )
        kept.keywords = "苜蓿，紫云英"
        kept.save()
    waiting.join(timeout=60)
    assert errors == []
    assert (found("牧草"), found("油菜")) == (["牧草"], ["油菜"])
