"""The search of the site: what of the index the public may see, and where a result stands."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from navigation.tree import get_tree
from news.models import ArticlePlacement
from portal.search import vocabulary
from portal.search.engine import Search

# Kinds that belong to an article, which may stand in several sections.
ON_SEVERAL = ("article", "attachment")
# Entries looked at for words that are new on the site.
NEWEST = 50


def visible(entries):
    """Entries whose section the public can reach.

    An article whose home is switched off is still out while another of its sections is on.
    """
    tree = get_tree()
    off = tree.parents.keys() - tree.by_id.keys()
    if not off:
        return entries
    elsewhere = ArticlePlacement.objects.filter(article_id=OuterRef("owner_id")).exclude(
        section_id__in=off
    )
    return entries.filter(
        Q(section_id=None) | ~Q(section_id__in=off) | Q(Exists(elsewhere), kind__in=ON_SEVERAL)
    )


def site_search() -> Search:
    """A search over what the public may see of this site."""
    return Search(visible)


def words_to_try(search, count=8) -> list[str]:
    """Keywords that what is newest on the site has in common, for people without a word in mind."""
    newest = search.entries.order_by("-position").values_list("position", flat=True)[:NEWEST]
    return vocabulary.related(list(newest), search.entries, "", count)


def section_path(section_id) -> tuple[str, ...]:
    """The titles from the root to a section; a section that is a root itself stands below 首页."""
    node = get_tree().get(section_id)
    if node is None:
        return ()
    titles = tuple(item.short_title for item in node.ancestors)
    return titles if len(titles) > 1 else (str(_("首页")), *titles)
