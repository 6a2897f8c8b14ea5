"""What pages in a section say about themselves, taken from the tree."""

from dataclasses import replace

from django.utils.translation import gettext as _

from navigation.tree import Node
from portal.meta import Column, PageMeta
from portal.site import get_site
from portal.text import words


def column_of(node: Node) -> Column:
    """The column tags of a section: what staff wrote, else what its place in the tree says."""
    titles = [ancestor.title for ancestor in node.ancestors]
    return Column(
        name=node.title,
        description=node.description
        or _("%(site)s“%(titles)s”栏目") % {"site": get_site().name, "titles": "·".join(titles)},
        keywords=",".join(words(node.keywords) or reversed(titles)),
        category=node.category,
    )


def section_meta(node: Node, **changes) -> PageMeta:
    """The :class:`PageMeta` of the section's own page; ``changes`` turn it into that of another.

    ``tail=(title, path)`` adds the page itself below the section in the breadcrumb.
    """
    column = column_of(node)
    crumbs = tuple((ancestor.title, ancestor.url) for ancestor in node.ancestors)
    tail = changes.pop("tail", None)
    meta = PageMeta(
        title=node.title,
        description=column.description,
        keywords=column.keywords,
        column=column,
        crumbs=(*crumbs, tail) if tail else crumbs,
    )
    return replace(meta, **changes)
