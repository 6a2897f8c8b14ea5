"""The row behind ``portal.content_version``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentVersion(models.Model):
    """One row (pk 1): a random token that changes with everything the public can see.

    The token is random, not a counter: a number used inside a transaction that rolls back would be
    used again for other content, and a snapshot cached under it would then be wrong for ever.
    """

    token = models.CharField(max_length=32)
    changed_at = models.DateTimeField()
    next_change_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("内容版本")
        verbose_name_plural = _("内容版本")

    def __str__(self):
        return self.token
