"""Sitemaps for search engines; the one for people is 网站地图 (``navigation.views.site_map``)."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from news import sitemaps
from portal.addresses import absolute
from portal.public import public_page
from portal.site import get_site
from portal.sitemaps import Entry, write_index, write_news, write_urlset


def _base(request) -> str:
    return absolute(request, "/").removesuffix("/")


def _xml(content: bytes):
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


@public_page
def index(request):
    """``/sitemap.xml``: the files that hold anything."""
    base = _base(request)
    files = [Entry(base + reverse("news:sitemap-pages"))]
    news = sitemaps.news_entries(base)
    if news:
        files.append(Entry(base + reverse("news:sitemap-news"), news[0].published))
    for number in sitemaps.article_files():
        files.append(Entry(base + reverse("news:sitemap-articles", args=[number])))
    return _xml(write_index(files))


@public_page
def pages(request):
    """``/sitemap-pages.xml``: home, sections, topics, people."""
    return _xml(write_urlset(sitemaps.page_entries(_base(request))))


@public_page
def news(request):
    """``/sitemap-news.xml``: the last two days; empty when nothing came out."""
    return _xml(write_news(get_site().name, sitemaps.news_entries(_base(request))))


@public_page
def articles(request, number):
    """``/sitemap-articles-<n>.xml``."""
    entries = sitemaps.article_entries(_base(request), int(number))
    if not entries:
        raise Http404(_("没有这个站点地图文件。"))
    return _xml(write_urlset(entries))
