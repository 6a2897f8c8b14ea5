"""The staff pages of this room."""

# Each registers its part.
from disclosure.office import deadlines, entry, overview  # noqa: F401

from . import (  # noqa: F401
    annual,
    cases,
    catalogue,
    catalogue_entry,
    letter_templates,
    letters,
    mails,
    settings,
)
