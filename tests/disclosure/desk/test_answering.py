"""Draft, review, signature, delivery: each refused until what it needs is there."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from disclosure import services as do
from disclosure.choices import Stage
from disclosure.clock import Kind
from disclosure.fees import FeeRules, charge
from disclosure.models import Counter, DeskSettings, Letter
from disclosure.outcomes import OUTCOMES, Decision
from tests.disclosure.examples import decision_on


def change_settings(**values):
    row = DeskSettings.objects.get()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize("outcome", sorted(set(OUTCOMES) - {"withdrawn", "lapsed", "unpaid"}))
def test_every_outcome_can_be_drafted_signed_and_counted(desk, outcome):
    case = desk.replied(outcome)
    assert (case.outcome, case.report_row) == (outcome, OUTCOMES[outcome].row)
    assert do.answer_of(case).kind == OUTCOMES[outcome].letter


def test_an_incomplete_decision_is_refused_with_all_it_lacks(desk):
    case = desk.handling()
    with pytest.raises(ValidationError) as error:
        do.draft_decision(case, desk.by("intake"), Decision("third_party"))
    assert len(error.value.messages) > 1
    assert case.decision is None and not case.letters.exists()


def test_a_redrafted_decision_uses_the_same_letter(desk):
    case = desk.drafted("released")
    do.draft_decision(case, desk.by("intake"), decision_on(OUTCOMES["partial"]))
    letter = case.letters.get()
    assert (letter.kind, letter.method) == ("partial", "post")


def test_the_reviewer_is_not_the_drafter(desk):
    user = desk.users["intake"]
    user.groups.add(*desk.users["reviewer"].groups.all())
    case = desk.review()
    with pytest.raises(ValidationError, match="拟稿人以外"):
        do.pass_review(case, desk.by("intake"))
    do.pass_review(case, desk.by("reviewer"))
    assert do.answer_of(case).reviewer == desk.users["reviewer"]


def test_reviewer_and_head_send_back_with_a_reason(desk):
    for case, role in ((desk.review(), "reviewer"), (desk.signing(), "head")):
        with pytest.raises(ValidationError, match="退回的理由"):
            do.return_review(case, desk.by(role), reason=" ")
        do.return_review(case, desk.by(role), reason="依据不准确")
        letter = do.answer_of(case)
        assert (case.stage, letter.status, letter.reviewer) == (Stage.HANDLING, "draft", None)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"review_agency": ""}, "行政复议机关"),
        ({"prefix": ""}, "机关代字"),
        ({"institution": "public_service", "appeal_body": ""}, "申诉"),
        (
            {
                "institution": "public_service",
                "appeal_body": "主管局",
                "review_agency": "",
                "appeal_text": "可以向{复议机关}反映。",
            },
            "救济途径不完整",
        ),
    ],
)
def test_nothing_is_signed_while_the_settings_lack_something(desk, values, message):
    case = desk.signing()
    change_settings(**values)
    with pytest.raises(ValidationError, match=message):
        do.sign(case, desk.by("head"))
    assert case.stage == Stage.SIGNING
    assert not Counter.objects.filter(series="reply").exists()
    assert not case.events.filter(kind=Kind.DECIDED.value).exists()


def test_nothing_is_signed_without_a_way_of_delivery(desk):
    case = desk.signing()
    Letter.objects.update(method="")
    with pytest.raises(ValidationError, match="送达方式"):
        do.sign(case, desk.by("head"))


def test_an_answer_by_post_needs_its_number(desk):
    case = desk.signed()
    with pytest.raises(ValidationError, match="邮件号"):
        do.deliver(case, desk.by("intake"))
    assert case.replied_on is None
    do.deliver(case, desk.by("intake"), method="on_spot")
    assert do.answer_of(case).method == "on_spot"


def test_a_late_answer_counts_and_is_remarked(desk):
    case = desk.signed()
    desk.later(40)
    do.deliver(case, desk.by("intake"), tracking="EX1")
    assert (case.due_on, case.replied_on) == (date(2026, 3, 30), date(2026, 4, 11))


def test_a_reply_moved_to_another_row_is_counted_there(desk):
    from disclosure.outcomes import Override

    decision = decision_on(OUTCOMES["other"])
    moved = Decision(
        "other",
        decision.inputs,
        override=Override("3.5.1", "实为信访", "intake", date(2026, 3, 2)),
    )
    case = desk.handling()
    do.draft_decision(case, desk.by("intake"), moved, method="on_spot")
    do.send_to_review(case, desk.by("intake"))
    do.pass_review(case, desk.by("reviewer"))
    do.sign(case, desk.by("head"))
    do.deliver(case, desk.by("intake"))
    assert (case.report_outcome, case.report_row) == ("other", "3.5.1")


# --- Files --------------------------------------------------------------------------------------------
def released(desk, case):
    item = do.Upload(ContentFile(b"%PDF", "a.pdf"), "合同.pdf", "application/pdf")
    return do.release_file(case, desk.by("intake"), item, pages=3)


def test_a_file_goes_out_only_after_another_person_checked_it(desk):
    case = desk.review()
    file = released(desk, case)
    with pytest.raises(ValidationError, match="保密审查"):
        do.pass_review(case, desk.by("reviewer"))
    do.check_file(case, desk.by("reviewer"), file)
    do.pass_review(case, desk.by("reviewer"))
    late = released(desk, case)
    with pytest.raises(ValidationError, match="保密审查"):
        do.sign(case, desk.by("head"))
    do.check_file(case, desk.by("reviewer"), late)
    do.sign(case, desk.by("head"))
    do.deliver(case, desk.by("intake"), tracking="EX1")
    assert set(case.released.values_list("letter", flat=True)) == {do.answer_of(case).pk}


def test_nobody_checks_a_file_of_their_own(desk):
    desk.users["intake"].groups.add(*desk.users["reviewer"].groups.all())
    case = desk.handling()
    with pytest.raises(ValidationError, match="上传人以外"):
        do.check_file(case, desk.by("intake"), released(desk, case))


# --- Letters of procedure -----------------------------------------------------------------------------
def test_a_letter_of_procedure_is_drafted_issued_and_delivered(desk):
    case, by = desk.handling(), desk.by("intake")
    letter = do.draft_letter(case, by, "consultation_notice", {"comment_by": date(2026, 3, 23)})
    do.draft_letter(case, by, "consultation_notice", {"comment_by": "2026-03-24"}, letter=letter)
    letter = do.issue_letter(case, by, letter, method="post")
    assert (letter.reference, letter.data["comment_by"]) == (
        "京科创公告知〔2026〕1号",
        "2026-03-24",
    )
    with pytest.raises(ValidationError, match="已签发"):
        do.issue_letter(case, by, letter)
    with pytest.raises(ValidationError, match="邮件号"):
        do.deliver_letter(case, by, letter, method="post")
    assert do.deliver_letter(case, by, letter, method="direct").status == "delivered"


def test_an_answer_is_not_issued_past_review(desk):
    case, by = desk.drafted(), desk.by("intake")
    with pytest.raises(ValidationError, match="负责人签发"):
        do.issue_letter(case, by, do.answer_of(case))
    with pytest.raises(ValidationError, match="拟写答复"):
        do.draft_letter(case, by, "refusal")


def test_a_letter_of_another_case_is_not_touched(desk):
    mine, other = desk.handling(), desk.handling()
    letter = do.draft_letter(other, desk.by("intake"), "consultation_notice")
    with pytest.raises(Letter.DoesNotExist):
        do.issue_letter(mine, desk.by("intake"), letter)


def test_each_series_has_numbers_of_its_own(desk):
    desk.waiting()
    desk.signed()
    case = desk.handling()
    do.consult(case, desk.by("intake"), party="third_party", name="某公司", concerns="单价")
    found = set(Letter.objects.exclude(reference="").values_list("reference", flat=True))
    assert found == {
        "京科创公告知〔2026〕1号",
        "京科创公复〔2026〕1号",
        "京科创公函〔2026〕1号",
    }


# --- Fees ---------------------------------------------------------------------------------------------
FEE = charge(FeeRules(enabled=True), pages=68)


def test_fees_are_off_unless_switched_on(desk):
    with pytest.raises(ValidationError, match="没有启用"):
        do.notify_fee(desk.handling(), desk.by("intake"), FEE, payment="汇款")


def test_a_fee_notice_without_the_fee_clock_does_not_move_the_term(desk):
    change_settings(fees_enabled=True)
    case = desk.handling()
    letter = do.notify_fee(case, desk.by("intake"), FEE, payment="汇款")
    assert (case.stage, case.due_on) == (Stage.HANDLING, date(2026, 3, 30))
    assert letter.data["fee_amount"] == "380元"
    do.fee_paid(case, desk.by("intake"), amount=380)


def test_with_the_fee_clock_payment_starts_the_term_anew_and_silence_ends_it(desk):
    change_settings(fees_enabled=True, fee_clock=True)
    paid, unpaid = desk.handling(), desk.handling()
    for case in (paid, unpaid):
        do.notify_fee(case, desk.by("intake"), FEE, payment="汇款")
        assert (case.stage, case.due_on) == (Stage.WAITING, None)
    desk.later(1)
    do.fee_paid(paid, desk.by("intake"), amount=380)
    assert (paid.stage, paid.due_on) == (Stage.HANDLING, date(2026, 3, 31))
    with pytest.raises(ValidationError, match="尚未届满"):
        do.fee_lapse(unpaid, desk.by("intake"))
    with pytest.raises(ValidationError, match="没有待补正"):
        do.lapse(unpaid, desk.by("intake"))
    desk.later(29)
    do.fee_lapse(unpaid, desk.by("intake"))
    assert (unpaid.outcome, unpaid.report_row) == ("unpaid", "3.6.2")


# --- Afterwards ---------------------------------------------------------------------------------------
def test_a_review_has_its_timer_and_its_result(desk):
    case, by = desk.replied("third_party"), desk.by("intake")
    row = do.start_proceeding(case, by, route="review", body="市政府", received_on=date(2026, 3, 2))
    assert row.answer_by == date(2026, 3, 12)
    with pytest.raises(ValidationError, match="不能早于"):
        do.end_proceeding(case, by, row, result="upheld", on=date(2026, 3, 1))
    do.end_proceeding(case, by, row, result="corrected", on=date(2026, 3, 2))
    with pytest.raises(ValidationError, match="已经登记过"):
        do.end_proceeding(case, by, row, result="upheld", on=date(2026, 3, 2))


def test_an_applicant_rates_once_from_one_to_five(desk):
    case, by = desk.replied(), desk.by("applicant")
    with pytest.raises(ValidationError):
        do.rate(case, by, score=6)
    do.rate(case, by, score=5, comment="很快")
    assert case.satisfaction.comment == "很快"
    with pytest.raises(ValidationError, match="已经评价过"):
        do.rate(case, by, score=1)


def test_not_ours_is_drafted_with_the_name_of_whose_it_is(desk):
    case = desk.handling()
    letter = do.transfer_advice(
        case, desk.by("intake"), agency="某局", contact="010-1234", reasons="由该局制作"
    )
    assert (letter.kind, case.decision.outcome) == ("not_ours", "not_ours")
    assert case.decision.inputs["agency"] == "某局"


def test_closing_gives_pictures_of_documents_their_last_day(desk):
    case = desk.replied()
    case.files.create(kind="identity", name="a", content_type="image/png")
    do.close(case, desk.by("intake"))
    assert case.files.get().delete_after == date(2026, 3, 2) + timedelta(days=30)
