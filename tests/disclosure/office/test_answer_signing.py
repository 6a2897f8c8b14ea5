"""From the draft to the delivered answer, each step through its page."""

import pytest

from disclosure import services as do
from disclosure.actions import Action
from disclosure.letters.stored import documents_of
from disclosure.models import DeskSettings, Letter
from disclosure.outcomes import OUTCOMES
from tests.disclosure.examples import decision_on

from .answering import complaints, release
from .conftest import act_of, page_of

COMPLETE = {"institution_name": "京科创中心", "review_agency": "示例市人民政府", "court": "某法院"}


@pytest.fixture
def at(desk, officer):
    """``at("head")`` is that person at work."""
    return lambda role: officer(desk.users[role])


def test_an_answer_goes_from_draft_to_file(desk, at, django_capture_on_commit_callbacks):
    case = desk.drafted(method="")
    assert at("intake").do(case, Action.SEND_TO_REVIEW, method="post").status_code == 302
    assert at("reviewer").do(case, Action.PASS_REVIEW).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        assert at("head").do(case, Action.SIGN).status_code == 302
    letter = do.answer_of(case)
    assert (letter.reference, letter.method) == ("京科创公复〔2026〕1号", "post")
    assert [d.is_ready for d in documents_of(letter)] == [True, True]
    answer = at("intake").do(case, Action.DELIVER)
    assert "邮寄送达须填写邮件号" in complaints(answer)
    done = at("intake").do(case, Action.DELIVER, tracking="EX123456789CN")
    assert done.status_code == 302
    assert at("intake").do(case, Action.CLOSE).status_code == 302
    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("closed", "released")


def test_the_page_of_signing_shows_everything(desk, at):
    case = desk.signing("third_party")
    page = at("head").get(act_of(case, Action.SIGN))
    checks = {check.label: check for check in page.context["form"].checks()}
    assert all(check.is_met for check in checks.values())
    assert checks["文号"].text == "签发时编排，预计为京科创公复〔2026〕1号"
    assert checks["救济途径"].text == "先申请行政复议，不能直接起诉"
    assert checks["送达方式"].text == "邮寄送达"
    assert checks["第三方意见"].text == "经书面征求意见，第三方不同意公开且有合理理由"
    text = page.content.decode()
    assert "先向示例市人民政府申请行政复议" in text and "第十五条" in text


@pytest.mark.parametrize(
    ("settings", "label", "words"),
    [
        ({"prefix": ""}, "文号", "机关代字"),
        ({"prefix": "京", "review_agency": ""}, "救济途径", "复议机关"),
    ],
)
def test_no_signature_without_number_or_remedy(desk, at, settings, label, words):
    case = desk.signing("third_party")
    DeskSettings(**{**COMPLETE, **settings}).save()
    page = at("head").get(act_of(case, Action.SIGN)).context["form"]
    assert [check.label for check in page.checks() if not check.is_met] == [label]
    answer = at("head").do(case, Action.SIGN)
    assert answer.status_code == 200 and words in complaints(answer)
    case.refresh_from_db()
    assert (case.stage, do.answer_of(case).reference) == ("signing", "")


def test_the_page_of_signing_says_that_a_third_party_did_not_object(desk, at):
    case = desk.signing("third_party")
    case.consultations.update(result="agreed")
    page = at("head").get(act_of(case, Action.SIGN)).context["form"]
    assert [check.label for check in page.checks() if not check.is_met] == ["第三方意见"]
    answer = at("head").do(case, Action.SIGN)
    assert "与登记的征求意见情况不符" in complaints(answer)


def test_the_page_says_nothing_of_third_parties_where_none_is_concerned(desk, at):
    case = desk.signing("internal")
    page = at("head").get(act_of(case, Action.SIGN)).context["form"]
    assert "第三方意见" not in [check.label for check in page.checks()]


