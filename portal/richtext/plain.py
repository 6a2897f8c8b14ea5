"""Rich text as plain words, for excerpts and for the search."""

import re
from html import unescape

from django.utils.html import strip_tags

# Chinese needs no space where a tag or the end of a line stood between two characters.
NEEDLESS_SPACE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def one_line(text: str) -> str:
    """``text`` on one line, without spaces beside Chinese characters."""
    return NEEDLESS_SPACE.sub("", " ".join(text.split()))


def plain_text(html: str) -> str:
    """The words of ``html``, on one line."""
    return one_line(unescape(strip_tags(html.replace("</", " </"))))
