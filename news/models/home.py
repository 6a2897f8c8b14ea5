"""The home page as a list of blocks that staff arrange."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from mptt.models import TreeForeignKey

from portal.urls_field import LinkField


class HomeBlock(models.Model):
    """One block of the home page.

    Blocks follow each other by ``position``; neighbours of one ``layout`` share a row.
    """

    class Kind(models.TextChoices):
        HEADLINE = "headline", _("头条大标题")
        CAROUSEL = "carousel", _("图片轮播")
        LEAD_LIST = "lead-list", _("要目列表（首条带摘要）")
        LIST = "list", _("文章列表")
        NOTICES = "notices", _("通知公告（日期块）")
        PICTURE_LIST = "picture-list", _("图片加列表")
        POLICY = "policy", _("政策文件（带文号）")
        CARDS = "cards", _("图片卡片")
        SERVICES = "services", _("服务入口")
        DISCLOSURE = "disclosure", _("信息公开入口")
        LINKS = "links", _("链接列表")
        TOPICS = "topics", _("专题横幅")

    class Layout(models.TextChoices):
        FULL = "full", _("通栏")
        HERO = "hero", _("首屏两栏")
        THIRDS = "thirds", _("三栏")

    kind = models.CharField(_("类型"), max_length=14, choices=Kind)
    title = models.CharField(
        _("标题"), max_length=30, blank=True, help_text=_("留空则用栏目名称。")
    )
    section = TreeForeignKey(
        "navigation.Section",
        verbose_name=_("内容取自栏目"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    include_children = models.BooleanField(
        _("包含下级栏目"), default=False, help_text=_("如“政策文件”汇总各类政策。")
    )
    link_group = models.ForeignKey(
        "portal.LinkGroup",
        verbose_name=_("链接组"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("服务入口、信息公开入口和链接列表使用。"),
    )
    count = models.PositiveSmallIntegerField(_("条数"), default=6)
    layout = models.CharField(_("版式"), max_length=8, choices=Layout, default=Layout.THIRDS)
    color = models.CharField(
        _("颜色"),
        max_length=6,
        blank=True,
        choices=[
            ("azure", _("石青")),
            ("jade", _("石绿")),
            ("cinna", _("朱砂")),
            ("ochre", _("赭石")),
        ],
        help_text=_("留空则随栏目颜色。"),
    )
    more_url = LinkField(_("“更多”链接"), blank=True, help_text=_("留空则指向栏目。"))
    is_visible = models.BooleanField(_("显示"), default=True)
    position = models.PositiveIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("首页板块")
        verbose_name_plural = _("首页板块")
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.title}".strip()
