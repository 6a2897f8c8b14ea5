"""Section pages of the kinds this room registers."""

from dataclasses import replace

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from navigation.menus import section_context
from news.meta import feed_of, list_meta
from news.pages import ListPage, whole_number
from news.section_index import section_index
from news.views.articles import newest_in, render_article
from portal.addresses import LinkRedirect


def list_address(node, number, year):
    """The address of a list page; page one has no number in it."""
    query = [f"year={year}"] if year else []
    query += [f"page={number}"] if number > 1 else []
    return f"{node.url}?{'&'.join(query)}" if query else node.url


def article_list(request, node, template="news/list.html", extra=None):
    """A section's list, numbered pages and a year filter: at most two queries.

    ``extra`` is what another ``template`` reads besides.
    """
    index = section_index(node.id)
    year = whole_number(request.GET.get("year"))
    year = year if year in index.years else None
    page = ListPage(index, whole_number(request.GET.get("page")) or 1, node.page_size, year)
    if page.number > page.num_pages:
        return HttpResponseRedirect(list_address(node, page.num_pages, year))
    meta = list_meta(node, 1 if year else page.number)
    context = {
        **section_context(node),
        "meta": replace(meta, feed=feed_of(node)),
        "page": page,
        "years": index.years,
        "year": year,
        "featured": take_featured(page),
        "base_url": node.url,
        "query_prefix": f"?year={year}&" if year else "?",
        **(extra or {}),
    }
    return render(request, template, context)


def take_featured(page):
    """On the first page a leading article with a picture stands above the list, not in it."""
    if page.number == 1 and page.year is None and page.items and page.items[0].cover_id:
        return page.items.pop(0)
    return None


def page(request, node):
    """A single-page section shows its newest article at the section's own address."""
    article = newest_in(node.id)
    if article is None:
        return render(request, "news/list.html", {**section_context(node), **empty_list(node)})
    if article.is_external:
        return LinkRedirect(article.external_url)
    return render_article(request, article, node, is_page=True)


def empty_list(node):
    """The context of a list without articles, for sections that have nothing to show yet."""
    return {
        "page": ListPage(section_index(node.id), 1, node.page_size),
        "years": [],
        "year": None,
        "featured": None,
        "base_url": node.url,
        "query_prefix": "?",
    }


def not_found():
    raise Http404(_("没有这个页面。"))
