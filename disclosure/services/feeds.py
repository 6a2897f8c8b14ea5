"""Subscribing to one's deadlines, and ending it."""

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from disclosure import codes
from disclosure.actions import FEED_MADE, FEED_REVOKED
from disclosure.models import CalendarFeed
from portal import audit
from portal.vault import blind_index


@sensitive_variables()
def make_feed(by) -> str:
    """A new token for the user's feed, shown this once; an earlier one opens nothing any more."""
    token = codes.new_token()
    with transaction.atomic():
        row, _is_new = CalendarFeed.objects.update_or_create(
            user=by.user,
            defaults={
                "digest": str(blind_index(token, "calendar.feed")),
                "created_at": timezone.now(),
            },
        )
        audit.record(by.actor, FEED_MADE, row)
    return token


def revoke_feed(by) -> None:
    with transaction.atomic():
        for row in CalendarFeed.objects.filter(user=by.user):
            audit.record(by.actor, FEED_REVOKED, row)
            row.delete()
