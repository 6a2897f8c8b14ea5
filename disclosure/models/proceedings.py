"""What follows an answer: reviews, suits, and what the applicant thought of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.annual import Result, Route
from portal.vault import EncryptedTextField, SealedModel

from .of_case import OfCase

ROUTES = [
    (Route.REVIEW.value, _("行政复议")),
    (Route.SUIT.value, _("行政诉讼（未经复议）")),
    (Route.SUIT_AFTER_REVIEW.value, _("行政诉讼（复议后）")),
]
RESULTS = [
    (Result.UPHELD.value, _("结果维持")),
    (Result.CORRECTED.value, _("结果纠正")),
    (Result.OTHER.value, _("其他结果")),
]


class Proceeding(SealedModel):
    """One review or suit; counts in table 4 of the annual report."""

    case = models.ForeignKey(
        "disclosure.Case", on_delete=models.PROTECT, related_name="proceedings"
    )
    route = models.CharField(_("途径"), max_length=18, choices=ROUTES)
    body = models.CharField(_("复议机关或者法院"), max_length=80)
    body_number = models.CharField(_("案号"), max_length=80, blank=True)
    received_on = models.DateField(_("收到通知日期"))
    answer_by = models.DateField(
        _("答复和举证期限"), help_text=_("行政复议10日，行政诉讼15日；通知另有写明的，以通知为准。")
    )
    answered_on = models.DateField(_("提交答复日期"), null=True, blank=True)
    concluded_on = models.DateField(_("结束日期"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=9, choices=RESULTS, blank=True)
    note = EncryptedTextField(_("说明"), context="proceeding.note", max_length=2000, blank=True)

    class Meta:
        verbose_name = _("复议诉讼")
        verbose_name_plural = _("复议诉讼")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(concluded_on=None, result="")
                | (models.Q(concluded_on__isnull=False) & ~models.Q(result="")),
                name="proceeding_result_when_concluded",
            )
        ]

    def audit_label(self):
        return f"{self.case.number} {self.get_route_display()}"


class Satisfaction(OfCase):
    """The applicant's own word on how the case was handled; once, after the answer."""

    case = models.OneToOneField(
        "disclosure.Case", on_delete=models.PROTECT, related_name="satisfaction"
    )
    score = models.PositiveSmallIntegerField(
        _("评分"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    comment = EncryptedTextField(
        _("意见"), context="satisfaction.comment", max_length=1000, blank=True
    )
    created_at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("申请人评价")
        verbose_name_plural = _("申请人评价")
        ordering = ["-pk"]
        default_permissions = ("view",)
