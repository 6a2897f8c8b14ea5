"""The section tree in the admin: a page to arrange it, forms to change it, groups to work in it."""

from .groups import SectionGroupAdmin
from .redirects import SectionRedirectAdmin
from .sections import SectionAdmin

__all__ = ["SectionAdmin", "SectionGroupAdmin", "SectionRedirectAdmin"]
