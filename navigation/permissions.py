"""Who may do what in which section.

A :class:`~navigation.models.SectionGrant` gives a group rights in one section and everything below
it, hidden sections included. Superusers and holders of ``navigation.manage_tree`` have every right
everywhere; ``navigation.write_everywhere`` and ``navigation.publish_everywhere`` are the two lesser
rights over the whole tree, sections made later included. Django's own add/change/delete permissions
on sections are not consulted: they know nothing of branches.

``can_manage`` is a right over what is *below* a section: its texts, new children, their order,
addresses and visibility. A section's own place, slug, visibility and existence belong to its
parent, so they need ``can_manage`` there (:func:`can_restructure`) and, at the top level,
``manage_tree``. A move needs that right over the moved section (that is: over the parent it
leaves) and ``can_manage`` over the parent it goes to.

Rights are computed once per user object, that is once per request: one query for the grants, the
tree is in memory. Code that takes the tree lock calls :func:`forget` first, because rights read
before the lock may be out of date.
"""

from dataclasses import dataclass, field

from navigation.tree import get_tree

MANAGE_TREE = "navigation.manage_tree"
WRITE_EVERYWHERE = "navigation.write_everywhere"
PUBLISH_EVERYWHERE = "navigation.publish_everywhere"
_CACHE = "_section_rights"
_NONE = frozenset()


@dataclass(frozen=True)
class Rights:
    """Ids of the sections a user may manage, write for and publish in."""

    everywhere: bool = False
    manage: frozenset[int] = _NONE
    edit: frozenset[int] = _NONE
    publish: frozenset[int] = _NONE
    parents: dict[int, int | None] = field(default_factory=dict, repr=False)

    @property
    def any(self) -> bool:
        return self.everywhere or bool(self.edit)

    def can_manage(self, section_id) -> bool:
        return self.everywhere or (section_id is not None and section_id in self.manage)

    def can_restructure(self, section_id) -> bool:
        if self.everywhere:
            return True
        return self.can_manage(section_id) and self.can_manage(self.parents.get(section_id))


def rights_of(user) -> Rights:
    """The user's rights, computed at the first question and kept on the user object."""
    if not hasattr(user, _CACHE):
        setattr(user, _CACHE, _compute(user))
    return getattr(user, _CACHE)


def forget(user):
    """Compute the rights anew at the next question."""
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)


def _compute(user) -> Rights:
    if not user.is_active or not user.is_authenticated:
        return Rights()
    parents = get_tree().parents
    everything = frozenset(parents)
    if user.has_perm(MANAGE_TREE):
        return Rights(True, everything, everything, everything, parents)
    publishes = user.has_perm(PUBLISH_EVERYWHERE)
    writes = publishes or user.has_perm(WRITE_EVERYWHERE)
    grants = _grants(user)
    if not grants and not writes:
        return Rights()
    manage = {pk for pk, may_manage, _publish in grants if may_manage}
    edit = {pk for pk, _manage, _publish in grants}
    publish = {pk for pk, _manage, may_publish in grants if may_publish}
    return Rights(
        manage=_with_branches(parents, manage),
        edit=everything if writes else _with_branches(parents, edit),
        publish=everything if publishes else _with_branches(parents, publish),
        parents=parents,
    )


def _grants(user) -> list[tuple[int, bool, bool]]:
    from navigation.models import SectionGrant

    found = SectionGrant.objects.filter(group__user=user.pk)
    return list(found.values_list("section_id", "can_manage", "can_publish"))


def _with_branches(parents, granted) -> frozenset[int]:
    """All sections that are, or stand below, one of ``granted``."""
    return frozenset(pk for pk in parents if _has_ancestor_in(parents, pk, granted))


def _has_ancestor_in(parents, section_id, granted) -> bool:
    seen = set()
    while section_id is not None and section_id not in seen:
        if section_id in granted:
            return True
        seen.add(section_id)
        section_id = parents.get(section_id)
    return False


# --- Questions ------------------------------------------------------------------------------------
def manages_everything(user) -> bool:
    return rights_of(user).everywhere


def can_manage(user, section_id) -> bool:
    """Whether the user manages what is below this section; ``None`` is the top level."""
    return rights_of(user).can_manage(section_id)


def can_restructure(user, section_id) -> bool:
    """Whether the user may move, rename, hide, merge or delete this section itself."""
    return rights_of(user).can_restructure(section_id)


def can_edit(user, section_id) -> bool:
    """Whether the user may write for this section."""
    rights = rights_of(user)
    return rights.everywhere or section_id in rights.edit


def can_publish(user, section_id) -> bool:
    """Whether what the user writes for this section may be published without another's review."""
    rights = rights_of(user)
    return rights.everywhere or section_id in rights.publish


def manageable_section_ids(user) -> frozenset[int]:
    return rights_of(user).manage


def editable_section_ids(user) -> frozenset[int]:
    return rights_of(user).edit


def publishable_section_ids(user) -> frozenset[int]:
    return rights_of(user).publish
