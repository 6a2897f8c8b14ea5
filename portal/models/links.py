"""Lists of links: the utility bar, the footer's drop-downs, friend links."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.urls_field import LinkField


class LinkGroup(models.Model):
    """An ordered list of links shown at one place of the page frame or in a home page block."""

    class Placement(models.TextChoices):
        UTILITY = "utility", _("顶部工具条")
        FOOTER_NAV = "footer_nav", _("页脚导航")
        FOOTER = "footer", _("页脚下拉列表")
        FRIEND = "friend", _("友情链接")
        BLOCK = "block", _("仅供首页板块使用")

    name = models.CharField(_("名称"), max_length=60)
    placement = models.CharField(
        _("位置"), max_length=12, choices=Placement, default=Placement.BLOCK, db_index=True
    )
    position = models.PositiveIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("链接组")
        verbose_name_plural = _("链接组")
        ordering = ["placement", "position", "pk"]

    def __str__(self):
        return f"{self.get_placement_display()} · {self.name}"


class Link(models.Model):
    """One entry of a link group."""

    group = models.ForeignKey(
        LinkGroup, verbose_name=_("链接组"), on_delete=models.CASCADE, related_name="links"
    )
    title = models.CharField(_("文字"), max_length=80)
    url = LinkField(_("网址"))
    description = models.CharField(_("说明"), max_length=60, blank=True)
    icon = models.CharField(_("图标"), max_length=30, blank=True)
    new_window = models.BooleanField(_("新窗口打开"), default=False)
    is_visible = models.BooleanField(_("显示"), default=True)
    position = models.PositiveIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("链接")
        verbose_name_plural = _("链接")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title
