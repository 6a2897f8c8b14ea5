"""Decide once: one leaf of the 2021 taxonomy gives the letter, the articles, the remedy, the report.

An officer picks a leaf (:data:`OUTCOMES`) and fills in what it needs; everything else follows::

    decision = Decision("third_party", {"interest": ("商业秘密",), …})
    problems(decision, profile)                  # why it cannot be signed yet, in Chinese
    paragraphs(decision, case, profile)          # what the letter says
    remedy_paragraph(decision, case, profile)    # what the applicant may do against it
    report_row(decision)                         # "3.3.4"

Pure: no database, no clock, no settings module. What the law leaves open, or what we have from
secondary sources only, is in :class:`RemedySettings`. The texts are Chinese documents, not
interface, and are not translated.
"""

from .catalogue import OUTCOMES
from .decision import Decision, Override, Withheld, problems, report_row
from .grounds import GROUNDS
from .inputs import Input, Kind
from .leaf import Ground, Outcome, Remedy
from .letters import LETTERS, LetterKind
from .profile import Body, InstitutionProfile, RemedySettings
from .remedies import remedy_paragraph
from .rows import RESULT_ROWS
from .stored import from_data, to_data
from .wording import CaseFacts, paragraphs

__all__ = [
    "GROUNDS",
    "LETTERS",
    "OUTCOMES",
    "RESULT_ROWS",
    "Body",
    "CaseFacts",
    "Decision",
    "Ground",
    "Input",
    "InstitutionProfile",
    "Kind",
    "LetterKind",
    "Outcome",
    "Override",
    "Remedy",
    "RemedySettings",
    "Withheld",
    "from_data",
    "paragraphs",
    "problems",
    "remedy_paragraph",
    "report_row",
    "to_data",
]
