"""Texts of cases side by side, fast enough for a page that is opened all day.

A text is opened and folded once in a process and kept under its sealed value, so what was changed or
emptied is never met again. Most pairs are told apart by the pairs of characters they hold: each
insertion or deletion changes three of those at the most.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.views.decorators.debug import sensitive_variables
from rapidfuzz import fuzz

from disclosure.models import Case
from portal.search.text import fold
from portal.vault.cipher import Sealed

BITS = 4096
COLUMNS = "pk id_number_index vault_id description title document_number index_number".split()


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A request without what writing differs in; ``bits`` stand for its pairs of characters."""

    plain: str
    bits: int

    @classmethod
    def of(cls, plain: str) -> "Text":
        bits = 0
        for pair in set(pairwise(plain)):
            bits |= 1 << hash(pair) % BITS
        return cls(plain, bits)

    def score(self, other: "Text", least: float) -> float:
        """0 to 100; 0 for less than ``least``."""
        edits = (1 - least / 100) * (len(self.plain) + len(other.plain)) + 1e-6
        if abs(len(self.plain) - len(other.plain)) > edits:
            return 0
        if (self.bits ^ other.bits).bit_count() > 3 * edits:
            return 0
        return fuzz.ratio(self.plain, other.plain, score_cutoff=least)


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """A stored case by its key; ``applicant`` is the digest of the document number, or ""."""

    pk: int
    applicant: str
    text: Text


def known(cases) -> list[Known]:
    """What there is to compare of ``cases``, in their order. One query of few columns."""
    return [
        Known(pk, str(applicant or ""), _opened(vault_id, sealed, *named))
        for pk, applicant, vault_id, sealed, *named in cases.values_list(*COLUMNS)
    ]


@lru_cache(maxsize=4096)
@sensitive_variables()
def _opened(vault_id, sealed, title, document_number, index_number) -> Text:
    case = Case(vault_id=vault_id, description=Sealed(sealed))
    return Text.of(plain((case.description, title, document_number, index_number)))


def text_of(case) -> Text:
    """Of a case that need not be saved yet."""
    return Text.of(plain((case.description, case.title, case.document_number, case.index_number)))


def plain(named: Iterable[str]) -> str:
    """Without width, case, script, blanks, marks. A title that only repeats words of the description
    adds nothing, so that leaving it out is no difference."""
    parts = []
    for text in named:
        part = "".join(filter(str.isalnum, fold(text)))
        if not any(part in other for other in parts):
            parts.append(part)
    return "".join(parts)


def near(text: Text, others: Iterable[Known], least: float) -> Iterator[tuple[float, Known]]:
    """Those whose texts are at least so much alike, with their scores, in their order."""
    for other in others:
        if score := text.score(other.text, least):
            yield score, other
