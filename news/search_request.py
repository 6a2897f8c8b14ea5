"""What an address of the search page asks for, and the addresses that ask for something else."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from navigation.tree import Node, get_tree
from news.pages import whole_number
from portal.search import sources
from portal.search.engine import Filters
from portal.search.query import Query, parse

# Name in the address → label and days back from today.
SPANS = {"week": (_("一周内"), 7), "month": (_("一月内"), 30), "year": (_("一年内"), 365)}
YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Asked:
    """One search: words, filters, order, page. ``time`` is a key of ``SPANS`` or a year."""

    query: Query
    section: Node | None = None
    kind: str = ""
    time: str = ""
    title_only: bool = False
    by_date: bool = False
    number: int = 1

    @classmethod
    def of(cls, parameters) -> "Asked":
        """The search that a query string asks for; what it does not understand, it leaves out."""
        section = get_tree().by_path.get(parameters.get("section", ""))
        kind, span = parameters.get("kind", ""), parameters.get("time", "")
        return cls(
            query=parse(parameters.get("q", "")),
            section=section if section and section.parent is None else None,
            kind=kind if sources.get(kind) else "",
            time=span if span in SPANS or YEAR.fullmatch(span) else "",
            title_only=parameters.get("where") == "title",
            by_date=parameters.get("sort") == "date",
            number=whole_number(parameters.get("page")) or 1,
        )

    def at(self, number: int) -> "Asked":
        """Another page of the same search."""
        return replace(self, number=number)

    def but(self, **changes) -> "Asked":
        """The search with something changed, from its first page on."""
        return replace(self, number=1, **changes)

    @property
    def without_filters(self) -> "Asked":
        return self.but(section=None, kind="", time="", title_only=False)

    @property
    def is_narrowed(self) -> bool:
        return self.filters.narrows or self.title_only

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Name and value of everything in the address except the page."""
        pairs = (
            ("q", self.query.text),
            ("section", self.section.path if self.section else ""),
            ("kind", self.kind),
            ("time", self.time),
            ("where", "title" if self.title_only else ""),
            ("sort", "date" if self.by_date else ""),
        )
        return [(name, value) for name, value in pairs if value]

    @property
    def address(self) -> str:
        """The query string that asks for this."""
        page = [("page", self.number)] if self.number > 1 else []
        return f"?{urlencode([*self.fields, *page])}"

    @cached_property
    def filters(self) -> Filters:
        since, until = self._moments()
        ids = [node.id for node in self.section.descendants()] if self.section else None
        return Filters(
            kinds=(self.kind,) if self.kind else (),
            sections=None if ids is None else frozenset(ids),
            since=since,
            until=until,
            title_only=self.title_only,
        )

    def _moments(self):
        if self.time in SPANS:
            # From midnight on, so that the pages of one search agree.
            return _midnight(timezone.localdate() - timedelta(days=SPANS[self.time][1])), None
        if self.time:
            year = int(self.time)
            return _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
        return None, None
