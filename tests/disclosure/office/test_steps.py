"""Every step of handling, done through its page."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure import services as do
from disclosure.actions import Action as A
from disclosure.choices import Stage
from disclosure.clock import Kind
from disclosure.models import Case, DeskKind, DeskSettings
from tests.files import PDF

from .conftest import act_of, page_of


def kinds(case):
    return [event.kind for event in case.events.all()]


def done(answer, case):
    """The step led back to the case, which is read again."""
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.headers["Location"] == page_of(case)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def at_desk(officer, desk):
    return officer(desk.users["intake"])


def test_an_online_application_is_confirmed_and_registered(desk, at_desk):
    case = desk.new()
    case = done(at_desk.do(case, A.CONFIRM_RECEIPT, how="电话与本人确认"), case)
    assert case.received_on == date(2026, 3, 2)
    assert case.events.last().data["note"] == "电话与本人确认"
    case = done(at_desk.do(case, A.REGISTER), case)
    assert (case.stage, case.handler) == (Stage.HANDLING, desk.users["intake"])


def test_a_day_against_the_law_is_refused_beside_the_date(desk, at_desk):
    case = desk.new()
    desk.later(3)
    answer = at_desk.do(case, A.CONFIRM_RECEIPT, on="2026-03-20", how="电话")
    assert answer.context["form"].errors["on"] == ["日期不能晚于今天。"]
    answer = at_desk.do(case, A.CONFIRM_RECEIPT, on="2026-02-20", how="电话")
    assert answer.context["form"].errors["on"] == ["没有登记提交申请，不能确认收到。"]
    assert 'value="2026-02-20"' in answer.content.decode()
    assert Case.objects.get(pk=case.pk).received_on is None


def test_identity_is_verified(desk, at_desk):
    case = desk.handling()
    case = done(at_desk.do(case, A.VERIFY_IDENTITY), case)
    assert case.identity_verified_by == desk.users["intake"]


def test_a_new_code_is_shown_once_and_kept_nowhere(desk, at_desk):
    case = desk.handling()
    before = case.query_digest
    answer = at_desk.do(case, A.REISSUE_CODE, reason="到场出示证件")
    code = answer.context["code"]
    assert code in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert Case.objects.get(pk=case.pk).query_digest != before
    assert code not in at_desk.get(page_of(case)).content.decode()


def test_a_handler_is_named_among_the_officers(desk, at_desk):
    case = desk.handling()
    other = desk.another("intake").who
    case = done(at_desk.do(case, A.SET_HANDLER, user=other.pk), case)
    assert case.handler == other
    answer = at_desk.do(case, A.SET_HANDLER, user=desk.users["reviewer"].pk)
    assert "user" in answer.context["form"].errors


def test_several_departments_each_with_its_day(desk, at_desk):
    case, one, two = desk.handling(), desk.department(), desk.department("财务处")
    answer = at_desk.do(
        case,
        A.ASSIGN,
        due_on="2026-03-13",
        **{f"to_{one.pk}": "on", f"to_{two.pk}": "on", f"due_{two.pk}": "2026-03-10"},
    )
    done(answer, case)
    assert [(row.department, row.due_on) for row in case.assignments.all()] == [
        (one, date(2026, 3, 13)),
        (two, date(2026, 3, 10)),
    ]


def test_a_department_needs_to_be_chosen_and_a_day_to_come(desk, at_desk):
    case, one = desk.handling(), desk.department()
    answer = at_desk.do(case, A.ASSIGN)
    assert answer.context["form"].non_field_errors() == ["请至少选择一个部门。"]
    answer = at_desk.do(case, A.ASSIGN, **{f"to_{one.pk}": "on", f"due_{one.pk}": "2026-03-01"})
    assert answer.context["form"].errors == {f"due_{one.pk}": ["内部期限不能早于今天。"]}
    assert "内部期限不能早于今天。" in answer.content.decode()
    assert not case.assignments.exists()


def test_a_department_claims_and_answers(desk, officer):
    case = desk.handling()
    row = do.assign(case, desk.by("intake"), desk.department())
    contributor = officer(desk.users["department"])
    shown = contributor.get(page_of(case)).content.decode()
    assert "现在没有需要您办理的事项" not in shown
    assert f"/do/claim/{row.pk}/" in shown
    done(contributor.do(case, A.CLAIM, row), case)
    done(contributor.do(case, A.RETURN_ASSIGNMENT, row, opinion="可以公开"), case)
    row.refresh_from_db()
    assert (row.claimed_by, row.opinion) == (desk.users["department"], "可以公开")
    assert "现在没有需要您办理的事项" in contributor.get(page_of(case)).content.decode()


def test_supplement_asked_and_received(desk, at_desk):
    case = desk.handling()
    case = done(at_desk.do(case, A.ASK_SUPPLEMENT, items="请写明年度", until="2026-03-16"), case)
    assert (case.stage, case.due_on) == (Stage.WAITING, None)
    desk.later(4)
    case = done(
        at_desk.do(case, A.RECEIVE_SUPPLEMENT, title="2025年采购合同", on="2026-03-05"), case
    )
    assert (case.stage, case.title) == (Stage.HANDLING, "2025年采购合同")
    # Twenty working days from 6 March; Qingming (6 April) is off.
    assert case.due_on == date(2026, 4, 2)


def paper(name="补充材料.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_what_came_with_a_supplement_is_kept_sealed(desk, at_desk):
    """By letter, fax or at the counter the applicant may send as much as on the status page."""
    case = desk.waiting()
    page = at_desk.get(act_of(case, A.RECEIVE_SUPPLEMENT)).content.decode()
    assert 'enctype="multipart/form-data"' in page and "multiple" in page
    done(at_desk.do(case, A.RECEIVE_SUPPLEMENT, files=[paper(), paper("信封.pdf")]), case)
    assert [(row.name, row.kind) for row in case.files.all()] == [
        ("补充材料.pdf", "supplement"),
        ("信封.pdf", "supplement"),
    ]
    with case.files.first().file.open() as file:
        assert file.read() == PDF
    assert "补正材料" in at_desk.get(page_of(case)).content.decode()


@pytest.mark.parametrize("file", [paper("材料.exe", b"MZ\0\0"), paper(content=b"<html>")])
def test_a_supplement_that_is_not_what_it_claims_is_not_received(desk, at_desk, file):
    case = desk.waiting()
    answer = at_desk.do(case, A.RECEIVE_SUPPLEMENT, files=[file])
    assert answer.context["form"].errors["files"]
    case.refresh_from_db()
    assert case.stage == Stage.WAITING and not case.files.exists()


def test_a_day_that_is_refused_leaves_no_file_behind(desk, at_desk):
    case = desk.waiting()
    answer = at_desk.do(case, A.RECEIVE_SUPPLEMENT, on="2026-02-27", files=[paper()])
    assert answer.context["form"].errors["on"] and not case.files.exists()


def test_the_period_for_a_supplement_is_shown_and_lies_ahead(desk, at_desk):
    case = desk.handling()
    answer = at_desk.do(case, A.ASK_SUPPLEMENT, items="请写明年度", until="2026-03-02")
    assert answer.context["form"].errors["until"] == ["补正期限应当晚于告知之日。"]
    assert "2026年3月11日" in answer.content.decode()  # the seventh working day
    assert "请写明年度" in answer.content.decode()


def test_no_supplement_in_time(desk, at_desk):
    case = desk.waiting()
    answer = at_desk.do(case, A.LAPSE, is_sure="on")
    assert "尚未届满" in answer.context["form"].errors["on"][0]
    desk.later(15)
    case = done(at_desk.do(case, A.LAPSE, is_sure="on"), case)
    assert (case.stage, case.outcome) == (Stage.REPLIED, "lapsed")


def test_an_extension_is_asked_for_and_approved(desk, officer):
    case = desk.handling()
    at_desk = officer(desk.users["intake"])
    done(at_desk.do(case, A.REQUEST_EXTENSION, days=15, reason="需要检索档案"), case)
    head = officer(desk.users["head"])
    shown = head.get(f"{page_of(case)[:-7]}do/approve_extension/").content.decode()
    assert "需要检索档案" in shown
    assert "2026年4月21日" in shown  # the new due date, before it is approved
    before = case.due_on
    case = done(head.do(case, A.APPROVE_EXTENSION), case)
    assert (before, case.due_on) == (date(2026, 3, 30), date(2026, 4, 21))


def test_an_extension_is_refused_by_the_head(desk, officer):
    case = desk.handling()
    do.request_extension(case, desk.by("intake"), reason="检索")
    head = officer(desk.users["head"])
    case = done(head.do(case, A.REFUSE_EXTENSION, reason="时间充足"), case)
    assert kinds(case)[-1] == DeskKind.EXTENSION_REFUSED
    assert "不同意延期" not in head.get(page_of(case)).context["groups"]["others"]


def test_others_are_asked_and_answer(desk, at_desk):
    case = desk.handling()
    answer = at_desk.do(
        case, A.CONSULT, party="third_party", name="张三公司", concerns="合同价格", address="某路"
    )
    case = done(answer, case)
    row = case.consultations.get()
    assert case.due_on == date(2026, 3, 30)
    case = done(at_desk.do(case, A.CONSULTATION_DELIVERED, row), case)
    assert case.due_on == date(2026, 4, 21)
    desk.later(7)
    answer = at_desk.do(case, A.CONSULTATION_RETURNED, row, result="refused")
    assert answer.context["form"].errors["reasons"] == ["第三方不同意公开的，请记录其理由。"]
    done(at_desk.do(case, A.CONSULTATION_RETURNED, row, result="refused", reasons="秘密"), case)
    row.refresh_from_db()
    assert (row.result, row.returned_on) == ("refused", date(2026, 3, 9))


def test_a_letter_that_came_back_is_entered(desk, at_desk):
    case = desk.handling()
    row = do.consult(case, desk.by("intake"), party="third_party", name="某公司", concerns="单价")
    answer = at_desk.get(act_of(case, A.CONSULTATION_UNDELIVERED, row))
    assert ("送达日期", "—") in [
        (str(name), value) for name, value in answer.context["form"].facts()
    ]
    answer = at_desk.do(case, A.CONSULTATION_UNDELIVERED, row, on="2026-03-01", reasons="")
    assert set(answer.context["form"].errors) == {"reasons"}
    # Before it was sent: said beside the day, and what was typed stays.
    answer = at_desk.do(case, A.CONSULTATION_UNDELIVERED, row, on="2026-03-01", reasons="查无此人")
    assert list(answer.context["form"].errors) == ["on"]
    assert "查无此人</textarea>" in answer.content.decode()
    done(at_desk.do(case, A.CONSULTATION_UNDELIVERED, row, reasons="查无此人"), case)
    buttons = at_desk.get(page_of(case)).context["consultations"]
    assert buttons == [(row, [])]


def test_a_delivery_left_out_is_entered_behind_the_opinion(desk, at_desk):
    """docs/clock.md: the fifteen days are then counted from the delivery."""
    case, by = desk.handling(), desk.by("intake")
    row = do.consult(case, by, party="third_party", name="某公司", concerns="单价")
    desk.later(30)
    assert case.due_on == date(2026, 3, 30)
    case = done(
        at_desk.do(case, A.CONSULTATION_RETURNED, row, result="agreed", on="2026-03-30"), case
    )
    ((_row, buttons),) = at_desk.get(page_of(case)).context["consultations"]
    assert [button.action for button in buttons] == [A.CONSULTATION_DELIVERED]
    before = case.due_on
    case = done(at_desk.do(case, A.CONSULTATION_DELIVERED, row, on="2026-03-10"), case)
    assert before < case.due_on


def test_of_a_letter_of_an_earlier_round_nothing_is_entered(desk, at_desk):
    case, by = desk.signing("internal"), desk.by("intake")
    do.return_review(case, desk.by("head"), reason="补充")
    do.consult(case, by, party="third_party", name="某公司", concerns="单价")
    do.send_to_review(case, by)
    do.pass_review(case, desk.by("reviewer"))
    ((_row, buttons),) = at_desk.get(page_of(case)).context["consultations"]
    assert len(buttons) == 3
    do.sign(case, desk.by("head"))
    do.deliver(case, by, tracking="EX1")
    do.reopen(case, desk.by("head"), reason="纠正")
    page = at_desk.get(page_of(case))
    assert [buttons for _row, buttons in page.context["consultations"]] == [[]]
    assert "desk-todo" not in page.content.decode()


def test_behind_a_silence_an_opinion_may_still_be_entered(desk, at_desk):
    case, by = desk.handling(), desk.by("intake")
    row = do.consult(case, by, party="third_party", name="某公司", concerns="单价")
    do.consultation_delivered(case, by, row)
    desk.later(22)
    done(at_desk.do(case, A.CONSULTATION_RETURNED, row, result="silent"), case)
    ((_row, buttons),) = at_desk.get(page_of(case)).context["consultations"]
    assert [button.action for button in buttons] == [A.CONSULTATION_RETURNED]
    desk.later(23)
    done(at_desk.do(case, A.CONSULTATION_RETURNED, row, result="agreed"), case)
    assert [found[1] for found in at_desk.get(page_of(case)).context["consultations"]] == [[]]


def test_a_twin_is_refused_beside_the_name_and_what_was_typed_stays(desk, at_desk):
    case = desk.handling()
    typed = {"party": "third_party", "name": "张三", "concerns": "住址"}
    case = done(at_desk.do(case, A.CONSULT, **typed), case)
    answer = at_desk.do(case, A.CONSULT, **typed)
    assert list(answer.context["form"].errors) == ["name"]
    assert 'value="张三"' in answer.content.decode()


def test_reasons_are_asked_for_given_and_a_later_day_set(desk, officer):
    case = desk.handling()
    at_desk = officer(desk.users["intake"])
    case = done(at_desk.do(case, A.ASK_REASONS, until="2026-03-12"), case)
    case = done(at_desk.do(case, A.GIVE_REASONS, reasons="做研究用"), case)
    assert "做研究用" in at_desk.get(page_of(case)).content.decode()
    head = officer(desk.users["head"])
    case = done(head.do(case, A.SET_DELAY, until="2026-04-20"), case)
    assert case.due_on == date(2026, 4, 20)


def test_another_organ_is_named(desk, at_desk):
    case = desk.handling()
    ours = {"agency": "示例市财政局", "reasons": "不由本机关制作"}
    answer = at_desk.do(case, A.TRANSFER_ADVICE, **ours)
    assert answer.context["form"].errors == {"contact": ["请填写该机关的联系方式。"]}
    case = done(at_desk.do(case, A.TRANSFER_ADVICE, contact="010-0000", **ours), case)
    assert case.decision.outcome == "not_ours"
    assert case.decision.inputs["agency"] == "示例市财政局"


def test_whose_it_is_cannot_be_told(desk, at_desk):
    case = desk.handling()
    case = done(at_desk.do(case, A.TRANSFER_ADVICE, reasons="不由本机关制作"), case)
    assert case.decision.inputs["agency_unknown"] is True


def test_the_applicant_takes_it_back(desk, at_desk):
    case = desk.handling()
    case = done(at_desk.do(case, A.WITHDRAW), case)
    assert (case.stage, kinds(case)[-1]) == (Stage.REPLIED, Kind.WITHDRAWN)


def test_an_answer_may_be_shown_to_others(desk, at_desk):
    case = desk.replied()
    case = done(at_desk.do(case, A.SET_VISIBILITY, visibility="listed", reason="共性问题"), case)
    assert case.visibility == "listed"


# --- Fees ---------------------------------------------------------------------------------------------
@pytest.fixture
def charged(desk):
    settings = DeskSettings.objects.get()
    settings.fees_enabled = settings.fee_clock = True
    settings.save()
    return desk.handling()


FEE = {"method": "按量计收", "quantity": 68, "payment": "银行转账"}


def test_a_fee_is_reckoned_agreed_and_paid(desk, at_desk, charged):
    answer = at_desk.do(charged, A.NOTIFY_FEE, **FEE)
    assert "合计380元。" in answer.context["form"].errors["agreed"]
    case = done(at_desk.do(charged, A.NOTIFY_FEE, agreed=380, **FEE), charged)
    assert case.stage == Stage.WAITING
    case = done(at_desk.do(case, A.FEE_PAID, amount="380"), case)
    assert case.stage == Stage.HANDLING


def test_a_fee_that_is_not_paid(desk, at_desk, charged):
    case = done(at_desk.do(charged, A.NOTIFY_FEE, agreed=380, **FEE), charged)
    desk.later(60)
    case = done(at_desk.do(case, A.FEE_LAPSE), case)
    assert case.outcome == "unpaid"


def test_no_fee_where_it_is_not_switched_on(desk, at_desk):
    case = desk.handling()
    labels = [button.action for button in at_desk.get(page_of(case)).context["groups"]["others"]]
    assert A.NOTIFY_FEE not in labels
    answer = at_desk.do(case, A.NOTIFY_FEE, agreed=380, **FEE)
    assert answer.context["form"].non_field_errors() == ["本单位没有启用信息处理费。"]
