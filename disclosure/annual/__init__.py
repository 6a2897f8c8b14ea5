"""The annual report (国办公开办函〔2021〕30号; 条例 arts. 49, 50), from cases to a page, a book, a letter.

::

    report = build(2026, cases, reviews, proactive, previous=last_year.closing())
    failures(report)                 # reconciliation that does not hold, with numbers and cases
    report.cases_of(Key("3", "3.2", "natural"))
    frozen = freeze(report)          # canonical JSON and its hash
    diff(frozen, build(2026, …))     # what later corrections changed, and through which cases

Renderers: :mod:`.html`, :mod:`.xlsx`, :mod:`.docx`. Pure up to them: plain records in, no database.
"""

from .checks import Check, checks, failures
from .keys import KEYS, label
from .layout import TABLES, Key
from .narrative import Section, Texts
from .narrative import problems as text_problems
from .records import (
    Applicant,
    CaseRecord,
    Documents,
    FeesCollected,
    Opening,
    Proactive,
    Result,
    ReviewRecord,
    Route,
)
from .report import Report, build
from .snapshot import Change, Snapshot, diff, freeze

__all__ = [
    "KEYS",
    "TABLES",
    "Applicant",
    "CaseRecord",
    "Change",
    "Check",
    "Documents",
    "FeesCollected",
    "Key",
    "Opening",
    "Proactive",
    "Report",
    "Result",
    "ReviewRecord",
    "Route",
    "Section",
    "Snapshot",
    "Texts",
    "build",
    "checks",
    "diff",
    "failures",
    "freeze",
    "label",
    "text_problems",
]
