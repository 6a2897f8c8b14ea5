"""The desk's tables: settings, cases with their ledger, and everything that hangs on a case."""

from .annual import AnnualReport, AnnualVersion
from .case import Case
from .catalogue import CatalogueCategory, CatalogueEntry, IndexCounter
from .catalogue_settings import CatalogueSettings
from .consultations import Consultation
from .counters import Counter
from .departments import Assignment, DepartmentMember
from .events import AppendOnly, CaseEvent, DeskKind
from .feeds import CalendarFeed
from .files import ApplicantFile, ReleasedFile
from .letter_templates import LetterTemplate
from .letters import Letter
from .mail import OutgoingMail
from .proceedings import Proceeding, Satisfaction
from .public import Draft, Throttle
from .settings import DeskSettings, PrivacyNotice

__all__ = [
    "AnnualReport",
    "AnnualVersion",
    "AppendOnly",
    "ApplicantFile",
    "Assignment",
    "CalendarFeed",
    "Case",
    "CaseEvent",
    "CatalogueCategory",
    "CatalogueEntry",
    "CatalogueSettings",
    "Consultation",
    "Counter",
    "DepartmentMember",
    "DeskKind",
    "DeskSettings",
    "Draft",
    "IndexCounter",
    "Letter",
    "LetterTemplate",
    "OutgoingMail",
    "PrivacyNotice",
    "Proceeding",
    "ReleasedFile",
    "Satisfaction",
    "Throttle",
]
