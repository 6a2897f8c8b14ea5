"""The registry of section kinds: what a section is, and which view answers for it.

An app adds a kind by registering one :class:`Kind` in ``AppConfig.ready``::

    register(Kind("list", _("文章列表"), view="news.views.sections.article_list"))

The view is called as ``view(request, section)`` with the section's node of the tree.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind of section.

    ``view``
        A dotted path, or ``None`` when the section has no page of its own (a link, or a heading
        that leads to its first child).
    ``holds_articles``
        Editors may file articles under it.
    ``lists_articles``
        Its page grows with what is filed: home blocks take from it, and it can fall quiet.
    ``content_count(section_id) -> int``
        How many records would be orphaned by deleting the section. Kinds that hold the same
        records share one function: it then counts once, and a section may change between them.
    ``content_counts(section_ids) -> {section_id: int}``
        The same for many sections in one query (for the tree in the admin).
    ``address_count(section_ids) -> int``
        How many pages have their address under these sections; without it, ``content_count``
        serves.
    """

    name: str
    label: str
    view: str | None = None
    holds_articles: bool = False
    lists_articles: bool = False
    content_count: Callable[[int], int] | None = None
    content_counts: Callable[[Collection[int]], Mapping[int, int]] | None = None
    address_count: Callable[[Collection[int]], int] | None = None

    def get_view(self):
        return import_string(self.view) if self.view else None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add ``kind``; registering one name twice is a programming error."""
    if kind.name in _kinds:
        raise ValueError(f"Section kind {kind.name!r} is registered twice.")
    _kinds[kind.name] = kind
    return kind


def unregister(name: str):
    """Take a kind out again (tests, or an app that replaces one)."""
    del _kinds[name]


def get(name: str) -> Kind | None:
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def names_where(predicate) -> list[str]:
    return [kind.name for kind in _kinds.values() if predicate(kind)]


def choices() -> list[tuple[str, str]]:
    return [(kind.name, kind.label) for kind in _kinds.values()]


register(Kind("first-child", _("进入第一个子栏目")))
register(Kind("link", _("链接")))
