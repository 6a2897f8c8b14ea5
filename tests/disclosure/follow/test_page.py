"""The page of a case at every stage: what it says, and what it keeps to itself."""

from datetime import date

import pytest

from disclosure import services as do
from disclosure.clock import Kind
from disclosure.fees import FeeRules, charge
from disclosure.following.steps import steps
from disclosure.ledger import clock_of
from disclosure.models import DeskSettings
from tests.disclosure.desk.builders import EMAIL, NAME, NUMBER, PHONE, STAGES
from tests.factories import make_section

from .visitor import CASE, LOOKUP, act, fresh

STATUS = {
    "new": "待确认收到",
    "handling": "正在办理",
    "waiting": "待您补正",
    "review": "正在办理",
    "signing": "正在办理",
    "signed": "正在送达",
    "replied": "已答复",
    "closed": "已答复",
}


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_a_page_of_its_own_words(visitor, desk, stage):
    case = getattr(desk, stage)()
    visitor.open(case)
    html = visitor.page()
    assert f"<b>{STATUS[stage]}</b>" in html
    assert case.number in html and "仪器采购合同" in html
    for inner in ("审核中", "待签发", "待登记", "拟稿", "退回"):
        assert inner not in html


@pytest.mark.parametrize("stage", STAGES)
def test_what_the_applicant_wrote_of_oneself_is_masked(visitor, desk, stage):
    visitor.open(getattr(desk, stage)())
    html = visitor.page()
    assert "欧**丽" in html
    for secret in (NAME, NUMBER, PHONE, EMAIL, "中关村大街"):
        assert secret not in html


@pytest.mark.parametrize("stage", STAGES)
def test_exactly_one_step_is_current_while_a_case_is_open(visitor, desk, stage):
    case = getattr(desk, stage)()
    visitor.open(case)
    assert visitor.page().count('aria-current="step"') == (1 if case.is_open else 0)


def test_an_answer_is_not_told_before_it_is_delivered(visitor, desk):
    case = desk.signed("not_existing")
    visitor.open(case)
    before = visitor.page()
    letter = do.answer_of(case)
    assert "不存在" not in before and letter.reference not in before
    do.deliver(case, desk.by("intake"), tracking="EX123456789CN")
    after = visitor.page()
    assert letter.reference in after and str(case.status_label) in after


def test_the_clock_is_told_in_numbers_and_in_a_ruler(visitor, desk):
    case = desk.handling()
    desk.later(10)
    visitor.open(case)
    html = visitor.page()
    assert "第<b>8</b>个工作日" in html and "还有<b>12</b>个工作日" in html
    assert "2026年3月30日" in html
    assert 'class="fill d-8"' in html and "mk mk-end d-20" in html
    assert "截至2026年3月12日" in html


def test_the_account_of_the_days_names_articles_and_adds_up(visitor, desk):
    visitor.open(desk.handling())
    html = visitor.page()
    assert "第三十三条第二款" in html and "合计计入20个工作日" in html


def test_an_overdue_case_says_so(visitor, desk):
    case = desk.handling()
    desk.later(30)
    visitor.open(case)
    html = visitor.page()
    assert "已超过期限<b>2</b>个工作日" in html and "<b>已超过期限</b>" in html
    assert 'class="over"' in html
    # Neither a count that stopped at the twentieth day nor a plan that failed.
    assert "个工作日</span>" in html and "第<b>" not in html
    assert "应不晚于2026-03-30，已经超过" in html and "预计不晚于" not in html


def test_a_last_day_to_supplement_that_is_over_is_not_promised(visitor, desk):
    case = desk.waiting()
    visitor.open(case)
    assert "前办理。收到补正后" in visitor.page()
    desk.later(60)
    visitor.open(case)
    html = visitor.page()
    assert "已过，请尽快办理，或者与工作机构联系。" in html and "前办理。" not in html


def crumbs(html):
    return html.partition('class="crumb"')[2].partition("</nav>")[0]


def test_it_stands_in_the_section_of_applications(visitor, desk):
    root = make_section("信息公开", slug="xxgk", kind="first-child", color="jade")
    make_section("公开申请", slug="gksq", kind="application", parent=root)
    visitor.open(desk.handling())
    html = visitor.page()
    assert 'class="band c-jade"' in html
    assert 'href="/xxgk/gksq/">公开申请</a>' in crumbs(html) and "办理进度" in crumbs(html)
    below = visitor.client.get(act("withdraw")).content.decode()
    assert f'href="{CASE}">办理进度</a>' in crumbs(below)
    asking = visitor.client.get(LOOKUP).content.decode()
    assert 'href="/xxgk/gksq/">公开申请</a>' in crumbs(asking) and 'class="side"' in asking


