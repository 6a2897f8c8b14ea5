"""When published content changes by itself."""

from news.models import Article
from news.querysets import first_rows
from portal import content_version

TIMES = ("published_at", "expires_at", "headline_until", "sticky_until", "featured_until")


def _next(name, now):
    """The next ``name`` of any article, as a one-row queryset read from that column's index.

    The status is left out on purpose: a draft's time turns the version over once too often, which
    harms nobody, whereas a second condition could lead the planner away from the small index.
    """
    ahead = Article.objects.filter(**{f"{name}__gt": now}).order_by(name)
    return first_rows(ahead, 1, name)


@content_version.register_moments
def next_article_moment(now):
    """The next time an article appears, expires or loses 头条, 置顶 or 轮播. One query."""
    first, *others = [_next(name, now) for name in TIMES]
    return min((at for (at,) in first.union(*others, all=True)), default=None)
