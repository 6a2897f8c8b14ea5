"""Topic pages, the lists inside them, and the archives that list topics."""

from dataclasses import replace

from django.core.paginator import EmptyPage, Paginator
from django.http import (
    Http404,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from navigation.menus import section_context
from navigation.permissions import can_edit
from navigation.tree import get_tree
from news.addresses import accent_url
from news.meta import block_meta, list_meta, topic_meta
from news.models import Topic, TopicBlock
from news.models.topic_block import ARTICLE_KINDS
from news.pages import ListPage, NumberedPage, whole_number
from news.section_index import section_index
from news.topics import Banner, TopicPage, accent_sheet, articles_of, section_of, side_by_side
from news.views.sections import list_address
from portal.addresses import LinkRedirect
from portal.public import public_page

# Articles on one page of a topic's list.
LIST_SIZE = 20
DAY = 24 * 3600


def topic_list(request, node):
    """An archive of topics (当年, 党建, 往年): newest year first, then the order staff gave."""
    topics = Topic.objects.visible().filter(section_id=node.id).select_related("banner")
    topics = topics.order_by("-year", "position", "-pk")
    years = list(topics.order_by("-year").values_list("year", flat=True).distinct())
    year = whole_number(request.GET.get("year"))
    year = year if year in years else None
    paginator = Paginator(topics.filter(year=year) if year else topics, max(1, node.page_size))
    try:
        page = paginator.page(whole_number(request.GET.get("page")) or 1)
    except EmptyPage:
        return HttpResponseRedirect(list_address(node, paginator.num_pages, year))
    banners = [Banner.of(topic) for topic in page.object_list]
    context = {
        **section_context(node),
        "meta": list_meta(node, 1 if year else page.number),
        "topics": banners,
        "page": NumberedPage(page, banners),
        "years": years,
        "year": year,
        "base_url": node.url,
        "query_prefix": f"?year={year}&" if year else "?",
    }
    return render(request, "news/topic_list.html", context)


def _no_topic():
    raise Http404(_("没有这个专题。"))


def _context(request, topic):
    """The frame of a topic's pages: its archive's menus, its colour; 404 where nobody may look."""
    node = get_tree().get(topic.section_id)
    if node is None:
        _no_topic()
    request.section = node
    return {
        **section_context(node),
        "topic": topic,
        "meta": topic_meta(topic, node),
        "accent_url": accent_url(topic.accent),
        "is_preview": False,
    }


def _answer(request, template, context, *, hidden):
    """Render; what only staff may see yet is kept by nobody."""
    context["meta"] = replace(context["meta"], indexed=not hidden)
    response = render(request, template, {**context, "is_preview": hidden})
    if hidden:
        add_never_cache_headers(response)
        response.public_page = False
    return response


@public_page
def topic(request, section_path, slug):
    """``/<section path>/<slug>.html``. The slug decides; a wrong path leads to the right one, a
    slug that the topic had before to the one it has now."""
    topics = Topic.objects.select_related("banner")
    found = topics.filter(slug=slug).first() or topics.filter(redirects__old_slug=slug).first()
    if found is None:
        _no_topic()
    context = _context(request, found)
    hidden = not found.is_visible
    if hidden and not can_edit(request.user, found.section_id):
        _no_topic()
    if found.external_url and not hidden:
        return LinkRedirect(found.external_url)
    if request.path != found.get_absolute_url():
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    blocks = TopicPage(found).blocks()
    context["anchors"] = [block for block in blocks if block.in_anchors]
    context["rows"] = side_by_side(blocks)
    return _answer(request, "news/topic.html", context, hidden=hidden)


@public_page
def topic_block(request, section_path, slug, pk):
    """``/<section path>/<slug>_<id>.html``: all articles of a block, in the topic's frame.

    The id decides; a wrong path or slug leads to the right address.
    """
    blocks = TopicBlock.objects.select_related("topic__banner").filter(kind__in=ARTICLE_KINDS)
    block = blocks.filter(pk=pk).first() or _no_topic()
    context = _context(request, block.topic)
    hidden = not (block.is_visible and block.topic.is_visible)
    if hidden and not can_edit(request.user, block.topic.section_id):
        _no_topic()
    if block.topic.external_url and not hidden:
        return LinkRedirect(block.topic.external_url)
    if request.path != block.get_absolute_url():
        return HttpResponsePermanentRedirect(block.get_absolute_url())
    number = whole_number(request.GET.get("page")) or 1
    page = _block_page(block, number)
    if number > page.num_pages:
        last = f"?page={page.num_pages}" if page.num_pages > 1 else ""
        return HttpResponseRedirect(block.get_absolute_url() + last)
    context |= {
        # "block" is what Django's own templates call theirs.
        "part": block,
        "meta": block_meta(block, request.section, page.number),
        "page": page,
        "breadcrumb": [*context["breadcrumb"], block.topic],
        "base_url": block.get_absolute_url(),
        "query_prefix": "?",
    }
    return _answer(request, "news/topic_block.html", context, hidden=hidden)


def _block_page(block, number):
    """Page ``number`` of the section the block follows, or of its chosen articles."""
    if block.section_id:
        node = section_of(block)
        return ListPage(section_index(node.id if node else 0), number, LIST_SIZE)
    page = Paginator(articles_of(block), LIST_SIZE).get_page(number)
    return NumberedPage(page, list(page.object_list))


@require_safe
def accent(request, digits):
    """``/accent-7a3fb0.css``: a function of its address alone, so browsers may keep it."""
    response = HttpResponse(accent_sheet(f"#{digits}"), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=DAY)
    return response
