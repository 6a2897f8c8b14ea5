"""What must always hold of the section tree, and how to restore it.

Only code that goes around ``navigation.services`` (raw SQL, ``queryset.update``, a fixture) can
break these; ``manage.py check_sections`` proves that nobody did.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from navigation import kinds
from navigation.locks import tree_lock
from navigation.models import Section, SectionRedirect
from navigation.models.section import validate_slug
from navigation.services.checks import PATH_LIMIT, is_reserved
from navigation.structure import Structure
from navigation.tree import build_tree
from portal import content_version

# Broken column → the code it is reported under.
COLUMN_CODES = {"position": "position", "path": "path", "slug": "slug", "parent_id": "parent"}
NEEDS_A_PERSON = {"kind", "path-length", "path-reserved"}


@dataclass(frozen=True)
class Problem:
    """One broken rule; ``code`` is stable, ``text`` is for people."""

    code: str
    section_id: int | None
    text: str

    @property
    def is_fixable(self) -> bool:
        return self.code not in NEEDS_A_PERSON


def find_problems() -> list[Problem]:
    """Everything that is wrong with the stored tree."""
    structure, titles = Structure.load(), dict(Section.objects.values_list("pk", "title"))
    repair(structure)
    return [
        *_misplaced(structure, titles),
        *_bad_paths(structure, titles),
        *_bad_kinds(),
        *_bad_links(),
        *_shadowing_redirects(structure),
    ]


@tree_lock()
def fix_problems():
    """Repair what can be repaired without a person's judgement."""
    structure = Structure.load()
    live = {place.path for place in repair(structure).places.values()}
    structure.save()
    SectionRedirect.objects.filter(old_path__in=live).delete()
    # Cutting one link opens one circle; circles may hang together, so look again each time.
    while circular := _circular():
        cut = max((node for node in circular if node.kind == "link"), key=lambda node: node.id)
        Section.objects.filter(pk=cut.id).update(link_section=None, link_url="")
    content_version.bump()


# --- Places ---------------------------------------------------------------------------------------
def repair(structure) -> Structure:
    """Rearrange ``structure`` into the nearest sound tree, in memory."""
    for displaced in (_orphans, _entries_of_cycles):
        for section_id in displaced(structure):
            structure.put(section_id, _former_parent(structure, section_id))
    for siblings in list(structure.children.values()):
        _repair_slugs(structure, siblings)
    return structure.arrange()


def _reachable(structure) -> set[int]:
    return {pk for root_id in structure.children[None] for pk in structure.branch(root_id)}


def _orphans(structure) -> list[int]:
    """Sections whose parent is no more: possible where a database did not watch foreign keys."""
    known = {None, *structure.places}
    return [place.id for place in structure.places.values() if place.parent_id not in known]


def _entries_of_cycles(structure) -> list[int]:
    """For each circle of parents, the member that stood highest by its stored path."""
    lost = structure.places.keys() - _reachable(structure)
    entries = []
    while lost:
        section_id = next(iter(lost))
        walked = []
        while section_id not in walked:
            walked.append(section_id)
            section_id = structure.places[section_id].parent_id
        circle = walked[walked.index(section_id) :]
        entry = min(circle, key=lambda pk: (structure.places[pk].path.count("/"), pk))
        entries.append(entry)
        lost -= set(structure.branch(entry))
    return entries


def _former_parent(structure, section_id) -> int | None:
    """The parent that the stored path remembers, if that one is in the tree; else the top level."""
    parent_path = structure.places[section_id].path.rpartition("/")[0]
    for candidate in _reachable(structure):
        if structure.stored[candidate].path == parent_path:
            return candidate
    return None


def _repair_slugs(structure, siblings):
    taken = set()
    for section_id in siblings:
        place = structure.places[section_id]
        place.slug = _free_slug(place.slug if _is_slug(place.slug) else "", section_id, taken)
        taken.add(place.slug)


def _is_slug(value) -> bool:
    try:
        validate_slug(value)
    except ValidationError:
        return False
    return True


def _free_slug(slug, section_id, taken) -> str:
    base = slug or f"s{section_id}"
    return base if base not in taken else f"{base[:20].rstrip('-')}-{section_id}"


# --- Findings -------------------------------------------------------------------------------------
def _misplaced(structure, titles):
    """One problem for each kind of column that a repair would change."""
    for section_id, columns in structure.changed().items():
        stored, place = structure.stored[section_id], structure.places[section_id]
        for code in sorted({COLUMN_CODES.get(column, "mptt") for column in columns}):
            changes = ", ".join(
                f"{column}: {getattr(stored, column)} → {getattr(place, column)}"
                for column in columns
                if COLUMN_CODES.get(column, "mptt") == code
            )
            yield Problem(code, section_id, f"{titles[section_id]}: {changes}")


def _bad_paths(structure, titles):
    for place in structure.places.values():
        if len(place.path) > PATH_LIMIT:
            text = _("%(title)s：路径超过 %(limit)s 个字符")
            values = {"title": titles[place.id], "limit": PATH_LIMIT}
            yield Problem("path-length", place.id, text % values)
        elif is_reserved(place.path):
            text = _("%(title)s：路径 /%(path)s/ 由系统功能占用")
            values = {"title": titles[place.id], "path": place.path}
            yield Problem("path-reserved", place.id, text % values)


def _bad_kinds():
    known = [kind.name for kind in kinds.all_kinds()]
    for row in Section.objects.exclude(kind__in=known):
        text = _("%(title)s：类型“%(kind)s”没有安装") % {"title": row.title, "kind": row.kind}
        yield Problem("kind", row.pk, text)


def _circular():
    return build_tree(Section.objects.active().values()).circular()


def _bad_links():
    for node in _circular():
        yield Problem("link-loop", node.id, _("%(title)s：链接互相跳转") % {"title": node.title})


def _shadowing_redirects(structure):
    live = {place.path for place in structure.places.values()}
    for redirect in SectionRedirect.objects.filter(old_path__in=live):
        text = _("跳转 /%(path)s/ 遮住了现有栏目") % {"path": redirect.old_path}
        yield Problem("redirect", redirect.section_id, text)
