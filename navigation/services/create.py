"""新建栏目."""

from navigation.locks import tree_lock
from navigation.models import Section, SectionRedirect
from navigation.services.checks import (
    refuse_bad_path,
    refuse_link_loops,
    refuse_taken,
    refuse_unknown_kind,
    section_id_of,
)
from navigation.structure import Structure
from portal import content_version

# Placeholders with which django-mptt leaves the row alone; Structure numbers it in the same breath.
UNPLACED = {"lft": 1, "rght": 2, "level": 0, "tree_id": 0}


@tree_lock()
def create_section(*, title, slug, parent=None, kind="list", position=None, **fields) -> Section:
    """Add a section below ``parent`` (``None``: top level), last unless ``position`` says else.

    ``fields`` are any other columns of :class:`Section`. Bad values raise ``ValidationError``, a
    place that cannot be ``SectionRefused``.
    """
    refuse_unknown_kind(kind)
    structure = Structure.load()
    parent_id = section_id_of(parent)
    section = Section(title=title, slug=slug, kind=kind, parent_id=parent_id, **UNPLACED, **fields)
    section.clean_fields(exclude=["path", "position", "parent", *UNPLACED])
    section.path = structure.path_below(parent_id, slug)
    refuse_bad_path(section.path)
    owner = next((item.id for item in structure.places.values() if item.path == section.path), None)
    if owner:
        refuse_taken(section.path, owner)
    section.position = len(structure.children[parent_id])
    section.save(force_insert=True)
    _place(section.pk, parent_id, position)
    SectionRedirect.objects.filter(old_path=section.path).delete()
    refuse_link_loops()
    content_version.bump()
    return Section.objects.get(pk=section.pk)


def _place(section_id, parent_id, position):
    structure = Structure.load()
    structure.put(section_id, parent_id, position)
    structure.arrange().save()
