"""From arrival to registration: confirm, register, verify, correct, withdraw."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import actions, codes, ledger, outbox
from disclosure.actions import Action
from disclosure.choices import Stage
from disclosure.clock import Kind
from disclosure.models import DeskKind, Letter
from disclosure.outcomes import Decision, report_row, to_data
from disclosure.people import APPLICANT
from portal import audit

from .answering import refuse_without_remedy
from .application import Applicant, Wanted
from .letters import issue
from .verb import move, verb

# 信管函〔2021〕67号: what somebody submits can be taken back or changed for ten minutes.
EDIT_MINUTES = 10
# What verifying compares (条例 art. 29②(1)).
IDENTITY = ("applicant_type", "name", "id_type", "id_number")


@verb(Action.CONFIRM_RECEIPT)
def confirm_receipt(case, by, *, on=None, note=""):
    """条例 art. 31(3): the day both sides confirm is the day of receipt. The applicant does it from
    the status page (always today), an officer after a call, saying in ``note`` who was reached how
    (no numbers: they are taken out)."""
    day = None if by.who is APPLICANT else on
    entry = ledger.append(case, Kind.CONFIRMED, day, by, note=note)
    outbox.queue(case, "received")
    return entry


@verb(Action.REGISTER)
def register(case, by):
    """Take the case on. Whoever registers it handles it until somebody else is named."""
    if case.received_on is None:
        raise ValidationError(_("请先与申请人确认收到，再登记。"), code="unconfirmed")
    case.handler = case.handler or by.user
    move(case, Stage.HANDLING, "handler")
    return ledger.append(case, DeskKind.REGISTERED, None, by)


@verb(Action.VERIFY_IDENTITY)
def verify_identity(case, by):
    """Somebody compared number, name and proof (条例 art. 29②(1))."""
    case.identity_verified_at, case.identity_verified_by = timezone.now(), by.user
    case.save(update_fields=["identity_verified_at", "identity_verified_by"])
    return ledger.append(case, DeskKind.IDENTITY_VERIFIED, None, by)


@verb(Action.SET_HANDLER)
def set_handler(case, by, user):
    """Name who handles the case; reminders go there."""
    case.handler = user
    case.save(update_fields=["handler"])
    return ledger.append(case, DeskKind.HANDLER_SET, None, by, handler=user.pk)


@verb(Action.REISSUE_CODE)
def reissue_code(case, by, *, reason="") -> str:
    """A new query code for an applicant who lost theirs; the old one opens nothing any more."""
    code = codes.query_code(codes.new_token(), 0)
    case.query_digest = codes.code_digest(case.number, code)
    case.save(update_fields=["query_digest"])
    ledger.append(case, DeskKind.CODE_REISSUED, None, by)
    return code


@verb(Action.EDIT)
def edit(case, by, *, applicant: Applicant | None = None, wanted: Wanted | None = None):
    """The applicant changes what was sent, within ten minutes."""
    if timezone.now() - case.created_at > timedelta(minutes=EDIT_MINUTES):
        raise ValidationError(
            _("提交已超过%(minutes)d分钟，不能直接修改；可以撤回后重新提交，或者联系工作机构。")
            % {"minutes": EDIT_MINUTES},
            code="too_late",
        )
    return _change(case, by, DeskKind.EDITED, applicant, wanted, is_complete=True)


@verb(Action.CORRECT)
def correct(
    case, by, *, applicant: Applicant | None = None, wanted: Wanted | None = None, reason=""
):
    """An officer puts right what was typed wrongly; the ledger keeps which fields, not what."""
    return _change(case, by, DeskKind.CORRECTED, applicant, wanted, is_complete=False)


def _change(case, by, kind, applicant, wanted, *, is_complete):
    values = {
        **(applicant.values(is_complete=is_complete) if applicant else {}),
        **(wanted.values() if wanted else {}),
    }
    changed = change(case, values)
    if not changed:
        return None
    entry = ledger.append(case, kind, None, by, fields=changed)
    _follow_identity(case, by, [name for name in changed if name in IDENTITY])
    return entry


def _follow_identity(case, by, changed):
    """Of whoever applies by another name or number nobody has compared anything yet."""
    if not changed:
        return
    case.identity_verified_at = case.identity_verified_by = None
    case.save(update_fields=["identity_verified_at", "identity_verified_by"])
    labels = [str(case._meta.get_field(name).verbose_name) for name in changed]
    audit.record(by.actor, actions.IDENTITY, case, part="、".join(labels))


def change(case, values: dict) -> list[str]:
    """Write what is new in ``values`` and return the names of it."""
    changed = sorted(name for name, value in values.items() if getattr(case, name) != value)
    for name in changed:
        setattr(case, name, values[name])
    if changed:
        case.clean_fields(exclude=_others(case, changed))
        case.save(update_fields=changed)
    return changed


def _others(case, names):
    """Names of the fields to leave out of a check of ``names``."""
    return {field.name for field in case._meta.concrete_fields} - set(names)


@verb(Action.WITHDRAW)
def withdraw(case, by, *, on=None, reason=""):
    """The applicant takes the application back, any time before a decision is signed."""
    day = timezone.localdate() if by.who is APPLICANT else on or timezone.localdate()
    return end(case, by, Kind.WITHDRAWN, day, Decision("withdrawn", {"withdrawn_on": day}))


def end(case, by, kind, day, decision: Decision):
    """Stop a case without an answer of its own: withdrawn, given up, fee not paid."""
    entry = ledger.append(case, kind, day, by, outcome=decision.outcome, row=report_row(decision))
    case.decision, case.outcome, case.decided_on = decision, decision.outcome, day
    case.letters.filter(status__in=["draft", "reviewed"]).update(status=Letter.Status.VOID)
    if kind is Kind.LAPSED:
        # 不再处理 may be taken to review or to court: it is told in writing. What applicants take
        # back themselves is not.
        refuse_without_remedy(case)
        issue(case, by, decision.leaf.letter, day, decision=to_data(decision))
    move(case, Stage.REPLIED, "decision_data", "outcome", "decided_on")
    return entry
