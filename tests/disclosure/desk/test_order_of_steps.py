"""Steps taken twice, or by a way that goes around the one who decides."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disclosure import ledger
from disclosure import services as do
from disclosure.chasing import chase
from disclosure.models import OutgoingMail
from disclosure.outcomes import OUTCOMES
from tests.disclosure.examples import decision_on


# --- Letters that belong to a step ----------------------------------------------------------------------
@pytest.mark.parametrize(
    "kind",
    [
        "correction",
        "extension",
        "explanation",
        "delay",
        "fee",
        "third_party_consultation",
        "co_author_consultation",
        "organ_consultation",
    ],
)
def test_a_letter_that_moves_the_clock_is_not_written_without_its_step(desk, kind):
    """Otherwise an extension would be told that the head never agreed to (art. 33②)."""
    case = desk.handling()
    with pytest.raises(ValidationError, match="相应的操作"):
        do.draft_letter(case, desk.by("intake"), kind, {})


def test_an_organ_that_is_no_co_author_gets_a_letter_of_its_own(desk):
    case = desk.handling()
    row = do.consult(case, desk.by("intake"), party="other_organ", name="某局", concerns="数据")
    assert (row.letter.kind, row.letter.data["organ"]) == ("organ_consultation", "某局")


# --- Extension ------------------------------------------------------------------------------------------
def test_the_head_does_not_agree_before_being_asked(desk):
    case = desk.handling()
    desk.later(3)
    do.request_extension(case, desk.by("intake"), reason="需要检索档案")
    with pytest.raises(ValidationError, match="早于"):
        do.approve_extension(case, desk.by("head"), on=date(2026, 3, 4))


def test_nobody_was_told_of_an_extension_tomorrow(desk):
    case = desk.handling()
    do.request_extension(case, desk.by("intake"), reason="需要检索档案")
    with pytest.raises(ValidationError, match="晚于今天"):
        do.approve_extension(case, desk.by("head"), notified=date(2026, 3, 3))


def test_an_overdue_case_is_not_saved_by_an_earlier_date(desk):
    case = desk.handling()
    do.request_extension(case, desk.by("intake"), reason="需要检索档案")
    desk.later(30)
    with pytest.raises(ValidationError, match="届满前告知"):
        do.approve_extension(case, desk.by("head"), on=date(2026, 3, 27))
    do.approve_extension(case, desk.by("head"), on=date(2026, 3, 27), notified=date(2026, 3, 27))
    assert case.due_on == date(2026, 4, 28)


def test_an_extension_letter_has_no_gap_while_an_opinion_is_awaited(desk):
    case = desk.handling()
    do.consult(case, desk.by("intake"), party="third_party", name="某公司", concerns="单价")
    do.request_extension(case, desk.by("intake"), reason="需要检索档案", days=10)
    letter = do.approve_extension(case, desk.by("head"))
    # The day it keeps meanwhile would be told too early: a record of delivery moves it.
    assert case.due_on == date(2026, 4, 14)
    assert case.mails.get(template="extended").data == {"until": ""}
    assert letter.data["extended_until"].startswith("原期限届满后的第10个工作日")


def test_a_term_that_was_delayed_is_not_extended_too(desk):
    case = desk.handling()
    do.ask_reasons(case, desk.by("intake"), until=date(2026, 3, 10))
    do.give_reasons(case, desk.by("applicant"), reasons="各不相同")
    do.set_delay(case, desk.by("head"), until=date(2026, 5, 29))
    with pytest.raises(ValidationError, match="延迟答复"):
        do.request_extension(case, desk.by("intake"), reason="需要检索档案")


# --- What a decision rests on ---------------------------------------------------------------------------
@pytest.mark.parametrize("outcome", ["still_unclear", "excessive", "unpaid", "lapsed", "withdrawn"])
def test_a_decision_does_not_say_what_never_happened(desk, outcome):
    case = desk.handling()
    with pytest.raises(ValidationError) as error:
        do.draft_decision(case, desk.by("intake"), decision_on(OUTCOMES[outcome]))
    assert [item.code for item in error.value.error_list] == ["not_yet"]


def test_no_review_came_before_the_application(desk):
    case = desk.handling()
    with pytest.raises(ValidationError, match="提交申请"):
        do.start_proceeding(
            case,
            desk.by("intake"),
            route="review",
            body="市政府",
            received_on=date(2026, 3, 1),
        )


# --- Reasons --------------------------------------------------------------------------------------------
def test_reasons_are_given_once_and_kept(desk):
    case = desk.handling()
    do.ask_reasons(case, desk.by("intake"), until=date(2026, 3, 10))
    do.give_reasons(case, desk.by("applicant"), reasons="每年的合同各不相同")
    with pytest.raises(ValidationError, match="已经说明"):
        do.give_reasons(case, desk.by("applicant"), reasons="……")
    assert case.letters.get().data["reasons_given"] == "每年的合同各不相同"


def test_reasons_are_not_due_on_the_day_they_are_asked_for(desk):
    case = desk.handling()
    with pytest.raises(ValidationError, match="应当晚于"):
        do.ask_reasons(case, desk.by("intake"), until=date(2026, 3, 2))


# --- Days that letters state ----------------------------------------------------------------------------
def test_letter_mail_and_clock_name_the_same_last_day(desk):
    """14 March 2026 is a Saturday: the period ends on Monday (民法典第二百零三条)."""
    case = desk.handling()
    letter = do.ask_supplement(case, desk.by("intake"), items="年度", until=date(2026, 3, 14))
    assert ledger.clock_of(case).runs[-1].until == date(2026, 3, 16)
    assert letter.data["correct_by"] == "2026-03-16"
    assert case.mails.filter(template="supplement").get().data == {"until": "2026-03-16"}


def test_a_delay_is_told_as_it_is_counted(desk):
    case = desk.handling()
    do.ask_reasons(case, desk.by("intake"), until=date(2026, 3, 10))
    do.give_reasons(case, desk.by("applicant"), reasons="各不相同")
    letter = do.set_delay(case, desk.by("head"), until=date(2026, 5, 30))
    assert (case.due_on, letter.data["extended_until"]) == (date(2026, 6, 1), "2026-06-01")


# --- Reopening ------------------------------------------------------------------------------------------
def test_the_reminder_counts_to_the_day_that_was_ordered(desk):
    case = desk.closed("third_party")
    do.reopen(case, desk.by("head"), reason="复议决定撤销", until=date(2026, 3, 5))
    user = desk.users["intake"]
    user.email = "intake@example.cn"
    user.save()
    assert chase() == 1
    assert OutgoingMail.objects.get(template="due_soon").data == {"due": "2026-03-05", "left": 3}


def test_the_desk_does_not_lengthen_a_term_that_was_ordered(desk):
    case = desk.closed("third_party")
    do.reopen(case, desk.by("head"), reason="复议决定撤销", until=date(2026, 3, 27))
    with pytest.raises(ValidationError, match="责令"):
        do.request_extension(case, desk.by("intake"), reason="需要检索档案")


def test_what_was_withdrawn_before_it_was_received_is_received_when_taken_up_again(desk):
    case = desk.new()
    do.withdraw(case, desk.by("applicant"))
    desk.later(3)
    do.reopen(case, desk.by("head"), reason="申请人改变主意")
    assert (case.received_on, case.report_year) == (date(2026, 3, 5), None)


# --- Given up -------------------------------------------------------------------------------------------
def test_who_did_not_correct_is_told_with_number_and_remedy(desk):
    """It may be taken to review or to court (courts' interpretation art. 1), so it is told in writing."""
    case, by = desk.waiting(), desk.by("intake")
    desk.later(30)
    do.lapse(case, by)
    letter = case.letters.get(kind="no_longer_handled")
    assert (letter.status, letter.reference) == ("signed", "京科创公复〔2026〕1号")
    assert letter.data["decision"]["outcome"] == "lapsed"
    assert do.deliver_letter(case, by, letter, method="direct").status == "delivered"
    assert (case.report_row, case.replied_on) == ("3.6.1", date(2026, 4, 1))


def test_what_has_no_remedy_named_is_not_ended(desk):
    from disclosure.models import DeskSettings

    case = desk.waiting()
    row = DeskSettings.objects.get()
    row.review_agency = ""
    row.save()
    desk.later(30)
    with pytest.raises(ValidationError, match="救济途径"):
        do.lapse(case, desk.by("intake"))
    case.refresh_from_db()
    assert case.stage == "waiting"
