"""Filing articles in sections, and keeping the derived rows in step with the article."""

from django.db import transaction
from django.utils import timezone

from news.services.documents import sync_document
from news.signals import article_filed
from portal import content_version

KEYWORD_LENGTH = 40


def month_of(moment) -> int:
    """``yyyymm`` of a moment in local time."""
    local = timezone.localtime(moment)
    return local.year * 100 + local.month


def copied_values(article) -> dict:
    """The columns that every placement of ``article`` repeats."""
    return {
        "status": article.status,
        "published_at": article.published_at,
        "expires_at": article.expires_at,
        "sticky_until": article.sticky_until,
        "has_cover": article.cover_id is not None,
        "month": month_of(article.published_at),
    }


def indexed_words(article) -> list[str]:
    """The keywords by which related reading finds ``article``: none unless it is published."""
    if article.status != article.Status.PUBLISHED:
        return []
    return list(dict.fromkeys(word[:KEYWORD_LENGTH] for word in article.keywords_list))


@transaction.atomic
def place(article, sections):
    """File ``article`` in ``sections`` (sections or their ids); the first one is its home."""
    ids = list(dict.fromkeys(getattr(section, "pk", section) for section in sections))
    if not ids:
        raise ValueError("An article needs at least its home section.")
    if article.section_id != ids[0]:
        article.section_id = ids[0]
        article.save(update_fields=["section", "updated_at"])
    _file(article, ids)
    content_version.bump()
    article_filed.send(type(article), article=article)


def _file(article, section_ids):
    """Make the placements of ``article`` exactly those in ``section_ids``."""
    from news.models import ArticlePlacement

    existing = set(article.placements.values_list("section_id", flat=True))
    article.placements.exclude(section_id__in=section_ids).delete()
    ArticlePlacement.objects.bulk_create(
        ArticlePlacement(article=article, section_id=section_id, **copied_values(article))
        for section_id in section_ids
        if section_id not in existing
    )


def sync(article):
    """Bring placements, keyword rows and document up to date with ``article``, just saved.

    The home section always has its placement; the other sections stay as they are.
    """
    from news.models import ArticlePlacement

    values = copied_values(article)
    article.placements.update(**values)
    ArticlePlacement.objects.get_or_create(
        article=article, section_id=article.section_id, defaults=values
    )
    sync_keywords(article)
    sync_document(article)
    article_filed.send(type(article), article=article)


def sync_keywords(article):
    """Make the keyword rows of ``article`` match its keywords and status."""
    from news.models import ArticleKeyword

    words = indexed_words(article)
    rows = dict(article.keyword_rows.values_list("word", "published_at"))
    if rows == dict.fromkeys(words, article.published_at):
        return
    article.keyword_rows.all().delete()
    ArticleKeyword.objects.bulk_create(
        ArticleKeyword(article=article, word=word, published_at=article.published_at)
        for word in words
    )
