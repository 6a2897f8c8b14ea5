"""Pages that list documents, and the same lists as files."""

from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode

from navigation.menus import section_context
from news.catalogue.export import FORMATS
from news.catalogue.library import LIBRARY
from news.catalogue.listing import CataloguePage, Listing
from news.meta import feed_of, list_meta
from news.pages import whole_number
from portal.addresses import absolute

# The longest list in one file; the page says so when there are more.
FILE_ROWS = 5000


def library(request, node):
    """政策文件库: the documents of a section and all below it."""
    return catalogue_page(request, node, LIBRARY)


def catalogue_page(request, node, catalogue, extra=None):
    """The documents of ``node`` as ``catalogue`` shows them, or as a file with ``format=``.

    ``extra`` is what its template reads besides.
    """
    listing = Listing(catalogue, node, request.GET)
    if request.GET.get("format") in FORMATS:
        return file_of(request, listing, request.GET["format"])
    page = CataloguePage(listing, whole_number(request.GET.get("page")) or 1, node.page_size)
    if page.number > page.num_pages:
        return HttpResponseRedirect(address(listing, [("page", page.num_pages)]))
    return render(request, catalogue.template, {**context_of(listing, page), **(extra or {})})


def address(listing, more=(), without=()):
    """The section's address with the conditions in force, without those named, and ``more``."""
    query = [*listing.values(without), *more]
    return f"{listing.node.url}?{urlencode(query)}" if query else listing.node.url


def context_of(listing, page) -> dict:
    """What the template of a catalogue reads."""
    catalogue, node = listing.catalogue, listing.node
    category = listing.category
    values = listing.values()
    is_narrowed = bool(listing.form.values())
    return {
        **section_context(node),
        "meta": replace(list_meta(node, page.number), feed=feed_of(node), indexed=not is_narrowed),
        "catalogue": catalogue,
        "page": page,
        "form": listing.form,
        "category": category,
        "all_count": listing.counts.total(),
        "branches": listing.categories.branches(
            listing.counts,
            category.id if category else None,
            lambda pk: address(listing, [("category", pk)], without=["category"]),
        ),
        "all_url": address(listing, without=["category"]),
        "orders": [
            (order, order is listing.order, order_address(listing, order))
            for order in catalogue.orders
        ],
        "files": [
            (kind.label, address(listing, [("format", name)])) for name, kind in FORMATS.items()
        ],
        "file_rows": FILE_ROWS,
        "is_narrowed": is_narrowed,
        "base_url": node.url,
        "query_prefix": f"?{urlencode(values)}&" if values else "?",
        "kept_fields": values,
    }


def order_address(listing, order):
    usual = order is listing.catalogue.orders[0]
    return address(listing, [] if usual else [("sort", order.key)], without=["sort"])


def file_of(request, listing, name):
    """The first :data:`FILE_ROWS` documents of the listing, in its order."""
    columns = listing.catalogue.file_columns
    rows = [
        [
            absolute(request, column.text(document))
            if column.kind == "url"
            else column.text(document)
            for column in columns
        ]
        for document in listing.documents(0, FILE_ROWS)
    ]
    kind = FORMATS[name]
    response = HttpResponse(kind.make(columns, rows), content_type=kind.content_type)
    filename = f"{listing.node.title}-{timezone.localdate():%Y%m%d}.{name}"
    response["Content-Disposition"] = content_disposition_header(True, filename)
    response["X-Robots-Tag"] = "noindex"
    return response
