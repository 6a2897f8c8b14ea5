"""Files from outside: what they really are, what they may be called, how they are sent back.

A name and a browser's content type are only claims. :func:`verify` looks at the bytes and refuses
what is not on the list; :func:`clean_name` makes a name harmless for display and download;
:func:`serve` sends a file so that no browser executes it. Nothing here knows what a file is for.
"""

from .failures import storage_message
from .names import clean_name
from .serving import content_disposition, harmless_headers, serve
from .types import ARCHIVES, ATTACHMENTS, DOCUMENTS, IMAGES, MEDIA, FileType
from .verify import verify

__all__ = [
    "ARCHIVES",
    "ATTACHMENTS",
    "DOCUMENTS",
    "IMAGES",
    "MEDIA",
    "FileType",
    "clean_name",
    "content_disposition",
    "harmless_headers",
    "serve",
    "storage_message",
    "verify",
]
