"""What an official document (公文) says about itself, beside the article it is published as."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from news.querysets import DocumentQuerySet

from .article import Article
from .bases import DERIVED, BesideArticle, Category


class DocumentCategory(Category):
    """主题分类, in two levels."""

    class Meta(Category.Meta):
        verbose_name = _("主题分类")
        verbose_name_plural = _("主题分类")
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(parent=None),
                name="one_top_category_per_name",
            ),
            models.UniqueConstraint(fields=["parent", "name"], name="one_category_per_name"),
        ]


class Document(BesideArticle):
    """An article that is a document: who issued it, when, and whether it is still in force.

    The number (发文字号) stands on the article. ``written_on`` is 成文日期, the day the document
    bears; the day it was put on the site is the article's ``published_at``. Nothing ends by itself
    on ``ends_on``: whether a document lapses when its trial does is for people to say in
    ``validity``. The columns of
    :data:`DERIVED` follow the article (``news.services.documents``); ``manage.py check_articles
    --fix`` repairs them.
    """

    class Validity(models.TextChoices):
        CURRENT = "current", _("现行有效")
        REVISED = "revised", _("已修订")
        REPEALED = "repealed", _("已废止")
        LAPSED = "lapsed", _("已失效")

    article = models.OneToOneField(
        Article,
        verbose_name=_("文章"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="document",
    )
    issuer = models.CharField(
        _("发文机关"),
        max_length=100,
        help_text=_("发文机关的全称；联合发文用顿号分隔，主办机关在前。"),
    )
    written_on = models.DateField(
        _("成文日期"), help_text=_("文件落款的日期，不是在网站发布的日期。")
    )
    category = models.ForeignKey(
        DocumentCategory,
        verbose_name=_("主题分类"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
    )
    validity = models.CharField(
        _("有效性"), max_length=10, choices=Validity, default=Validity.CURRENT
    )
    ends_on = models.DateField(
        _("失效日期"),
        null=True,
        blank=True,
        help_text=_("修订、废止或者失效的日期；试行文件填写试行截止的日期。可以不填。"),
    )
    superseded_by = models.ForeignKey(
        Article,
        verbose_name=_("代替它的文件"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to={"document__isnull": False},
        related_name="superseded",
        help_text=_("已修订或者已废止时，选择现在执行的文件；两份文件的页面会互相链接。"),
    )
    explanations = models.ManyToManyField(
        Article,
        verbose_name=_("解读"),
        blank=True,
        related_name="explains",
        help_text=_("解读这份文件的文章，如负责人答问、一图读懂；两边的页面会互相链接。"),
    )

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=DERIVED, verbose_name=_("文件信息的历史版本"))

    class Meta:
        verbose_name = _("文件信息")
        verbose_name_plural = _("文件信息")
        indexes = [
            # Equality first, then an order of the catalogue; the rest makes the index covering.
            *(
                models.Index(
                    fields=["status", f"-{name}", "-article", *rest, "expires_at"],
                    name=f"document_{name.split('_')[0]}",
                )
                for name, rest in (
                    ("published_at", ()),
                    ("written_on", ("published_at",)),
                    ("number_key", ("published_at",)),
                )
            ),
            *(
                models.Index(
                    fields=[name, "status", "-published_at", "-article", "expires_at"],
                    name=f"document_{name}",
                )
                for name in ("category", "issuer")
            ),
        ]

    def save(self, *args, **kwargs):
        from news.services.documents import derived_values

        for name, value in derived_values(self.article).items():
            setattr(self, name, value)
        super().save(*args, **kwargs)

    @property
    def is_in_force(self):
        return self.validity == self.Validity.CURRENT
