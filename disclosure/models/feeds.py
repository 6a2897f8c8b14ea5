"""Addresses under which officers subscribe to their deadlines."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.vault import blind_index


class CalendarFeedQuerySet(models.QuerySet):
    def opened_by(self, token: str):
        """The feed whose address holds ``token``, of somebody who still works here."""
        digest = str(blind_index(token, "calendar.feed"))
        users = {"user__is_active": True, "user__is_staff": True}
        return self.select_related("user").filter(digest=digest, **users).first()


class CalendarFeed(models.Model):
    """One a user. The token in the address is all that is needed to read it, so only a keyed
    digest is kept; a new token takes the old one's place, deleting the row revokes it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("生成时间"), default=timezone.now)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("日历订阅")
        verbose_name_plural = _("日历订阅")
        default_permissions = ()

    def __str__(self):
        return f"{self._meta.verbose_name} {self.user_id}"
