"""Letters asking others for their opinion (条例 arts. 32, 33③, 34)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.clock import Party
from portal.personal import mask_address, mask_name
from portal.vault import EncryptedTextField

from .of_case import OfCase

PARTIES = [(party.value, party.label) for party in Party]


class ConsultationQuerySet(models.QuerySet):
    def undelivered(self):
        """Sent, and nobody recorded that they arrived, or came back, or how they ended."""
        return self.filter(delivered_on=None, undelivered_on=None, returned_on=None, result="")


class Consultation(OfCase):
    """One 征求意见书. ``code`` is its name in the ledger, unique in the case."""

    class Result(models.TextChoices):
        AGREED = "agreed", _("同意公开")
        PARTLY = "partly", _("部分同意")
        REFUSED = "refused", _("不同意公开")
        SILENT = "silent", _("逾期未答复")

    case = models.ForeignKey(
        "disclosure.Case", on_delete=models.PROTECT, related_name="consultations"
    )
    code = models.CharField(_("编号"), max_length=20)
    party = models.CharField(_("对象"), max_length=12, choices=PARTIES)
    name = EncryptedTextField(
        _("名称"), context="consultation.name", max_length=100, mask=mask_name
    )
    address = EncryptedTextField(
        _("地址"), context="consultation.address", max_length=200, blank=True, mask=mask_address
    )
    concerns = EncryptedTextField(
        _("涉及信息"), context="consultation.concerns", max_length=2000, blank=True
    )
    letter = models.ForeignKey(
        "disclosure.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_on = models.DateField(_("发出日期"))
    delivered_on = models.DateField(_("送达日期"), null=True, blank=True)
    undelivered_on = models.DateField(_("退回日期"), null=True, blank=True)
    returned_on = models.DateField(_("收到意见日期"), null=True, blank=True)
    result = models.CharField(_("意见"), max_length=8, choices=Result, blank=True)
    reasons = EncryptedTextField(
        _("理由"), context="consultation.reasons", max_length=4000, blank=True
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("征求意见")
        verbose_name_plural = _("征求意见")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="consultation_code_once")
        ]

    @property
    def is_ended(self) -> bool:
        """Whether it is known how it ended: with an opinion, without one, or back with us."""
        return bool(self.result or self.undelivered_on)

    @property
    def is_of_this_round(self) -> bool:
        """Of an earlier round nothing is entered any more: its clock has stopped."""
        return self.letter is None or self.letter.round == self.case.round

    def audit_label(self):
        return f"{self.case.number} {self._meta.verbose_name} {self.code}"
