"""The demo's desk: every stage and kind of answer, sound records, a report that adds up; and gone again."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from disclosure import people
from disclosure import services as do
from disclosure.actions import roles_of
from disclosure.annual import KEYS
from disclosure.choices import Channel, Stage
from disclosure.demo import remove
from disclosure.integrity import find_problems
from disclosure.models import (
    AnnualReport,
    ApplicantFile,
    Case,
    CaseEvent,
    Counter,
    DeskKind,
    DeskSettings,
    Letter,
    OutgoingMail,
    PrivacyNotice,
    Proceeding,
    ReleasedFile,
)
from disclosure.outcomes import OUTCOMES
from disclosure.yearly import difference, live
from news.demo_loader.remove import DemoRemover
from news.models import DemoRecord
from portal.models import AuditEvent
from portal.personal import validate_credit_code, validate_resident_id
from portal.workdays import get_calendar

from .demo_helpers import load


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for this module, and gone with the transaction around it."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        with override_settings(VAR_DIR=tmp_path_factory.mktemp("demo")):
            load()
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def desk(loaded, db):
    return Case.objects


# --- What there is --------------------------------------------------------------------------------
def test_every_stage_channel_and_kind_of_applicant_is_there(desk):
    assert 40 <= Case.objects.count() <= 60
    for name, choices in (("stage", Stage), ("channel", Channel)):
        assert set(desk.values_list(name, flat=True)) == set(choices.values), name
    assert {case.report_column for case in desk.all()} == {
        *("natural", "business", "research", "charity", "legal", "other")
    }


def test_most_outcomes_and_every_group_of_the_report_are_there(desk):
    found = set(desk.exclude(outcome="").values_list("outcome", flat=True))
    assert len(found) >= 14
    assert {OUTCOMES[code].row[:3] for code in found} == {
        *("3.1", "3.2", "3.3", "3.4", "3.5", "3.6")
    }


def test_the_special_roads_are_walked(desk):
    kinds = set(CaseEvent.objects.values_list("kind", flat=True))
    assert {
        *("supplement_asked", "supplemented", "lapsed", "withdrawn", "extended", "reasons_asked"),
        *("consult_sent", "consult_delivered", "consult_returned"),
        *(DeskKind.REOPENED, DeskKind.ASSIGNMENT_RETURNED, DeskKind.RATED),
        *(DeskKind.EXTENSION_REQUESTED, DeskKind.REVIEW_RETURNED, DeskKind.PROCEEDING_ENDED),
    } <= kinds
    assert Proceeding.objects.filter(concluded_on=None).exists()
    assert Case.objects.exclude(batch=None).count() == 2


def test_something_is_due_now_and_something_is_late(desk):
    today = timezone.localdate()
    soon = get_calendar().add_workdays(today, 3)
    assert desk.overdue(today).count() >= 2
    assert desk.open().filter(due_on__range=(today, soon)).count() >= 2
    assert desk.filter(created_at__date__gte=timezone.localdate() - timezone.timedelta(7)).count()


def test_numbers_follow_the_years(desk):
    for case in desk.all():
        assert case.number.startswith(f"XXGK-{timezone.localdate(case.created_at).year}-")
        assert case.events.first().recorded_at == case.created_at


# --- Sound ------------------------------------------------------------------------------------------
def test_the_records_are_sound(desk):
    assert list(find_problems()) == []


def test_the_audit_log_is_sound_and_tells_when_it_was_loaded(desk):
    assert all(event.is_genuine() for event in AuditEvent.objects.all())
    oldest = AuditEvent.objects.order_by("at").first().at
    assert timezone.now() - oldest < timezone.timedelta(hours=1)


def test_nobody_is_real_and_nobody_gets_a_mail(desk):
    assert not OutgoingMail.objects.exists()
    for case in desk.all():
        (validate_credit_code if case.is_organisation else validate_resident_id)(case.id_number)
        region = case.id_number[2:4] if case.is_organisation else case.id_number[:2]
        assert region == "99"
        assert case.email.endswith("@example.com")


def test_each_role_has_one_user_with_that_role_alone(desk):
    users = get_user_model().objects.filter(username__startswith="demo-")
    assert sorted(role.value for user in users for role in roles_of(user)) == [
        *("auditor", "department", "head", "intake", "reviewer")
    ]


# --- The report -----------------------------------------------------------------------------------
@pytest.fixture
def reports(desk):
    now, last = AnnualReport.objects.all()
    return now, last


def test_last_years_report_is_published_and_both_years_add_up(reports):
    now, last = reports
    assert last.published and not now.versions.exists()
    for report in reports:
        assert live(report).failures == []
    assert not difference(last.published, live(last).report)
    assert live(now).carried.version == last.published


def test_every_cell_counts_its_cases(reports):
    for row in reports:
        report = live(row).report
        for key in KEYS:
            if key.table != "2" and not (key.row == "2" and row == reports[1]):
                numbers = report.cases_of(key)
                assert report.figures[key] == len(numbers) == len(set(numbers)), key


# --- Loading --------------------------------------------------------------------------------------
def test_a_second_run_makes_nothing(desk):
    before = [Case.objects.count(), CaseEvent.objects.count(), AuditEvent.objects.count()]
    assert load() == 0
    assert before == [
        *(Case.objects.count(), CaseEvent.objects.count(), AuditEvent.objects.count())
    ]


# --- Removing -------------------------------------------------------------------------------------
def test_it_goes_without_a_trace_but_the_audit_log(desk, settings):
    (settings.VAR_DIR / remove.LOGINS).touch()
    remover = DemoRemover()
    remover.remove()
    assert remover.kept == []
    for model in (Case, CaseEvent, Letter, Counter, AnnualReport, DeskSettings, PrivacyNotice):
        assert not model.objects.exists(), model
    assert not DemoRecord.objects.filter(key__startswith="desk:").exists()
    assert not (settings.VAR_DIR / remove.LOGINS).exists()
    assert AuditEvent.objects.exists()


def test_its_sealed_files_go_with_it(desk, monkeypatch):
    columns = [(ApplicantFile, "file"), (ReleasedFile, "file"), (Letter, "docx"), (Letter, "pdf")]
    files = {getattr(row, name).name for model, name in columns for row in model.objects.all()}
    files -= {"", None}
    gone = set()
    monkeypatch.setattr(remove, "delete_stored", gone.add)
    DemoRemover().remove()
    assert gone >= files
    assert files


@pytest.mark.parametrize("force", [False, True])
def test_it_stays_when_somebody_applied(desk, force):
    applicant = do.Applicant("真实申请人")
    clerk = people.staff_member(_user("demo-shouli"))
    do.enter(clerk, applicant, [do.Wanted("合同")], channel="counter")
    count = Case.objects.count()
    remover = DemoRemover(force=force)
    remover.remove()
    assert Case.objects.count() == count and DeskSettings.objects.exists()
    assert remover.kept[0] == remove.KEPT


def test_it_stays_when_somebody_worked_at_it(desk):
    case = Case.objects.filter(stage=Stage.NEW).exclude(received_on=None).first()
    do.register(case, people.staff_member(_user("demo-shouli")))
    remover = DemoRemover()
    remover.remove()
    assert remover.kept[0] == remove.KEPT
    DemoRemover(force=True).remove()
    assert not Case.objects.exists()


def _user(name):
    return get_user_model().objects.get(username=name)


def test_check_cases_says_so(desk):
    out = StringIO()
    call_command("check_cases", stdout=out)
    assert "sound" in out.getvalue()
