"""What the public pages leave behind: half-filled forms, and wrong tries."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.vault import EncryptedJSONField, SealedModel

DRAFT_HOURS = 24


def draft_expiry():
    return timezone.now() + timedelta(hours=DRAFT_HOURS)


class Draft(SealedModel):
    """A form that was not sent yet. The token is kept as a keyed digest only."""

    token_digest = models.CharField(max_length=64, unique=True)
    data = EncryptedJSONField(_("内容"), context="draft.data", max_length=40000)
    expires_at = models.DateTimeField(_("到期时间"), default=draft_expiry, db_index=True)

    class Meta:
        verbose_name = _("申请草稿")
        verbose_name_plural = _("申请草稿")
        default_permissions = ()


class Throttle(models.Model):
    """Tries from one address or on one number. ``key`` is a keyed digest: no address is kept."""

    key = models.CharField(max_length=64, unique=True)
    tries = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("限流记录")
        verbose_name_plural = _("限流记录")
        default_permissions = ()

    def __str__(self):
        return f"{self.key[:8]}: {self.tries}"
