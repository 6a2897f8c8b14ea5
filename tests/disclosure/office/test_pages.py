"""What a page shows to whom, and what happens when the case moved on or a form comes twice."""

import pytest

from disclosure import services as do
from disclosure.actions import Action as A
from disclosure.models import Case, DeskKind

from .conftest import act_of, page_of


@pytest.fixture
def at_desk(officer, desk):
    return officer(desk.users["intake"])


def test_a_department_reads_neither_the_applicant_nor_what_others_say(desk, officer):
    case = desk.handling()
    by, own = desk.by("intake"), desk.department()
    do.assign(case, by, own)
    elsewhere = desk.another("department")
    other = desk.department("财务处")
    other.members.all().delete()
    other.members.create(user=elsewhere.who)
    row = do.assign(case, by, other)
    do.return_assignment(case, elsewhere, row, opinion="财务处的意见")
    do.consult(case, by, party="third_party", name="某公司", concerns="合同价格")
    shown = officer(desk.users["department"]).get(page_of(case)).content.decode()
    assert "2025年度大型仪器采购合同全文" in shown
    for hidden in ("财务处的意见", "欧", "合同价格", "办理过程"):
        assert hidden not in shown
    assert "财务处的意见" in officer(desk.users["intake"]).get(page_of(case)).content.decode()


def test_the_auditor_reads_the_ledger_and_no_content(desk, officer):
    case = desk.replied()
    shown = officer(desk.users["auditor"]).get(page_of(case)).content.decode()
    assert "办理过程" in shown
    assert "审计记录" in shown
    for hidden in ("2025年度大型仪器采购合同全文", "仪器采购合同", "欧"):
        assert hidden not in shown


def test_the_history_calls_people_by_their_names(desk, officer, at_desk):
    """Whose account is gone keeps the name the ledger has; so do the applicant and the system."""
    gone, by = desk.another("intake"), desk.by("intake")
    case = desk.handling()
    do.set_handler(case, gone, gone.user)
    do.set_handler(case, by, by.user)
    case = Case.objects.get(pk=case.pk)
    by.user.last_name, by.user.first_name = "李", "敏"
    by.user.save()
    gone.user.delete()
    entries = at_desk.get(page_of(case)).context["entries"]
    assert [entry.actor for entry in entries[:2]] == ["李敏", gone.actor.label]
    assert [dict(entry.details)["经办人"] for entry in entries[:2]] == [
        "李敏",
        f"#{gone.actor.user_id}",
    ]
    assert "intake" not in {entry.actor for entry in entries}
    extension = do.request_extension(case, by, days=5, reason="需要核对")
    assert extension.actor == "intake"
    head = officer(desk.users["head"])
    facts = dict(head.get(act_of(case, A.APPROVE_EXTENSION)).context["facts"])
    assert facts["提请人"] == "李敏"


def test_a_stage_that_changed_meanwhile_keeps_what_was_typed(desk, at_desk):
    case = desk.handling()
    address = act_of(case, A.ASK_SUPPLEMENT)
    shown = at_desk.get(address)
    do.withdraw(case, desk.another("intake"))
    data = {"items": "请写明年度", "on": "2026-03-02", "until": "2026-03-16"}
    answer = at_desk.client.post(address, {"latest": shown.context["latest"], **data})
    assert answer.status_code == 409
    content = answer.content.decode()
    assert "现在的环节是“待归档”，不能告知补正" in content
    assert "请写明年度" in content


def test_sending_twice_does_it_once(desk, at_desk):
    """The same form again, also where the stage would let it pass."""
    case = desk.handling()
    address = act_of(case, A.TRANSFER_ADVICE)
    data = {"latest": at_desk.get(address).context["latest"], "reasons": "不由本机关制作"}
    answers = [at_desk.client.post(address, data) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert case.events.filter(kind=DeskKind.TRANSFER_ADVISED).count() == 1
    assert "没有重复办理" in at_desk.get(page_of(case)).content.decode()
