"""The annual report: prepared by the desk, frozen and published by the head (条例 arts. 49, 50)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.actions import Role, roles_of
from disclosure.annual import Proactive, Texts, freeze
from disclosure.models import AnnualReport, AnnualVersion
from disclosure.yearly import (
    difference,
    live,
    may_type_opening,
    proactive_data,
    texts_data,
)
from portal import audit, content_version
from portal.audit import register_verb
from portal.search.sources import refresh

START = register_verb("disclosure.start_report", gettext_lazy("建立年度报告"))
EDIT = register_verb("disclosure.edit_report", gettext_lazy("填写年度报告"))
DELETE = register_verb("disclosure.delete_report", gettext_lazy("删除年度报告草稿"))
FREEZE = register_verb("disclosure.freeze_report", gettext_lazy("冻结年度报告"))
PUBLISH = register_verb("disclosure.publish_report", gettext_lazy("公布年度报告"))

PREPARERS = {Role.INTAKE, Role.HEAD}
READERS = PREPARERS | {Role.AUDITOR}
FIRST_YEAR = 2008  # the 条例 came into force


# --- Who may --------------------------------------------------------------------------------------
def may_read(user) -> bool:
    """Frozen reports: the desk, the head and the auditor."""
    return bool(roles_of(user) & READERS)


def may_prepare(user) -> bool:
    """The working page with its live figures and inputs."""
    return bool(roles_of(user) & PREPARERS)


def may_decide(user) -> bool:
    """Freeze, correct, publish."""
    return Role.HEAD in roles_of(user)


def _need(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied(_("您没有办理年度报告此项操作的权限。"))


# --- Verbs ----------------------------------------------------------------------------------------
@transaction.atomic
def start_report(by, year: int) -> AnnualReport:
    """The report of ``year``, made when there is none. Raises ``ValidationError`` by field."""
    _need(may_prepare(by.user))
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise ValidationError(
            {"year": _("请填写%(first)d年至今年之间的年度。") % {"first": FIRST_YEAR}}
        )
    report, made = AnnualReport.objects.get_or_create(year=year)
    if made:
        audit.record(by.actor, START, report)
    return report


def _locked(report) -> AnnualReport:
    row = AnnualReport.objects.select_for_update().filter(pk=report.pk).first()
    if row is None:
        raise ValidationError(_("这一年的报告已被删除。"), code="gone")
    return row


def is_draft(report) -> bool:
    """Whether nothing of it was ever frozen, and so nothing published."""
    return report.published_at is None and not report.versions.exists()


@transaction.atomic
def delete_report(report, by) -> None:
    """Do away with a draft, begun for a wrong year perhaps. What was frozen stays for ever."""
    _need(may_prepare(by.user))
    row = _locked(report)
    if not is_draft(row):
        raise ValidationError(_("已经冻结过的年度报告不能删除。"), code="frozen")
    audit.record(by.actor, DELETE, row)
    row.delete()


@transaction.atomic
def write_report(report, by, *, proactive: Proactive, texts: Texts, opening=None) -> AnnualReport:
    """Keep what was typed. ``opening`` (counts by column) only where it is not locked."""
    _need(may_prepare(by.user))
    row = _locked(report)
    row.proactive, row.texts = proactive_data(proactive), texts_data(texts)
    if opening is not None:
        if not may_type_opening(row):
            raise ValidationError(_("上年结转已经锁定，不能修改。"), code="locked")
        row.opening = {str(column): count for column, count in opening.items()}
    row.save(update_fields=["proactive", "texts", "opening"])
    audit.record(by.actor, EDIT, row)
    return row


@transaction.atomic
def freeze_report(report, by, *, reason: str = "") -> AnnualVersion:
    """Keep the report as it is now, for good. The second and later ones are corrections and say why.

    Refused before the year is over, while a check or a text is missing, and when nothing changed.
    """
    _need(may_decide(by.user))
    row = _locked(report)
    now, newest = live(row), row.versions.last()
    _refuse_early_or_unready(row, now)
    if newest and not difference(newest, now.report):
        raise ValidationError(_("与已冻结的报告相同，不需要更正。"), code="same")
    if newest and not reason.strip():
        raise ValidationError({"reason": _("请写明更正的原因。")}, code="required")
    frozen = freeze(now.report)
    version = AnnualVersion(
        report=row,
        number=newest.number + 1 if newest else 1,
        title=now.report.title[:200],
        text=frozen.text,
        sha256=frozen.sha256,
        reason=reason.strip()[:300] if newest else "",
        frozen_by=by.actor.label[:200],
    )
    version.save()
    audit.record(by.actor, FREEZE, row, version.reason)
    return version


def _refuse_early_or_unready(row, now):
    if row.year >= timezone.localdate().year:
        raise ValidationError(
            _("%(year)d年还没有结束，不能冻结。") % {"year": row.year}, code="early"
        )
    if not now.is_ready:
        found = [*now.problems, *(check.sentence for check in now.failures)]
        raise ValidationError(found, code="unready")


@transaction.atomic
def publish_report(report, by) -> AnnualReport:
    """Show the newest frozen version to the public; doing it twice changes nothing.

    Raises ``ValidationError`` while nothing is frozen, or the frozen text is not the one that was.
    """
    _need(may_decide(by.user))
    row = _locked(report)
    version = row.versions.last()
    if version is None:
        raise ValidationError(_("请先冻结，再公布。"), code="not_frozen")
    if row.published_id == version.pk:
        return row
    try:
        version.snapshot.report()
    except ValueError as error:
        raise ValidationError(_("冻结的内容与校验值不符，不能公布。"), code="damaged") from error
    now = timezone.now()
    row.published, row.changed_at = version, now
    row.published_at = row.published_at or now
    row.save(update_fields=["published", "published_at", "changed_at"])
    refresh("annual-report", [row.pk])
    content_version.bump()
    audit.record(by.actor, PUBLISH, row, version.reason)
    return row
