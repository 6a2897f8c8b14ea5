"""Categories in two levels, in memory, and how many documents each holds."""

from dataclasses import dataclass, field

from portal.snapshot import snapshot


@dataclass(frozen=True)
class Category:
    """``ids`` are its own id and those below it: whoever asks for 规章制度 wants all of it."""

    id: int
    name: str
    label: str
    ids: tuple[int, ...]
    children: tuple["Category", ...] = ()


@dataclass(frozen=True)
class Branch:
    """A category as a page shows it."""

    category: Category
    count: int
    is_current: bool
    query: str
    children: list["Branch"] = field(default_factory=list)


class CategoryTree:
    """The categories of ``rows``, ``(id, parent id, name)`` in the order in which they are shown."""

    def __init__(self, rows):
        rows = list(rows)
        self.top = tuple(self._grow(row, rows) for row in rows if row[1] is None)
        self.by_id = {
            category.id: category for top in self.top for category in (top, *top.children)
        }

    @staticmethod
    def _grow(row, rows) -> Category:
        pk, _parent, name = row
        children = tuple(
            Category(child, child_name, f"{name} › {child_name}", (child,))
            for child, parent, child_name in rows
            if parent == pk
        )
        return Category(pk, name, name, (pk, *(child.id for child in children)), children)

    def get(self, pk) -> Category | None:
        return self.by_id.get(pk)

    def label(self, pk) -> str:
        category = self.get(pk)
        return category.label if category else ""

    def choices(self) -> list[tuple[int, str]]:
        return [(category.id, category.label) for category in self.by_id.values()]

    def branches(self, counts, current, query_of, categories=None) -> list[Branch]:
        """The tree without what is empty; ``counts`` by id, ``query_of(id)`` makes the links."""
        found = []
        for category in self.top if categories is None else categories:
            count = sum(counts.get(pk, 0) for pk in category.ids)
            if count or current in category.ids:
                below = self.branches(counts, current, query_of, category.children)
                chosen = category.id == current
                found.append(Branch(category, count, chosen, query_of(category.id), below))
        return found


@snapshot
def document_categories() -> CategoryTree:
    """主题分类: one query when the content version is new."""
    from news.models import DocumentCategory

    return CategoryTree(DocumentCategory.objects.values_list("pk", "parent_id", "name"))
