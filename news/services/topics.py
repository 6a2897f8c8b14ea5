"""What staff do with topics: choose articles for a block, put rows in order, archive."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from navigation.permissions import can_publish
from news.models import TopicItem
from portal import content_version

# A block of more is better off following a section; a form also takes only so many rows.
MAX_CHOSEN = 200


@transaction.atomic
def choose(block, articles):
    """Add ``articles`` to those chosen for ``block``; one that is there already stays as it is."""
    known = set(block.items.values_list("article_id", flat=True))
    added = [TopicItem(block=block, article=a) for a in articles if a.pk not in known]
    if added:
        TopicItem.objects.bulk_create(added)
        content_version.bump()


def renumber(block):
    """Places 10, 20, … in the order given; rows without a place come last."""
    for number, item in enumerate(block.items.all(), start=1):
        if item.position != number * 10:
            item.position = number * 10
            item.save(update_fields=["position"])


def archive(topic, section_id, user):
    """File ``topic`` in another archive; its old address leads to the new one.

    Raises ``PermissionDenied`` unless ``user`` may publish in both.
    """
    if not (can_publish(user, topic.section_id) and can_publish(user, section_id)):
        raise PermissionDenied
    topic.section_id = section_id
    topic.save(update_fields=["section", "updated_at"])
