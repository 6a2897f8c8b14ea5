"""Words that mean the same, as staff keep them."""

import re

from portal.models import SearchSynonym
from portal.models.search import split_words
from portal.search.text import fold
from portal.snapshot import snapshot


@snapshot
def synonyms() -> dict[str, tuple[str, ...]]:
    """Each word of a group with the others of its groups, folded. One query a content version."""
    found = {}
    for text in SearchSynonym.objects.values_list("words", flat=True):
        group = list(dict.fromkeys(fold(word) for word in split_words(text)))
        for word in group:
            others = found.setdefault(word, [])
            others += [other for other in group if other not in (word, *others)]
    return {word: tuple(others) for word, others in found.items()}


@snapshot
def _pattern():
    words = sorted(synonyms(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words))) if words else None


def split(run: str) -> list[tuple[str, tuple[str, ...]]]:
    """``run`` in pieces: a word with synonyms and its synonyms, or text without any."""
    pattern = _pattern()
    pieces, at = [], 0
    for match in pattern.finditer(run) if pattern else ():
        pieces += [(run[at : match.start()], ()), (match[0], synonyms()[match[0]])]
        at = match.end()
    return [piece for piece in [*pieces, (run[at:], ())] if piece[0]]
