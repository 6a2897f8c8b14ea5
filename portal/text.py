"""Plain text for machines: what XML can hold, on one line, and words out of a keyword field."""

import re

# Characters XML 1.0 has no way to write; a title pasted from elsewhere may hold them unseen.
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SEPARATORS = re.compile("[,，、;；]")


def plain(text) -> str:
    """``text`` on one line, without characters that XML cannot hold."""
    return " ".join(UNWRITABLE.sub("", str(text)).split())


def words(text) -> list[str]:
    """The words of a keyword field, which staff separate by commas of either width."""
    return [word.strip() for word in SEPARATORS.split(text) if word.strip()]
