"""Keeping personal data no longer than needed (个人信息保护法 arts. 19, 47), and handing it out (45).

Pictures of documents go first, some days after the case was filed; names, numbers and texts when the
years of retention are over. Both run from the last day something was done in the matter, be it filing
or the end of a suit; an answered case nobody files keeps names no longer. What the annual report
counts stays.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from disclosure import ledger, people
from disclosure.actions import ANONYMISE
from disclosure.choices import Stage
from disclosure.desk import desk
from disclosure.models import ApplicantFile, Case, DeskKind, Proceeding
from disclosure.outcomes.letters import Reader
from portal import audit
from portal.vault.fields import EncryptedField

BY = people.system("anonymise_cases")
# Nothing is owed any more; whether somebody filed it makes no difference to the applicant.
OVER = (Stage.REPLIED, Stage.CLOSED)
# Entries about a matter that is over anyhow: a mark, a new query code. They begin no term anew.
BESIDE = (
    DeskKind.RATED,
    DeskKind.CODE_REISSUED,
    DeskKind.HANDLER_SET,
    DeskKind.VISIBILITY_SET,
    DeskKind.PUBLISHED,
)
# Fifteen days to go to court from a review decision, or to appeal from a judgment (行政诉讼法 arts.
# 45, 85), and twelve until the court has told us (arts. 51, 67).
NEXT_REMEDY_DAYS = 30
# Plain columns that may still lead to a person, or to what a person asked for.
PLAIN = {"title": "", "document_number": "", "index_number": "", "ways": []}


@dataclass(frozen=True)
class Due:
    """What has reached its last day."""

    scans: tuple[int, ...]
    cases: tuple[int, ...]


def due(today: date | None = None) -> Due:
    """Uploads to delete and cases to anonymise. With a review or suit still pending both stay."""
    today = today or timezone.localdate()
    return Due(
        tuple(_scans(today).order_by("pk").values_list("pk", flat=True)),
        tuple(_cases(today).order_by("pk").values_list("pk", flat=True)),
    )


def _scans(today: date):
    """Uploads to delete. Who applied is evidence while a suit is pending (行政诉讼法 art. 67), and as
    long after it as after filing, but not less than until the next one can have reached us."""
    days = desk().scan_retention_days
    kept_since = today - timedelta(days=days)
    disputed_since = today - timedelta(days=max(days, NEXT_REMEDY_DAYS))
    unfiled = _over().filter(stage=Stage.REPLIED, over_on__lt=kept_since)
    return ApplicantFile.objects.filter(
        Q(delete_after__lt=today)
        | Q(delete_after=None, kind=ApplicantFile.Kind.IDENTITY, case__in=unfiled.values("pk"))
    ).exclude(case__in=_disputed(disputed_since))


def _cases(today: date):
    over_since = _months_before(today, desk().retention_months)
    return _over().filter(over_on__lte=over_since).exclude(pk__in=_disputed())


def _over():
    """Cases in which nothing is owed, with the last day of theirs: of filing, or of what was done
    since, such as the end of a suit."""
    last = Max("events__date", filter=~Q(events__kind__in=BESIDE))
    # Where one of the two is missing, Greatest is NULL on SQLite, and the other on PostgreSQL.
    over_on = Coalesce(Greatest("closed_on", last), last, "closed_on")
    return Case.objects.filter(stage__in=OVER, anonymised_at=None).annotate(over_on=over_on)


def _disputed(since: date | None = None):
    """The cases before a review body or a court, with ``since`` also those that were until then."""
    ended = Q(concluded_on__gte=since) if since else Q()
    return Proceeding.objects.filter(Q(concluded_on=None) | ended).values("case")


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


@transaction.atomic
def delete_scan(pk: int) -> bool:
    """Delete one upload. Says ``False``, and nothing is done, where it is not due (any more)."""
    case = ledger.lock(ApplicantFile.objects.select_related("case").get(pk=pk).case)
    row = _scans(timezone.localdate()).filter(pk=pk).first()
    if row is None:
        return False
    row.delete()
    audit.record(BY.actor, ANONYMISE, case, part=ApplicantFile._meta.get_field("file").verbose_name)
    return True


@transaction.atomic
def anonymise(case) -> bool:
    """Empty everything personal of one case and of what hangs on it, for good; an answered one is
    filed with it, for nothing can be done to it afterwards.

    Says ``False``, and nothing is done, for a case that is not due: the guard stands here, under
    the lock, for a suit may have been entered since the query.
    """
    case = ledger.lock(case)
    if not _cases(timezone.localdate()).filter(pk=case.pk).exists():
        return False
    if case.stage != Stage.CLOSED:
        case.stage, case.closed_on = Stage.CLOSED, timezone.localdate()
        ledger.append(case, DeskKind.CLOSED, None, BY)
    for related in ("files", "released", "mails"):
        getattr(case, related).all().delete()
    for related in ("consultations", "assignments", "letters", "proceedings"):
        for row in getattr(case, related).all():
            _empty(row)
    if hasattr(case, "satisfaction"):
        _empty(case.satisfaction)
    for name, value in PLAIN.items():
        setattr(case, name, value)
    case.id_type, case.query_digest, case.token_digest = "", "", None
    # What was sent together may still be open, with the name on it.
    case.batch = None
    case.anonymised_at = timezone.now()
    _empty(case)
    ledger.append(case, DeskKind.ANONYMISED, None, BY)
    audit.record(BY.actor, ANONYMISE, case)
    return True


def _empty(row) -> None:
    """Blank the encrypted columns and drop the sealed files of a row."""
    for field in row._meta.concrete_fields:
        if isinstance(field, EncryptedField):
            setattr(row, field.plain_name, None if field.null else "")
    # Numbers others look a person up by: of the post, and of a judgment, which is public.
    for name in ("tracking", "body_number"):
        if hasattr(row, name):
            setattr(row, name, "")
    for name in ("docx", "pdf"):
        if getattr(row, name, None):
            getattr(row, name).delete(save=False)
    row.save()


EXPORTED = (
    "number applicant_type category name id_type id_number phone email address postcode fax "
    "work_unit legal_representative contact_person title document_number index_number description "
    "form ways accepts_other channel created_at received_on due_on replied_on outcome consented_at "
    "scan_consented_at visibility"
).split()


def export_applicant_data(case) -> dict:
    """Everything we hold of the applicant, for the applicant's own copy; JSON-ready."""
    # An answer is told by its letter, not before.
    told = {} if not case.is_open else {"outcome": ""}
    files = [
        {
            "kind": row.kind,
            "name": row.name,
            "size": row.size,
            "uploaded_at": _text(row.uploaded_at),
        }
        for row in case.files.all()
    ]
    history = [{"date": _text(entry.date), "kind": entry.kind} for entry in case.events.told()]
    letters = [row for row in case.letters.all() if row.description.reader is Reader.APPLICANT]
    rated = getattr(case, "satisfaction", None)
    return {
        **{name: _text(getattr(case, name)) for name in EXPORTED},
        **told,
        "notice_version": case.notice and case.notice.version,
        "files": files,
        "history": history,
        "letters": [_exported(row) for row in letters if row.reference],
        "reasons_given": [
            row.data["reasons_given"] for row in letters if "reasons_given" in (row.data or {})
        ],
        "satisfaction": rated and {"score": rated.score, "comment": rated.comment},
    }


def _exported(letter) -> dict:
    names = ("kind", "reference", "signed_on", "method", "delivered_on", "tracking")
    return {name: _text(getattr(letter, name)) for name in names}


def _text(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
