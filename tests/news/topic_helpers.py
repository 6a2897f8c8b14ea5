"""What tests of topics need: blocks on a page, addresses in the admin, what its form posts."""

from django.contrib.auth.models import Group
from django.urls import reverse

from navigation.models import SectionGrant
from news.services.topics import choose
from tests.factories import make_user

LIST = "/admin/news/topicblock/"
ARRANGE = f"{LIST}arrange/"


def add(topic, kind, title="", rows=(), chosen=(), **fields):
    """A block after the others, with rows or chosen articles."""
    position = topic.blocks.count() * 10
    block = topic.blocks.create(kind=kind, title=title or kind, position=position, **fields)
    choose(block, chosen)
    for number, row in enumerate(rows):
        block.items.create(position=number, **row)
    return block


def user_with(section, name, **rights):
    group = Group.objects.create(name=name)
    SectionGrant.objects.create(group=group, section=section, **rights)
    return make_user(name, groups=[group])


def add_address(topic, kind):
    return f"{LIST}add/?topic={topic.pk}&kind={kind}"


def change_address(block):
    return reverse("admin:news_topicblock_change", args=[block.pk])


def block_data(*rows, initial=0, **changes):
    """What the form of a block posts; ``rows`` are those of its table."""
    data = {"title": "标题", "width": "full", "is_visible": "on", "in_anchors": "on"}
    data |= {"items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"items-{number}-{name}": value for name, value in row.items()}
    return data | changes
