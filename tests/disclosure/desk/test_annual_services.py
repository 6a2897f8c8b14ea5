"""Preparing, freezing, correcting and publishing the annual report of a year."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import ProtectedError

from disclosure import services as do
from disclosure.annual import Key, Proactive, Texts
from disclosure.models import AnnualReport, AnnualVersion, AppendOnly, Case
from disclosure.yearly import carried_over, difference, live, texts_data
from portal import content_version
from portal.models import AuditEvent

from .annual_helpers import TEXTS, ZEROS, correction, frozen, last_year, written

pytestmark = pytest.mark.django_db
OPEN = Key("3", "4", "natural")


@pytest.fixture
def year(desk):
    """The cases of 2025 and its frozen report."""
    last_year(desk)
    return frozen(desk)


# --- Drafts ---------------------------------------------------------------------------------------
def test_who_may_edit_a_draft_may_delete_it_and_it_is_on_record(desk):
    for role in ("reviewer", "department", "auditor"):
        with pytest.raises(PermissionDenied):
            do.delete_report(written(desk), desk.by(role))
    report = written(desk)
    do.delete_report(report, desk.by("intake"))
    assert not AnnualReport.objects.exists()
    event = AuditEvent.objects.filter(verb="disclosure.delete_report").get()
    assert (event.user_id, "2025年年度报告" in event.object_label) == (
        desk.users["intake"].pk,
        True,
    )


def test_what_is_gone_is_neither_written_nor_frozen(desk):
    report = written(desk)
    AnnualReport.objects.filter(pk=report.pk).delete()
    with pytest.raises(ValidationError, match="已被删除"):
        do.freeze_report(report, desk.by("head"))
    with pytest.raises(ValidationError, match="已被删除"):
        do.delete_report(report, desk.by("head"))


def test_a_frozen_report_is_not_deleted(desk, year):
    with pytest.raises(ValidationError, match="不能删除"):
        do.delete_report(year, desk.by("head"))


# --- Freezing -------------------------------------------------------------------------------------
def test_the_frozen_report_says_who_when_and_every_figure(desk, year):
    version = year.versions.get()
    assert (version.number, version.reason) == (1, "")
    assert version.frozen_by == desk.users["head"].get_username()
    assert version.frozen_at.date().isoformat() == "2026-03-02"
    report = version.snapshot.report()
    assert report == live(year).report
    assert [report.figures[Key("3", row, "total")] for row in ("1", "2", "3.7", "4")] == [
        2,
        0,
        1,
        1,
    ]


@pytest.mark.parametrize("role", ["intake", "reviewer", "department", "auditor"])
def test_only_the_head_freezes_and_publishes(desk, role):
    report = written(desk)
    for verb in (do.freeze_report, do.publish_report):
        with pytest.raises(PermissionDenied):
            verb(report, desk.by(role))
    assert not AnnualVersion.objects.exists()


@pytest.mark.parametrize("role", ["reviewer", "department", "auditor"])
def test_only_desk_and_head_prepare(desk, role):
    with pytest.raises(PermissionDenied):
        do.start_report(desk.by(role), 2025)
    with pytest.raises(PermissionDenied):
        do.write_report(written(desk), desk.by(role), proactive=Proactive(), texts=Texts())


def test_nothing_changes_a_frozen_version(desk, year):
    version = year.versions.get()
    version.reason = "改"
    for attempt in (
        version.save,
        version.delete,
        lambda: AnnualVersion.objects.filter(pk=version.pk).update(reason="改"),
        lambda: AnnualVersion.objects.all().delete(),
        lambda: AnnualVersion.objects.bulk_update([version], ["reason"]),
        lambda: year.versions.update(reason="改"),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    with pytest.raises(ProtectedError):
        year.delete()
    assert AnnualVersion.objects.get().reason == ""


def test_a_version_changed_behind_our_back_is_neither_opened_nor_published(desk, year):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_annualversion SET text = replace(text, '写好', '改好')")
    with pytest.raises(ValueError, match="hash"):
        AnnualVersion.objects.get().snapshot.report()
    with pytest.raises(ValidationError, match="不能公布"):
        do.publish_report(year, desk.by("head"))


def test_a_year_that_is_not_over_is_not_frozen(desk):
    report = do.start_report(desk.by("head"), 2026)
    with pytest.raises(ValidationError, match="还没有结束"):
        do.freeze_report(report, desk.by("head"))


@pytest.mark.parametrize("year", [2007, 2027])
def test_only_years_that_were(desk, year):
    with pytest.raises(ValidationError):
        do.start_report(desk.by("head"), year)


def test_what_is_missing_or_does_not_add_up_stands_in_the_way(desk):
    last_year(desk)
    report = do.start_report(desk.by("head"), 2025)
    with pytest.raises(ValidationError) as missing:
        do.freeze_report(report, desk.by("head"))
    said = "".join(missing.value.messages)
    assert "“存在的主要问题及改进情况”还没有填写" in said and "没有上年结转的数据" in said
    report = written(desk, opening={**ZEROS, "natural": 1})
    with pytest.raises(ValidationError) as unequal:
        do.freeze_report(report, desk.by("head"))
    assert "案件记录中年初尚未办结的件数为0" in "".join(unequal.value.messages)


# --- Carrying over --------------------------------------------------------------------------------
def test_last_years_frozen_figure_is_locked_in(desk, year):
    following = do.start_report(desk.by("intake"), 2026)
    carried = carried_over(following)
    assert carried.is_locked and carried.opening.counts["natural"] == 1
    with pytest.raises(ValidationError, match="锁定"):
        do.write_report(
            following, desk.by("intake"), proactive=Proactive(), texts=Texts(), opening=ZEROS
        )
    # More of last year's cases turn up: the records move, the locked figure does not.
    last_year(desk)
    now = live(following)
    assert now.report.figures[Key("3", "2", "natural")] == 1
    assert len(now.report.on_hand["natural"]) == 2
    assert {"on-hand-natural"} <= {check.code for check in now.failures}
    assert now.report.opening == year.versions.get().snapshot.report().closing()


def test_the_first_year_is_typed_once(desk):
    report = written(desk)
    assert not carried_over(report).is_locked
    do.freeze_report(report, desk.by("head"))
    with pytest.raises(ValidationError, match="锁定"):
        do.write_report(
            report, desk.by("intake"), proactive=Proactive(), texts=TEXTS, opening=ZEROS
        )


def test_a_draft_of_the_year_before_locks_nothing(desk):
    do.start_report(desk.by("intake"), 2024)
    report = written(desk, opening={**ZEROS, "natural": 3})
    assert carried_over(report).opening.counts["natural"] == 3


# --- Correcting -----------------------------------------------------------------------------------
def test_a_correction_stands_beside_and_names_the_cases(desk, year):
    case = Case.objects.get(report_year=None)
    before = year.versions.get()
    do.withdraw(case, desk.by("intake"), on=date(2025, 12, 30))
    cells = {change.key: change for change in difference(before, live(year).report).cells}
    assert cells[OPEN].went == (case.number,) and (cells[OPEN].before, cells[OPEN].after) == (1, 0)
    with pytest.raises(ValidationError) as nameless:
        do.freeze_report(year, desk.by("head"), reason=" ")
    assert "reason" in nameless.value.message_dict
    second = do.freeze_report(year, desk.by("head"), reason="补录撤回")
    assert (second.number, second.reason) == (2, "补录撤回")
    assert AnnualVersion.objects.get(number=1).snapshot == before.snapshot


def test_what_did_not_change_is_no_correction(desk, year):
    with pytest.raises(ValidationError, match="不需要更正"):
        do.freeze_report(year, desk.by("head"), reason="再来一次")


# --- Publishing -----------------------------------------------------------------------------------
def test_publishing_shows_the_newest_version_once(desk, year):
    token = content_version.read()
    do.publish_report(year, desk.by("head"))
    after = content_version.read()
    assert after != token
    row = do.publish_report(year, desk.by("head"))
    assert content_version.read() == after
    assert row.published.number == 1
    assert AuditEvent.objects.filter(verb="disclosure.publish_report").count() == 1
    correction(desk, year)
    assert AnnualReport.objects.get().published.number == 1
    desk.later(3)
    row = do.publish_report(year, desk.by("head"))
    assert row.published.number == 2
    assert row.published_at < row.changed_at


def test_a_draft_is_not_published(desk):
    with pytest.raises(ValidationError, match="请先冻结"):
        do.publish_report(written(desk), desk.by("head"))


def test_every_deed_is_in_the_audit_log(desk, year):
    do.publish_report(year, desk.by("head"))
    verbs = list(
        AuditEvent.objects.filter(object_type="disclosure.annualreport").values_list("verb")
    )
    assert [verb.partition(".")[2] for (verb,) in reversed(verbs)] == [
        *("start_report", "edit_report", "freeze_report", "publish_report")
    ]


def test_usual_texts_are_not_kept_and_changed_ones_are():
    assert texts_data(Texts()) == {}
    kept = texts_data(Texts(problems="问题", proactive=""))
    assert kept == {"problems": "问题", "proactive": ""}
