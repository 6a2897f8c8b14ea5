"""What a page says about itself to machines: one object, rendered in one place.

A view puts a :class:`PageMeta` into its context as ``meta`` and ``base.html`` does the rest: the
meta tags that government sites owe (国办发〔2017〕47号, 网页标签), the canonical link, OpenGraph,
the links to feeds and JSON-LD. Pages in a section get theirs from
``navigation.menus.section_context``; whatever a page does not say is left out, never empty.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from portal.addresses import absolute
from portal.site import Site
from portal.text import plain

LOCALE = "zh_CN"


@dataclass(frozen=True)
class Column:
    """The column (栏目) a page belongs to, as the rule wants it described: all four are owed."""

    name: str
    description: str
    keywords: str
    category: str


@dataclass(frozen=True)
class PageMeta:
    """One page's account of itself. Every text is plain, every address a path or absolute.

    ``title``
        The page's own title, without the site's name. Without it there is no OpenGraph.
    ``path``
        The canonical address; ``None`` is the address asked for, without its query.
    ``tags``, ``og``
        Further ``(name, content)`` pairs of ``<meta name>`` and ``<meta property>``.
    ``crumbs``
        ``(title, path)`` of the pages from below 首页 down to this one.
    ``feed``
        Title and folder of the feeds that follow the page (``rss.xml``, ``atom.xml``).
    ``things``
        What the page is about, as functions ``(head) -> dict`` in schema.org's words.
    ``indexed``
        Whether search engines may keep the page. Previews, errors and personal pages are not.
    """

    title: str = ""
    path: str | None = None
    description: str = ""
    keywords: str = ""
    column: Column | None = None
    image: str = ""
    image_alt: str = ""
    og_type: str = "website"
    tags: tuple[tuple[str, str], ...] = ()
    og: tuple[tuple[str, str], ...] = ()
    crumbs: tuple[tuple[str, str], ...] = ()
    feed: tuple[str, str] | None = None
    things: tuple[Callable[["Head"], dict], ...] = ()
    indexed: bool = True


NOT_INDEXED = PageMeta(indexed=False)


def _filled(pairs) -> list[tuple[str, str]]:
    """The pairs that say something: the rule forbids empty tags."""
    cleaned = [(name, plain(content)) for name, content in pairs]
    return [(name, content) for name, content in cleaned if content]


@dataclass(frozen=True)
class Head:
    """A :class:`PageMeta` on one request: what ``includes/meta.html`` writes down."""

    request: object
    site: Site
    meta: PageMeta

    def absolute(self, path) -> str:
        """``path`` with scheme and host; "" for no path, and for a host that is not ours."""
        try:
            return absolute(self.request, path) if path else ""
        except DisallowedHost:
            return ""

    @cached_property
    def address(self) -> str:
        """The address by which this page should be known, even where it is not indexed."""
        return self.absolute(self.meta.path or escape_uri_path(self.request.path))

    @property
    def canonical(self) -> str:
        return self.address if self.meta.indexed else ""

    @property
    def image(self) -> str:
        return self.absolute(self.meta.image)

    @property
    def description(self) -> str:
        return self.meta.description or self.site.description

    @property
    def names(self) -> list[tuple[str, str]]:
        """``<meta name>`` tags in the order of the rule: site, column, content."""
        return _filled(
            [
                ("SiteName", self.site.name),
                ("SiteDomain", urlsplit(self.absolute("/")).hostname or ""),
                ("SiteIDCode", self.site.site_code),
                *self._column_tags(),
                *self.meta.tags,
                ("Description", self.description),
                ("Keywords", self.meta.keywords),
                ("Url", self.canonical),
                ("Image", self.image),
                ("robots", "" if self.meta.indexed else "noindex"),
            ]
        )

    def _column_tags(self):
        column = self.meta.column
        if column is None:
            return []
        return [
            ("ColumnName", column.name),
            ("ColumnDescription", column.description),
            ("ColumnKeywords", column.keywords),
            ("ColumnType", column.category),
        ]

    @property
    def properties(self) -> list[tuple[str, str]]:
        """``<meta property>`` tags (OpenGraph): what a messenger shows of a shared page."""
        if not (self.meta.title and self.canonical):
            return []
        return _filled(
            [
                ("og:type", self.meta.og_type),
                ("og:title", self.meta.title),
                ("og:url", self.canonical),
                ("og:site_name", self.site.name),
                ("og:locale", LOCALE),
                ("og:description", self.description),
                ("og:image", self.image),
                ("og:image:alt", self.meta.image_alt if self.image else ""),
                *self.meta.og,
            ]
        )

    @property
    def trail(self) -> list[tuple[str, str]]:
        """Titles and absolute addresses from 首页 down to this page; [] outside any section."""
        if not self.meta.crumbs:
            return []
        steps = [(_("首页"), "/"), *self.meta.crumbs]
        return [(plain(title), self.absolute(path)) for title, path in steps]
