"""The annual report of a year (条例 arts. 49, 50): what staff type, and the versions that were frozen."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.annual import Snapshot

from .events import AppendOnly


class AnnualReport(models.Model):
    """One year. Figures counted from cases are never stored here; a version holds them frozen.

    ``proactive``
        Table 2 as typed, by field of ``annual.Proactive``; see ``disclosure.yearly``.
    ``texts``
        The parts staff wrote, by field of ``annual.Texts``; one that is missing is the usual text.
    ``opening``
        Row 二 as the report of the year before says, by column; only for the first year kept here.
    """

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    proactive = models.JSONField(_("表二"), default=dict, blank=True)
    texts = models.JSONField(_("文字"), default=dict, blank=True)
    opening = models.JSONField(_("上年结转"), null=True, blank=True)
    published = models.ForeignKey(
        "disclosure.AnnualVersion",
        verbose_name=_("已公布的版本"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    published_at = models.DateTimeField(_("公布时间"), null=True, editable=False)
    changed_at = models.DateTimeField(_("公布内容更新时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("年度报告")
        verbose_name_plural = _("年度报告")
        ordering = ["-year"]
        default_permissions = ()

    def __str__(self):
        return str(_("%(year)s年年度报告") % {"year": self.year})

    def audit_label(self):
        return str(self)


class AnnualVersionQuerySet(models.QuerySet):
    def without_text(self):
        """For lists: the frozen text is as long as the report."""
        return self.defer("text")

    def _refuse(self, *args, **options):
        raise AppendOnly("A frozen report is never changed; freeze a correction.")

    update = delete = bulk_create = bulk_update = _raw_delete = _update = _refuse


class AnnualVersion(models.Model):
    """A report as it was frozen. The first of a year, or a correction with its reason.

    Like an entry of the ledger it names who froze it and does not point there.
    """

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("内容"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)
    frozen_at = models.DateTimeField(_("冻结时间"), default=timezone.now)
    frozen_by = models.CharField(_("冻结人"), max_length=200)

    objects = AnnualVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("冻结的年度报告")
        verbose_name_plural = _("冻结的年度报告")
        ordering = ["report", "number"]
        base_manager_name = "objects"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="annual_version_number")
        ]

    def __str__(self):
        return f"{self.report} v{self.number}"

    def save(self, *args, **options):
        if not self._state.adding:
            raise AppendOnly("A frozen report is never changed; freeze a correction.")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args, **options):
        raise AppendOnly("A frozen report is never deleted.")

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.text, self.sha256)

    @property
    def is_correction(self) -> bool:
        return self.number > 1
