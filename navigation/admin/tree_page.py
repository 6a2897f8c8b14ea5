"""What the tree page shows: one row per section, with what this user may do to it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from navigation import kinds
from navigation.contents import content_totals
from navigation.models import Section
from navigation.services.update import SWITCHES

SWITCH_LABELS = {
    "active": (_("启用"), _("启用（停用后本栏目及下级栏目都不能访问）")),
    "top": (_("顶"), _("顶部菜单")),
    "side": (_("侧"), _("侧边菜单")),
    "mobile": (_("手机"), _("手机菜单与网站地图")),
}


@dataclass(frozen=True)
class Switch:
    """One show/hide button; ``value`` is what pressing it asks for."""

    name: str
    label: str
    title: str
    on: bool
    value: str


@dataclass(frozen=True)
class Row:
    section: Section
    kind: str
    count: int
    switches: list[Switch]
    can_manage: bool
    can_restructure: bool
    can_manage_parent: bool
    is_off: bool
    is_first: bool
    is_last: bool
    has_children: bool


def tree_rows(rights) -> list[Row]:
    """All sections in tree order; three queries and one per kind of content."""
    sections = list(Section.objects.in_tree_order())
    counts = content_totals(section.pk for section in sections)
    siblings = {}
    for section in sections:
        siblings.setdefault(section.parent_id, []).append(section.pk)
    off = set()
    rows = []
    for section in sections:
        if not section.is_active or section.parent_id in off:
            off.add(section.pk)
        rows.append(_row(section, counts[section.pk], rights, siblings, section.pk in off))
    return rows


def _row(section, count, rights, siblings, is_off) -> Row:
    kind = kinds.get(section.kind)
    family = siblings[section.parent_id]
    return Row(
        section=section,
        kind=kind.label if kind else section.kind,
        count=count,
        switches=_switches(section),
        can_manage=rights.can_manage(section.pk),
        can_restructure=rights.can_restructure(section.pk),
        can_manage_parent=rights.can_manage(section.parent_id),
        is_off=is_off,
        is_first=family[0] == section.pk,
        is_last=family[-1] == section.pk,
        has_children=section.pk in siblings,
    )


def _switches(section) -> list[Switch]:
    found = []
    for name, column in SWITCHES.items():
        label, title = SWITCH_LABELS[name]
        on = getattr(section, column)
        found.append(Switch(name, label, title, on, f"{section.pk}:{name}:{int(not on)}"))
    return found
