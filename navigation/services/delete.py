"""删除栏目: only an empty one."""

from django.db.models import ProtectedError, RestrictedError

from navigation.contents import content_total
from navigation.exceptions import (
    HasChildren,
    HasContent,
    IsLinkTarget,
    SectionRefused,
    StillReferenced,
)
from navigation.locks import tree_lock
from navigation.models import Section
from navigation.services.checks import section_id_of
from navigation.structure import Structure
from portal import content_version


def deletion_obstacle(section) -> SectionRefused | None:
    """Why this section cannot be deleted now, or ``None``."""
    row = Section.objects.get(pk=section_id_of(section))
    children = row.children.count()
    if children:
        return HasChildren(title=row.title, count=children)
    count = content_total(row.pk)
    if count:
        return HasContent(title=row.title, count=count)
    links = row.linked_from.exclude(pk=row.pk).values_list("title", flat=True)
    if links:
        return IsLinkTarget(title=row.title, links="".join(f"“{title}”" for title in links))
    return None


@tree_lock()
def delete_section(section):
    """Delete an empty section; its redirects and grants go with it."""
    # The row lock makes writers who are filing something here finish first, and be counted.
    row = Section.objects.select_for_update().get(pk=section_id_of(section))
    obstacle = deletion_obstacle(row)
    if obstacle:
        raise obstacle
    remove_row(row)
    content_version.bump()


def remove_row(row):
    """Delete the row itself and close the gap it leaves."""
    Section.objects.filter(pk=row.pk, link_section=row.pk).update(link_section=None)
    try:
        row.delete()
    except (ProtectedError, RestrictedError) as error:
        holders = getattr(error, "protected_objects", None) or error.restricted_objects
        names = sorted({str(holder._meta.verbose_name) for holder in holders})
        raise StillReferenced(title=row.title, models="、".join(names)) from error
    Structure.load().arrange().save()