def test_it_works_on_a_site_without_the_section(visitor, desk):
    visitor.open(desk.handling())
    assert "办理进度" in crumbs(visitor.page())
    assert f'href="{CASE}">办理进度</a>' in crumbs(
        visitor.client.get(act("withdraw")).content.decode()
    )
    assert 'class="side"' not in visitor.client.get(LOOKUP).content.decode()


def test_an_extension_is_shown_with_the_new_day_and_its_letter(visitor, desk):
    case = desk.handling()
    do.request_extension(case, desk.by("intake"), days=10, reason="须征求意见")
    do.approve_extension(case, desk.by("head"))
    visitor.open(case)
    html = visitor.page()
    assert "<b>已延长答复</b>" in html and "延长10个工作日" in html
    assert "延期答复告知书" in html and 'class="ruler n-40"' in html
    assert f"{fresh(case).due_on:%Y-%m-%d}" in html


def test_a_consultation_stops_the_clock_and_names_nobody(visitor, desk):
    case = desk.handling()
    by = desk.by("intake")
    row = do.consult(case, by, party="third_party", name="某某公司", concerns="报价")
    visitor.open(case)
    html = visitor.page()
    assert "<b>期限中止</b>" not in html and f"{fresh(case).due_on:%Y-%m-%d}" in html
    assert "某某公司" not in html and "征求意见书" not in html
    do.consultation_delivered(case, by, row)
    desk.later(2)
    visitor.open(case)
    html = visitor.page()
    assert "<b>期限中止</b>" in html
    assert "某某公司" not in html and "报价" not in html and "征求意见书" not in html


HELD = "正在征求意见，期限中止，收到意见或者对方提出意见的期限届满后继续计算。"
NOT_HELD = "正在征求意见，目前没有扣除答复期限。"
COUNTED = "没有因此扣除答复期限。"


def opinions(case):
    """What the step of opinions says today: its state, its words, whether it is the current one."""
    now = clock_of(fresh(case))
    (step,) = [
        step
        for step in steps(fresh(case), now, list(case.events.all()))
        if step.title == "征求意见"
    ]
    return step.state, step.text, step.is_current


def test_what_was_withdrawn_before_anybody_looked_is_not_said_to_be_looked_through(desk):
    case = desk.new()
    do.withdraw(case, desk.by("applicant"))
    found = steps(fresh(case), clock_of(fresh(case)), list(case.events.all()))
    assert [step.when for step in found if step.title == "审查申请内容"] == ["未进行"]


def asked_on(desk, day, delivered=None):
    """A case of 2 March, due on the 30th, and its letter."""
    case, by = desk.handling(), desk.by("intake")
    desk.later(day)
    row = do.consult(case, by, party="third_party", name="某公司", concerns="报价")
    if delivered is not None:
        desk.later(delivered)
        do.consultation_delivered(case, by, row)
    return case, row


def test_a_letter_not_known_to_have_arrived_is_said_to_hold_nothing(desk):
    case, row = asked_on(desk, 4)
    assert opinions(case) == ("", NOT_HELD, True)
    do.consultation_undelivered(case, desk.by("intake"), row, reasons="查无此人")
    assert opinions(case) == ("done", COUNTED, False)


def test_one_that_arrived_in_time_is_said_to_hold_as_many_days_as_it_did(desk):
    case, row = asked_on(desk, 4, 7)
    assert opinions(case) == ("paused", HELD, True)
    desk.later(16)
    do.consultation_returned(case, desk.by("intake"), row, result="agreed")
    # The days after the 6th up to the 18th: 9–13, 16, 17, 18.
    assert opinions(case) == ("done", "所需时间不计入答复期限，扣除8个工作日。", False)


def test_one_nobody_answered_is_over_with_its_fifteen_days(desk):
    case, _row = asked_on(desk, 4, 7)
    desk.later(28)  # 30 March, the last of them, which still is not counted; the 31st is
    running = "正在征求意见，已扣除16个工作日，答复期限继续计算。"
    assert opinions(case) == ("", running, True)
    desk.later(29)
    assert opinions(case) == ("done", "所需时间不计入答复期限，扣除16个工作日。", False)


