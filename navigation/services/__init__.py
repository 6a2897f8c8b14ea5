"""Verbs on the section tree: the only way sections are written.

Each takes the tree lock before it loads a row, accepts a section or its id (and never trusts the
instance it was given), refuses with :class:`navigation.exceptions.SectionRefused`, and leaves
positions, paths, tree columns, redirects and the content version right.
"""

from .create import create_section
from .delete import delete_section, deletion_obstacle
from .merge import MergePreview, merge_sections, preview_merge
from .move import (
    INSIDE,
    MovePreview,
    Where,
    move_section,
    preview_move,
    preview_rename,
    shift_section,
)
from .update import set_visibility, update_section

__all__ = [
    "INSIDE",
    "MergePreview",
    "MovePreview",
    "Where",
    "create_section",
    "delete_section",
    "deletion_obstacle",
    "merge_sections",
    "move_section",
    "preview_merge",
    "preview_move",
    "preview_rename",
    "set_visibility",
    "shift_section",
    "update_section",
]
