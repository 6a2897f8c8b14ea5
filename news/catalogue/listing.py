"""The documents that one address asks for: narrowed, counted, ordered, a page of them."""

from collections import Counter
from functools import cached_property

from django.db.models import Count

from news.catalogue.columns import Row
from news.catalogue.facets import facets_of
from news.catalogue.filters import FilterForm
from news.pages import Numbered


class Listing:
    """At most two queries: one counts (none without conditions), one reads the rows."""

    def __init__(self, catalogue, node, data):
        self.catalogue, self.node = catalogue, node
        self.facets = facets_of(catalogue, node)
        self.categories = catalogue.categories()
        self.form = FilterForm(
            data, filters=catalogue.filters, facets=self.facets, categories=self.categories
        )
        self.order = catalogue.order(data.get("sort"))

    @cached_property
    def category(self):
        """The chosen category, or ``None``."""
        value = self.form.cleaned_data.get("category")
        return self.categories.get(int(value)) if value else None

    @property
    def _documents(self):
        return self.catalogue.documents_of(self.node, self.facets.total)

    @cached_property
    def counts(self) -> Counter:
        """Documents by category id, under all conditions but the category itself."""
        if not self.form.values(without=["category"]):
            return self.facets.by_category
        field = self.catalogue.category_field
        narrowed = self.form.narrow(self._documents, without=["category"])
        return Counter(dict(narrowed.order_by().values_list(field).annotate(n=Count("*"))))

    @property
    def total(self) -> int:
        if self.category is None:
            return self.counts.total()
        return sum(self.counts[pk] for pk in self.category.ids)

    def documents(self, start, stop):
        """The documents ``start:stop``; what lies nearer the end is counted from there."""
        stop = min(stop, self.total)
        if start >= stop:
            return self.catalogue.documents().none()
        narrowed = self.form.narrow(self._documents).order_by(*self.order.fields)
        if start > self.total // 2:
            start, stop, narrowed = self.total - stop, self.total - start, narrowed.reverse()
        chosen = narrowed.values("pk")[start:stop]
        return self.catalogue.documents().filter(pk__in=chosen).order_by(*self.order.fields)

    # --- Addresses ----------------------------------------------------------------------------
    def values(self, without=()) -> list[tuple[str, str]]:
        """Conditions and order as pairs for an address or hidden fields."""
        found = self.form.values(without)
        if self.order is not self.catalogue.orders[0] and "sort" not in without:
            found.append(("sort", self.order.key))
        return found


class CataloguePage(Numbered):
    """One page of a listing, under the names that list templates use."""

    def __init__(self, listing, number, size):
        self.number, self.total = number, listing.total
        self.num_pages = max(1, -(-self.total // size))
        start = (number - 1) * size
        documents = listing.documents(start, start + size)
        self.items = [Row.of(document, listing.catalogue.columns) for document in documents]
