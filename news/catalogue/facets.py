"""How many documents a section shows, by category and issuer: what its filters offer."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, Value

from portal.snapshot import snapshot

# Between the issuers of a document that several issued together.
SEVERAL = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True)
class Facets:
    """``rows`` are ``(category id, issuer as written, count)`` of the public documents."""

    rows: tuple[tuple[int | None, str, int], ...]

    @cached_property
    def total(self) -> int:
        return sum(count for _category, _issuer, count in self.rows)

    @cached_property
    def by_category(self) -> Counter:
        counts = Counter()
        for category, _issuer, count in self.rows:
            counts[category] += count
        return counts

    @cached_property
    def issuers(self) -> dict[str, list[str]]:
        """Each issuer and how it is written alone or with others, the busiest issuer first."""
        counts, written = Counter(), {}
        for _category, issuer, count in self.rows:
            for name in filter(None, SEVERAL.split(issuer)):
                counts[name] += count
                written.setdefault(name, set()).add(issuer)
        return {name: sorted(written[name]) for name, _count in counts.most_common()}


@snapshot
def _facets() -> dict[tuple[str, int], Facets]:
    return {}


def facets_of(catalogue, node) -> Facets:
    """The facets of a section: one query the first time after a change of content, else none."""
    held, key = _facets(), (catalogue.name, node.id)
    if key not in held:
        # How many they are is not known yet; the catalogue itself may be large.
        documents = catalogue.documents_of(node, expected=float("inf"))
        issuer = F(catalogue.issuer_field) if catalogue.issuer_field else Value("")
        rows = documents.order_by().values_list(catalogue.category_field, issuer)
        rows = sorted(rows.annotate(n=Count("*")), key=lambda row: (row[0] or 0, row[1]))
        held[key] = Facets(tuple(rows))
    return held[key]
