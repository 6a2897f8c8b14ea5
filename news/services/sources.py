"""One source instead of several spellings of it."""

from django.db import transaction

from news.models import Article, Source
from portal import content_version


@transaction.atomic
def merge_sources(keep, others) -> int:
    """Give the articles of ``others`` to ``keep`` and delete ``others``; returns how many."""
    ids = [source.pk for source in others if source.pk != keep.pk]
    count = Article.objects.filter(source_id__in=ids).update(source=keep)
    Source.objects.filter(pk__in=ids).delete()
    content_version.bump()
    return count
