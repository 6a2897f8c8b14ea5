"""The ordinary course of an application, from the form to the file."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from disclosure import ledger
from disclosure import services as do
from disclosure.choices import Stage
from disclosure.models import Case, Letter
from portal.models import AuditEvent

from .builders import STAGES, WANTED, case_of, submit


def kinds(case):
    return [entry.kind for entry in case.events.all()]


@pytest.mark.parametrize("stage", STAGES)
def test_the_verbs_lead_through_every_stage(desk, stage):
    assert getattr(desk, stage)().stage == stage


def test_a_case_from_the_counter_to_the_file(desk, monday):
    case = desk.closed()
    assert kinds(case) == [
        "submitted",
        "registered",
        "drafted",
        "sent_to_review",
        "review_passed",
        "decided",
        "delivered",
        "closed",
    ]
    assert (case.received_on, case.due_on, case.replied_on) == (
        monday,
        date(2026, 3, 30),
        monday,
    )
    assert (case.outcome, case.report_row, case.report_year) == ("released", "3.1", 2026)
    letter = do.answer_of(case)
    assert (letter.reference, letter.status) == ("京科创公复〔2026〕1号", Letter.Status.DELIVERED)
    assert letter.tracking == "EX123456789CN"


def test_each_verb_leaves_one_audit_event_with_the_number_as_its_label(desk):
    case = desk.closed()
    events = list(AuditEvent.objects.about(case).values_list("verb", flat=True))[::-1]
    assert events == [
        f"disclosure.{name}"
        for name in "enter register draft_decision send_to_review pass_review sign deliver close".split()
    ]
    assert AuditEvent.objects.about(case).first().object_label == case.number


def test_an_application_over_the_internet_is_received_on_the_day_both_sides_confirm(desk):
    case = desk.new()
    assert (case.received_on, case.due_on) == (None, None)
    with pytest.raises(ValidationError, match="请先与申请人确认收到"):
        do.register(case, desk.by("intake"))
    desk.later(1)
    do.confirm_receipt(case, desk.by("intake"), note="电话联系本人")
    assert case.received_on == date(2026, 3, 3)
    assert (case.check_by, case.due_on) == (date(2026, 3, 12), date(2026, 3, 31))


def test_the_applicant_confirms_only_for_today(desk):
    case = desk.new()
    desk.later(1)
    do.confirm_receipt(case, desk.by("applicant"), on=date(2026, 3, 2))
    assert case.received_on == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("channel", "is_received"),
    [
        ("counter", True),
        ("oral", True),
        ("registered_mail", True),
        ("ordinary_mail", False),
        ("email", False),
        ("fax", False),
    ],
)
def test_the_channel_decides_whether_it_must_be_confirmed(desk, intake, channel, is_received):
    from .builders import PERSON

    receipt = do.enter(intake, PERSON, [WANTED], channel=channel)[0]
    assert receipt.needs_confirmation is not is_received
    assert bool(case_of(receipt).received_on) is is_received


def test_several_things_wanted_are_as_many_cases_of_one_batch(desk):
    receipts = submit(do.Wanted("合同"), do.Wanted("验收报告"))
    assert [receipt.number for receipt in receipts] == ["XXGK-2026-000001", "XXGK-2026-000002"]
    assert len({receipt.code for receipt in receipts}) == 2
    batches = set(Case.objects.values_list("batch", flat=True))
    assert len(batches) == 1 and None not in batches


# --- 补正 ----------------------------------------------------------------------------------------------
def test_a_correction_starts_the_term_anew(desk):
    case = desk.waiting()
    assert (case.due_on, case.check_by) == (None, None)
    letter = case.letters.get()
    assert (letter.kind, letter.reference) == ("correction", "京科创公告知〔2026〕1号")
    assert letter.data["correct_by"] == "2026-03-16"
    desk.later(9)
    do.receive_supplement(case, desk.by("applicant"), wanted=do.Wanted("2025年度的合同"))
    assert (case.stage, case.description) == (Stage.HANDLING, "2025年度的合同")
    assert case.due_on == date(2026, 4, 9)


def test_a_correction_is_asked_for_once_and_within_seven_days(desk):
    case = desk.handling()
    desk.later(10)
    with pytest.raises(ValidationError, match="告知补正已超过2026-03-11"):
        do.ask_supplement(case, desk.by("intake"), items="年度", until=date(2026, 3, 30))
    second = desk.waiting()
    do.receive_supplement(second, desk.by("intake"))
    with pytest.raises(ValidationError, match="一次性告知"):
        do.ask_supplement(second, desk.by("intake"), items="年度", until=date(2026, 3, 30))


def test_who_does_not_correct_in_time_has_given_up(desk):
    case = desk.waiting()
    with pytest.raises(ValidationError, match="尚未届满"):
        do.lapse(case, desk.by("intake"))
    desk.later(15)
    do.lapse(case, desk.by("intake"), reason="逾期三日，没有说明理由")
    assert (case.stage, case.outcome, case.report_row) == (Stage.REPLIED, "lapsed", "3.6.1")
    assert case.status_label == "逾期不补正"
    assert case.decision.inputs["correct_by"] == date(2026, 3, 16)


# --- Extension ----------------------------------------------------------------------------------------
def test_an_extension_is_asked_for_by_one_and_approved_by_another(desk):
    case = desk.handling()
    do.request_extension(case, desk.by("intake"), days=10, reason="需要检索档案")
    assert case.due_on == date(2026, 3, 30)
    with pytest.raises(PermissionDenied):
        do.approve_extension(case, desk.by("intake"))
    letter = do.approve_extension(case, desk.by("head"))
    assert case.due_on == date(2026, 4, 14)
    assert letter.data["extended_until"] == "2026-04-14"
    assert letter.data["extension_reason"] == "需要检索档案"
    with pytest.raises(ValidationError, match="已经延长过"):
        do.request_extension(case, desk.by("intake"), days=5, reason="再延")


def test_a_refused_extension_leaves_the_term_and_may_be_asked_for_again(desk):
    case = desk.handling()
    do.request_extension(case, desk.by("intake"), reason="忙")
    with pytest.raises(ValidationError, match="正在等待批准"):
        do.request_extension(case, desk.by("intake"), reason="忙")
    do.refuse_extension(case, desk.by("head"), reason="理由不足")
    with pytest.raises(ValidationError, match="没有待批准"):
        do.approve_extension(case, desk.by("head"))
    assert case.due_on == date(2026, 3, 30)
    do.request_extension(case, desk.by("intake"), reason="需要检索档案")


def test_nothing_is_extended_after_the_first_term(desk):
    case = desk.handling()
    desk.later(29)
    with pytest.raises(ValidationError, match="届满后不能延长"):
        do.request_extension(case, desk.by("intake"), reason="忙")


# --- Consultation -------------------------------------------------------------------------------------
def test_time_for_opinions_is_not_counted(desk):
    case = desk.handling()
    by = desk.by("intake")
    letter = do.consult(case, by, party="third_party", name="某仪器公司", concerns="合同单价")
    assert case.due_on == date(2026, 3, 30)  # nobody is known to have the letter yet
    do.consultation_delivered(case, by, letter)
    assert case.due_on == date(2026, 4, 21)
    desk.later(7)
    do.consultation_returned(case, by, letter, result="refused", reasons="单价属于商业秘密")
    # Five working days from 3 to 9 March.
    assert case.due_on == date(2026, 4, 7)
    assert case.consultations.get().reasons == "单价属于商业秘密"
    assert "某仪器公司" not in str(list(case.events.values_list("data", flat=True)))


def test_silence_is_recorded_only_when_the_fifteen_days_are_over(desk):
    case, by = desk.handling(), desk.by("intake")
    letter = do.consult(case, by, party="co_author", name="某局", concerns="文件")
    do.consultation_delivered(case, by, letter)
    desk.later(18)
    with pytest.raises(ValidationError, match="尚未届满"):
        do.consultation_returned(case, by, letter, result="silent")
    desk.later(22)
    do.consultation_returned(case, by, letter, result="silent")
    assert case.due_on == date(2026, 4, 21)


# --- Reasons and delay ----------------------------------------------------------------------------------
def test_a_delay_needs_reasons_that_were_given(desk):
    case = desk.handling()
    with pytest.raises(ValidationError, match="已说明理由"):
        do.set_delay(case, desk.by("head"), until=date(2026, 5, 29))
    do.ask_reasons(case, desk.by("intake"), until=date(2026, 3, 10))
    do.give_reasons(case, desk.by("applicant"), reasons="每年的合同各不相同")
    assert case.letters.get().data["reasons_given"] == "每年的合同各不相同"
    do.set_delay(case, desk.by("head"), until=date(2026, 5, 29))
    assert case.due_on == date(2026, 5, 29)


# --- Departments ----------------------------------------------------------------------------------------
def test_a_department_sees_its_cases_claims_them_and_answers(desk):
    case, other = desk.handling(), desk.handling()
    member = desk.by("department")
    department = desk.department()
    assert not Case.objects.visible_to(member.user).exists()
    row = do.assign(case, desk.by("intake"), department)
    assert do.assign(case, desk.by("intake"), department) == row
    assert list(Case.objects.visible_to(member.user)) == [case]
    with pytest.raises(PermissionDenied):
        do.claim(other, member, row)
    assert do.claim(case, member, row).claimed_by == member.user
    do.return_assignment(case, member, row, opinion="可以公开")
    assert case.assignments.get().opinion == "可以公开"
    with pytest.raises(ValidationError, match="已经回复"):
        do.return_assignment(case, member, row, opinion="再说一遍")


# --- Withdrawal and editing -------------------------------------------------------------------------------
@pytest.mark.parametrize("stage", ["new", "handling", "waiting", "review", "signing"])
def test_an_applicant_withdraws_any_time_before_the_decision(desk, stage):
    case = getattr(desk, stage)()
    do.withdraw(case, desk.by("applicant"))
    assert (case.stage, case.outcome, case.report_row) == (Stage.REPLIED, "withdrawn", "3.6.3")
    assert not case.letters.filter(status__in=["draft", "reviewed"]).exists()


def test_what_was_sent_can_be_changed_for_ten_minutes(desk, time_machine):
    case = desk.new()
    time_machine.move_to("2026-03-02 10:09+08:00")
    do.edit(case, desk.by("applicant"), wanted=do.Wanted("另一份合同"))
    assert case.description == "另一份合同"
    assert case.events.last().data == {"fields": ["description", "title"]}
    time_machine.move_to("2026-03-02 10:11+08:00")
    with pytest.raises(ValidationError, match="超过10分钟"):
        do.edit(case, desk.by("applicant"), wanted=do.Wanted("第三份"))


# --- Reopening ------------------------------------------------------------------------------------------
def test_a_reopened_case_has_a_clock_of_its_own_and_keeps_its_first_answer(desk):
    case = desk.closed("third_party")
    desk.later(70)
    do.reopen(case, desk.by("head"), reason="复议决定撤销", until=date(2026, 5, 25))
    assert (case.stage, case.round, case.outcome, case.decision) == (Stage.HANDLING, 2, "", None)
    assert (case.received_on, case.due_on) == (date(2026, 3, 2), date(2026, 5, 25))
    assert (case.report_row, case.report_year) == ("3.3.4", 2026)
    assert ledger.clock_of(case, 1).stop.date == date(2026, 3, 2)
    from disclosure.outcomes import OUTCOMES
    from tests.disclosure.examples import decision_on

    told = {
        "third_party": "某公司",
        "information_concerned": "单价",
        "disclosure_reason": "复议决定",
    }
    letter = do.draft_letter(case, desk.by("intake"), "third_party_disclosure", told)
    do.issue_letter(case, desk.by("intake"), letter, method="post")
    do.draft_decision(case, desk.by("intake"), decision_on(OUTCOMES["released"]), method="post")
    do.send_to_review(case, desk.by("intake"))
    do.pass_review(case, desk.by("reviewer"))
    do.sign(case, desk.by("head"))
    do.deliver(case, desk.by("intake"), tracking="EX2")
    assert (case.report_row, case.report_year) == ("3.1", 2026)
    answers = [letter for letter in case.letters.all() if letter.is_answer]
    assert [letter.data["decision"]["outcome"] for letter in answers] == ["third_party", "released"]
    assert [letter.reference for letter in answers] == [
        "京科创公复〔2026〕1号",
        "京科创公复〔2026〕2号",
    ]


def test_an_answer_of_a_later_year_does_not_move_the_report_of_an_earlier_one(desk, time_machine):
    case = desk.closed("third_party")
    time_machine.move_to("2027-02-01 10:00+08:00")
    do.reopen(case, desk.by("head"), reason="判决重新答复")
    do.withdraw(case, desk.by("applicant"))
    assert (case.report_row, case.report_year, case.outcome) == ("3.3.4", 2026, "withdrawn")
