"""A section is deleted or merged while somebody saves an article in it. Real threads."""

import time

import pytest
from django.db import connection, transaction

from navigation.exceptions import HasContent
from navigation.models import Section
from navigation.services import delete_section, merge_sections
from news.models import Article
from tests.factories import make_article, make_section
from tests.portal.test_content_version_races import in_thread

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite's writers queue by themselves"
    ),
]


def while_an_article_is_saved(section, work):
    """What ``work`` raised, begun before an article in ``section`` is committed."""
    with transaction.atomic():
        make_article(section, "刚写的")
        waiting, errors = in_thread(work)
        time.sleep(0.8)
        assert waiting.is_alive(), "it should wait for whoever is saving"
    waiting.join(timeout=30)
    return errors


def test_a_section_in_which_somebody_saves_is_not_deleted():
    section = make_section("科创视点", slug="kcsd")
    (error,) = while_an_article_is_saved(section, lambda: delete_section(section))
    assert isinstance(error, HasContent)
    assert Article.objects.get().section_id == section.pk


def test_an_article_saved_during_a_merge_comes_along():
    source, target = make_section("科创视点", slug="kcsd"), make_section("科研进展", slug="kyjz")
    assert while_an_article_is_saved(source, lambda: merge_sections(source, target)) == []
    assert Article.objects.get().section_id == target.pk
    assert list(Section.objects.all()) == [target]
