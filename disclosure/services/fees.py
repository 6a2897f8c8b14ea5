"""信息处理费 (条例 art. 42): only where the settings switch it on."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import ledger
from disclosure.actions import Action
from disclosure.choices import Stage
from disclosure.clock import Kind
from disclosure.desk import desk
from disclosure.fees import Fee
from disclosure.models import Letter
from disclosure.outcomes import Decision
from disclosure.text import chinese_date
from portal.workdays import get_calendar

from .intake import end
from .letters import issue
from .verb import move, verb


@verb(Action.NOTIFY_FEE)
def notify_fee(case, by, fee: Fee, *, payment: str, on=None) -> Letter:
    """Send the 收费通知 of a reckoned ``fee``; ``on`` is the day the applicant receives it."""
    if not desk().fees_enabled:
        raise ValidationError(_("本单位没有启用信息处理费。"), code="fees_off")
    if fee.due < 1:
        raise ValidationError(_("应收金额为0，不需要通知。"), code="nothing_due")
    if _notice(case):
        # Each payment would begin the term anew (and art. 3: one way of charging, once).
        raise ValidationError(_("已经发出收费通知，不能重复通知。"), code="notified")
    day = on or timezone.localdate()
    until = get_calendar().add_workdays(day, desk().fee_days)
    ledger.append(case, Kind.FEE_NOTIFIED, day, by, until=until, amount=str(fee.due))
    if desk().fee_clock:
        move(case, Stage.WAITING)
    return issue(
        case,
        by,
        "fee",
        day,
        fee_basis=fee.law,
        fee_rate=list(fee.explanation),
        fee_amount=f"{fee.due}元",
        fee_payment=payment.strip(),
        pay_by=until,
    )


@verb(Action.FEE_PAID)
def fee_paid(case, by, *, amount: Decimal, on=None):
    """The money is there; with the fee clock on, the term begins anew the next day."""
    if amount <= 0:
        raise ValidationError({"amount": _("请填写实收金额。")})
    if not _notice(case):
        raise ValidationError(_("没有发出收费通知。"), code="not_notified")
    entry = ledger.append(case, Kind.FEE_PAID, on, by, amount=str(amount))
    # A correction may be awaited at the same time; money does not end that.
    if case.stage == Stage.WAITING and not ledger.clock_of(case).waiting_for:
        move(case, Stage.HANDLING)
    return entry


@verb(Action.FEE_LAPSE)
def fee_lapse(case, by, *, on=None, reason=""):
    """Not paid in time: 视为放弃申请."""
    notice, run = _notice(case), ledger.clock_of(case).runs[-1]
    if notice is None or run.cause is not Kind.FEE_NOTIFIED:
        raise ValidationError(_("没有待缴费的收费通知。"), code="not_notified")
    told = f"{notice.reference}，{chinese_date(notice.signed_on)}"
    decision = Decision("unpaid", {"fee_notice": told, "pay_by": run.until})
    return end(case, by, Kind.LAPSED, on or timezone.localdate(), decision)


def _notice(case) -> Letter | None:
    return case.letters.filter(kind="fee", round=case.round).exclude(status="void").last()
