"""The blocks of a topic page, in the order staff gave them, and the rows inside a block."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from mptt.models import TreeForeignKey

from portal.richtext.fields import HtmlField
from portal.urls_field import LinkField

from .topic import Topic


class TopicBlock(models.Model):
    """One block of a topic page.

    ``kind`` says what it shows: articles (of ``section``, or those its items name), the rows of
    its items, or the text in ``body``. Two half-width neighbours stand side by side.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("要闻（大图加列表）")
        CARDS = "cards", _("卡片")
        LIST = "list", _("列表")
        GALLERY = "gallery", _("图片列表")
        FACTS = "facts", _("数说")
        QA = "qa", _("问答")
        TIMELINE = "timeline", _("大事记")
        TEXT = "text", _("图文")
        LINKS = "links", _("链接")

    class Width(models.TextChoices):
        FULL = "full", _("整行")
        HALF = "half", _("半行")

    topic = models.ForeignKey(
        Topic, verbose_name=_("专题"), on_delete=models.CASCADE, related_name="blocks"
    )
    kind = models.CharField(_("类型"), max_length=8, choices=Kind, default=Kind.NEWS)
    title = models.CharField(_("标题"), max_length=40)
    in_anchors = models.BooleanField(
        _("放入导航条"), default=True, help_text=_("导航条在横幅下方，点击跳到本板块。")
    )
    width = models.CharField(
        _("宽度"),
        max_length=4,
        choices=Width,
        default=Width.FULL,
        help_text=_("相邻的两个半行板块并排显示；单独一个半行板块占满整行。"),
    )
    is_visible = models.BooleanField(_("显示"), default=True)
    position = models.PositiveIntegerField(_("顺序"), default=0)
    section = TreeForeignKey(
        "navigation.Section",
        verbose_name=_("取自栏目"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("选择后自动显示该栏目的最新文章；不选则显示指定的文章。"),
    )
    count = models.PositiveSmallIntegerField(
        _("条数"), default=11, help_text=_("专题页上最多显示几条，其余在“更多”里。")
    )
    body = HtmlField(_("内容"), blank=True)
    note = models.CharField(
        _("数据说明"), max_length=120, blank=True, help_text=_("如“数据截至2026年10月31日”。")
    )

    class Meta:
        verbose_name = _("专题板块")
        verbose_name_plural = _("专题板块")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The page with all articles of the block."""
        from news.addresses import topic_block_url

        return topic_block_url(self)


ARTICLE_KINDS = (TopicBlock.Kind.NEWS, TopicBlock.Kind.CARDS, TopicBlock.Kind.LIST)


class TopicItem(models.Model):
    """One row of a block: a chosen article, a figure, a question, a date, a link or a picture.

    Which of the columns a row uses follows from the block's kind (``news.admin.topic_items``).
    """

    block = models.ForeignKey(
        TopicBlock, verbose_name=_("板块"), on_delete=models.CASCADE, related_name="items"
    )
    article = models.ForeignKey(
        "news.Article",
        verbose_name=_("文章"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="topic_items",
    )
    picture = models.ForeignKey(
        "portal.Picture",
        verbose_name=_("图片"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    term = models.CharField(_("标题"), max_length=600, blank=True)
    unit = models.CharField(_("单位"), max_length=40, blank=True)
    text = models.TextField(_("文字"), blank=True)
    url = LinkField(_("网址"), blank=True)
    position = models.PositiveIntegerField(_("顺序"), null=True, blank=True)

    class Meta:
        verbose_name = _("专题板块的条目")
        verbose_name_plural = _("专题板块的条目")
        ordering = [F("position").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["block", "article"], name="one_item_per_article")
        ]

    def __str__(self):
        return self.term or self.text or str(self.pk)
