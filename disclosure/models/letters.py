"""Letters of a case, from draft to delivery."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.clock import Delivery
from disclosure.outcomes import LETTERS, LetterKind
from disclosure.outcomes.letters import Reader, Step
from portal.vault import EncryptedFileField, EncryptedJSONField

from .of_case import OfCase

METHODS = [(method.value, method.label) for method in Delivery]


def letter_choices():
    """A function, so that a reworded title is no migration."""
    return [(code, kind.short_title) for code, kind in LETTERS.items()]


class Letter(OfCase):
    """One letter. ``data`` holds what its placeholders need besides the case, for the answer also
    the decision it tells, which is kept when the case is reopened."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        REVIEWED = "reviewed", _("已审核")
        SIGNED = "signed", _("已签发")
        DELIVERED = "delivered", _("已送达")
        VOID = "void", _("作废")

    case = models.ForeignKey("disclosure.Case", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(_("文书"), max_length=30, choices=letter_choices)
    round = models.PositiveSmallIntegerField(_("第几次办理"), default=1)
    status = models.CharField(_("状态"), max_length=9, choices=Status, default=Status.DRAFT)
    reference = models.CharField(_("文号"), max_length=60, blank=True)
    data = EncryptedJSONField(_("内容"), context="letter.data", max_length=80000, null=True)
    docx = EncryptedFileField(_("Word 文件"), blank=True)
    pdf = EncryptedFileField(_("PDF 文件"), blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("拟稿人"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    drafted_at = models.DateTimeField(_("拟稿时间"), default=timezone.now)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("审核时间"), null=True)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签发人"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    signed_on = models.DateField(_("落款日期"), null=True)
    method = models.CharField(_("送达方式"), max_length=10, choices=METHODS, blank=True)
    delivered_on = models.DateField(_("送达日期"), null=True)
    tracking = models.CharField(_("邮件号"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="letter_reference_once"
            )
        ]

    def audit_label(self):
        return f"{self.case.number} {self.reference or self._meta.verbose_name}"

    @property
    def description(self) -> LetterKind:
        """What the taxonomy says of this kind of letter."""
        return LETTERS[self.kind]

    @property
    def is_answer(self) -> bool:
        return self.description.step is Step.ANSWERING

    @property
    def series(self) -> str:
        """Which row of numbers its 文号 comes from: reply, consult or notice."""
        if self.is_answer:
            return "reply"
        return "notice" if self.description.reader is Reader.APPLICANT else "consult"
