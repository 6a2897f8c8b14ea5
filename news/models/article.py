"""Articles: what staff write and the public reads."""

import re
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from mptt.models import TreeForeignKey
from simple_history.models import HistoricalRecords

from news.querysets import ArticleQuerySet
from portal.richtext.fields import HtmlField
from portal.richtext.plain import plain_text
from portal.richtext.sanitizer import sanitize
from portal.urls_field import LinkField

# How long a published article carries the 新 tag.
NEW_FOR = timedelta(days=3)
# A publishing time this close to the moment of creation was not typed by anybody.
AUTOMATIC_DATE = timedelta(seconds=20)


def excerpt(html, length=100) -> str:
    """The beginning of a text in plain words, for lists and search results."""
    text = plain_text(html)
    return text if len(text) <= length else text[: length - 1] + "…"


def _rare(*names):
    """Small indexes on times that few articles have; they also find the next such moment."""
    return [
        models.Index(
            fields=[name],
            name=f"article_{name.split('_')[0]}",
            condition=models.Q(**{f"{name}__isnull": False}),
        )
        for name in names
    ]


class Article(models.Model):
    """One article. It lives in its home section and may be shown in others (``ArticlePlacement``).

    Whether the public sees it is a question of status and time (``ArticleQuerySet.published``),
    never of a job that has to run.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        REVIEW = "review", _("待审")
        PUBLISHED = "published", _("发布")
        WITHDRAWN = "withdrawn", _("撤回")

    title = models.CharField(_("标题"), max_length=150)
    subtitle = models.CharField(_("副标题"), max_length=150, blank=True)
    short_title = models.CharField(
        _("短标题"), max_length=60, blank=True, help_text=_("列表和首页使用，留空则用标题。")
    )
    kicker = models.CharField(
        _("肩题"), max_length=80, blank=True, help_text=_("标题上方的一行小字。")
    )
    section = TreeForeignKey(
        "navigation.Section",
        verbose_name=_("主栏目"),
        on_delete=models.PROTECT,
        related_name="home_articles",
        help_text=_("决定文章的网址和面包屑。"),
    )
    sections = models.ManyToManyField(
        "navigation.Section",
        verbose_name=_("同时显示在"),
        through="news.ArticlePlacement",
        related_name="articles",
        blank=True,
    )
    source = models.ForeignKey(
        "news.Source", verbose_name=_("来源"), on_delete=models.PROTECT, null=True, blank=True
    )
    author = models.CharField(_("作者"), max_length=60, blank=True)
    editor = models.CharField(_("责任编辑"), max_length=30, blank=True)
    summary = models.TextField(
        _("摘要"),
        max_length=300,
        blank=True,
        help_text=_("显示在列表和搜索结果中，留空则取正文开头。"),
    )
    cover = models.ForeignKey(
        "portal.Picture",
        verbose_name=_("封面图"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    body = HtmlField(_("正文"), blank=True)
    external_url = LinkField(
        _("外部链接"), blank=True, help_text=_("填写后，点击标题直接打开此网址，不显示正文。")
    )
    keywords = models.CharField(
        _("关键词"), max_length=120, blank=True, help_text=_("用逗号分隔，用于相关阅读和检索。")
    )
    doc_number = models.CharField(
        _("发文字号"), max_length=60, blank=True, help_text=_("如“科创发办字〔2026〕37号”。")
    )
    status = models.CharField(_("状态"), max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        _("发布时间"), default=timezone.now, help_text=_("可以填写将来的时间，到时自动显示。")
    )
    expires_at = models.DateTimeField(
        _("下线时间"), null=True, blank=True, help_text=_("到时自动隐藏，留空则一直显示。")
    )
    headline_until = models.DateTimeField(
        _("头条截止"), null=True, blank=True, help_text=_("填写后作为首页头条，到时自动取消。")
    )
    sticky_until = models.DateTimeField(
        _("置顶截止"), null=True, blank=True, help_text=_("填写后在所属栏目置顶，到时自动取消。")
    )
    featured_until = models.DateTimeField(
        _("轮播截止"),
        null=True,
        blank=True,
        help_text=_("填写后进入首页图片轮播（须有封面图），到时自动取消；截止晚的排在前面。"),
    )
    headline_links = models.JSONField(
        _("头条下的链接"),
        default=list,
        blank=True,
        help_text=_("作为首页头条时，显示在大标题下方，最多三条。"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("录入人"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    objects = ArticleQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"], verbose_name=_("历史版本"))

    class Meta:
        verbose_name = _("文章")
        verbose_name_plural = _("文章")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="article_newest"),
            # For staff: the few drafts and articles under review among very many published ones.
            models.Index(fields=["status", "-published_at", "-id"], name="article_state"),
            *_rare("expires_at", "headline_until", "sticky_until", "featured_until"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Save, and keep the list index and the keyword index in step within one transaction."""
        from news.services.placements import sync

        if not self.summary and self.body and kwargs.get("update_fields") is None:
            self.summary = excerpt(sanitize(self.body))
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, **kwargs)
            sync(self)

    def get_absolute_url(self):
        from news.addresses import article_url

        return article_url(self)

    # --- What templates read -------------------------------------------------------------------
    @property
    def url(self):
        return self.external_url or self.get_absolute_url()

    @property
    def is_external(self):
        return bool(self.external_url)

    @property
    def list_title(self):
        return self.short_title or self.title

    @property
    def source_name(self):
        return self.source.name if self.source else ""

    @property
    def source_url(self):
        return self.source.url if self.source else ""

    @property
    def is_new(self):
        """Published within the last three days (the 新 tag)."""
        return timezone.now() - self.published_at < NEW_FOR

    @property
    def is_sticky(self):
        return self.sticky_until is not None and self.sticky_until > timezone.now()

    @property
    def is_public(self):
        now = timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )

    @property
    def has_automatic_date(self):
        """Whether nobody chose the publishing time: it is still the moment of creation.

        Publishing then sets it anew, so that a draft that waited a week does not come out as old.
        """
        if self.created_at is None:
            return True
        return abs(self.published_at - self.created_at) < AUTOMATIC_DATE

    @property
    def validity_note(self):
        """已修订, 已废止 or 已失效, of a document no longer in force; for lists.

        Reads only what the query brought along (``for_lists``): a row must not cost a query.
        """
        document = self._state.fields_cache.get("document")
        return "" if document is None or document.is_in_force else document.get_validity_display()

    @property
    def keywords_list(self):
        return [word.strip() for word in re.split("[,，、;；]", self.keywords) if word.strip()]

    @property
    def tag(self):
        """Title of the home section, read from the tree in memory."""
        from navigation.tree import get_tree

        node = get_tree().get(self.section_id)
        return node.short_title if node else ""
