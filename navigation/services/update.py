"""修改栏目: texts, kind, visibility, and the slug with all that follows from it."""

from navigation import kinds
from navigation.contents import content_total
from navigation.exceptions import KindHoldsContent
from navigation.locks import tree_lock
from navigation.models import Section
from navigation.services.checks import (
    refuse_bad_paths,
    refuse_link_loops,
    refuse_unknown_kind,
    section_id_of,
)
from navigation.structure import DERIVED, Structure
from portal import content_version

# Where a section stands changes through move_section; the rest is derived.
NOT_HERE = {"id", "pk", "parent", "parent_id", *DERIVED}
SWITCHES = {
    "active": "is_active",
    "top": "show_in_top",
    "side": "show_in_side",
    "mobile": "show_in_mobile",
}


@tree_lock()
def update_section(section, **fields) -> Section:
    """Change columns of a section. A new ``slug`` renames the branch and leaves redirects."""
    refused = NOT_HERE & fields.keys()
    if refused:
        raise TypeError(f"update_section() does not change {', '.join(sorted(refused))}.")
    row = Section.objects.get(pk=section_id_of(section))
    if "kind" in fields:
        refuse_kind_change(row, fields["kind"])
    names = _assign(row, fields)
    row.clean_fields(exclude={field.name for field in row._meta.concrete_fields} - names)
    row.save(update_fields=[*names - {"slug"}, "updated_at"])
    if "slug" in names:
        _rename(row.pk, row.slug)
    refuse_link_loops()
    content_version.bump()
    return Section.objects.get(pk=row.pk)


def _assign(row, fields) -> set[str]:
    """Set the values; return the names of the model's fields they belong to."""
    names = {row._meta.get_field(name).name for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    return names


def _rename(section_id, slug):
    structure = Structure.load()
    structure.places[section_id].slug = slug
    structure.arrange()
    refuse_bad_paths(structure)
    structure.save()


def refuse_kind_change(row, new_kind):
    """Refuse a kind that cannot show what the section holds."""
    refuse_unknown_kind(new_kind)
    old, new = kinds.get(row.kind), kinds.get(new_kind)
    if new is old or (old and new.content_count and new.content_count is old.content_count):
        return
    count = content_total(row.pk)
    if count:
        raise KindHoldsContent(title=row.title, count=count, kind=new.label)


def set_visibility(section, switch, on) -> Section:
    """Show or hide a section: ``switch`` is ``active``, ``top``, ``side`` or ``mobile``."""
    return update_section(section, **{SWITCHES[switch]: bool(on)})
