"""Two sections become one: articles, topics and blocks of the first go to the second."""

from django.dispatch import receiver

from navigation.signals import section_merging
from news.models import Article, ArticlePlacement, HomeBlock, Topic, TopicBlock
from portal.search.sources import move_section


@receiver(section_merging, dispatch_uid="news-section-merging")
def move_content(sender, source, target, **kwargs):
    """Point every row of this room at ``target``; an article filed in both is filed once."""
    Article.objects.filter(section_id=source.pk).update(section_id=target.pk)
    placements = ArticlePlacement.objects.filter(section_id=source.pk)
    already = ArticlePlacement.objects.filter(section_id=target.pk).values("article_id")
    placements.filter(article_id__in=already).delete()
    placements.update(section_id=target.pk)
    for model in (Topic, TopicBlock, HomeBlock):
        model.objects.filter(section_id=source.pk).update(section_id=target.pk)
    move_section(source.pk, target.pk)