def test_no_signature_without_a_way_of_delivery(desk, at):
    case = desk.signing()
    Letter.objects.update(method="")
    answer = at("head").do(case, Action.SIGN)
    assert answer.context["form"].errors["method"] == ["请先确定送达方式。"]
    assert at("head").do(case, Action.SIGN, method="direct").status_code == 302
    assert do.answer_of(case).method == "direct"


def test_no_signature_over_an_unchecked_file(desk, at):
    case = desk.signing()
    release(desk, case)
    page = at("head").get(act_of(case, Action.SIGN)).context["form"]
    assert [check.label for check in page.checks() if not check.is_met] == ["提供的文件"]
    assert "保密审查" in complaints(at("head").do(case, Action.SIGN))


def test_nobody_reviews_a_draft_of_their_own(desk, at):
    desk.users["intake"].groups.add(*desk.users["reviewer"].groups.all())
    case = desk.review()
    assert "拟稿人以外" in complaints(at("intake").do(case, Action.PASS_REVIEW))
    case.refresh_from_db()
    assert case.stage == "review"


def test_a_draft_is_returned_with_a_reason(desk, at):
    case = desk.review()
    assert at("reviewer").do(case, Action.RETURN_REVIEW).context["form"].errors["reason"]
    assert at("reviewer").do(case, Action.RETURN_REVIEW, reason="理由不足").status_code == 302
    case.refresh_from_db()
    assert case.stage == "handling"


def test_nothing_is_delivered_before_it_is_signed(desk, at):
    case = desk.signed()
    answer = at("intake").do(case, Action.DELIVER, on="2026-03-01", tracking="EX1")
    assert answer.context["form"].errors["on"] == ["送达日期不能早于落款日期。"]


def test_a_case_is_reopened_by_the_head(desk, at):
    case = desk.closed()
    answer = at("head").do(case, Action.REOPEN, reason="复议决定责令重新答复", until="2026-03-01")
    assert "until" in answer.context["form"].errors
    done = at("head").do(case, Action.REOPEN, reason="复议决定责令重新答复", until="2026-03-20")
    assert done.status_code == 302
    case.refresh_from_db()
    assert (case.round, case.stage, str(case.due_on)) == (2, "handling", "2026-03-20")


# Role → the steps of the answer it finds at the stage; every other person gets 403 or 404.
STEPS = {
    ("handling", Action.DRAFT_DECISION): {"intake"},
    ("handling", Action.SEND_TO_REVIEW): {"intake"},
    ("handling", Action.RELEASE_FILE): {"intake"},
    ("handling", Action.DRAFT_LETTER): {"intake"},
    ("review", Action.PASS_REVIEW): {"reviewer"},
    ("review", Action.RETURN_REVIEW): {"reviewer"},
    ("signing", Action.SIGN): {"head"},
    ("signed", Action.DELIVER): {"intake"},
    ("replied", Action.CLOSE): {"intake"},
    ("replied", Action.START_PROCEEDING): {"intake"},
    ("replied", Action.PUBLISH_ANSWER): {"intake"},
    ("closed", Action.REOPEN): {"head"},
}


@pytest.mark.parametrize(("stage", "action"), list(STEPS))
def test_every_role_at_every_step_of_the_answer(desk, at, client, stage, action):
    case = getattr(desk, stage)()
    address = act_of(case, action)
    for role in ("intake", "reviewer", "head", "department", "auditor"):
        found = at(role).get(address).status_code
        assert (found == 200) is (role in STEPS[stage, action]), (role, found)
        assert found in (200, 403, 404, 409)
    client.logout()
    assert client.get(address).status_code == 302


def test_the_draft_can_be_sent_to_review_only_once_it_is_there(desk, at):
    case = desk.handling()
    assert "还没有拟写答复" in complaints(at("intake").do(case, Action.SEND_TO_REVIEW))
    do.draft_decision(case, desk.by("intake"), decision_on(OUTCOMES["released"]))
    assert "送审核" in at("intake").get(page_of(case)).content.decode()
