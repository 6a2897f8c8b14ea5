"""The frame of the desk's public pages, whose addresses are fixed while the tree is the editors'.

They stand where the editors put the section of kind ``application``: its band, breadcrumb and side
menu. On a site without one they stand in no section.
"""

from dataclasses import replace

from django.urls import reverse_lazy

from disclosure.desk import desk
from navigation.menus import section_context
from navigation.tree import Node, get_tree
from portal.meta import PageMeta

FOLLOW = reverse_lazy("disclosure:follow")


def section_of(kind: str) -> Node | None:
    """The first section of ``kind`` in the tree, from memory."""
    return next((node for node in get_tree().by_id.values() if node.kind == kind), None)


def progress_url() -> str:
    """Where an applicant follows a case; "" on a site that takes no applications."""
    return str(FOLLOW) if section_of("application") else ""


def frame(request, title: str, above: tuple[tuple[str, str], ...] = ()) -> dict:
    """Context of ``disclosure/base.html`` for a page below the section of applications.

    ``above``
        Titles and addresses of the pages between that section and this one.

    Search engines keep the section itself, not the forms and receipts.
    """
    meta = PageMeta(title=title, path=request.path, indexed=False)
    own = {"page_title": title, "follow_url": FOLLOW, "application": desk().profile.application}
    between = [{"title": name, "url": url} for name, url in above]
    node = section_of("application")
    if node is None:
        return {**own, "meta": meta, "breadcrumb": between}
    request.section = node
    context = section_context(node)
    crumbs = (*context["meta"].crumbs, *above, (title, request.path))
    return {
        **context,
        **own,
        "breadcrumb": [*context["breadcrumb"], *between],
        "meta": replace(meta, crumbs=crumbs, column=context["meta"].column),
    }
