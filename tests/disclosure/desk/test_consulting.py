"""Letters asking for an opinion that never arrive, and two of one name (条例 arts. 32, 33③)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disclosure import ledger, retention
from disclosure import services as do
from disclosure.agenda import agenda
from disclosure.models import Case, Consultation
from disclosure.services import third_parties

NOTE = "邮政以“查无此人”退回，致电某公司门卫，已经搬走"


@pytest.fixture
def sent(desk):
    """(case, letter): sent on 2 March, and nothing is known of it."""
    case = desk.handling()
    return case, consult(desk, case)


def consult(desk, case, name="某公司", address="", concerns="单价", **more):
    return do.consult(
        case,
        desk.by("intake"),
        party=more.pop("party", "third_party"),
        name=name,
        address=address,
        concerns=concerns,
        **more,
    )


def test_what_came_back_is_awaited_no_more_and_holds_no_term(desk, sent):
    case, row = sent
    desk.later(10)
    do.consultation_undelivered(case, desk.by("intake"), row, reasons=NOTE, on=date(2026, 3, 11))
    assert not Consultation.objects.undelivered().exists()
    assert not Case.objects.with_letters_out().filter(has_letter_out=True).exists()
    row.refresh_from_db()
    assert (row.undelivered_on, row.reasons, row.is_ended) == (date(2026, 3, 11), NOTE, True)
    clock = ledger.clock_of(case)
    assert (case.due_on, clock.excluded, clock.unproven) == (date(2026, 3, 30), (), ())
    assert "第三方提出意见期限" not in [item.label for item in agenda(desk.users["intake"])]
    entry = case.events.last()
    assert (entry.kind, entry.date) == ("consult_undelivered", date(2026, 3, 11))
    # The note may name people: it stays sealed with the letter, and goes with it.
    assert entry.data == {"letter": "01"}


def test_what_happened_to_it_must_be_said(desk, sent):
    case, row = sent
    with pytest.raises(ValidationError) as raised:
        do.consultation_undelivered(case, desk.by("intake"), row, reasons=" ")
    assert raised.value.message_dict == {"reasons": ["请写明退回或者无法送达的情形。"]}


def test_nothing_more_can_be_entered_of_it(desk, sent):
    case, row = sent
    by = desk.by("intake")
    do.consultation_undelivered(case, by, row, reasons=NOTE)
    for verb, more in [
        (do.consultation_delivered, {}),
        (do.consultation_undelivered, {"reasons": NOTE}),
        (do.consultation_returned, {"result": "agreed"}),
        (do.consultation_returned, {"result": "silent"}),
    ]:
        with pytest.raises(ValidationError):
            verb(case, by, row, **more)
    assert consult(desk, case).code == "02"  # once more, also on the same day


def test_what_arrived_did_not_come_back(desk, sent):
    case, row = sent
    do.consultation_delivered(case, desk.by("intake"), row)
    with pytest.raises(ValidationError, match="已于.*送达"):
        do.consultation_undelivered(case, desk.by("intake"), row, reasons=NOTE)


def test_the_note_goes_with_the_names(desk, sent):
    case, row = sent
    do.consultation_undelivered(case, desk.by("intake"), row, reasons=NOTE)
    do.withdraw(case, desk.by("applicant"))
    desk.later(4000)
    assert retention.anonymise(case)
    assert case.consultations.get().reasons == ""


def test_the_last_day_told_to_the_applicant_is_certain_again(desk, sent):
    case, row = sent
    by = desk.by("intake")
    do.consultation_undelivered(case, by, row, reasons=NOTE)
    do.request_extension(case, by, reason="检索")
    letter = do.approve_extension(case, desk.by("head"))
    assert letter.data["extended_until"] == "2026-04-28"


def test_an_opinion_that_comes_after_all_is_entered_behind_the_silence(desk, sent):
    """It holds no term, but it is an objection, and nothing is disclosed against it untold."""
    case, row = sent
    by = desk.by("intake")
    do.consultation_delivered(case, by, row)
    desk.later(22)
    do.consultation_returned(case, by, row, result="silent")
    with pytest.raises(ValidationError, match="已经登记过意见"):
        do.consultation_returned(case, by, row, result="silent")
    due = case.due_on
    do.consultation_returned(case, by, row, result="refused", reasons="秘密")
    assert case.due_on == due and case.consultations.get().result == "refused"
    assert [found.code for found in third_parties.objections(case)] == ["01"]
    with pytest.raises(ValidationError, match="已经登记过意见"):
        do.consultation_returned(case, by, row, result="agreed")


# --- Two of one name ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "more", [{"address": "西街"}, {"concerns": "附件"}, {"party": "co_author"}]
)
def test_two_letters_of_one_day_that_can_be_told_apart_are_two(desk, sent, more):
    case, _row = sent
    assert consult(desk, case, **more).code == "02"
    assert case.consultations.count() == case.letters.count() == 2


def test_two_that_cannot_be_told_apart_are_refused(desk, sent):
    case, _row = sent
    with pytest.raises(ValidationError) as raised:
        consult(desk, case, name=" 某公司 ")
    assert "（01）" in raised.value.message_dict["name"][0]
    assert case.consultations.count() == case.letters.count() == 1
    assert case.events.filter(kind="consult_sent").count() == 1
    assert consult(desk, case, name="某公司（财务处）").code == "02"
    desk.later(1)
    assert consult(desk, case).code == "03"


def test_a_letter_of_the_round_before_is_no_twin(desk):
    case = desk.closed("third_party")
    Consultation.objects.update(result="", returned_on=None)
    do.reopen(case, desk.by("head"), reason="复议决定撤销")
    assert consult(desk, case, concerns="合同单价").code == "02"
