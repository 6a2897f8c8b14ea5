"""The search page, and the words it suggests while somebody types."""

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.search import site_search
from news.search_page import SearchPage
from news.search_request import Asked
from portal.meta import PageMeta
from portal.public import public_page


@require_safe
@public_page
def search(request):
    """``/search/?q=…``: what was found, or, without words, how to search."""
    asked = Asked.of(request.GET)
    page = SearchPage(asked)
    if page.number > page.num_pages:
        response = HttpResponseRedirect(request.path + asked.at(page.num_pages).address)
    else:
        response = render(request, "news/search.html", context_of(page))
    # There is no end of queries: kept, their pages would push out those that people read.
    response.public_page = not request.GET
    if request.GET:
        response["Cache-Control"] = "private, no-cache"
    return response


def page_meta(*, indexed) -> PageMeta:
    """Search engines may know the search, not what others searched for."""
    title, path = _("站内检索"), reverse("news:search")
    return PageMeta(title=title, path=path, crumbs=((title, path),), indexed=indexed)


def context_of(page):
    """Names of the template, the pager's among them."""
    text = page.asked.query.text
    return {
        "page": page,
        "meta": page_meta(indexed=not text),
        "search_text": text,
        "base_url": reverse("news:search"),
        "query_prefix": f"{page.asked.at(1).address}&",
        "kept_fields": page.asked.fields,
    }


@require_safe
def suggest(request):
    """``/search/suggest/?q=…``: words and titles that the typed beginning may become, as JSON."""
    words = site_search().suggest(request.GET.get("q", ""))
    response = JsonResponse({"words": words}, json_dumps_params={"ensure_ascii": False})
    # The same reader types the same beginnings again; nobody else should be told from a cache.
    response["Cache-Control"] = "private, max-age=60"
    return response
