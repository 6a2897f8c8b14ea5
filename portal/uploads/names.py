"""File names for display and download."""

import re
import unicodedata

# Characters that Windows refuses in a file name.
UNSAFE = re.compile(r'[<>:"|?*\\/]')
MAX_LENGTH = 120


def _visible(character: str) -> bool:
    """Neither control nor format character: those hide, reorder (U+202E) or break a name."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(name: str, *, extension: str = "", max_length: int = MAX_LENGTH) -> str:
    """A harmless file name made from ``name``.

    Folders, control characters and bidirectional overrides are dropped, spaces collapsed, the
    length limited. With ``extension`` (the one :func:`verify` found) the name ends in exactly that.
    """
    base = re.split(r"[\\/]", name or "")[-1]
    base = "".join(filter(_visible, unicodedata.normalize("NFC", base)))
    base = UNSAFE.sub("_", " ".join(base.split())).strip(". ")
    stem, dot, found = base.rpartition(".")
    if not dot or len(found) > 10:
        stem, found = base, ""
    if extension and found.lower() not in {"", extension} and not _is_alias(found, extension):
        stem, found = base, ""
    ending = f".{extension or found}" if extension or found else ""
    stem = stem.strip(". ")[: max(1, max_length - len(ending))].strip(". ")
    return (stem or "附件") + ending


def _is_alias(found: str, extension: str) -> bool:
    from .types import ALIASES

    return ALIASES.get(found.lower()) == extension
