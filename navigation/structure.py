"""Where every section stands: parent and position are the truth, all else is computed here.

:class:`Structure` loads the places of all sections, lets a service rearrange them in memory and
writes back exactly the rows that changed. The same computation is the repair
(``manage.py check_sections --fix``), so a tree is never more than one write away from sound.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Q

DERIVED = ("position", "path", "level", "lft", "rght", "tree_id")
STORED = ("parent_id", "slug", *DERIVED)


@dataclass
class Place:
    """The columns of one section that say where it stands."""

    id: int
    parent_id: int | None
    slug: str
    position: int
    path: str
    level: int
    lft: int
    rght: int
    tree_id: int


class Structure:
    """All places, children in order. Load it under the tree lock when it is going to be saved."""

    def __init__(self, places):
        self.places = {place.id: place for place in places}
        self.stored = {place.id: replace(place) for place in self.places.values()}
        self.children = defaultdict(list)
        for place in sorted(self.places.values(), key=lambda item: (item.position, item.id)):
            self.children[place.parent_id].append(place.id)

    @classmethod
    def load(cls):
        from navigation.models import Section

        fields = ("id", *STORED)
        return cls([Place(*row) for row in Section.objects.order_by("pk").values_list(*fields)])

    # --- Questions -----------------------------------------------------------------------------
    def branch(self, section_id) -> list[int]:
        """The section and everything below it, depth first; ends even on a broken tree."""
        found, pending = {}, [section_id]
        while pending:
            current = pending.pop()
            if current not in found:
                found[current] = None
                pending.extend(reversed(self.children.get(current, ())))
        return list(found)

    def path_below(self, parent_id, slug) -> str:
        return f"{self.places[parent_id].path}/{slug}" if parent_id is not None else slug

    def index_of(self, section_id) -> int:
        return self.children[self.places[section_id].parent_id].index(section_id)

    # --- Rearranging ---------------------------------------------------------------------------
    def put(self, section_id, parent_id, index=None):
        """Make the section child number ``index`` (``None``: the last) of ``parent_id``."""
        place = self.places[section_id]
        self.children[place.parent_id].remove(section_id)
        siblings = self.children[parent_id]
        siblings.insert(len(siblings) if index is None else max(0, index), section_id)
        place.parent_id = parent_id

    def arrange(self):
        """Compute every derived column from parents, slugs and the order of children."""
        for number, root_id in enumerate(self.children[None], start=1):
            self._number(root_id, number)
        return self

    def _number(self, root_id, tree_id):
        """Number one tree. Iterative, so that depth is no limit; a node is opened, then closed."""
        counter, pending = 0, [(root_id, False)]
        while pending:
            section_id, closing = pending.pop()
            place = self.places[section_id]
            counter += 1
            if closing:
                place.rght = counter
                continue
            parent = self.places.get(place.parent_id)
            place.lft, place.tree_id = counter, tree_id
            place.level = parent.level + 1 if parent else 0
            place.path = self.path_below(place.parent_id, place.slug)
            pending.append((section_id, True))
            children = self.children.get(section_id, ())
            pending.extend((child_id, False) for child_id in reversed(children))
        self._number_positions(root_id)

    def _number_positions(self, root_id):
        for section_id in self.branch(root_id):
            place = self.places[section_id]
            for index, child_id in enumerate(self.children.get(section_id, ())):
                self.places[child_id].position = index
            if place.parent_id is None:
                place.position = place.tree_id - 1

    # --- Results -------------------------------------------------------------------------------
    def changed(self) -> dict[int, list[str]]:
        """Section id → names of the columns that differ from what is stored."""
        changes = {}
        for section_id, place in self.places.items():
            before = self.stored[section_id]
            fields = [name for name in STORED if getattr(place, name) != getattr(before, name)]
            if fields:
                changes[section_id] = fields
        return changes

    def moved_paths(self) -> dict[str, int]:
        """Old path → section id, for every section whose address changes."""
        return {
            self.stored[section_id].path: section_id
            for section_id, fields in self.changed().items()
            if "path" in fields
        }

    def save(self) -> bool:
        """Write what changed, with the redirects that follow from it; say whether anything did."""
        changes = self.changed()
        if not changes:
            return False
        moved = self.moved_paths()
        self._park(moved)
        self._write_rows(changes)
        self._write_redirects(moved)
        self.stored = {place.id: replace(place) for place in self.places.values()}
        return True

    def _park(self, moved):
        """Free old paths that other rows are about to take: ``path`` is unique row by row."""
        from navigation.models import Section

        if any(self.places[section_id].path in moved for section_id in moved.values()):
            for section_id in moved.values():
                Section.objects.filter(pk=section_id).update(path=f"~{section_id}")

    def _write_rows(self, changes):
        from navigation.models import Section

        names = sorted({name for fields in changes.values() for name in fields})
        rows = []
        for section_id in changes:
            place = self.places[section_id]
            rows.append(Section(pk=section_id, **{name: getattr(place, name) for name in names}))
        columns = ["parent" if name == "parent_id" else name for name in names]
        Section.objects.bulk_update(rows, columns, batch_size=100)

    def _write_redirects(self, moved):
        """Leave the old paths behind; drop redirects that a live section now stands on."""
        from navigation.models import SectionRedirect

        live = {self.places[section_id].path for section_id in moved.values()}
        SectionRedirect.objects.filter(Q(old_path__in=live) | Q(old_path__in=list(moved))).delete()
        taken = {place.path for place in self.places.values()}
        SectionRedirect.objects.bulk_create(
            SectionRedirect(old_path=old_path, section_id=section_id)
            for old_path, section_id in moved.items()
            if old_path not in taken
        )
