"""The section kinds this app brings."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from navigation import kinds
from navigation.kinds import Kind, register


def is_list(node) -> bool:
    """Whether a section shows what is filed in it as it comes, unlike a single page."""
    kind = kinds.get(node.kind)
    return kind is not None and kind.lists_articles


def library_section_ids() -> set[int]:
    """The sections whose articles have to be documents."""
    from navigation.tree import get_tree

    return {node.id for node in get_tree().by_id.values() if node.kind == "documents"}


def _article_counts(section_ids):
    """How many articles each of the sections holds, whatever their status: one query."""
    from news.models import ArticlePlacement

    rows = ArticlePlacement.objects.filter(section_id__in=section_ids).values("section_id")
    return dict(rows.annotate(n=Count("*")).order_by().values_list("section_id", "n"))


def _article_count(section_id):
    return _article_counts([section_id]).get(section_id, 0)


def _article_addresses(section_ids):
    """How many article addresses begin with one of the sections: those at home there."""
    from news.models import Article

    return Article.objects.filter(section_id__in=section_ids).count()


def _topic_counts(section_ids):
    from news.models import Topic

    rows = Topic.objects.filter(section_id__in=section_ids).values("section_id")
    return dict(rows.annotate(n=Count("*")).order_by().values_list("section_id", "n"))


def _topic_count(section_id):
    return _topic_counts([section_id]).get(section_id, 0)


ARTICLES = {
    "holds_articles": True,
    "content_count": _article_count,
    "content_counts": _article_counts,
    "address_count": _article_addresses,
}

LISTS = {**ARTICLES, "lists_articles": True}

register(Kind("list", _("文章列表"), view="news.views.sections.article_list", **LISTS))
register(Kind("documents", _("政策文件库"), view="news.views.documents.library", **LISTS))
register(Kind("page", _("单篇页面"), view="news.views.sections.page", **ARTICLES))
register(
    Kind(
        "topics",
        _("专题"),
        view="news.views.topics.topic_list",
        content_count=_topic_count,
        content_counts=_topic_counts,
    )
)
register(Kind("people", _("现任领导"), view="news.views.people.current_leaders"))
register(Kind("former-people", _("曾任领导"), view="news.views.people.former_leaders"))
register(Kind("departments", _("部门"), view="news.views.people.departments"))
register(Kind("contact", _("联系我们"), view="news.views.people.contact"))
