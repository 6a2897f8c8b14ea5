"""The frame of the desk's public pages, whose addresses are fixed while the tree is the editors'.

They stand where the editors put the section of kind ``application``: its band, breadcrumb and side
menu. On a site without one they stand in no section.
"""

from dataclasses import replace

from django.urls import reverse_lazy

from navigation.menus import section_context
from navigation.tree import Node, get_tree
from portal.meta import PageMeta

FOLLOW = reverse_lazy("disclosure:follow")


def section_of(kind: str) -> Node | None:
    """The first section of ``kind`` in the tree, from memory."""
    return next((node for node in get_tree().by_id.values() if node.kind == kind), None)


def frame(request, title: str) -> dict:
    """Context of ``base_2col.html`` for a page below the section of applications.

    Search engines keep the section itself, not the forms and receipts.
    """
    meta = PageMeta(title=title, path=request.path, indexed=False)
    node = section_of("application")
    if node is None:
        return {"page_title": title, "meta": meta, "follow_url": FOLLOW}
    request.section = node
    context = section_context(node)
    crumbs = (*context["meta"].crumbs, (title, request.path))
    return {
        **context,
        "page_title": title,
        "meta": replace(meta, crumbs=crumbs, column=context["meta"].column),
        "follow_url": FOLLOW,
    }
