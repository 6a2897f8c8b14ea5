"""条例 arts. 15, 32: a third party is asked before its information is refused, and told in writing
before it is disclosed against its word."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disclosure import services as do
from disclosure.choices import Stage
from disclosure.models import Letter
from disclosure.outcomes import OUTCOMES, Decision, Withheld, from_data, to_data
from disclosure.outcomes.grounds import (
    NO_ADDRESS,
    OBJECTED,
    OBJECTED_BEFORE,
    SILENT,
    UNREACHED,
)
from disclosure.services import third_parties
from tests.disclosure.examples import complete


def refusal(statement):
    return Decision("third_party", {**complete(OUTCOMES["third_party"]), "consultation": statement})


def partial(statement, *honours):
    line = Withheld("第六条", "third_party", dict(refusal(statement).inputs), honours)
    return Decision("partial", complete(OUTCOMES["partial"]), (line,))


RELEASE = Decision("released", complete(OUTCOMES["released"]))


def send(desk, case, decision):
    do.draft_decision(case, desk.by("intake"), decision, method="post")
    do.send_to_review(case, desk.by("intake"))


def refused(desk, case, decision, words):
    with pytest.raises(ValidationError, match=words):
        send(desk, case, decision)
    assert case.stage == Stage.HANDLING


def written(desk, case, name="某公司"):
    data = {"third_party": name, "information_concerned": "单价", "disclosure_reason": "公共利益"}
    return do.draft_letter(case, desk.by("intake"), "third_party_disclosure", data)


def tell(desk, case, name="某公司"):
    return do.issue_letter(case, desk.by("intake"), written(desk, case, name), method="post")


@pytest.mark.parametrize("decide", [refusal, partial])
@pytest.mark.parametrize("statement", [OBJECTED, SILENT, UNREACHED])
def test_nobody_is_refused_for_the_sake_of_one_who_was_not_asked(desk, decide, statement):
    refused(desk, desk.handling(), decide(statement), "没有书面征求第三方意见.*第三十二条")


def test_the_line_of_the_schedule_is_named(desk):
    refused(desk, desk.handling(), partial(OBJECTED), "清单第1项：本次办理没有")


def test_another_organ_is_no_third_party(desk):
    case = desk.handling()
    do.consult(case, desk.by("intake"), party="other_organ", name="某局", concerns="单价")
    refused(desk, case, refusal(UNREACHED), "没有书面征求第三方意见")


@pytest.mark.parametrize("statement", [OBJECTED_BEFORE, NO_ADDRESS])
@pytest.mark.parametrize("decide", [refusal, partial])
def test_why_nobody_need_be_asked_is_said_in_the_decision(desk, decide, statement):
    """An objection made in writing already, or nobody who could be asked: recorded, and printed."""
    case = desk.handling()
    send(desk, case, decide(statement))
    assert case.stage == Stage.REVIEW and statement in str(do.answer_of(case).data)


@pytest.mark.parametrize(
    ("result", "statement", "is_sound"),
    [
        ("refused", OBJECTED, True),
        ("partly", OBJECTED, True),
        ("agreed", OBJECTED, False),
        ("refused", SILENT, False),
        ("refused", UNREACHED, False),
    ],
)
def test_the_answer_says_what_the_third_party_said(desk, result, statement, is_sound):
    case = desk.handling()
    desk.objection(case, result=result)
    if is_sound:
        send(desk, case, refusal(statement))
    else:
        refused(desk, case, refusal(statement), "与登记的征求意见情况不符")


def test_silence_is_silence_when_its_days_are_over(desk):
    case, by = desk.handling(), desk.by("intake")
    row = ask(desk, case)
    refused(desk, case, refusal(UNREACHED), "不符")
    refused(desk, case, refusal(SILENT), "不符")
    desk.later(30)
    do.consultation_returned(case, by, row, result="silent")
    send(desk, case, refusal(SILENT))


def test_nobody_was_unreachable_before_the_letter_came_back(desk):
    """A letter sent yesterday is no proof that nobody could be reached."""
    case, by = desk.handling(), desk.by("intake")
    row = do.consult(case, by, party="third_party", name="某公司", concerns="单价")
    refused(desk, case, refusal(UNREACHED), "与登记的征求意见情况不符")
    do.consultation_undelivered(case, by, row, reasons="邮政以“查无此人”退回")
    send(desk, case, refusal(UNREACHED))


@pytest.mark.parametrize("result", ["refused", "silent"])
def test_what_was_taken_back_is_no_objection_and_no_silence(desk, result):
    """One who consents when asked again about the same has consented."""
    case, by = desk.handling(), desk.by("intake")
    row = ask(desk, case)
    desk.later(22)
    do.consultation_returned(case, by, row, result=result, reasons="秘密")
    row = ask(desk, case)
    do.consultation_returned(case, by, row, result="agreed")
    refused(desk, case, refusal({"refused": OBJECTED, "silent": SILENT}[result]), "不符")


@pytest.mark.parametrize(("verb", "role"), [("pass_review", "reviewer"), ("sign", "head")])
def test_review_and_signature_look_again(desk, verb, role):
    """What is registered after the draft went to review counts too."""
    case, by = desk.handling(), desk.by("intake")
    row = ask(desk, case)
    desk.later(22)
    send(desk, case, RELEASE)
    if verb == "sign":
        do.pass_review(case, desk.by("reviewer"))
    do.consultation_returned(case, by, row, result="refused", reasons="秘密")
    stage = case.stage
    with pytest.raises(ValidationError, match="书面告知第三方"):
        getattr(do, verb)(case, desk.by(role))
    case.refresh_from_db()
    assert case.stage == stage


def test_a_new_round_asks_anew_or_says_why_not(desk):
    case = desk.closed("third_party")
    do.reopen(case, desk.by("head"), reason="复议决定撤销", until=date(2026, 5, 25))
    refused(desk, case, refusal(OBJECTED), "本次办理没有书面征求第三方意见")
    send(desk, case, refusal(OBJECTED_BEFORE))


# --- Disclosed before a third party has spoken ----------------------------------------------------
def ask(desk, case, name="某公司"):
    by = desk.by("intake")
    row = do.consult(case, by, party="third_party", name=name, concerns="单价")
    return do.consultation_delivered(case, by, row)


@pytest.mark.parametrize("decision", [RELEASE, partial(OBJECTED)])
def test_nothing_is_disclosed_while_a_third_party_may_still_object(desk, decision):
    """Another's objection, honoured in the schedule, says nothing of the one still asked."""
    case = desk.handling()
    desk.objection(case, "甲公司")
    tell(desk, case, "甲公司")
    row = ask(desk, case, "乙公司")
    refused(desk, case, decision, "期限也没有届满（征求意见书 02）.*第三十二条")
    do.consultation_returned(case, desk.by("intake"), row, result="agreed")
    send(desk, case, decision)


