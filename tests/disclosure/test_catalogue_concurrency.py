"""Eight writers at once give every article a number of its own, and leave none out."""

import pytest

from disclosure.models import CatalogueEntry, IndexCounter
from disclosure.services.catalogue import settle
from news.models import Article
from news.services import workflow
from tests.factories import make_article, make_user
from tests.navigation.test_concurrency import in_threads

from .catalogue_helpers import make_catalogue, make_settings

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8
EACH = 6


def serials():
    return sorted(CatalogueEntry.objects.values_list("serial", flat=True))


@pytest.mark.postgres
def test_eight_writers_leave_no_gap_and_no_repeat():
    section = make_catalogue()
    make_settings()
    # Threads find the year's counter missing, all at once.
    user = make_user(superuser=True)
    drafts = [
        [make_article(section, f"{n}-{i}", status="draft") for i in range(EACH)]
        for n in range(WRITERS)
    ]

    def publish(number):
        for article in drafts[number]:
            workflow.publish(article, user)

    assert in_threads(publish, WRITERS) == []
    assert serials() == list(range(1, WRITERS * EACH + 1))
    assert IndexCounter.objects.get().last == WRITERS * EACH


@pytest.mark.postgres
def test_eight_writers_on_one_article_give_it_one_number():
    section = make_catalogue()
    article = make_article(section)
    make_settings()
    assert in_threads(lambda number: settle(Article.objects.get(pk=article.pk)), WRITERS) == []
    assert serials() == [1]
    assert IndexCounter.objects.get().last == 1
