"""移动栏目, with a preview of what it does to addresses."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from navigation.contents import address_total
from navigation.exceptions import MoveIntoSelf
from navigation.locks import tree_lock
from navigation.models import Section
from navigation.services.checks import refuse_bad_paths, refuse_link_loops, section_id_of
from navigation.structure import Structure
from portal import content_version


class Where(models.TextChoices):
    """Where a moved section goes, seen from the target."""

    BEFORE = "before", _("之前")
    AFTER = "after", _("之后")
    INSIDE = "inside", _("之下（作为最后一个下级栏目）")


BEFORE, AFTER, INSIDE = Where.BEFORE, Where.AFTER, Where.INSIDE


@dataclass(frozen=True)
class MovePreview:
    """What changes address: ``sections`` of the branch and ``pages`` filed under them."""

    sections: int
    pages: int
    examples: tuple[tuple[str, str], ...] = ()

    @property
    def changes_addresses(self) -> bool:
        return self.sections > 0

    @property
    def token(self) -> str:
        """What a confirmation confirms; it no longer fits when the counts have changed since."""
        return f"{self.sections}-{self.pages}"

    @property
    def message(self) -> str:
        text = _("将有 %(sections)s 个栏目、%(pages)s 个页面的网址改变，旧网址自动跳转。")
        return str(text) % {"sections": self.sections, "pages": self.pages}


@tree_lock()
def move_section(section, target=None, where=INSIDE, *, position=None) -> Section:
    """Move a section ``before``, ``after`` or ``inside`` a target.

    ``inside`` with no target is the top level; with ``position`` it becomes that child (from 0),
    else the last one.
    """
    section_id = section_id_of(section)
    structure = _moved(section_id, section_id_of(target), Where(where), position)
    refuse_bad_paths(structure)
    if structure.save():
        refuse_link_loops()
        content_version.bump()
    return Section.objects.get(pk=section_id)


@tree_lock()
def shift_section(section, step) -> Section:
    """Move a section ``step`` places down (negative: up) among its siblings, if it can."""
    section_id = section_id_of(section)
    structure = Structure.load()
    parent_id = structure.places[section_id].parent_id
    index = max(0, structure.index_of(section_id) + step)
    structure.put(section_id, parent_id, index)
    if structure.arrange().save():
        content_version.bump()
    return Section.objects.get(pk=section_id)


def preview_move(section, target=None, where=INSIDE) -> MovePreview:
    """Count what :func:`move_section` would do to addresses; refuses what it would refuse."""
    structure = _moved(section_id_of(section), section_id_of(target), Where(where))
    refuse_bad_paths(structure)
    return _preview(structure)


def preview_rename(section, slug) -> MovePreview:
    """Count what a new slug would do to addresses."""
    structure = Structure.load()
    structure.places[section_id_of(section)].slug = slug
    structure.arrange()
    refuse_bad_paths(structure)
    return _preview(structure)


def _moved(section_id, target_id, where, position=None) -> Structure:
    """The structure as it would be after the move, arranged but not written."""
    structure = Structure.load()
    if section_id not in structure.places or (target_id and target_id not in structure.places):
        raise Section.DoesNotExist
    parent_id, index = _destination(structure, section_id, target_id, where, position)
    if parent_id in structure.branch(section_id) or target_id == section_id:
        raise MoveIntoSelf(title=Section.objects.get(pk=section_id).title)
    structure.put(section_id, parent_id, index)
    return structure.arrange()


def _destination(structure, section_id, target_id, where, position):
    if where == INSIDE:
        return target_id, position
    if target_id is None:
        raise ValueError("before and after need a target.")
    parent_id = structure.places[target_id].parent_id
    siblings = [child for child in structure.children[parent_id] if child != section_id]
    if target_id == section_id:
        return parent_id, None
    return parent_id, siblings.index(target_id) + (where == AFTER)


def _preview(structure) -> MovePreview:
    moved = structure.moved_paths()
    examples = [
        (f"/{old_path}/", f"/{structure.places[section_id].path}/")
        for old_path, section_id in list(moved.items())[:5]
    ]
    return MovePreview(len(moved), address_total(moved.values()), tuple(examples))
