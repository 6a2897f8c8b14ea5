"""The plain records a report is counted from. Whoever keeps cases in a database makes these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from disclosure.outcomes import OUTCOMES, RESULT_ROWS


class Applicant(StrEnum):
    """The columns of table 3; taken from the application or from its registration."""

    NATURAL = "natural"
    BUSINESS = "business"
    RESEARCH = "research"
    CHARITY = "charity"
    LEGAL = "legal"
    OTHER = "other"


class Route(StrEnum):
    """The three parts of table 4."""

    REVIEW = "review"  # 行政复议
    SUIT = "suit"  # 行政诉讼，未经复议直接起诉
    SUIT_AFTER_REVIEW = "suit-after-review"  # 行政诉讼，复议后起诉


class Result(StrEnum):
    """How a review or a suit ended."""

    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One application.

    ``received``, ``closed``
        Calendar years, of 收到申请之日 (art. 31) and of the reply; ``closed`` is ``None`` while it
        is open.
    ``outcome``
        The leaf of :mod:`disclosure.outcomes` it was closed with.
    ``moved_to``
        The row an officer counts it in instead of the leaf's own.
    """

    id: str
    applicant: Applicant
    received: int
    closed: int | None = None
    outcome: str = ""
    moved_to: str = ""

    def __post_init__(self):
        if (self.closed is None) != (self.outcome == ""):
            raise ValueError(f"case {self.id}: a closed case has an outcome, an open one has none")
        if self.closed is not None and self.closed < self.received:
            raise ValueError(f"case {self.id}: closed before it was received")
        if self.outcome and self.outcome not in OUTCOMES:
            raise ValueError(f"case {self.id}: no outcome {self.outcome!r}")
        if self.moved_to and self.moved_to not in RESULT_ROWS:
            raise ValueError(f"case {self.id}: no row {self.moved_to!r}")

    @property
    def row(self) -> str:
        """The one row of results it counts in."""
        return self.moved_to or OUTCOMES[self.outcome].row


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """One review or suit against a decision; years as in :class:`CaseRecord`."""

    id: str
    route: Route
    received: int
    concluded: int | None = None
    result: Result | None = None

    def __post_init__(self):
        if (self.concluded is None) != (self.result is None):
            raise ValueError(f"review {self.id}: a concluded one has a result, a pending one none")
        if self.concluded is not None and self.concluded < self.received:
            raise ValueError(f"review {self.id}: concluded before it was received")


@dataclass(frozen=True)
class Documents:
    """本年制发件数, 本年废止件数, 现行有效件数."""

    made: int = 0
    repealed: int = 0
    valid: int = 0


@dataclass(frozen=True)
class Proactive:
    """The figures of table 2 (条例 art. 20 (1), (5), (6), (8)). ``fees`` in 万元."""

    rules: Documents = Documents()
    normative: Documents = Documents()
    licences: int = 0
    penalties: int = 0
    compulsions: int = 0
    fees: Decimal = Decimal(0)


@dataclass(frozen=True)
class FeesCollected:
    """信息处理费 of the year: notices sent, and what was really collected, in 元."""

    notices: int = 0
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Opening:
    """What last year's report carried over to this year (its row 四); locked once published.

    ``cases``
        The ids behind the counts; empty when the earlier report was not made here.
    """

    year: int
    counts: Mapping[Applicant, int]
    cases: Mapping[Applicant, tuple[str, ...]] = field(default_factory=dict)
