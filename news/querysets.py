"""Queries on articles, as readable scopes."""

from django.db import connections, models
from django.db.models import Q
from django.utils import timezone


def is_public(prefix=""):
    """The condition under which the public sees an article; ``prefix`` for joins."""
    now = timezone.now()
    return (
        Q(**{f"{prefix}status": "published"})
        & Q(**{f"{prefix}published_at__lte": now})
        & (Q(**{f"{prefix}expires_at": None}) | Q(**{f"{prefix}expires_at__gt": now}))
    )


def first_rows(queryset, count, *columns, start=0):
    """Rows ``start:start + count`` of an ordered queryset, in a form that UNION accepts.

    SQLite refuses ORDER BY and LIMIT inside a UNION, so there the rows are found by a sub-select.
    """
    features = connections[queryset.db].features
    if features.supports_slicing_ordering_in_compound:
        return queryset.values_list(*columns)[start : start + count]
    found = queryset.values("pk")[start : start + count]
    return queryset.model.objects.filter(pk__in=found).order_by().values_list(*columns)


class ArticleQuerySet(models.QuerySet):
    """Scopes that compose: ``Article.objects.published().for_lists()``."""

    def published(self):
        return self.filter(is_public())

    def in_section(self, section_id):
        return self.filter(placements__section_id=section_id)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_lists(self):
        """Without the heavy columns, with what a list row shows."""
        return self.select_related("cover", "document").defer("body", "document__words")

    def within(self, section_ids):
        """Articles all of whose sections are among ``section_ids``: what a grant there covers."""
        from news.models import ArticlePlacement

        outside = ArticlePlacement.objects.filter(article=models.OuterRef("pk")).exclude(
            section_id__in=section_ids
        )
        return self.filter(section_id__in=section_ids).exclude(models.Exists(outside))

    def lacking_document(self, section_ids):
        """Articles filed in one of ``section_ids`` that are neither a document nor explain one."""
        from news.models import ArticlePlacement

        filed = ArticlePlacement.objects.filter(section_id__in=section_ids)
        return self.filter(
            models.Exists(filed.filter(article_id=models.OuterRef("pk"))),
            document=None,
            explains=None,
        )


class PlacementQuerySet(models.QuerySet):
    """Scopes of the list index."""

    def published(self):
        return self.filter(is_public())

    def in_section(self, section_id):
        return self.filter(section_id=section_id)

    def newest_first(self):
        """The one total order of lists: newest first, among equal times the later number first."""
        return self.order_by("-published_at", "-article_id")

    def with_cover(self):
        return self.filter(has_cover=True)

    def sticky(self):
        return self.filter(sticky_until__gt=timezone.now())

    def not_sticky(self):
        return self.filter(Q(sticky_until=None) | Q(sticky_until__lte=timezone.now()))

    def newer_than(self, published_at, article_id):
        """Those above ``(published_at, article_id)`` in the list, the nearest first."""
        return self.filter(
            Q(published_at__gt=published_at) | Q(article_id__gt=article_id),
            published_at__gte=published_at,
        ).order_by("published_at", "article_id")

    def older_than(self, published_at, article_id):
        """Those below ``(published_at, article_id)`` in the list, the nearest first."""
        return self.filter(
            Q(published_at__lt=published_at) | Q(article_id__lt=article_id),
            published_at__lte=published_at,
        ).order_by("-published_at", "-article_id")


class KeywordQuerySet(models.QuerySet):
    """Scopes of the keyword index."""

    def published(self):
        return self.filter(is_public("article__"))

    def for_word(self, word):
        return self.filter(word=word)

    def newest_first(self):
        return self.order_by("-published_at", "-article_id")


class DocumentQuerySet(models.QuerySet):
    """Scopes of catalogues of documents."""

    # Up to this many documents are looked up one by one rather than met in passing.
    FEW = 2000

    def published(self):
        return self.filter(is_public())

    def in_sections(self, section_ids, expected):
        """Documents filed in one of ``section_ids``; ``expected`` is about how many there are.

        Few are found through their sections and sorted then. Of many, the next ones of any order
        stand close together, so its index is walked and each row asked for its sections.
        """
        from news.models import ArticlePlacement

        filed = ArticlePlacement.objects.filter(section_id__in=section_ids)
        if expected <= self.FEW:
            return self.filter(pk__in=filed.values("article_id"))
        return self.filter(models.Exists(filed.filter(article_id=models.OuterRef("pk"))))

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_lists(self):
        """With what a row shows of the article, without its heavy columns."""
        heavy = ("body", "summary", "headline_links")
        columns = (f"article__{name}" for name in heavy)
        return self.select_related("article").defer("words", *columns)
