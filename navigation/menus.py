"""Menus as one page shows them: the shared tree plus what is current on this page."""

from functools import cached_property

from navigation.meta import section_meta
from navigation.tree import Node, get_tree


class MenuItem:
    """A node seen from the current section; reads every other attribute from the node."""

    def __init__(self, node: Node, open_ids: frozenset, current_id):
        self.node = node
        self._open_ids = open_ids
        self._current_id = current_id

    def __getattr__(self, name):
        return getattr(self.node, name)

    def __str__(self):
        return self.node.title

    @property
    def is_current(self):
        return self.node.id == self._current_id

    @property
    def is_open(self):
        """The current section or one above it."""
        return self.node.id in self._open_ids

    def _wrap(self, nodes):
        return [MenuItem(node, self._open_ids, self._current_id) for node in nodes]

    @cached_property
    def children_top(self):
        return self._wrap(self.node.children_top)

    @cached_property
    def children_side(self):
        return self._wrap(self.node.children_side)

    @cached_property
    def children_mobile(self):
        return self._wrap(self.node.children_mobile)


def menu_items(nodes, section: Node | None) -> list[MenuItem]:
    """Wrap ``nodes`` for a page that stands in ``section`` (``None``: in no section)."""
    open_ids = frozenset(node.id for node in section.ancestors) if section else frozenset()
    return [MenuItem(node, open_ids, section.id if section else None) for node in nodes]


class Nav:
    """Top and mobile menu; the current section is what the view left on ``request.section``."""

    def __init__(self, request):
        section = getattr(request, "section", None)
        tree = get_tree()
        self.top = menu_items(tree.top, section)
        self.mobile = menu_items(tree.mobile, section)
        self.home_current = request.path == "/"


def section_context(section: Node) -> dict:
    """What ``base_2col.html`` needs: section, root, breadcrumb, side menu, meta tags.

    A page that is not the section's own replaces ``meta`` (``navigation.meta.section_meta``).
    """
    root = section.root
    return {
        "section": section,
        "root": root,
        "breadcrumb": list(section.ancestors),
        "side_menu": menu_items(root.children_side, section),
        "meta": section_meta(section),
    }
