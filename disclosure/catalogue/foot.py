"""What stands below the catalogue: where to go on when it does not have what one looks for."""

from dataclasses import dataclass

from navigation.tree import Node, get_tree
from portal.snapshot import snapshot


@dataclass(frozen=True)
class Foot:
    """The sections 信息公开指南 and 信息公开申请 while the public can reach them, and a note."""

    guide: Node | None
    application: Node | None
    note: str


@snapshot
def foot() -> Foot:
    """One query when the content version is new."""
    from disclosure.models import CatalogueSettings

    settings, tree = CatalogueSettings.load(), get_tree()
    guide = tree.get(settings.guide_section_id)
    application = tree.get(settings.application_section_id)
    return Foot(guide, application, settings.note)
