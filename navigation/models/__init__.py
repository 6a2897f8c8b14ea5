"""Sections, who may work in them, and where moved ones used to be."""

from .grants import SectionGrant
from .redirects import SectionRedirect
from .section import Section

__all__ = ["Section", "SectionGrant", "SectionRedirect"]
