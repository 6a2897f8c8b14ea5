"""Letters of cases as files: built from their rows, rendered after the commit, kept sealed.

A signed letter without files is no fault, only unfinished: the next who asks for them, or
``manage.py render_letters``, makes them. The Word file is the letter; where this machine makes no
PDF, the copy comes later.
"""

import logging
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from disclosure.desk import desk
from disclosure.facts import facts_of
from disclosure.outcomes import from_data
from portal.names import name_of
from portal.workdays import get_calendar

from .letter import Letter, file_name
from .pdf import PdfUnavailable, is_available
from .rendering import render

logger = logging.getLogger(__name__)
CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class Document:
    """One file of a letter, to be served with ``vault.serve_sealed(letter, document.field, …)``.

    ``is_ready`` is false while it still has to be made (or this machine cannot make it).
    """

    field: str
    name: str
    content_type: str
    is_ready: bool


def documents_of(row) -> list[Document]:
    """The Word file and the PDF copy of a signed letter; none of a draft or of one that is void.

    Makes nothing: call :func:`store` first where a file may be missing.
    """
    if not is_final(row):
        return []
    letter = Letter(row.kind, _number_only(row.case), desk().profile)
    return [
        Document(field, file_name(letter, field), kind, bool(getattr(row, field)))
        for field, kind in CONTENT_TYPES.items()
    ]


def is_final(row) -> bool:
    return row.status in (row.Status.SIGNED, row.Status.DELIVERED)


def is_missing_files(row) -> bool:
    """Whether :func:`store` would have something to make."""
    return is_final(row) and not (row.docx and (row.pdf or not is_available()))


def _number_only(case):
    from disclosure.outcomes import CaseFacts

    return CaseFacts(case.number, "", case.received_on, "")


# --- From the row to the letter -------------------------------------------------------------------------
def letter_of(row, case_facts=None) -> Letter:
    """The letter the row holds. ``case_facts`` instead of those of its case (masked, for a screen)."""
    case, data = row.case, row.data or {}
    decision = data.get("decision")
    facts = {name: value for name, value in data.items() if name != "decision"}
    return Letter(
        kind=row.kind,
        case=case_facts or facts_of(case, row.round),
        profile=desk().profile,
        reference=row.reference,
        signed_on=row.signed_on,
        signatory=name_of(row.signer),
        delivery=str(row.get_method_display()) if row.method else "",
        facts=usual_facts(row.kind, case, row.signed_on) | {k: _typed(v) for k, v in facts.items()},
        decision=from_data(decision) if decision else None,
        attachments=attachments_of(row),
    )


def _typed(value):
    """Days are stored as ISO text."""
    return (parse_date(value) or value) if isinstance(value, str) and len(value) == 10 else value


def attachments_of(row) -> tuple[str, ...]:
    """The names of the files that go with an answer, without their endings."""
    if not row.is_answer:
        return ()
    files = [item for item in row.case.released.all() if item.letter_id in (None, row.pk)]
    return tuple(item.name.rsplit(".", 1)[0] for item in files)


def usual_facts(kind: str, case, day=None) -> dict:
    """What a letter of this kind says unless somebody wrote otherwise."""
    day, settings = day or timezone.localdate(), desk()
    days = (
        settings.co_author_days if kind == "co_author_consultation" else settings.third_party_days
    )
    channel = case.get_channel_display()
    return {
        "channel": channel,
        "due_on": case.due_on or "",
        "contact": applicant_contact(case) if kind == "registration" else office_contact(),
        "comment_by": get_calendar().add_workdays(day, days),
    }


def office_contact() -> str:
    """Where the applicant reaches the desk (条例 art. 12)."""
    settings = desk()
    parts = (
        settings.office_name,
        settings.office_phone and _("电话：%s") % settings.office_phone,
        settings.office_email and _("电子邮箱：%s") % settings.office_email,
        settings.office_address and _("地址：%s") % settings.office_address,
        settings.office_postcode and _("邮政编码：%s") % settings.office_postcode,
    )
    return "，".join(part for part in parts if part)


def applicant_contact(case) -> str:
    return "，".join(part for part in (case.phone, case.email, case.address) if part)


# --- Making and keeping the files -----------------------------------------------------------------------
def store_after_commit(row) -> None:
    """Make the files once the letter is signed for good; what fails is made later.

    Never inside the transaction: a PDF takes a second, and the case is locked.
    """
    transaction.on_commit(lambda: store_quietly(row.pk), robust=True)


def store_quietly(pk: int) -> bool:
    """Whether the letter has all the files this machine can make. Failures are logged, by number:
    what a letter says must not get into a log."""
    try:
        return store(pk)
    except Exception as error:  # noqa: BLE001 - a letter is signed, whatever Word files do
        logger.error("Letter %s was not rendered: %s", pk, type(error).__name__)  # noqa: TRY400
        return False


def store(pk: int) -> bool:
    """Make what is missing and keep it; whether nothing is missing now. Safe to call at any time:
    two at once make the same, and only what is missing is written."""
    from disclosure.models import Letter as Row
    from disclosure.services.letters import attach_documents

    row = Row.objects.select_related("case", "signer").filter(pk=pk).first()
    if row is None or not is_final(row) or row.case.anonymised_at:
        return row is not None and bool(row.docx)
    made = {} if row.docx else {"docx": render(letter_of(row), template_in_use(row.kind))}
    copy = None if row.pdf else _copy(made.get("docx") or _read(row))
    if copy:
        made["pdf"] = copy
    if made:
        with transaction.atomic():
            row = Row.objects.select_for_update().get(pk=pk)
            missing = {name: data for name, data in made.items() if not getattr(row, name)}
            attach_documents(row, **{name: ContentFile(data) for name, data in missing.items()})
    return bool(row.docx and row.pdf)


def _read(row) -> bytes:
    with row.docx.open("rb") as file:
        return file.read()


def _copy(docx: bytes) -> bytes | None:
    from .copy import to_pdf

    try:
        return to_pdf(docx)
    except PdfUnavailable:
        return None


def template_in_use(kind: str) -> bytes | None:
    """The institution's own template of this kind; ``None``: the built-in one."""
    from disclosure.models import LetterTemplate

    content = LetterTemplate.objects.filter(kind=kind, is_used=True).values_list(
        "content", flat=True
    )
    found = content.first()
    return bytes(found) if found is not None else None
