"""The audit log's rows; ``portal.audit.record`` writes them."""

import hashlib
import hmac
import json
from datetime import UTC

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.log import lock
from portal.audit.verbs import MAX_LENGTH, verb_label
from portal.vault.keys import permanent_key


class AppendOnly(Exception):
    """Something tried to change or delete an event of the audit log."""


class AuditEventQuerySet(models.QuerySet):
    def about(self, obj):
        """Events about one row, newest first."""
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).order_by("-pk")

    def _refuse(self, *args, **options):
        raise AppendOnly("The audit log is append-only; write to it with portal.audit.record().")

    update = delete = bulk_create = bulk_update = _raw_delete = _update = _refuse


class AuditEvent(models.Model):
    """One thing somebody did. Written once: neither the model nor the database lets go of it.

    There is no foreign key: an event outlives the user and the record it is about.
    """

    class ActorKind(models.TextChoices):
        USER = "user", _("工作人员")
        APPLICANT = "applicant", _("申请人")
        SYSTEM = "system", _("系统")

    at = models.DateTimeField(_("时间"), db_index=True)
    actor_kind = models.CharField(_("操作者类别"), max_length=9, choices=ActorKind)
    user_id = models.BigIntegerField(_("用户编号"), null=True)
    actor = models.CharField(_("操作者"), max_length=200)
    ip = models.CharField(_("来源地址"), max_length=45, blank=True)
    verb = models.CharField(_("操作"), max_length=MAX_LENGTH)
    object_type = models.CharField(_("对象类型"), max_length=100)
    object_id = models.CharField(_("对象编号"), max_length=64, blank=True)
    object_label = models.CharField(_("对象"), max_length=200)
    part = models.CharField(_("内容项"), max_length=200, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    success = models.BooleanField(_("是否允许"), default=True)
    # The code of the event before ("" for the first), and the code over this one and that.
    previous = models.CharField(_("前一条的校验码"), max_length=64, blank=True, unique=True)
    mac = models.CharField(_("校验码"), max_length=64, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        ordering = ["-pk"]
        base_manager_name = "objects"
        default_permissions = ["view"]
        permissions = [("reveal_personal_data", _("可以查看个人信息原文（须填写理由，逐次留痕）"))]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_object"),
            models.Index(fields=["user_id"], name="audit_user"),
        ]

    def __str__(self):
        return f"{self.pk} {self.verb_label} {self.object_label}"

    @property
    def verb_label(self):
        return verb_label(self.verb)

    def save(self, *args, **options):
        """Append the event to the chain, behind the newest one; only ever once."""
        if not self._state.adding:
            raise AppendOnly("An event of the audit log is never changed.")
        with transaction.atomic():
            lock()
            newest = AuditEvent.objects.order_by("-pk").values_list("mac", flat=True).first()
            self.previous, self.at = newest or "", timezone.now()
            self.mac = self.expected_mac()
            super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args, **options):
        raise AppendOnly("An event of the audit log is never deleted.")

    def expected_mac(self) -> str:
        """HMAC-SHA256 over everything the event says and the code of the one before."""
        said = [
            self.previous,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.actor_kind,
            self.user_id,
            self.actor,
            self.ip,
            self.verb,
            self.object_type,
            self.object_id,
            self.object_label,
            self.part,
            self.reason,
            self.success,
        ]
        key = permanent_key("audit log")
        return hmac.new(key, json.dumps(said).encode(), hashlib.sha256).hexdigest()

    def is_genuine(self) -> bool:
        return hmac.compare_digest(self.mac, self.expected_mac())