@pytest.mark.parametrize("is_answered", [True, False])
def test_one_that_arrived_after_the_term_is_said_to_hold_nothing(desk, is_answered):
    case, row = asked_on(desk, 25, 29)  # delivered on 31 March
    assert opinions(case) == ("", NOT_HELD, True)
    if is_answered:
        do.consultation_returned(case, desk.by("intake"), row, result="agreed")
    else:
        desk.later(60)
    assert opinions(case) == ("done", COUNTED, False)


def test_one_sent_and_answered_on_one_day_took_no_time(desk):
    case = desk.handling()
    desk.objection(case)
    assert opinions(case) == ("done", COUNTED, False)


def test_while_the_applicant_is_waited_for_the_letter_counts_nothing_either_way(desk):
    case, _row = asked_on(desk, 1, 2)
    do.ask_supplement(case, desk.by("intake"), items="请写明年度")
    assert opinions(case) == ("", NOT_HELD, False)


def test_a_term_that_waits_for_reasons_is_not_said_to_wait_for_opinions(visitor, desk):
    row = DeskSettings.objects.get()
    row.reasons_pause = True
    row.save()
    case = desk.handling()
    do.ask_reasons(case, desk.by("intake"), until=date(2026, 3, 20))
    desk.later(2)
    visitor.open(case)
    html = visitor.page()
    assert "正在等待您说明理由，所需时间不计入答复期限。" in html
    assert "正在征求意见" not in html


def test_remedies_follow_the_decision_with_their_days(visitor, desk):
    case = desk.replied("third_party")
    visitor.open(case)
    html = visitor.page()
    assert "先向示例市人民政府申请行政复议" in html and "2026年5月6日" in html
    assert "直接提起行政诉讼" not in html


def test_other_decisions_may_go_to_court_at_once(visitor, desk):
    visitor.open(desk.replied("released"))
    html = visitor.page()
    assert "直接提起行政诉讼" in html and "2026年9月2日" in html


def test_an_institution_under_art_55_speaks_of_complaints(visitor, desk):
    row = DeskSettings.objects.get()
    row.institution, row.appeal_body = "public_service", "示例市卫生健康委员会"
    row.save()
    visitor.open(desk.handling())
    html = visitor.page()
    assert "示例市卫生健康委员会申诉" in html and "行政诉讼" not in html
    assert "法定答复期限" not in html


@pytest.mark.parametrize(("fee_clock", "status"), [(False, "正在办理"), (True, "待您缴费")])
def test_a_fee_is_told_with_sum_way_and_day(visitor, desk, fee_clock, status):
    row = DeskSettings.objects.get()
    row.fees_enabled, row.fee_clock = True, fee_clock
    row.save()
    case = desk.handling()
    fee = charge(FeeRules(enabled=True), pages=68)
    do.notify_fee(case, desk.by("intake"), fee, payment="汇款至示例银行")
    visitor.open(case)
    html = visitor.page()
    assert f"<b>{status}</b>" in html and "缴纳信息处理费" in html
    assert f"{fee.due}元" in html and "汇款至示例银行" in html and "2026-03-30" in html
    do.fee_paid(case, desk.by("intake"), amount=fee.due)
    assert "汇款至示例银行" not in visitor.page()


def test_a_reopened_case_runs_on_a_clock_of_its_own(visitor, desk):
    case = desk.closed()
    answer = do.answer_of(case)
    do.reopen(case, desk.by("head"), reason="复议决定责令重新答复")
    visitor.open(case)
    html = visitor.page()
    assert "重新办理" in html and "<b>正在办理</b>" in html
    assert answer.reference in html


def test_the_clock_of_the_page_is_that_of_the_ledger(visitor, desk):
    case = desk.waiting()
    visitor.open(case)
    assert "请在2026年3月16日前办理" in visitor.page()
    assert case.events.filter(kind=Kind.SUPPLEMENT_ASKED.value).exists()
    assert visitor.client.get(CASE).context["ruler"] is None


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("released", "予以公开"),
        ("internal", "不予公开：三类内部事务信息"),
        ("not_existing", "无法提供："),
    ],
)
def test_a_ground_is_told_with_what_follows_from_it(desk, outcome, said):
    """ "四类过程性信息" alone does not say whether anything is given."""
    from disclosure import ledger
    from disclosure.following.status import status

    case = desk.replied(outcome)
    title, sentence = status(case, ledger.clock_of(case), case.replied_on)
    assert title == "已答复" and sentence.startswith(said)