@pytest.mark.parametrize("decision", [RELEASE, partial(OBJECTED)])
def test_nothing_is_disclosed_while_the_letter_is_under_way(desk, decision):
    """Its fifteen days have not even begun."""
    case, by = desk.handling(), desk.by("intake")
    desk.objection(case, "甲公司")
    tell(desk, case, "甲公司")
    row = do.consult(case, by, party="third_party", name="乙公司", concerns="单价")
    refused(desk, case, decision, "征求意见书 02 已经发出，没有登记送达，也没有登记退回")
    do.consultation_undelivered(case, by, row, reasons="迁址不明")
    send(desk, case, decision)


@pytest.mark.parametrize("is_registered", [True, False])
def test_when_its_days_are_over_the_institution_decides(desk, is_registered):
    case = desk.handling()
    row = ask(desk, case)
    desk.later(21)  # Monday 23 March, the fifteenth working day after the delivery
    refused(desk, case, RELEASE, "期限也没有届满")
    desk.later(22)
    if is_registered:
        do.consultation_returned(case, desk.by("intake"), row, result="silent")
    send(desk, case, RELEASE)


def test_what_withholds_everything_need_not_wait(desk):
    case = desk.handling()
    ask(desk, case)
    send(desk, case, Decision("internal", complete(OUTCOMES["internal"])))


# --- Disclosed against a third party's word -------------------------------------------------------
@pytest.mark.parametrize("result", ["refused", "partly"])
def test_an_objection_is_overridden_only_with_a_letter(desk, result):
    case = desk.handling()
    desk.objection(case, result=result)
    refused(desk, case, RELEASE, "书面告知第三方")
    tell(desk, case)
    send(desk, case, RELEASE)


