"""RSS and Atom: the newest articles of a section, or of the whole site."""

from django.http import Http404, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from navigation import kinds
from navigation.tree import get_tree
from navigation.views import find_section
from news.feeds import build_feed
from news.meta import changed_at, feed_of
from news.models import Article, ArticlePlacement
from portal.public import public_page
from portal.site import get_site

ITEMS = 30


def _items(placements):
    ids = placements.newest_first().values("article_id")[:ITEMS]
    articles = Article.objects.select_related("source").defer("body").filter(pk__in=ids)
    return sorted(articles, key=lambda a: (a.published_at, a.pk), reverse=True)


def _answer(request, form, articles, **about):
    feed = build_feed(form, request, articles, **about)
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    if articles:
        response["Last-Modified"] = http_date(max(map(changed_at, articles)).timestamp())
    return response


@public_page
def section_feed(request, section_path, form):
    """``/<section path>/rss.xml`` and ``atom.xml``."""
    node, redirect = find_section(request, section_path)
    if redirect:
        redirect["Location"] = redirect["Location"].split("?")[0] + f"{form}.xml"
        return redirect
    kind = kinds.get(node.kind)
    if kind is None or not kind.holds_articles:
        raise Http404(_("这个栏目没有订阅源。"))
    ids = [node.id]
    if node.kind == "documents":
        ids = [below.id for below in node.descendants()]
    articles = _items(ArticlePlacement.objects.filter(section_id__in=ids).published())
    title, _folder = feed_of(node)
    return _answer(
        request,
        form,
        articles,
        title=title,
        path=node.url,
        description=node.description or node.title,
    )


@public_page
def site_feed(request, form):
    """``/rss.xml`` and ``/atom.xml``: the newest articles of all sections."""
    site = get_site()
    tree = get_tree()
    articles = (
        Article.objects.published()
        # Naming the few that are switched off, not the many that are on, keeps the planner reading
        # newest first instead of collecting whole sections.
        .exclude(section_id__in=tree.parents.keys() - tree.by_id.keys())
        .select_related("source")
        .defer("body")
        .newest_first()[:ITEMS]
    )
    return _answer(
        request,
        form,
        list(articles),
        title=site.name,
        path="/",
        description=site.description or site.name,
    )
