"""来源库: where articles come from, typed once and chosen afterwards."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.urls_field import LinkField


class Source(models.Model):
    """A source (来源): a department, a newspaper, another institution's site."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    url = LinkField(_("网址"), blank=True, help_text=_("填写后，文章页的来源可以点击。"))
    is_own = models.BooleanField(
        _("本单位"), default=False, help_text=_("本单位或内设部门的稿件。")
    )

    class Meta:
        verbose_name = _("来源")
        verbose_name_plural = _("来源库")
        ordering = ["name"]

    def __str__(self):
        return self.name
