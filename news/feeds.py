"""RSS 2.0 and Atom 1.0 of the same articles: one builder, two ways to write it down."""

from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape

from news.meta import changed_at
from portal.addresses import absolute
from portal.site import get_site
from portal.text import plain


class Rss(Rss201rev2Feed):
    """RSS 2.0. ``lastBuildDate`` is the newest item's own date, not the moment of asking."""

    content_type = "application/rss+xml; charset=utf-8"

    def latest_post_date(self):
        dates = [item["pubdate"] for item in self.items]
        return max(dates) if dates else super().latest_post_date()


class Atom(Atom1Feed):
    """Atom 1.0. ``updated`` of the feed is the newest ``updated`` of an entry."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self):
        dates = [item["updateddate"] for item in self.items]
        return max(dates) if dates else super().latest_post_date()


FORMATS = {"rss": Rss, "atom": Atom}


def entry_id(request, article) -> str:
    """A tag URI (RFC 4151): stays the same when the article or its section moves."""
    host = urlsplit(absolute(request, "/")).hostname
    born = timezone.localdate(article.created_at)
    return f"tag:{host},{born}:article-{article.pk}"


def _add(feed, request, article):
    link = absolute(request, article.url)
    feed.add_item(
        title=plain(article.title),
        link=link,
        # Readers take a summary for HTML, in both formats; ours is plain text.
        description=escape(plain(article.summary)),
        unique_id=entry_id(request, article),
        unique_id_is_permalink=False,
        pubdate=timezone.localtime(article.published_at),
        updateddate=timezone.localtime(changed_at(article)),
        author_name=plain(article.author) or None,
        categories=[plain(article.tag)] if article.tag else [],
    )


def build_feed(form, request, articles, *, title, path, description):
    """The feed of ``articles`` in ``form`` (``rss``, ``atom``) for the page at ``path``."""
    feed = FORMATS[form](
        title=plain(title),
        link=absolute(request, path),
        description=plain(description),
        language="zh-cn" if form == "rss" else "zh-CN",
        feed_url=absolute(request, request.path),
        author_name=plain(get_site().name),
    )
    for article in articles:
        _add(feed, request, article)
    return feed
