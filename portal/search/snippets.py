"""The piece of a text that shows why it was found, with the words marked."""

import re
from dataclasses import dataclass

from portal.search.text import fold

LENGTH = 110
# What stands before the first hit.
LEAD = 24
# Hits looked at in one text; a window is chosen among them.
MAX_HITS = 400
SENTENCE_END = "。！？；\n"


@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``is_hit`` when it is one of the words."""

    text: str
    is_hit: bool = False


def _spans(text: str, marks) -> list[tuple[int, int]]:
    """Where the words stand in ``text``, without overlaps, longer words first at any place."""
    wanted = [mark for mark in marks if mark]
    if not wanted:
        return []
    pattern = re.compile("|".join(re.escape(mark) for mark in wanted))
    spans = []
    for match in pattern.finditer(fold(text)):
        spans.append(match.span())
        if len(spans) == MAX_HITS:
            break
    return spans


def _pieces(text: str, spans) -> list[Piece]:
    pieces, at = [], 0
    for start, end in spans:
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], is_hit=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


def highlight(text: str, marks) -> list[Piece]:
    """All of ``text``, with the words marked (``marks`` folded, longest first)."""
    return _pieces(text, _spans(text, marks))


def _window(text: str, spans) -> tuple[int, int]:
    """The stretch that holds the most different words, then the most hits, then the earliest."""
    best, best_score = 0, (-1, -1)
    for index, (start, _end) in enumerate(spans):
        inside = [s for s in spans[index:] if s[1] - start <= LENGTH - LEAD]
        score = (len({fold(text[a:b]) for a, b in inside}), len(inside))
        if score > best_score:
            best, best_score = start, score
        if index >= 60:
            break
    begin = max(0, best - LEAD)
    # Start with the sentence when it begins close by, else wherever the lead begins.
    sentence = max(text.rfind(mark, begin, best) for mark in SENTENCE_END)
    if sentence >= 0:
        begin = sentence + 1
    elif best <= LEAD:
        begin = 0
    while begin < len(text) and text[begin] in " ，、：":
        begin += 1
    return begin, min(len(text), begin + LENGTH)


def snippet(text: str, marks) -> list[Piece]:
    """About ``LENGTH`` characters of ``text`` around its words; its beginning where none occurs."""
    spans = _spans(text, marks)
    begin, end = _window(text, spans) if spans else (0, min(len(text), LENGTH))
    inside = [(a - begin, min(b, end) - begin) for a, b in spans if begin <= a < end]
    pieces = _pieces(text[begin:end].rstrip(), inside)
    if begin > 0:
        pieces.insert(0, Piece("……"))
    if end < len(text):
        pieces.append(Piece("……"))
    return pieces