def test_the_letter_is_signed_after_the_decision_and_before_the_answer_goes_out(desk):
    """Nobody is told of a decision that is not made: a draft will do until the delivery."""
    case, by = desk.handling(), desk.by("intake")
    desk.objection(case)
    letter = written(desk, case)
    send(desk, case, RELEASE)
    do.pass_review(case, desk.by("reviewer"))
    do.sign(case, desk.by("head"))
    with pytest.raises(ValidationError, match="征求意见书 01.*登记答复送达前须已签发"):
        do.deliver(case, by, tracking="EX1")
    assert case.stage == Stage.SIGNED and case.replied_on is None
    do.issue_letter(case, by, letter, method="post")
    do.deliver(case, by, tracking="EX1")
    assert case.stage == Stage.REPLIED


@pytest.mark.parametrize(("verb", "role"), [("pass_review", "reviewer"), ("sign", "head")])
def test_a_void_letter_tells_nobody(desk, verb, role):
    case = desk.handling()
    desk.objection(case)
    letter = written(desk, case)
    send(desk, case, RELEASE)
    if verb == "sign":
        do.pass_review(case, desk.by("reviewer"))
    letter.status = Letter.Status.VOID
    letter.save(update_fields=["status"])
    with pytest.raises(ValidationError, match="书面告知第三方"):
        getattr(do, verb)(case, desk.by(role))


def test_each_who_objects_is_told(desk):
    case = desk.handling()
    desk.objection(case, "甲公司")
    desk.objection(case, "乙公司")
    tell(desk, case, "甲公司")
    tell(desk, case, "甲公司")
    refused(desk, case, RELEASE, "征求意见书 02）")
    tell(desk, case, "乙公司")
    send(desk, case, RELEASE)


def test_a_letter_to_somebody_else_tells_nobody(desk):
    case = desk.handling()
    desk.objection(case, "甲（北京）公司")
    tell(desk, case, "丙公司")
    refused(desk, case, RELEASE, "征求意见书 01）")
    tell(desk, case, " 甲(北京) 公司")  # the same name, typed otherwise
    send(desk, case, RELEASE)


def test_two_of_one_name_are_two(desk):
    """The consent of one is not the last word of the other, and each has a letter of its own."""
    case, by = desk.handling(), desk.by("intake")
    for address, result in [("东街", "refused"), ("西街", "partly"), ("南街", "agreed")]:
        row = do.consult(
            case, by, party="third_party", name="张三", address=address, concerns="住址"
        )
        do.consultation_delivered(case, by, row)
        do.consultation_returned(case, by, row, result=result, reasons="隐私")
    tell(desk, case, "张三")
    refused(desk, case, RELEASE, "征求意见书 02）")
    tell(desk, case, "张三")
    send(desk, case, RELEASE)


def test_a_line_of_the_schedule_honours_whom_it_names(desk):
    """The letter to the one does not make the line heed the other."""
    case = desk.handling()
    desk.objection(case, "甲公司")
    desk.objection(case, "乙公司")
    refused(desk, case, partial(OBJECTED), "征求意见书 01、02）.*勾选.*书面告知第三方")
    tell(desk, case, "乙公司")
    refused(desk, case, partial(OBJECTED), "征求意见书 01）")
    refused(desk, case, partial(OBJECTED, "02"), "征求意见书 01）")
    send(desk, case, partial(OBJECTED, "01"))
    assert third_parties.summary(case.decision) == f"{OBJECTED}（征求意见书 01）"


def test_one_line_may_honour_several(desk):
    """A clause two parties object to is withheld for both: nobody is overridden, nobody told so."""
    case = desk.handling()
    desk.objection(case, "甲公司")
    desk.objection(case, "乙公司")
    send(desk, case, partial(OBJECTED, "01", "02"))


@pytest.mark.parametrize(
    ("statement", "honours"),
    [(OBJECTED, ["02"]), (OBJECTED, ["01", "09"]), (SILENT, ["01"]), (OBJECTED_BEFORE, ["01"])],
)
def test_a_line_names_only_objections_it_speaks_of(desk, statement, honours):
    case = desk.handling()
    desk.objection(case, "甲公司")
    desk.objection(case, "乙公司", result="agreed")
    refused(desk, case, partial(statement, *honours), "清单第1项：“.*”与登记的征求意见情况不符")


