"""Derived rows that keep lists and related reading cheap however many articles there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from mptt.models import TreeForeignKey

from news.querysets import KeywordQuerySet, PlacementQuerySet

from .article import Article


class ArticlePlacement(models.Model):
    """An article in one section's list; the home section has its placement too.

    Which sections an article is shown in is the truth; the other columns repeat what lists filter
    and sort by, so that a section list, its pages and 上一篇/下一篇 read one narrow index. Every
    ``Article.save`` keeps them in step (``news.services.placements``); ``manage.py check_articles
    --fix`` repairs them.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="placements")
    section = TreeForeignKey(
        "navigation.Section", on_delete=models.PROTECT, related_name="placements"
    )
    status = models.CharField(max_length=10, choices=Article.Status, editable=False)
    published_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    sticky_until = models.DateTimeField(null=True, editable=False)
    has_cover = models.BooleanField(default=False, editable=False)
    # yyyymm in local time: lists count by it, so that a deep page starts near its own month.
    month = models.PositiveIntegerField(editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("文章所在栏目")
        verbose_name_plural = _("文章所在栏目")
        constraints = [
            models.UniqueConstraint(fields=["article", "section"], name="one_placement_per_section")
        ]
        indexes = [
            # Equality first, then the list's order; the last two columns make it covering.
            models.Index(
                fields=[
                    "section",
                    "status",
                    "-published_at",
                    "-article",
                    "expires_at",
                    "sticky_until",
                ],
                name="placement_list",
            ),
            models.Index(
                fields=[
                    "section",
                    "status",
                    "month",
                    "published_at",
                    "expires_at",
                    "sticky_until",
                ],
                name="placement_months",
            ),
            models.Index(
                fields=["section", "status", "-published_at", "-article"],
                name="placement_covers",
                condition=models.Q(has_cover=True),
            ),
        ]

    def __str__(self):
        return f"{self.section_id}: {self.article_id}"


class ArticleKeyword(models.Model):
    """One keyword of one published article: the index behind 相关阅读."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="keyword_rows")
    word = models.CharField(max_length=40)
    published_at = models.DateTimeField()

    objects = KeywordQuerySet.as_manager()

    class Meta:
        verbose_name = _("文章关键词")
        verbose_name_plural = _("文章关键词")
        constraints = [
            models.UniqueConstraint(fields=["article", "word"], name="one_row_per_keyword")
        ]
        indexes = [
            models.Index(fields=["word", "-published_at", "-article"], name="keyword_newest")
        ]

    def __str__(self):
        return self.word
