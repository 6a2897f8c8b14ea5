"""Topics, with all their blocks say, and sections."""

from django.db.models import Prefetch
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from navigation.models import Section
from navigation.tree import get_tree
from news.models import Topic, TopicBlock, TopicItem
from news.search import section_path
from portal.richtext.plain import one_line, plain_text
from portal.search.sources import Findable, Hit, Source, refresh, register

from .words import joined


def _topics():
    shown = Prefetch("blocks", TopicBlock.objects.filter(is_visible=True))
    return Topic.objects.prefetch_related(shown, "blocks__items")


def _topic_text(topic) -> str:
    """The editors' note and what the blocks say themselves; chosen articles are found themselves."""
    parts = [topic.intro]
    for block in topic.blocks.all():
        parts += [block.title, plain_text(block.body)]
        parts += [joined(item.term, item.unit, item.text) for item in block.items.all()]
    return one_line(joined(*parts))


@receiver([post_save, post_delete], sender=TopicBlock, dispatch_uid="search-topic-of-block")
@receiver([post_save, post_delete], sender=TopicItem, dispatch_uid="search-topic-of-item")
def refresh_topic(sender, instance, raw=False, **kwargs):
    """A topic is found by what its blocks hold."""
    block = instance if sender is TopicBlock else instance.block
    if not raw:
        refresh("topic", [block.topic_id])


def _topic(topic):
    if not topic.is_visible:
        return None
    return Findable(
        titles=(topic.title, topic.subtitle),
        body=_topic_text(topic),
        section_id=topic.section_id,
        is_name=True,
    )


def _topic_hits(ids):
    return {
        topic.pk: Hit(
            title=topic.title,
            url=topic.url,
            text=_topic_text(topic) or topic.subtitle,
            path=section_path(topic.section_id),
            label=_("专题"),
        )
        for topic in _topics().filter(pk__in=ids)
    }


def _section(section):
    return Findable(
        titles=(section.title, section.short_title),
        body=joined(section.description, one_line(section.intro)),
        section_id=section.pk,
        is_name=True,
    )


def _section_hits(ids):
    tree = get_tree()
    nodes = [tree.get(pk) for pk in ids]
    return {
        node.id: Hit(
            title=node.title,
            url=node.url,
            text=node.description or node.intro,
            path=section_path(node.parent.id if node.parent else None) or (str(_("首页")),),
            label=_("栏目"),
        )
        for node in nodes
        if node and tree.landing(node)
    }


register(
    Source(
        kind="topic",
        label=gettext_lazy("专题"),
        number=3,
        model=Topic,
        queryset=_topics,
        document=_topic,
        hits=_topic_hits,
    )
)
register(
    Source(
        kind="section",
        label=gettext_lazy("栏目"),
        number=4,
        model=Section,
        queryset=lambda: Section.objects.all(),
        document=_section,
        hits=_section_hits,
    )
)
