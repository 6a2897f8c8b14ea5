"""Letters and files an applicant may have, and their bytes."""

from django.http import Http404
from django.utils.translation import gettext as _

from disclosure import letters
from disclosure.letters.stored import documents_of, is_missing_files, store_quietly
from disclosure.models import Letter
from disclosure.outcomes import LETTERS
from disclosure.outcomes.letters import Reader, Step
from portal.uploads.types import claimed_extension
from portal.vault import serve_sealed

Status = Letter.Status
FORMS = ("pdf", "docx")
TO_APPLICANT = [code for code, kind in LETTERS.items() if kind.reader is Reader.APPLICANT]
ANSWERS = [code for code, kind in LETTERS.items() if kind.step is Step.ANSWERING]


def letters_of(case):
    """What was written to the applicant: letters of procedure once signed, answers once delivered.

    An answer is made by its delivery (国办公开办函〔2016〕235号), and is not told before.
    """
    written = case.letters.filter(kind__in=TO_APPLICANT)
    told = written.filter(status=Status.DELIVERED)
    return (told | written.filter(status=Status.SIGNED).exclude(kind__in=ANSWERS)).order_by("pk")


def released_to(case):
    """Files that were checked and whose answer was delivered."""
    return case.released.filter(checked_at__isnull=False, letter__status=Status.DELIVERED)


def response_of(case, model: str, pk: int, form: str):
    """The file as an answer to the browser, and the row it belongs to. ``Http404`` for whatever
    this applicant may not have; ``letters.PdfUnavailable`` where no PDF can be made here."""
    if model == "letter" and form in FORMS:
        row = letters_of(case).filter(pk=pk).first()
        if row:
            return _letter(row, form), row
    if model == "releasedfile" and form == "file":
        row = released_to(case).filter(pk=pk).first()
        if row:
            return _file(case, row), row
    raise Http404(_("没有这个文件。"))


def _file(case, row):
    """Named by number and place: what staff called the file may hold a name."""
    place = case.released.filter(pk__lte=row.pk).count()
    name = f"{case.number}-{place:02d}.{claimed_extension(row.name) or 'bin'}"
    return serve_sealed(row, "file", filename=name, content_type=row.content_type)


def _letter(row, form):
    """As stored when it was signed; what is missing is made first."""
    if is_missing_files(row):
        store_quietly(row.pk)
        row.refresh_from_db()
    if not getattr(row, form):
        raise letters.PdfUnavailable
    found = next(item for item in documents_of(row) if item.field == form)
    return serve_sealed(row, form, filename=found.name, content_type=found.content_type)
