"""Letting go: pictures first, then everything personal; the figures stay."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from disclosure import figures, ledger, lookup, retention
from disclosure import services as do
from disclosure.annual import Key
from disclosure.integrity import find_problems
from disclosure.models import ApplicantFile, Case, DeskKind, DeskSettings
from portal.models import AuditEvent

from .builders import EMAIL, NAME, NUMBER, PHONE, WANTED, case_of, submit
from .test_figures import report
from .test_submission import everything_stored


def run(*options):
    said = StringIO()
    call_command("anonymise_cases", *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def filed(desk):
    """A closed case with a picture of a document, a consultation and an opinion."""
    row = DeskSettings.objects.get()
    row.retention_months, row.scan_retention_days = 12, 30
    row.save()
    case = desk.signed("third_party")
    picture = ApplicantFile(case=case, kind="identity", name="身份证.png", content_type="image/png")
    picture.file.save("a.png", ContentFile(b"scan"))
    do.deliver(case, desk.by("intake"), tracking="EX123456789CN")
    do.rate(case, desk.by("applicant"), score=4, comment="还行")
    do.close(case, desk.by("intake"))
    return case


def test_pictures_go_before_everything_else(desk, filed):
    desk.later(30)
    run()
    assert filed.files.exists()
    desk.later(31)
    assert "1 pictures and 0 cases are due" in run("--dry-run")
    assert filed.files.exists()
    run()
    assert not filed.files.exists()
    filed.refresh_from_db()
    assert (filed.name, filed.anonymised_at) == (NAME, None)
    assert AuditEvent.objects.about(filed).first().verb == "disclosure.anonymise"


def sue(desk, case):
    """A suit the case is in from today on."""
    today = timezone.localdate()
    return do.start_proceeding(
        case, desk.by("intake"), route="suit", body="某院", received_on=today
    )


@pytest.mark.parametrize("name", ["filed", "unfiled"])
def test_pictures_are_evidence_while_a_suit_is_pending(desk, name, request):
    """行政诉讼法 art. 67."""
    case = request.getfixturevalue(name)
    row = sue(desk, case)
    desk.later(50)
    run()
    assert case.files.exists()
    do.end_proceeding(case, desk.by("intake"), row, result="upheld", on=timezone.localdate())
    # The judgment may be appealed: not the night after, but as long as after filing.
    for day in (51, 80):
        desk.later(day)
        run()
        assert case.files.exists()
    desk.later(81)
    assert "1 pictures" in run("--dry-run")
    run()
    assert not case.files.exists()


def test_pictures_outlive_the_next_remedy_whatever_the_settings(desk, filed):
    DeskSettings.objects.update(scan_retention_days=1)
    filed.files.update(delete_after=date(2026, 3, 3))
    row = sue(desk, filed)
    do.end_proceeding(filed, desk.by("intake"), row, result="upheld", on=timezone.localdate())
    desk.later(30)
    assert not retention.delete_scan(filed.files.get().pk)
    desk.later(31)
    assert retention.delete_scan(filed.files.get().pk)


@pytest.mark.django_db(transaction=True)
def test_a_picture_leaves_the_disk_too(settings):
    case = case_of(submit()[0])
    row = ApplicantFile(case=case, kind="identity", name="a", content_type="image/png")
    row.delete_after = date(2026, 1, 1)
    row.file.save("a.png", ContentFile(b"scan"))
    path = settings.PRIVATE_ROOT / row.file.name
    assert path.exists()
    assert retention.delete_scan(row.pk)
    assert not path.exists()


def test_after_the_years_of_retention_nothing_leads_to_the_person(desk, filed):
    before = report().figures
    desk.later(364)
    assert f"{filed.number}" not in run("--dry-run")
    desk.later(366)
    assert filed.number in run("--dry-run")
    assert "anonymised 1 cases" in run()
    filed.refresh_from_db()
    assert (filed.name, filed.id_number, str(filed.id_number_index)) == ("", "", "")
    assert (filed.description, filed.title, filed.decision) == ("", "", None)
    assert (filed.outcome, filed.report_row) == ("third_party", "3.3.4")
    assert not filed.mails.exists()
    assert filed.consultations.get().name == "" and filed.satisfaction.score == 4
    stored = everything_stored()
    assert "EX123456789CN" not in stored and "仪器采购合同" not in stored
    assert report().figures == before
    assert report().cases_of(Key("3", "3.3.4", "natural")) == (filed.number,)
    assert list(find_problems()) == []
    assert "anonymised 0 cases" in run()


@pytest.fixture
def unfiled(desk, filed):
    """Answered, and nobody ever files it: a last letter goes out on 12 March. The other one, filed
    ten days before, goes ten days before."""
    case = desk.replied("third_party")
    picture = ApplicantFile(case=case, kind="identity", name="身份证.png", content_type="image/png")
    picture.file.save("b.png", ContentFile(b"scan"))
    desk.later(10)
    row = do.draft_letter(case, desk.by("intake"), "third_party_disclosure", TOLD)
    do.issue_letter(case, desk.by("intake"), row, method="post")
    return case


TOLD = {"third_party": "某公司", "information_concerned": "单价", "disclosure_reason": "公共利益"}


BESIDE = {
    "rated": ("applicant", lambda case, by: do.rate(case, by, score=4)),
    "code_reissued": ("intake", lambda case, by: do.reissue_code(case, by)),
    "handler_set": ("head", lambda case, by: do.set_handler(case, by, by.user)),
    "published": ("intake", lambda case, by: ledger.append(case, DeskKind.PUBLISHED, None, by)),
    "visibility_set": ("intake", lambda case, by: do.set_visibility(case, by, "private")),
}


@pytest.mark.parametrize("kind", BESIDE)
def test_what_is_no_handling_begins_no_term_anew(desk, filed, kind):
    """Who marks the desk, or asks for a new code, does not ask for years more of their data there."""
    filed.satisfaction.delete()
    filed.refresh_from_db()
    desk.later(300)
    role, deed = BESIDE[kind]
    deed(filed, desk.by(role))
    assert filed.events.last().kind == kind
    desk.later(364)
    assert retention.due().cases == ()
    desk.later(366)
    assert retention.due().cases == (filed.pk,)


def test_nor_the_days_of_a_picture_nobody_filed(desk, unfiled):
    desk.later(40)
    do.rate(unfiled, desk.by("applicant"), score=4)
    desk.later(41)
    run()
    assert not unfiled.files.exists()


def test_a_case_nobody_files_keeps_names_no_longer_than_one_that_is(desk, unfiled):
    desk.later(374)
    run()
    assert unfiled.number not in run("--dry-run")
    desk.later(375)
    assert unfiled.number in run("--dry-run") and "1 cases are due" in run("--dry-run")
    unfiled.refresh_from_db()
    assert (unfiled.name, unfiled.stage) == (NAME, "replied")
    assert "anonymised 1 cases" in run()
    unfiled.refresh_from_db()
    assert (unfiled.name, unfiled.stage, unfiled.closed_on) == ("", "closed", date(2027, 3, 12))
    assert list(unfiled.events.values_list("kind", flat=True))[-2:] == ["closed", "anonymised"]
    assert list(find_problems()) == []
    assert "anonymised 0 cases" in run()


def test_its_pictures_go_as_early_too(desk, unfiled):
    desk.later(40)
    run()
    assert unfiled.files.exists()
    desk.later(41)
    assert "1 pictures and 0 cases are due" in run("--dry-run")
    run()
    assert not unfiled.files.exists()


def test_what_was_withdrawn_and_left_lying_goes_too_and_what_is_before_a_court_stays(desk, filed):
    withdrawn, sued = desk.handling(), desk.replied()
    do.withdraw(withdrawn, desk.by("applicant"))
    by = desk.by("intake")
    do.start_proceeding(sued, by, route="suit", body="某院", received_on=date(2026, 3, 2))
    open_case = desk.handling()
    desk.later(1000)
    assert set(retention.due().cases) == {filed.pk, withdrawn.pk}
    assert open_case.pk not in retention.due().cases


def test_the_years_run_from_the_end_of_a_suit_that_ended_after_filing(desk, filed):
    row = sue(desk, filed)
    desk.later(500)
    do.end_proceeding(filed, desk.by("intake"), row, result="upheld", on=timezone.localdate())
    desk.later(501)
    assert retention.due().cases == () and not retention.anonymise(filed)
    desk.later(500 + 365)
    assert retention.due().cases == ()
    desk.later(500 + 366)  # 2028 is a leap year
    assert retention.due().cases == (filed.pk,)


def test_the_years_run_from_filing_where_the_ledger_ends_before(desk, filed):
    Case.objects.filter(pk=filed.pk).update(closed_on=date(2026, 3, 12))
    desk.later(374)
    assert retention.due().cases == ()
    desk.later(375)
    assert retention.due().cases == (filed.pk,)


def test_however_many_are_due_they_are_found_in_two_queries(desk, filed, django_assert_num_queries):
    desk.replied()
    desk.later(1000)
    retention.due()  # warms the settings
    with django_assert_num_queries(2 + 2):  # each asks whether the settings are still these
        assert len(retention.due().cases) == 2


def test_an_anonymised_case_answers_no_query(desk, filed):
    code = do.reissue_code(filed, desk.by("intake"))
    desk.later(366)
    run()
    assert lookup.find(filed.number, code, "192.0.2.1") is None


def test_open_cases_and_pending_suits_are_kept(desk, filed):
    do.start_proceeding(
        filed, desk.by("intake"), route="review", body="市政府", received_on=date(2026, 3, 2)
    )
    desk.handling()
    desk.later(1000)
    assert retention.due().cases == ()
    case = desk.handling()
    assert not retention.anonymise(case)
    case.refresh_from_db()
    assert (case.name, case.anonymised_at) == (NAME, None)


def test_what_is_not_due_is_not_touched_whoever_calls(desk, filed):
    desk.later(30)
    assert not retention.delete_scan(filed.files.get().pk)
    desk.later(364)
    assert not retention.anonymise(filed)
    filed.refresh_from_db()
    assert filed.files.exists() and filed.anonymised_at is None
    desk.later(365)
    assert retention.delete_scan(filed.files.get().pk) and retention.anonymise(filed)
    assert not retention.anonymise(filed)


def test_a_suit_entered_while_the_night_runs_is_respected(desk, filed, monkeypatch):
    desk.later(366)
    found = retention.due()
    assert (found.scans, found.cases) == ((filed.files.get().pk,), (filed.pk,))
    sue(desk, filed)
    monkeypatch.setattr(retention, "due", lambda: found)
    run()
    filed.refresh_from_db()
    assert filed.files.exists() and (filed.name, filed.anonymised_at) == (NAME, None)


def test_the_applicant_takes_everything_home(desk, filed):
    data = json.loads(json.dumps(retention.export_applicant_data(filed)))
    assert (data["name"], data["id_number"], data["phone"]) == (NAME, NUMBER, PHONE)
    assert data["files"][0]["name"] == "身份证.png"
    assert data["satisfaction"]["comment"] == "还行"
    assert [entry["kind"] for entry in data["history"]][0] == "submitted"
    assert EMAIL in str(data) and "某公司" not in str(data)


def test_the_figures_do_not_need_what_is_gone(desk, filed):
    desk.later(366)
    run()
    assert len(list(figures.case_records())) == Case.objects.count()


def test_the_number_of_a_law_suit_goes_too_for_judgments_are_public(desk, filed):
    do.start_proceeding(
        filed,
        desk.by("intake"),
        route="suit",
        body="示例市海淀区人民法院",
        body_number="（2026）京0108行初123号",
        received_on=date(2026, 3, 2),
    )
    row = filed.proceedings.get()
    do.end_proceeding(filed, desk.by("intake"), row, result="upheld", on=date(2026, 3, 2))
    desk.later(366)
    run()
    assert filed.proceedings.get().body_number == ""
    assert "京0108行初123号" not in everything_stored()


def test_names_do_not_get_into_the_ledger_and_the_audit_log(desk):
    case = desk.new()
    do.confirm_receipt(case, desk.by("intake"), note=f"电话联系{NAME}本人确认")
    assert case.events.last().data == {"note": "电话联系[申请人]本人确认"}
    do.reissue_code(case, desk.by("intake"), reason=f"{NAME}遗失查询码")
    assert AuditEvent.objects.about(case).first().reason == "[申请人]遗失查询码"


def test_what_was_sent_together_no_longer_leads_from_one_to_the_other(desk):
    for receipt in submit(WANTED, WANTED):
        case = case_of(receipt)
    do.withdraw(case, desk.by("applicant"))
    do.close(case, desk.by("intake"))
    assert case.batch is not None
    desk.later(4000)
    assert retention.anonymise(case)
    case.refresh_from_db()
    assert case.batch is None


def test_the_copy_holds_the_letters_and_what_the_applicant_explained(desk):
    case = desk.handling()
    do.ask_reasons(case, desk.by("intake"), until=date(2026, 3, 10))
    do.give_reasons(case, desk.by("applicant"), reasons="每年的合同各不相同")
    do.consult(case, desk.by("intake"), party="third_party", name="某公司", concerns="单价")
    data = json.loads(json.dumps(retention.export_applicant_data(case)))
    assert data["reasons_given"] == ["每年的合同各不相同"]
    assert [row["reference"] for row in data["letters"]] == ["京科创公告知〔2026〕1号"]
