"""The whole tree as immutable objects in memory: menus, breadcrumb and addresses cost no query."""

from dataclasses import dataclass, field

from navigation import kinds
from portal.snapshot import snapshot


@dataclass(eq=False)
class Node:
    """A section as the public sees it. Treat as immutable: all threads share it."""

    id: int
    title: str
    short_title: str
    slug: str
    path: str
    kind: str
    color: str
    description: str
    keywords: str
    category: str
    intro: str
    page_size: int
    update_days: int | None
    new_window: bool
    link_url: str
    link_section_id: int | None
    parent: "Node | None" = None
    url: str = ""
    ancestors: tuple["Node", ...] = ()
    children: tuple["Node", ...] = ()
    children_top: tuple["Node", ...] = ()
    children_side: tuple["Node", ...] = ()
    children_mobile: tuple["Node", ...] = ()
    flags: dict = field(default_factory=dict, repr=False)

    def __str__(self):
        return self.title

    def __repr__(self):
        return f"<Node {self.id} /{self.path}/>"

    @property
    def root(self) -> "Node":
        return self.ancestors[0]

    @property
    def level(self) -> int:
        return len(self.ancestors) - 1

    def get_absolute_url(self):
        return self.url

    def descendants(self, include_self=True):
        """This node and everything below it, depth first."""
        if include_self:
            yield self
        for child in self.children:
            yield from child.descendants()


@dataclass(frozen=True)
class Tree:
    """The sections the public can reach: active ones below active ones.

    ``parents`` holds every section, hidden ones too: rights reach into hidden branches.
    """

    by_id: dict[int, Node]
    by_path: dict[str, Node]
    roots: tuple[Node, ...]
    top: tuple[Node, ...]
    mobile: tuple[Node, ...]
    redirects: dict[str, int] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)

    def get(self, section_id) -> Node | None:
        return self.by_id.get(section_id)

    def moved_to(self, path: str) -> Node | None:
        """The section that a former path leads to now (exact path only)."""
        return self.by_id.get(self.redirects.get(path))

    # --- Where a visitor ends up ---------------------------------------------------------------
    def next_stop(self, node: Node) -> Node | None:
        """The section that ``node`` sends its visitors on to; ``None`` when to none."""
        if node.kind == "link":
            target = self.by_id.get(node.link_section_id)
            return target or self.by_path.get(_internal_path(node.link_url))
        if has_page(node):
            return None
        below = [item for item in node.descendants(include_self=False) if _is_stop(item)]
        return next(iter(sorted(below, key=lambda item: item.kind == "link")), None)

    def landing(self, node: Node) -> str | None:
        """The address where a visitor of ``node`` ends up, or ``None`` (dead end or circle)."""
        seen = set()
        while node.id not in seen:
            seen.add(node.id)
            onward = self.next_stop(node)
            if onward is None:
                return f"/{node.path}/" if has_page(node) else node.link_url or None
            node = onward
        return None

    def circular(self) -> list[Node]:
        """Sections that send their visitors round in a circle."""
        return [node for node in self.by_id.values() if self._returns(node)]

    def _returns(self, start: Node) -> bool:
        node, seen = self.next_stop(start), set()
        while node is not None and node.id not in seen:
            if node is start:
                return True
            seen.add(node.id)
            node = self.next_stop(node)
        return False


MENUS = ("top", "side", "mobile")


def has_page(node: Node) -> bool:
    kind = kinds.get(node.kind)
    return bool(kind and kind.view)


def _is_stop(node: Node) -> bool:
    return node.kind == "link" or has_page(node)


def _internal_path(url: str) -> str | None:
    """``/kjcx/kcsd/?page=2`` → ``kjcx/kcsd``; ``None`` for other hosts."""
    if not url.startswith("/"):
        return None
    return url.split("?", 1)[0].split("#", 1)[0].strip("/")


def _make_node(row, parent) -> Node:
    node = Node(
        id=row["id"],
        title=row["title"],
        short_title=row["short_title"] or row["title"],
        slug=row["slug"],
        path=row["path"],
        kind=row["kind"],
        color=row["color"] or (parent.color if parent else "azure"),
        description=row["description"],
        keywords=row["keywords"],
        category=row["category"] or (parent.category if parent else row["title"]),
        intro=row["intro"],
        page_size=row["page_size"],
        update_days=row["update_days"],
        new_window=row["new_window"],
        link_url=row["link_url"],
        link_section_id=row["link_section_id"],
        parent=parent,
        flags={menu: (row[f"show_in_{menu}"], row[f"{menu}_order"]) for menu in MENUS},
    )
    node.ancestors = (*parent.ancestors, node) if parent else (node,)
    return node


def _menu(nodes, menu):
    """``nodes`` (in tree order) as this menu shows them: visible ones, own order where given.

    An own order is a place counted from 1; sections without one keep their order around it.
    """
    shown = [node for node in nodes if node.flags[menu][0]]
    free = [node for node in shown if node.flags[menu][1] is None]
    fixed = [node for node in shown if node.flags[menu][1] is not None]
    index = -1
    for node in sorted(fixed, key=lambda item: item.flags[menu][1]):
        index = max(index + 1, node.flags[menu][1] - 1)
        free.insert(index, node)
    return tuple(free)


def _grow(rows):
    """Nodes by id in tree order, parents first; what no top section reaches is left out."""
    children = {}
    for row in sorted(rows, key=lambda item: (item["position"], item["id"])):
        children.setdefault(row["parent_id"], []).append(row)
    by_id, pending = {}, [(row, None) for row in reversed(children.get(None, ()))]
    while pending:
        row, parent = pending.pop()
        node = by_id[row["id"]] = _make_node(row, parent)
        pending.extend((child, node) for child in reversed(children.get(node.id, ())))
    return by_id


def _link_families(by_id):
    families = {None: []}
    for node in by_id.values():
        families.setdefault(node.parent.id if node.parent else None, []).append(node)
    for node in by_id.values():
        node.children = tuple(families.get(node.id, ()))
        for menu in MENUS:
            setattr(node, f"children_{menu}", _menu(node.children, menu))
    return tuple(families[None])


def _menu_url(tree, node) -> str:
    """The address menus link to: link sections lead straight to their target."""
    own = f"/{node.path}/"
    if node.kind != "link":
        return own
    target = tree.by_id.get(node.link_section_id)
    if target is not None:
        return f"/{target.path}/" if target.kind != "link" else tree.landing(node) or own
    return node.link_url or own


def build_tree(rows, redirects=None, parents=None) -> Tree:
    """The tree of these rows (dicts of ``Section`` columns)."""
    by_id = _grow(rows)
    roots = _link_families(by_id)
    tree = Tree(
        by_id=by_id,
        by_path={node.path: node for node in by_id.values()},
        roots=roots,
        top=_menu(roots, "top"),
        mobile=_menu(roots, "mobile"),
        redirects=redirects or {},
        parents=parents or {},
    )
    for node in by_id.values():
        node.url = _menu_url(tree, node)
    return tree


@snapshot
def get_tree() -> Tree:
    """The current tree. Two queries when the content version is new, else none."""
    from navigation.models import Section, SectionRedirect

    rows = list(Section.objects.order_by("pk").values())
    return build_tree(
        [row for row in rows if row["is_active"]],
        redirects=dict(SectionRedirect.objects.values_list("old_path", "section_id")),
        parents={row["id"]: row["parent_id"] for row in rows},
    )
