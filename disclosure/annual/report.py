"""Building the annual report of one year from plain records (条例 arts. 49 and 50)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from disclosure.text import fill

from .keys import COUNTED, KEYS, Figure, parts
from .layout import APPLICANTS, CARRIED_IN, CARRIED_ON, PENDING, RECEIVED, TOTAL, Key
from .narrative import Section, Texts, figures_by_name, sections
from .records import CaseRecord, FeesCollected, Opening, Proactive, ReviewRecord


@dataclass(frozen=True)
class Report:
    """The report of one year.

    ``figures``
        Every cell of the three tables.
    ``cases``
        For each counted cell the ids behind it; :meth:`cases_of` gives them for sums too.
    ``on_hand``
        By column, the cases that were open on 1 January as the records have it today; row 二 is
        last year's published figure, and a check compares the two.
    """

    year: int
    figures: Mapping[Key, Figure]
    cases: Mapping[Key, tuple[str, ...]]
    on_hand: Mapping[str, tuple[str, ...]]
    opening: Opening | None
    title: str
    preface: str
    sections: tuple[Section, ...]

    def cases_of(self, key: Key) -> tuple[str, ...]:
        """The ids of the cases (or reviews) a cell counts, in order."""
        return tuple(sorted(id for part in parts(key) for id in self.cases.get(part, ())))

    def closing(self) -> Opening:
        """What is carried over, as the next year's report takes it in."""
        keys = {column: Key("3", CARRIED_ON, column) for column in APPLICANTS}
        return Opening(
            self.year,
            {column: self.figures[key] for column, key in keys.items()},
            {column: self.cases[key] for column, key in keys.items()},
        )


def build(
    year: int,
    cases: Iterable[CaseRecord],
    reviews: Iterable[ReviewRecord],
    proactive: Proactive,
    previous: Opening | None = None,
    *,
    institution: str = "",
    fees: FeesCollected = FeesCollected(),  # noqa: B008 - frozen
    texts: Texts = Texts(),  # noqa: B008 - frozen
) -> Report:
    """Count the year. ``previous`` is last year's closing, and locks row 二.

    Raises ``ValueError`` for an id that comes twice, or a ``previous`` of another year.
    """
    if previous and previous.year != year - 1:
        raise ValueError(f"the opening of {year} is not the closing of {previous.year}")
    counted, on_hand = _count_cases(year, cases)
    counted |= _count_reviews(year, reviews)
    counted |= {
        Key("3", CARRIED_IN, column): previous.cases.get(column, ()) if previous else ids
        for column, ids in on_hand.items()
    }
    held = {key: tuple(sorted(counted.get(key, ()))) for key in COUNTED}
    figures = {key: sum(len(held[part]) for part in parts(key)) for key in KEYS}
    figures |= _typed(proactive)
    if previous:
        figures |= _locked(previous)
    known = figures_by_name(year, institution, figures, fees)
    return Report(
        year=year,
        figures=figures,
        cases=held,
        on_hand=on_hand,
        opening=previous,
        title=fill(texts.title, known),
        preface=fill(texts.preface, known),
        sections=sections(texts, known),
    )


def _count_cases(year, cases):
    counted, on_hand, seen = defaultdict(list), {column: [] for column in APPLICANTS}, set()
    for case in cases:
        _once(case.id, seen)
        if case.received > year or (case.closed is not None and case.closed < year):
            continue
        if case.received == year:
            counted[Key("3", RECEIVED, case.applicant)].append(case.id)
        else:
            on_hand[case.applicant].append(case.id)
        row = case.row if case.closed == year else CARRIED_ON
        counted[Key("3", row, case.applicant)].append(case.id)
    return counted, {column: tuple(sorted(ids)) for column, ids in on_hand.items()}


def _count_reviews(year, reviews):
    """Those concluded in the year, and those pending at its end."""
    counted, seen = defaultdict(list), set()
    for review in reviews:
        _once(review.id, seen)
        if review.received > year or (review.concluded is not None and review.concluded < year):
            continue
        ending = review.result if review.concluded == year else PENDING
        counted[Key("4", review.route, ending)].append(review.id)
    return counted


def _once(id, seen):
    if id in seen:
        raise ValueError(f"the id {id!r} comes twice")
    seen.add(id)


def _typed(proactive: Proactive) -> dict[Key, Figure]:
    documents = {"rules": proactive.rules, "normative": proactive.normative}
    return {
        **{
            Key("2", line, column): getattr(numbers, column)
            for line, numbers in documents.items()
            for column in ("made", "repealed", "valid")
        },
        Key("2", "licences", "count"): proactive.licences,
        Key("2", "penalties", "count"): proactive.penalties,
        Key("2", "compulsions", "count"): proactive.compulsions,
        Key("2", "fees", "amount"): proactive.fees,
    }


def _locked(previous: Opening) -> dict[Key, Figure]:
    """Row 二 as it was published, whatever the records say today."""
    row = {column: previous.counts.get(column, 0) for column in APPLICANTS}
    return {
        **{Key("3", CARRIED_IN, column): count for column, count in row.items()},
        Key("3", CARRIED_IN, TOTAL): sum(row.values()),
    }
