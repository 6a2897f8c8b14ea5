"""Mails to send: written with what they tell of, sent by ``manage.py send_mail_queue``."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.vault import EncryptedTextField, SealedModel


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self, now):
        return self.filter(sent_at=None, failed_at=None, next_try_at__lte=now)


class OutgoingMail(SealedModel):
    """One mail. Neither subject nor data hold personal data; the text is made when it is sent."""

    class Template(models.TextChoices):
        RECEIPT = "receipt", _("已提交回执")
        RECEIVED = "received", _("已收到申请")
        SUPPLEMENT = "supplement", _("请补正")
        EXTENDED = "extended", _("延长答复期限")
        REPLIED = "replied", _("已答复")
        DUE_SOON = "due_soon", _("即将到期")
        OVERDUE = "overdue", _("已经逾期")
        ASSIGNED = "assigned", _("新的承办任务")

    case = models.ForeignKey(
        "disclosure.Case", on_delete=models.CASCADE, null=True, related_name="mails"
    )
    template = models.CharField(_("模板"), max_length=12, choices=Template)
    recipient = EncryptedTextField(_("收件人"), context="mail.recipient", max_length=200)
    data = models.JSONField(_("内容"), default=dict, blank=True)
    # What must be sent once only carries a key, e.g. the daily reminder of one officer.
    once = models.CharField(max_length=80, unique=True, null=True)
    created_at = models.DateTimeField(_("写入时间"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    next_try_at = models.DateTimeField(_("下次尝试"), default=timezone.now, db_index=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    failed_at = models.DateTimeField(_("放弃时间"), null=True)
    error = models.CharField(_("失败原因"), max_length=60, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("待发邮件")
        verbose_name_plural = _("待发邮件")
        ordering = ["pk"]
        default_permissions = ("view",)