def test_a_line_for_another_does_not_honour_the_only_objection(desk):
    case, by = desk.handling(), desk.by("intake")
    desk.objection(case, "甲公司")
    row = do.consult(case, by, party="third_party", name="乙公司", concerns="单价")
    do.consultation_undelivered(case, by, row, reasons="查无此人")
    refused(desk, case, partial(UNREACHED), "征求意见书 01）")
    refused(desk, case, partial(OBJECTED_BEFORE), "征求意见书 01）")
    send(desk, case, partial(OBJECTED))


@pytest.mark.parametrize("result", ["agreed", None])
def test_who_does_not_object_need_not_be_told(desk, result):
    case = desk.handling()
    if result:
        desk.objection(case, result=result)
    send(desk, case, RELEASE)


def test_the_last_word_of_a_third_party_counts(desk):
    case = desk.handling()
    desk.objection(case)
    desk.later(1)
    desk.objection(case, result="agreed")
    send(desk, case, RELEASE)


def test_consent_to_one_thing_takes_back_no_objection_to_another(desk):
    case, by = desk.handling(), desk.by("intake")
    desk.objection(case)
    for result in ("refused", "agreed"):
        row = do.consult(case, by, party="third_party", name="某公司", concerns=f"附件{result}")
        do.consultation_delivered(case, by, row)
        do.consultation_returned(case, by, row, result=result, reasons="秘密")
    refused(desk, case, RELEASE, "征求意见书 01、02）")
    tell(desk, case)  # one letter tells one party of both
    send(desk, case, RELEASE)


def test_silence_when_asked_again_takes_nothing_back(desk):
    case, by = desk.handling(), desk.by("intake")
    desk.objection(case)
    row = do.consult(case, by, party="third_party", name="某公司", concerns="合同单价")
    do.consultation_delivered(case, by, row)
    desk.later(22)
    do.consultation_returned(case, by, row, result="silent")
    refused(desk, case, RELEASE, "征求意见书 01）")


def test_a_partial_release_without_a_line_for_the_third_party_overrides_it(desk):
    case = desk.handling()
    desk.objection(case)
    other = partial(OBJECTED)
    line = Withheld("附件", "internal", {"internal_kind": ("人事管理",), "reasons": "考勤"})
    refused(desk, case, Decision("partial", other.inputs, (line,)), "书面告知第三方")
    send(desk, case, other)


def test_what_was_objected_in_an_earlier_round_is_told_too(desk):
    case = desk.closed("third_party")
    do.reopen(case, desk.by("head"), reason="复议决定撤销", until=date(2026, 5, 25))
    refused(desk, case, RELEASE, "书面告知第三方")
    tell(desk, case)
    send(desk, case, RELEASE)


def test_the_objection_of_an_earlier_round_is_honoured_by_a_line_that_speaks_of_it(desk):
    case = desk.closed("third_party")
    do.reopen(case, desk.by("head"), reason="复议决定撤销", until=date(2026, 5, 25))
    refused(desk, case, partial(NO_ADDRESS), "征求意见书 01）")
    refused(desk, case, partial(OBJECTED, "01"), "与登记的征求意见情况不符")
    send(desk, case, partial(OBJECTED_BEFORE))


def test_a_letter_of_an_earlier_round_is_waited_for_no_more(desk):
    """Nothing can be entered of it any more."""
    case, by = desk.handling(), desk.by("intake")
    do.consult(case, by, party="third_party", name="某公司", concerns="单价")
    send(desk, case, Decision("internal", complete(OUTCOMES["internal"])))
    do.pass_review(case, desk.by("reviewer"))
    do.sign(case, desk.by("head"))
    do.deliver(case, by, tracking="EX1")
    do.reopen(case, desk.by("head"), reason="纠正")
    send(desk, case, RELEASE)


def test_a_schedule_stored_before_it_named_objections_still_reads(desk):
    data = to_data(partial(OBJECTED, "01"))
    assert from_data(data) == partial(OBJECTED, "01")
    del data["withheld"][0]["honours"]
    assert from_data(data) == partial(OBJECTED)
