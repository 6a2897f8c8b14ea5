"""A case as the texts of its letters need it."""

from datetime import date

from disclosure.clock import Kind
from disclosure.outcomes import CaseFacts


def content_of(case) -> str:
    """What was asked for, in one sentence's worth of words."""
    named = [case.title, case.document_number, case.index_number, case.description]
    return "，".join(dict.fromkeys(part.strip() for part in named if part.strip()))


# What may name the applicant; shorter than two characters is no name.
NAMES = ("name", "contact_person", "legal_representative")


def without_names(case, text: str) -> str:
    """``text`` for records that outlive the applicant's data: names typed into it are taken out."""
    found = {str(getattr(case, name)).strip() for name in NAMES} if text else set()
    for name in sorted(found, key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, "[申请人]")
    return text


def corrected_on(case, number: int | None = None) -> date | None:
    """The day the applicant's correction came in, in this round or in ``number``."""
    last = case.events.filter(kind=Kind.SUPPLEMENTED.value, round=number or case.round).last()
    return last and last.date


def facts_of(case, number: int | None = None) -> CaseFacts:
    """For ``outcomes.paragraphs`` and ``outcomes.remedy_paragraph``. One query."""
    return CaseFacts(
        number=case.number,
        applicant=case.name,
        received_on=case.received_on,
        content=content_of(case),
        is_organisation=case.is_organisation,
        corrected_on=corrected_on(case, number),
    )
