"""合并栏目: everything in one section goes to another, and its address leads there."""

from dataclasses import dataclass

from navigation import kinds
from navigation.contents import address_total, content_total
from navigation.exceptions import (
    MergeIncomplete,
    MergeIntoDescendant,
    MergeIntoSelf,
    MergeIntoWrongKind,
)
from navigation.locks import tree_lock
from navigation.models import Section, SectionRedirect
from navigation.services.checks import refuse_bad_paths, refuse_link_loops, section_id_of
from navigation.services.delete import remove_row
from navigation.signals import section_merging
from navigation.structure import Structure
from portal import content_version


@dataclass(frozen=True)
class MergePreview:
    """What a merge moves: records in the section, and sections and pages that change address."""

    content: int
    children: int
    sections: int
    pages: int

    @property
    def token(self) -> str:
        return f"{self.content}-{self.children}-{self.sections}-{self.pages}"


def preview_merge(source, target) -> MergePreview:
    """Count what :func:`merge_sections` would move; refuses the pairs it would refuse."""
    source, target = _load(source), _load(target)
    structure = _merged(source, target)
    moved = set(structure.moved_paths().values()) | {source.pk}
    children = len(Structure.load().children[source.pk])
    return MergePreview(content_total(source.pk), children, len(moved), address_total(moved))


@tree_lock()
def merge_sections(source, target) -> Section:
    """Move the content and the children of ``source`` into ``target`` and delete ``source``.

    Other apps move their rows on :data:`navigation.signals.section_merging`. Old addresses, links
    and earlier redirects of the source lead to the target; its grants end with it, because handing
    them on would give people rights in the target that nobody granted.
    """
    source = _load(source, lock=True)
    target = _load(target, lock=True)
    _merged(source, target).save()
    source.refresh_from_db()
    section_merging.send(sender=Section, source=source, target=target)
    left = content_total(source.pk)
    if left:
        raise MergeIncomplete(source=source.title, count=left)
    _retarget(source, target)
    remove_row(source)
    SectionRedirect.objects.create(old_path=source.path, section_id=target.pk)
    refuse_link_loops()
    content_version.bump()
    return Section.objects.get(pk=target.pk)


def _load(section, lock=False) -> Section:
    rows = Section.objects.select_for_update() if lock else Section.objects
    return rows.get(pk=section_id_of(section))


def _merged(source, target) -> Structure:
    """The structure with the source's children moved over, not yet written."""
    structure = Structure.load()
    _refuse_wrong_pair(structure, source, target)
    for child_id in list(structure.children[source.pk]):
        structure.put(child_id, target.pk)
    structure.arrange()
    refuse_bad_paths(structure)
    return structure


def _refuse_wrong_pair(structure, source, target):
    if source.pk == target.pk:
        raise MergeIntoSelf
    if target.pk in structure.branch(source.pk):
        raise MergeIntoDescendant(source=source.title, target=target.title)
    kind = kinds.get(target.kind)
    held = kind.content_count(source.pk) if kind and kind.content_count else 0
    misfits = content_total(source.pk) - held
    if misfits:
        label = kind.label if kind else target.kind
        raise MergeIntoWrongKind(
            source=source.title, target=target.title, kind=label, count=misfits
        )


def _retarget(source, target):
    """What pointed at the source points at the target; a link never at itself."""
    SectionRedirect.objects.filter(section_id=source.pk).update(section_id=target.pk)
    Section.objects.filter(pk=target.pk, link_section=source.pk).update(link_section=None)
    Section.objects.filter(link_section=source.pk).update(link_section=target.pk)
