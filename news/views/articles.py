"""Article pages. The id decides; any other spelling of the address leads to the canonical one."""

from dataclasses import replace

from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from navigation.menus import section_context
from navigation.tree import get_tree
from news import extras
from news.catalogue import columns
from news.meta import article_meta
from news.models import Article, ArticlePlacement
from news.rights import may_edit
from news.surroundings import surroundings
from portal.addresses import LinkRedirect, absolute
from portal.public import public_page
from portal.qr import qr_svg

# What a document says about itself above its text.
PANEL = (
    columns.ISSUER,
    columns.NUMBER,
    columns.CATEGORY,
    columns.WRITTEN,
    columns.PUBLISHED,
    columns.VALIDITY,
    columns.ENDS,
)
WITH_ARTICLE = ("source", "cover", "document")


def shown():
    """Articles with everything their page reads of them."""
    return Article.objects.select_related(*WITH_ARTICLE, *extras.related_names())


def panel_of(article, document) -> list:
    """The cells above the text: what rooms above say, then what the document says of itself."""
    cells = columns.Row.of(document, PANEL).cells if document else ()
    return [*extras.cells_of(article), *cells]


def newest_in(section_id):
    """The newest public article of a section, complete, or ``None``: one query."""
    ids = ArticlePlacement.objects.in_section(section_id).published().newest_first()
    return shown().filter(pk__in=ids.values("article_id")[:1]).first()


def render_article(request, article, node, *, is_page=False, is_preview=False):
    """The article in the frame of ``node``."""
    request.section = node
    document = getattr(article, "document", None)
    around = surroundings(article, document, alone=is_page)
    path = node.url if is_page else article.get_absolute_url()
    canonical_url = absolute(request, path)
    meta = article_meta(article, node, path, is_page=is_page)
    context = {
        **section_context(node),
        "meta": replace(meta, indexed=not is_preview),
        "article": article,
        "document": document,
        "panel": panel_of(article, document),
        **vars(around),
        "canonical_url": canonical_url,
        "qr_svg": qr_svg(canonical_url),
        "is_page": is_page,
        "is_preview": is_preview,
    }
    return render(request, "news/article.html", context)


def frame_of(article):
    """The section whose frame the article wears: its home, or another one while that is off."""
    tree = get_tree()
    node = tree.get(article.section_id)
    if node:
        return node
    others = article.placements.order_by("section_id").values_list("section_id", flat=True)
    return next((tree.get(pk) for pk in others if tree.get(pk)), None)


def _preview(request, article, node):
    """An article the public does not see, for staff who may edit it; nobody else, no cache."""
    if not may_edit(request.user, article):
        raise Http404(_("没有这篇文章，或者它已经下线。"))
    response = render_article(request, article, node, is_preview=True)
    add_never_cache_headers(response)
    response.public_page = False
    return response


def _is_shown_by_page(article, node) -> bool:
    """Whether a ``page`` section shows this very article at its own address."""
    if node.kind != "page" or node.id != article.section_id:
        return False
    newest = ArticlePlacement.objects.in_section(node.id).published().newest_first()
    return newest.values_list("article_id", flat=True).first() == article.pk


@public_page
def article(request, section_path, month, day, pk):
    """``/<section path>/<yyyymm>/t<yyyymmdd>_<id>.html``."""
    found = shown().filter(pk=pk).first()
    node = frame_of(found) if found else None
    if node is None:
        raise Http404(_("没有这篇文章，或者它已经下线。"))
    if not found.is_public:
        return _preview(request, found, node)
    if found.is_external:
        return LinkRedirect(found.external_url)
    if _is_shown_by_page(found, node):
        return HttpResponseRedirect(node.url)
    canonical = found.get_absolute_url()
    if request.path != canonical:
        return HttpResponsePermanentRedirect(canonical)
    return render_article(request, found, node)
