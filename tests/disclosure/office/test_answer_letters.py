"""Letters of procedure by hand, and that every kind of letter is reached by some step."""

import pytest

from disclosure import services as do
from disclosure.actions import Action
from disclosure.models import Letter
from disclosure.office.writing import BY_HAND, DAYS, asked_for
from disclosure.outcomes import LETTERS, OUTCOMES
from disclosure.outcomes.letters import Reader
from disclosure.services.letters import BY_STEPS

from .answering import complaints
from .conftest import act_of


def values(kind) -> dict:
    return {n: "2026-03-20" if n in DAYS else f"填写的{n}" for n in asked_for(kind)}


def test_every_kind_of_letter_is_reached_by_some_step():
    by_decision = {leaf.letter for leaf in OUTCOMES.values()}
    assert set(BY_HAND) | BY_STEPS | by_decision == set(LETTERS)


@pytest.mark.parametrize("kind", BY_HAND)
def test_each_is_drafted_signed_and_delivered(desk, officer, kind):
    case, intake = desk.handling(), officer(desk.users["intake"])
    assert intake.do(case, Action.DRAFT_LETTER, kind=kind, ask="fields").status_code == 200
    assert not Letter.objects.exists()
    assert intake.do(case, Action.DRAFT_LETTER, kind=kind, **values(kind)).status_code == 302
    letter = case.letters.get()
    shown = intake.get(act_of(case, Action.ISSUE_LETTER, letter)).context["form"]
    assert shown.paper.problems == []
    is_filed = LETTERS[kind].reader is Reader.FILE
    method = {} if is_filed else {"method": "direct"}
    assert intake.do(case, Action.ISSUE_LETTER, letter, **method).status_code == 302
    letter.refresh_from_db()
    assert letter.status == "signed"
    assert bool(letter.reference) is ("文号" in LETTERS[kind].placeholders)
    if not is_filed:
        assert intake.do(case, Action.DELIVER_LETTER, letter, method="direct").status_code == 302
        letter.refresh_from_db()
        assert letter.status == "delivered"


def test_sheets_without_a_number_use_none_up(desk):
    case, by = desk.handling(), desk.by("intake")
    do.issue_letter(case, by, do.draft_letter(case, by, "registration"))
    data = dict.fromkeys(asked_for("third_party_disclosure"), "甲公司")
    letter = do.draft_letter(case, by, "third_party_disclosure", data)
    letter = do.issue_letter(case, by, letter, method="post")
    assert letter.reference == "京科创公函〔2026〕1号"


def test_a_letter_is_not_signed_while_it_lacks_something(desk, officer):
    case, intake = desk.handling(), officer(desk.users["intake"])
    letter = do.draft_letter(
        case, desk.by("intake"), "rectification", {"correction_result": "已更正"}
    )
    answer = intake.do(case, Action.ISSUE_LETTER, letter, method="post")
    assert "缺少“更正请求”" in complaints(answer)
    assert "送达方式" in complaints(intake.do(case, Action.ISSUE_LETTER, letter))
    letter.refresh_from_db()
    assert (letter.status, letter.reference) == ("draft", "")


def test_a_form_lacks_nothing_before_it_is_saved(desk, officer):
    case, intake = desk.handling(), officer(desk.users["intake"])
    answer = intake.do(case, Action.DRAFT_LETTER, kind="assistance")
    assert answer.context["form"].errors["department"] == ["缺少“协办部门”。"]
    assert intake.do(case, Action.DRAFT_LETTER, kind="refusal").status_code == 200
    assert intake.do(case, Action.DRAFT_LETTER, kind="correction").status_code == 200
    assert not Letter.objects.exists()


def test_a_draft_is_changed_and_a_signed_letter_is_not(desk, officer):
    case, intake = desk.handling(), officer(desk.users["intake"])
    letter = do.draft_letter(case, desk.by("intake"), "assistance", {"department": "财务处"})
    answer = intake.do(case, Action.DRAFT_LETTER, letter, kind="assistance", department="科研处")
    assert answer.status_code == 302
    letter.refresh_from_db()
    assert letter.data["department"] == "科研处"
    do.issue_letter(case, desk.by("intake"), letter)
    assert "已签发" in complaints(
        intake.do(case, Action.DRAFT_LETTER, letter, kind="assistance", department="人事处")
    )


def test_what_others_read_does_not_tell_who_applied(desk, officer):
    case = desk.handling()
    data = {"third_party": "甲公司", "information_concerned": "合同", "disclosure_reason": "无"}
    letter = do.draft_letter(case, desk.by("intake"), "third_party_disclosure", data)
    page = officer(desk.users["intake"]).get(act_of(case, Action.ISSUE_LETTER, letter))
    text = str(page.context["form"].paper.blocks)
    assert "甲公司" in text
    assert case.number not in text and "欧" not in text


def test_the_letters_of_steps_lack_nothing(desk):
    """What the verbs of the desk put into a letter, and its usual facts, fill every gap."""
    from datetime import date

    from disclosure.letters import ready
    from disclosure.letters.stored import letter_of
    from disclosure.models import DeskSettings

    DeskSettings.objects.update(office_phone="010-12345678")
    DeskSettings.objects.get().save()
    case, by = desk.handling(), desk.by("intake")
    do.request_extension(case, by, days=10, reason="需要整理")
    do.approve_extension(case, desk.by("head"))
    for party in ("third_party", "co_author", "other_organ"):
        do.consult(case, by, party=party, name="甲公司", concerns="合同")
    do.ask_reasons(case, by, until=date(2026, 3, 9))
    do.ask_supplement(desk.handling(), by, items="请写明年度", until=date(2026, 3, 16))
    kinds = set()
    for letter in Letter.objects.select_related("case", "signer"):
        kinds.add(letter.kind)
        assert set(ready(letter_of(letter))) <= {"缺少送达方式。"}, letter.kind
    assert kinds == BY_STEPS - {"fee", "delay"}
