"""Conditions that several verbs share. Each function returns quietly or refuses."""

from django.conf import settings
from django.urls import Resolver404, resolve

from navigation import kinds
from navigation.exceptions import (
    LinkLoop,
    PathReserved,
    PathTooLong,
    SlugTaken,
    UnknownKind,
)
from navigation.tree import build_tree

PATH_LIMIT = 255


def section_id_of(section) -> int | None:
    """The id of ``section``, which may be a section, a node of the tree, an id or ``None``."""
    return getattr(section, "pk", None) or getattr(section, "id", section)


def refuse_unknown_kind(name):
    if kinds.get(name) is None:
        raise UnknownKind(kind=name)


def is_reserved(path: str) -> bool:
    """Whether something other than the section tree answers for ``/<path>/``."""
    first = path.split("/", 1)[0]
    if first in {settings.STATIC_URL.strip("/"), settings.MEDIA_URL.strip("/")}:
        return True
    try:
        return resolve(f"/{path}/").view_name != "navigation:section"
    except Resolver404:
        return False


def refuse_bad_paths(structure):
    """Check the paths of an arranged structure before they are written."""
    changed = set(structure.moved_paths().values())
    owner = {}
    for place in sorted(structure.places.values(), key=lambda item: item.id in changed):
        if place.path in owner:
            refuse_taken(place.path, owner[place.path])
        owner[place.path] = place.id
    for section_id in changed:
        refuse_bad_path(structure.places[section_id].path)


def refuse_bad_path(path):
    if len(path) > PATH_LIMIT:
        raise PathTooLong(path=path, limit=PATH_LIMIT)
    if is_reserved(path):
        raise PathReserved(path=path)


def refuse_taken(path, owner_id):
    from navigation.models import Section

    title = Section.objects.values_list("title", flat=True).get(pk=owner_id)
    raise SlugTaken(path=path, title=title)


def refuse_link_loops():
    """Check the tree as it now stands in this transaction (the caller rolls back on refusal)."""
    from navigation.models import Section

    circular = build_tree(Section.objects.active().values()).circular()
    if circular:
        raise LinkLoop(titles="".join(f"“{node.title}”" for node in circular))
