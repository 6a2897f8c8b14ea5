"""Rights of a user group in one branch of the tree."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from .section import Section


class SectionGrant(models.Model):
    """Gives the members of ``group`` rights in ``section`` and everything below it."""

    group = models.ForeignKey(
        Group, verbose_name=_("用户组"), on_delete=models.CASCADE, related_name="section_grants"
    )
    section = models.ForeignKey(
        Section, verbose_name=_("栏目"), on_delete=models.CASCADE, related_name="grants"
    )
    can_publish = models.BooleanField(
        _("可以发布"), default=False, help_text=_("不勾选则只能撰写和送审。")
    )
    can_manage = models.BooleanField(
        _("可以管理栏目"), default=False, help_text=_("新建、移动、改名和隐藏下级栏目。")
    )

    class Meta:
        verbose_name = _("栏目授权")
        verbose_name_plural = _("栏目授权")
        constraints = [
            models.UniqueConstraint(fields=["group", "section"], name="one_grant_per_group_section")
        ]

    def __str__(self):
        return f"{self.group} → {self.section}"
