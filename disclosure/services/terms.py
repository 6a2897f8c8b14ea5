"""What moves the term: extension (条例 art. 33②), reasons and delay (art. 35)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import ledger, outbox
from disclosure.actions import Action
from disclosure.clock import Event, Kind
from disclosure.models import DeskKind, Letter
from disclosure.people import APPLICANT

from .letters import issue, stated_day
from .verb import need, verb

EXTENSION_STEPS = (
    DeskKind.EXTENSION_REQUESTED.value,
    DeskKind.EXTENSION_REFUSED.value,
    Kind.EXTENDED.value,
)


def pending_extension(case):
    """The request the head has not answered yet (its entry in the ledger), or ``None``."""
    last = case.events.filter(kind__in=EXTENSION_STEPS, round=case.round).last()
    return last if last and last.kind == DeskKind.EXTENSION_REQUESTED else None


@verb(Action.REQUEST_EXTENSION)
def request_extension(case, by, *, days: int = 20, reason: str):
    """Ask the head of the 工作机构 for more time. Asking again replaces nothing."""
    need(reason, "reason", _("请填写延期的理由。"))
    if pending_extension(case):
        raise ValidationError(_("延期申请正在等待批准。"), code="pending")
    if ledger.ordered_until(case.events.filter(round=case.round)):
        raise ValidationError(_("责令重新答复的期限不能自行延长。"), code="ordered")
    if ledger.clock_of(case).delayed_to:
        raise ValidationError(_("已经确定延迟答复的期限，不再延长。"), code="delayed")
    today = timezone.localdate()
    ledger.refuse_impossible(case, Event(today, Kind.EXTENDED, days=days))
    return ledger.append(
        case, DeskKind.EXTENSION_REQUESTED, today, by, days=days, reason=reason.strip()
    )


@verb(Action.APPROVE_EXTENSION)
def approve_extension(case, by, *, on: date | None = None, notified: date | None = None) -> Letter:
    """The head agrees; the applicant is told (``notified``, today unless said otherwise) by the
    延期答复告知书 this makes."""
    request = pending_extension(case)
    if request is None:
        raise ValidationError(_("没有待批准的延期申请。"), code="not_requested")
    day = on or timezone.localdate()
    if day < request.date:
        raise ValidationError({"on": _("同意的日期不能早于提出延期申请的日期。")})
    if notified and notified > timezone.localdate():
        raise ValidationError({"notified": _("告知的日期不能晚于今天。")})
    # The letter is made now: who was told earlier than today was told otherwise, and somebody says so.
    told = notified or timezone.localdate()
    days = request.data["days"]
    ledger.append(case, Kind.EXTENDED, day, by, days=days, approved=True, notified=told)
    until = _extended_until(case)
    outbox.queue(case, "extended", until=until.isoformat() if until else "")
    return issue(
        case,
        by,
        "extension",
        day,
        extension_reason=request.data.get("reason", ""),
        extended_until=until or _open_end(case),
    )


def _extended_until(case) -> date | None:
    """The day as the applicant is told; ``None`` while a 征求意见书 is out that may still move it."""
    return None if ledger.clock_of(case).unproven else case.due_on


def _open_end(case) -> str:
    """While a 征求意见书 is out, nobody knows the day yet (art. 33③)."""
    days = ledger.clock_of(case).extension_days
    return f"原期限届满后的第{days}个工作日（征求意见所需时间不计算在内）"


@verb(Action.REFUSE_EXTENSION)
def refuse_extension(case, by, *, reason: str = ""):
    """The head does not agree: the term stays as it is."""
    if pending_extension(case) is None:
        raise ValidationError(_("没有待批准的延期申请。"), code="not_requested")
    return ledger.append(case, DeskKind.EXTENSION_REFUSED, None, by)


@verb(Action.ASK_REASONS)
def ask_reasons(case, by, *, until: date, on: date | None = None) -> Letter:
    """Ask why so many, so often; the term runs on unless the settings say otherwise."""
    if case.events.filter(kind=Kind.REASONS_ASKED.value, round=case.round).exists():
        raise ValidationError(_("已经要求申请人说明理由。"), code="asked")
    day, until = on or timezone.localdate(), stated_day(until)
    if until <= day:
        raise ValidationError({"until": _("说明理由的期限应当晚于告知之日。")})
    ledger.append(case, Kind.REASONS_ASKED, day, by)
    return issue(case, by, "explanation", day, explain_by=until)


@verb(Action.GIVE_REASONS)
def give_reasons(case, by, *, reasons: str, on: date | None = None):
    """The applicant explained. The words are kept sealed, with the letter that asked for them."""
    need(reasons, "reasons", _("请填写理由。"))
    if case.events.filter(kind=Kind.REASONS_GIVEN.value, round=case.round).exists():
        raise ValidationError(_("理由已经说明过，不能重复提交。"), code="given")
    day = timezone.localdate() if by.who is APPLICANT else on
    entry = ledger.append(case, Kind.REASONS_GIVEN, day, by)
    letter = case.letters.filter(kind="explanation", round=case.round).last()
    letter.data = {**letter.data, "reasons_given": reasons.strip()}
    letter.save()
    return entry


@verb(Action.SET_DELAY)
def set_delay(case, by, *, until: date, on: date | None = None) -> Letter:
    """Reasons are sound, but the term cannot be kept: a reasonable later day, told to the applicant."""
    day, until = on or timezone.localdate(), stated_day(until)
    ledger.append(case, Kind.DELAY_SET, day, by, until=until)
    return issue(case, by, "delay", day, extended_until=until)
