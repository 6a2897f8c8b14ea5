"""The answer: drafted, reviewed by another person, signed by the head, delivered, filed."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from disclosure import ledger, outbox
from disclosure.actions import Action
from disclosure.choices import Stage
from disclosure.clock import Channel, Delivery, Kind
from disclosure.desk import desk
from disclosure.facts import facts_of
from disclosure.letters.stored import store_after_commit
from disclosure.models import ApplicantFile, DeskKind, Letter
from disclosure.outcomes import Decision, Remedy, problems, remedy_paragraph, report_row, to_data

from . import third_parties
from .letters import record_delivery, take_reference
from .verb import move, need, verb

Status = Letter.Status
# What an outcome says happened before, and must have (条例 arts. 30, 35, 42).
FOLLOWS = {
    "still_unclear": (Kind.SUPPLEMENTED, _l("还没有收到补正，不能以补正后仍不明确答复。")),
    "excessive": (Kind.REASONS_ASKED, _l("还没有要求申请人说明理由，不能以理由不合理答复。")),
    "unpaid": (Kind.FEE_NOTIFIED, _l("还没有发出收费通知，不能以逾期未缴费答复。")),
    "lapsed": (Kind.LAPSED, _l("逾期不补正的，请用“逾期不补正，不再处理”办结。")),
    "withdrawn": (Kind.WITHDRAWN, _l("申请人撤回的，请用“撤回申请”办结。")),
}


def answer_of(case) -> Letter | None:
    """The letter that tells the decision of this round."""
    letters = case.letters.filter(round=case.round).exclude(status=Status.VOID)
    return next((letter for letter in letters if letter.is_answer), None)


@verb(Action.DRAFT_DECISION)
def draft_decision(case, by, decision: Decision, *, method: str = "") -> Letter:
    """Write or rewrite the draft. ``method`` is how the answer shall be delivered; it may wait until
    before signing. Refused, in Chinese, with everything the decision lacks."""
    return _draft(case, by, decision, method)


@verb(Action.TRANSFER_ADVICE)
def transfer_advice(case, by, *, agency: str = "", contact: str = "", reasons: str) -> Letter:
    """条例 art. 36(5): not ours to disclose; drafts the answer that names whose it is. Without
    ``agency`` the answer says that it cannot be determined."""
    ledger.append(case, DeskKind.TRANSFER_ADVISED, None, by)
    whose = {"agency": agency, "agency_contact": contact}
    inputs = {"reasons": reasons, **(whose if agency.strip() else {"agency_unknown": True})}
    return _draft(case, by, Decision("not_ours", inputs), "")


def _draft(case, by, decision, method) -> Letter:
    if found := problems(decision):
        raise ValidationError(found, code="incomplete")
    kind, sentence = FOLLOWS.get(decision.outcome, (None, ""))
    if kind and not case.events.filter(kind=kind.value).exists():
        raise ValidationError(sentence, code="not_yet")
    if method and method not in list(Delivery):
        raise ValidationError({"method": _("请选择送达方式。")})
    letter = answer_of(case) or Letter(case=case, round=case.round)
    letter.kind, letter.status = decision.leaf.letter, Status.DRAFT
    letter.data = {"decision": to_data(decision)}
    letter.drafted_by, letter.drafted_at = by.user, timezone.now()
    letter.method = method or letter.method
    letter.save()
    case.decision, case.drafter = decision, by.user
    case.save(update_fields=["decision_data", "drafter"])
    ledger.append(case, DeskKind.DRAFTED, None, by, outcome=decision.outcome)
    return letter


@verb(Action.SEND_TO_REVIEW)
def send_to_review(case, by, *, method: str = ""):
    """Hand the draft to the reviewer."""
    _complete(case)
    _plan_delivery(answer_of(case), method)
    move(case, Stage.REVIEW)
    return ledger.append(case, DeskKind.SENT_TO_REVIEW, None, by)


def _plan_delivery(letter, method: str) -> None:
    if method:
        if method not in list(Delivery):
            raise ValidationError({"method": _("请选择送达方式。")})
        letter.method = method
        letter.save(update_fields=["method"])


def _complete(case) -> None:
    """Settings and what third parties said are looked at too: they may have changed since the draft."""
    if case.decision is None:
        raise ValidationError(_("还没有拟写答复。"), code="no_draft")
    if found := problems(case.decision, desk().profile):
        raise ValidationError(found, code="incomplete")
    if found := third_parties.refusals(case, case.decision):
        raise ValidationError(found, code="third_party")


@verb(Action.PASS_REVIEW)
def pass_review(case, by):
    """法制、保密审核: by another person than whoever wrote the draft."""
    if by.user and by.user.pk == case.drafter_id:
        raise ValidationError(_("审核须由拟稿人以外的人员进行。"), code="same_person")
    _complete(case)
    _files_checked(case)
    letter = answer_of(case)
    letter.status, letter.reviewer, letter.reviewed_at = Status.REVIEWED, by.user, timezone.now()
    letter.save()
    move(case, Stage.SIGNING)
    return ledger.append(case, DeskKind.REVIEW_PASSED, None, by)


def _files_checked(case) -> None:
    if case.released.filter(checked_at=None).exists():
        raise ValidationError(_("还有提供的文件没有经过保密审查。"), code="unchecked_files")


@verb(Action.RETURN_REVIEW)
def return_review(case, by, *, reason: str):
    """Back to whoever drafts: by the reviewer, or by the head instead of signing."""
    need(reason, "reason", _("请写明退回的理由。"))
    letter = answer_of(case)
    letter.status, letter.reviewer, letter.reviewed_at = Status.DRAFT, None, None
    letter.save()
    move(case, Stage.HANDLING)
    return ledger.append(case, DeskKind.REVIEW_RETURNED, None, by, reason=reason.strip())


@verb(Action.SIGN)
def sign(case, by, *, on: date | None = None, method: str = "") -> Letter:
    """Make the decision: it gets its 文号 and its day. Refused while the remedy paragraph, the 文号
    or the way of delivery is missing, or a file was not checked."""
    letter, day = answer_of(case), on or timezone.localdate()
    _complete(case)
    _files_checked(case)
    refuse_without_remedy(case)
    _plan_delivery(letter, method)
    need(letter.method, "method", _("请先确定送达方式。"))
    decision = case.decision
    ledger.append(case, Kind.DECIDED, day, by, outcome=decision.outcome, row=report_row(decision))
    take_reference(letter, day.year)
    letter.status, letter.signer, letter.signed_on = Status.SIGNED, by.user, day
    letter.save()
    store_after_commit(letter)
    case.outcome, case.decided_on = decision.outcome, day
    move(case, Stage.SIGNED, "outcome", "decided_on")
    return letter


def refuse_without_remedy(case) -> None:
    """行政复议法 art. 23②: a decision that must name the way of review does, without gaps; raises
    ``ValidationError`` otherwise."""
    profile = desk().profile
    text = remedy_paragraph(case.decision, facts_of(case), profile)
    may_be_silent = profile.remedy_of(case.decision.leaf) is Remedy.NOTICE
    if "【" in text or (not text.strip() and not may_be_silent):
        raise ValidationError(_("救济途径不完整，请先在“信息公开设置”中填写。"), code="remedy")


@verb(Action.DELIVER)
def deliver(case, by, *, method: str = "", on: date | None = None, tracking: str = "") -> Letter:
    """The answer is made on the day it is signed for, or handed to the post (国办公开办函〔2016〕235号)."""
    third_parties.refuse_untold(case)
    letter = answer_of(case)
    method = method or letter.method
    entry = ledger.append(
        case,
        Kind.DELIVERED,
        on,
        by,
        method=method,
        outcome=case.outcome,
        row=report_row(case.decision),
    )
    record_delivery(letter, method, entry.date, tracking)
    case.released.filter(letter=None).update(letter=letter)
    move(case, Stage.REPLIED)
    outbox.queue(case, "replied")
    return letter


@verb(Action.CLOSE)
def close(case, by):
    """File the case. From now on pictures of documents are no longer needed, and get a last day."""
    case.closed_on = timezone.localdate()
    move(case, Stage.CLOSED, "closed_on")
    last_day = case.closed_on + timedelta(days=desk().scan_retention_days)
    case.files.filter(kind=ApplicantFile.Kind.IDENTITY).update(delete_after=last_day)
    return ledger.append(case, DeskKind.CLOSED, None, by)


@verb(Action.REOPEN)
def reopen(case, by, *, reason: str, until: date | None = None):
    """Answer anew: ordered by a review decision or a judgment, or to correct a mistake of ours.

    A new round with a clock of its own begins today; ``until`` is the day the order sets. The
    earlier answer stays in its letter and in the ledger.
    """
    need(reason, "reason", _("请写明重新办理的理由。"))
    today = timezone.localdate()
    if until and until < today:
        raise ValidationError({"until": _("期限不能早于今天。")})
    case.round += 1
    case.decision, case.outcome, case.decided_on = None, "", None
    case.drafter, case.closed_on = None, None
    move(
        case,
        Stage.HANDLING,
        "round",
        "decision_data",
        "outcome",
        "decided_on",
        "drafter",
        "closed_on",
    )
    case.files.update(delete_after=None)
    ledger.append(case, DeskKind.REOPENED, today, by, until=until, reason=reason.strip())
    return ledger.append(case, Kind.SUBMITTED, today, by, channel=Channel.COUNTER)
