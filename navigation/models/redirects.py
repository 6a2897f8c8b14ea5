"""Where moved, renamed and merged sections used to be."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .section import Section


class SectionRedirect(models.Model):
    """An old section path. It points at a section, not at a path, so redirects never chain."""

    old_path = models.CharField(_("旧路径"), max_length=255, unique=True)
    section = models.ForeignKey(
        Section, verbose_name=_("现栏目"), on_delete=models.CASCADE, related_name="redirects"
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("栏目跳转")
        verbose_name_plural = _("栏目跳转")
        ordering = ["old_path"]

    def __str__(self):
        return f"/{self.old_path}/ → /{self.section.path}/"
