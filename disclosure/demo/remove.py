"""Taking the demo's desk away again, as long as nobody has done any work at it.

Cases are never deleted one by one: their ledger is append-only and their numbers leave no gap. The
demo's go all together or not at all, and the numbers then begin anew.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from disclosure.models import (
    AnnualReport,
    AnnualVersion,
    Case,
    Counter,
    PrivacyNotice,
)
from news.demo_loader.ledger import fingerprint
from news.models import DemoRecord
from portal.vault.files import EncryptedFileField, delete_stored

LOGINS = "demo-logins.txt"
CASES, REPORTS = "desk:case:", "desk:report:"
KEPT = "依申请公开演示案件（已有其他申请或者有人办理过，整体保留）"


def remove(remover) -> tuple[str, ...]:
    """Called before the other demo content goes; returns the keys' prefixes that must stay."""
    if not DemoRecord.objects.filter(key__startswith=CASES).exists():
        return ()
    is_ours = remover.force or _is_untouched()
    if not is_ours or Case.objects.exclude(pk__in=_ids(CASES)).exists():
        remover.kept.append(KEPT)
        return ("desk:",)
    with transaction.atomic():
        remover.removed += _wipe()
    (settings.VAR_DIR / LOGINS).unlink(missing_ok=True)
    return ()


def _ids(prefix) -> list[int]:
    rows = DemoRecord.objects.filter(key__startswith=prefix)
    return list(rows.values_list("object_id", flat=True))


def _is_untouched() -> bool:
    records = DemoRecord.objects.filter(key__startswith=CASES) | DemoRecord.objects.filter(
        key__startswith=REPORTS
    )
    found = {
        Case: Case.objects.in_bulk(_ids(CASES)),
        AnnualReport: AnnualReport.objects.in_bulk(_ids(REPORTS)),
    }
    for record in records:
        model = Case if record.key.startswith(CASES) else AnnualReport
        row = found[model].get(record.object_id)
        if row is None or fingerprint(row) != record.fingerprint:
            return False
    return True


def _wipe() -> int:
    """Delete rows without asking the models, which refuse."""
    cases, reports = _ids(CASES), _ids(REPORTS)
    for relation in Case._meta.related_objects:
        _delete(relation.related_model, **{f"{relation.field.name}__in": cases})
    _delete(Case, pk__in=cases)
    AnnualReport.objects.filter(pk__in=reports).update(published=None)
    _delete(AnnualVersion, report__in=reports)
    for report in AnnualReport.objects.filter(pk__in=reports):
        report.delete()
    Counter.objects.all().delete()
    PrivacyNotice.objects.all().delete()
    gone = DemoRecord.objects.filter(key__startswith=CASES) | DemoRecord.objects.filter(
        key__startswith=REPORTS
    )
    return gone.delete()[0]


def _delete(model, **conditions):
    """Rows, and the sealed files they name."""
    rows = QuerySet(model).filter(**conditions)
    for field in model._meta.concrete_fields:
        if isinstance(field, EncryptedFileField):
            for name in rows.values_list(field.attname, flat=True):
                delete_stored(name)
    rows._raw_delete("default")
