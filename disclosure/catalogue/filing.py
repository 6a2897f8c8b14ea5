"""Which articles belong in the catalogue by where they are filed, and under which category."""

from dataclasses import dataclass

from navigation.tree import get_tree
from news.catalogue.categories import CategoryTree
from news.rights import section_ids
from portal.snapshot import snapshot

KIND = "catalogue"


@dataclass(frozen=True)
class Filing:
    """``by_section`` names the category of a section; sections below share it."""

    by_section: dict[int, int]

    def category_id(self, section_id) -> int | None:
        """The category of the section, or of the nearest one above that has any."""
        node = get_tree().get(section_id)
        above = reversed(node.ancestors) if node else ()
        return next((self.by_section[n.id] for n in above if n.id in self.by_section), None)


@snapshot
def filing() -> Filing:
    """One query when the content version is new; of several categories the first one counts."""
    from disclosure.models import CatalogueCategory

    rows = CatalogueCategory.objects.exclude(sections=None).order_by("-position", "-pk")
    return Filing(dict(rows.values_list("sections", "pk")))


@snapshot
def catalogue_categories() -> CategoryTree:
    """目录分类: one query when the content version is new."""
    from disclosure.models import CatalogueCategory

    return CategoryTree(CatalogueCategory.objects.values_list("pk", "parent_id", "name"))


def _sections_of(article) -> list[int]:
    """The home section first."""
    home = article.section_id
    return [home, *sorted(section_ids(article) - {home})]


def category_id_for(article) -> int | None:
    """The category its sections say, the home section before the others."""
    found = (filing().category_id(section_id) for section_id in _sections_of(article))
    return next(filter(None, found), None)


@snapshot
def covered_section_ids() -> frozenset[int]:
    """The sections whose articles are entered by themselves: catalogues, and those of categories."""
    return frozenset(
        node.id
        for node in get_tree().by_id.values()
        if node.kind == KIND or filing().category_id(node.id)
    )


def is_filed_for_catalogue(article) -> bool:
    """Whether one of its sections is a catalogue or belongs to a category of it."""
    covered = covered_section_ids()
    return bool(covered) and bool(covered & section_ids(article))
