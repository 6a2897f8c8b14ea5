"""What somebody typed, cut into words that must all occur.

A word is contained in a text as it stands; the terms only lead to the texts that may contain it.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

import rjieba

from portal.search.synonyms import split, synonyms
from portal.search.text import HAN_RUN, RUN, fold, terms

MAX_LENGTH = 100
MAX_WORDS = 10
# Letters before a number of them find what only begins with them.
PREFIX_FROM = 3
QUOTED = re.compile(r'"([^"]+)"')
STOP = frozenset(
    "的 了 和 与 及 或 在 是 之 等 对 为 从 到 把 被 于 以 中 上 下 有 我 你 您 他 这 那 吗 呢 吧 "
    "关于 什么 怎么 如何 怎样 哪些 请问".split()
)
# A number keeps the measure behind it: 37号 is not any 号.
MEASURES = "号年月日期届次章条款项批级类版"


@dataclass(frozen=True)
class Word:
    """One thing that must occur.

    ``text`` is folded. ``terms`` are exact index terms, ``prefix`` one that is only a beginning.
    ``exact`` tells that the terms alone prove the word occurs; otherwise the text is looked at.
    ``others`` would do as well (synonyms).
    """

    text: str
    terms: frozenset[str] = frozenset()
    prefix: str = ""
    exact: bool = False
    others: tuple["Word", ...] = ()

    @property
    def is_indexed(self) -> bool:
        """Whether the index can lead to the texts that hold this word or one of the others."""
        own = bool(self.terms or self.prefix)
        return own and all(other.is_indexed for other in self.others)

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.text, *(other.text for other in self.others))


def make_word(text: str, *, quoted=False) -> Word:
    """The :class:`Word` for a folded piece of text without spaces (or, quoted, with some)."""
    runs = RUN.findall(text)
    if len(runs) == 1 and runs[0] == text:
        return _single_run(text, quoted)
    exact_terms = set()
    for run in runs:
        exact_terms.update(terms(run) if not HAN_RUN.match(run) else _pairs(run))
    return Word(text, terms=frozenset(exact_terms))


def _pairs(run: str) -> set[str]:
    return {run[index : index + 2] for index in range(len(run) - 1)}


def _single_run(run: str, quoted: bool) -> Word:
    if HAN_RUN.match(run):
        if len(run) == 1:
            return Word(run, prefix=run, exact=True)
        return Word(run, terms=frozenset(_pairs(run)), exact=len(run) == 2)
    if not quoted and len(run) >= PREFIX_FROM and not run.isdigit():
        return Word(run, prefix=run, exact=True)
    # "t42147" and the number inside it are both terms, but only the whole run proves itself.
    return Word(run, terms=frozenset({run}), exact=True)


def _cut(run: str) -> list[str]:
    """A run of Han characters as words; single characters in a row stay together."""
    words, loose = [], ""
    for word in rjieba.cut(run):
        if word in STOP or len(word) > 1:
            if loose:
                words.append(loose)
                loose = ""
            words.extend(_halves(word) if word not in STOP else [word])
        else:
            loose += word
    return [*words, loose] if loose else words


def _halves(word: str) -> list[str]:
    """A long word as the shorter ones it is made of, when they cover it: 开放共享 as 开放 and 共享."""
    if len(word) < 4:
        return [word]
    parts, at = [], 0
    inside = sorted((w for w in rjieba.cut_for_search(word) if 1 < len(w) < len(word)), key=len)
    while at < len(word):
        part = next((w for w in reversed(inside) if word.startswith(w, at)), None)
        if part is None:
            return [word]
        parts.append(part)
        at += len(part)
    return parts


def _loose_words(text: str) -> list[str]:
    """Words of the unquoted part of a query, in order."""
    words = []
    for chunk in text.split():
        pieces = RUN.findall(chunk)
        for index, piece in enumerate(pieces):
            before = pieces[index - 1] if index else ""
            if HAN_RUN.match(piece):
                if before.isdigit() and piece[0] in MEASURES and before + piece[0] in chunk:
                    words[-1] = before + piece[0]
                    piece = piece[1:]
                words.extend(piece for part in _parts(piece) for piece in part)
            else:
                words.append(piece)
    return words


def _parts(run: str):
    """The words of a run; one with synonyms stays whole, whatever the dictionary says."""
    for piece, others in split(run):
        yield [piece] if others else _cut(piece)


@dataclass(frozen=True)
class Query:
    """A search as typed (``text``), its words, and its folded ``phrase`` for ranking.

    ``was_cut`` tells that characters or words beyond the limits were left out.
    """

    text: str
    phrase: str = ""
    words: tuple[Word, ...] = field(default=())
    was_cut: bool = False

    def __bool__(self):
        return bool(self.words)

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """What to highlight, longest first."""
        found = {text for word in self.words for text in word.spellings}
        found |= {self.phrase} if self.phrase else set()
        return tuple(sorted(found, key=len, reverse=True))

    def with_words(self, words) -> "Query":
        """The same query asking for other words."""
        return Query(self.text, self.phrase, tuple(words), self.was_cut)


def _clean(text: str) -> str:
    """On one line, without anything that cannot be seen."""
    printable = "".join(c if c.isprintable() or c == " " else " " for c in text)
    return " ".join(printable.split())


def parse(text: str) -> Query:
    """The query somebody typed; at most ``MAX_LENGTH`` characters and ``MAX_WORDS`` words count.

    Every input is a query: operators of a query language are characters like any other.
    """
    cleaned = _clean(text)
    shown = cleaned[:MAX_LENGTH].strip()
    folded = fold(shown)
    quoted = [" ".join(piece.split()) for piece in QUOTED.findall(folded)]
    quoted = [piece for piece in quoted if RUN.search(piece)]
    loose = _loose_words(QUOTED.sub(" ", folded).replace('"', " "))
    kept = [word for word in loose if word not in STOP] or loose
    words = [make_word(piece, quoted=True) for piece in quoted]
    words += [_with_others(word) for word in kept]
    unique = list({word.text: word for word in words}.values())
    return Query(
        text=shown,
        phrase=" ".join(folded.replace('"', " ").split()),
        words=_weighed(unique)[:MAX_WORDS],
        was_cut=len(cleaned) > MAX_LENGTH or len(unique) > MAX_WORDS,
    )


def _with_others(text: str) -> Word:
    word = make_word(text)
    others = tuple(make_word(other, quoted=True) for other in synonyms().get(text, ()))
    return replace(word, exact=False, others=others) if others else word


def _weighed(words) -> tuple[Word, ...]:
    """Single characters beside real words are only looked for in the text, not in the index."""
    if all(len(word.text) == 1 for word in words):
        return tuple(words)
    single = [w for w in words if len(w.text) == 1 and HAN_RUN.match(w.text)]
    return tuple(Word(w.text) if w in single else w for w in words)


def relaxed(query: Query) -> Query | None:
    """The query with its long Han words cut into pairs, or ``None`` when there are none.

    For words that no dictionary knows and that stand apart in the text. What stands in quotation
    marks is wanted as it is.
    """
    words, quoted = [], QUOTED.findall(fold(query.text))
    for word in query.words:
        if HAN_RUN.fullmatch(word.text) and len(word.text) > 3 and word.text not in quoted:
            middle = len(word.text) // 2
            words += [make_word(word.text[:middle]), make_word(word.text[middle:])]
        else:
            words.append(word)
    return query.with_words(_weighed(words)) if len(words) > len(query.words) else None
