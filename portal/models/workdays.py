"""Versions of the working-day calendar. Rows are written once, by ``portal.workdays.services``."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WriteOnce(models.Model):
    """Saved when made and never again: what was reckoned with a version must stay provable."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A calendar version is never changed; apply a new one.")
        super().save(*args, **kwargs)


class CalendarVersion(WriteOnce):
    """One change of the calendar: who made it, when, on which document."""

    number = models.PositiveIntegerField(_("版本"), unique=True)
    created_at = models.DateTimeField(_("生效时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    source = models.CharField(_("依据文件"), max_length=200, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        ordering = ["-number"]
        default_permissions = ("add", "view")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.number}"


class CalendarYear(WriteOnce):
    """One year as a version puts it. ``off`` and ``work`` map ISO dates to names of holidays.

    A version holds only the years it changes; the others stand as earlier versions left them.
    """

    version = models.ForeignKey(
        CalendarVersion, verbose_name=_("版本"), on_delete=models.CASCADE, related_name="years"
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    is_official = models.BooleanField(_("官方安排"))
    source = models.CharField(_("依据文件"), max_length=200, blank=True)
    off = models.JSONField(_("放假"), default=dict)
    work = models.JSONField(_("调休上班"), default=dict)

    class Meta:
        verbose_name = _("年度安排")
        verbose_name_plural = _("年度安排")
        ordering = ["year"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "year"], name="calendar_year_once_a_version")
        ]

    def __str__(self):
        return str(self.year)
