"""The two kinds of entries of the taxonomy: grounds, and outcomes."""

from dataclasses import dataclass
from enum import StrEnum

from . import articles as law
from .inputs import Input
from .rows import RESULT_ROWS


class Remedy(StrEnum):
    """What the applicant may do against the decision (for bodies that administrative law binds)."""

    # 复议前置: 行政复议法 art. 23①(4) and ②, in force since 2024-01-01.
    REVIEW_FIRST = "review-first"
    # 行政复议法 art. 20, 行政诉讼法 art. 46: the applicant chooses.
    REVIEW_OR_SUIT = "review-or-suit"
    # A notice of procedure without effect on rights: no such sentence unless the settings add one.
    NOTICE = "notice"


@dataclass(frozen=True)
class Reply:
    """How the law says an application is answered, and what the answer must say."""

    article: str
    must_say: str


@dataclass(frozen=True)
class Ground:
    """Why something is not given: of a whole decision, or of one line of a withheld schedule.

    ``finding``
        A clause with “该信息” as its subject; may name placeholders.
    ``is_settled``
        The law leaves no doubt about ``remedy``; otherwise the settings may choose another.
    """

    code: str
    name: str
    finding: str
    ruling: str
    articles: tuple[str, ...]
    inputs: tuple[Input, ...]
    remedy: Remedy
    is_settled: bool = True


@dataclass(frozen=True)
class Outcome:
    """A leaf: how one application ended. Wording, articles, remedy and report cell follow from it.

    ``code``
        What the database stores; never changes.
    ``row``
        The row of table 3 in the annual report it counts in.
    ``wording``
        The paragraphs of the decision, with gaps. One that names an input which is not needed and
        not given is left out.
    ``ground``
        For a decision on one ground; a line of a schedule may rest on the same ground.
    """

    code: str
    name: str
    row: str
    reply: Reply
    articles: tuple[str, ...]
    wording: tuple[str, ...]
    letter: str
    remedy: Remedy
    inputs: tuple[Input, ...] = ()
    ground: Ground | None = None
    is_settled: bool = True
    has_schedule: bool = False

    @property
    def label(self) -> str:
        """The exact label of its row in the official report."""
        return RESULT_ROWS[self.row]

    @property
    def review_first(self) -> bool:
        """A refusal that must go to 行政复议 before a court."""
        return self.remedy is Remedy.REVIEW_FIRST

    @property
    def quoted_articles(self) -> tuple[str, ...]:
        """The articles it rests on, word for word."""
        return tuple(law.quote(key) for key in self.articles)
