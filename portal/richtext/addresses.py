"""Which addresses a text may hold."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage

SCHEMES = {"http", "https", "mailto", "tel"}


def media_base() -> str:
    """Where our own uploads live: ``/media/``, or the bucket's address."""
    return default_storage.url("x")[:-1]


def is_own_file(url: str) -> bool:
    """A file of this site: uploaded media or a static file, with no way out of the folder."""
    bases = (media_base(), settings.STATIC_URL)
    path = url.split("?", 1)[0]
    unsafe = ".." in path or "\\" in path or "%2e" in path.lower() or "//" in path.split("://")[-1]
    return url.startswith(bases) and not unsafe


def is_safe_link(url: str) -> bool:
    """http(s), mailto, tel, a path or an anchor; never another host by ``//`` or backslash."""
    if re.search(r"[\x00-\x20\\]", url.strip()) and not url.lower().startswith("tel:"):
        return False
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    if parts.scheme:
        # "http:path" has a scheme and no host; browsers read it in surprising ways.
        return parts.scheme in SCHEMES and (parts.scheme in ("mailto", "tel") or bool(parts.netloc))
    return not parts.netloc and not url.strip().startswith("//") and ":" not in parts.path


def is_safe_image(url: str) -> bool:
    return is_own_file(url) or (url.startswith("https://") and is_safe_link(url))


def is_own_srcset(value: str) -> bool:
    parts = [part.split() for part in value.split(",")]
    return all(len(part) == 2 and is_own_file(part[0]) for part in parts)
