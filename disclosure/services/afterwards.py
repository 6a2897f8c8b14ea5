"""After the answer: reviews and suits, the applicant's opinion, what others may see."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import ledger
from disclosure.actions import Action
from disclosure.annual import Result, Route
from disclosure.choices import Visibility
from disclosure.models import DeskKind, Proceeding, Satisfaction
from portal.workdays import get_calendar

from .letters import locked
from .verb import need, verb

# Calendar days for the answer and the evidence: 行政复议法 art. 48, 行政诉讼法 art. 67. The notice
# names the day; these are only what is proposed.
ANSWER_DAYS = {Route.REVIEW: 10, Route.SUIT: 15, Route.SUIT_AFTER_REVIEW: 15}


def answer_limit(route: str, received: date) -> date:
    return get_calendar().on_or_after(received + timedelta(days=ANSWER_DAYS[Route(route)]))


@verb(Action.START_PROCEEDING)
def start_proceeding(
    case,
    by,
    *,
    route: str,
    body: str,
    received_on: date,
    body_number: str = "",
    answer_by: date | None = None,
) -> Proceeding:
    """A review body or a court took the matter up; also against an answer that did not come."""
    if route not in list(Route):
        raise ValidationError({"route": _("请选择途径。")})
    need(body, "body", _("请填写复议机关或者法院。"))
    if received_on < case.events.first().date:
        raise ValidationError({"received_on": _("不能早于提交申请的日期。")})
    twin = case.proceedings.filter(route=route, received_on=received_on, concluded_on=None)
    if found := twin.first():
        return found
    row = Proceeding.objects.create(
        case=case,
        route=route,
        body=body.strip(),
        body_number=body_number.strip(),
        received_on=received_on,
        answer_by=answer_by or answer_limit(route, received_on),
    )
    ledger.append(
        case, DeskKind.PROCEEDING_STARTED, received_on, by, route=route, proceeding=row.pk
    )
    return row


@verb(Action.ANSWER_PROCEEDING)
def answer_proceeding(case, by, proceeding, *, on: date) -> Proceeding:
    """Our answer and the evidence went to the review body or the court."""
    row = locked(case, proceeding)
    if row.answered_on:
        raise ValidationError(_("已经登记过提交答复的日期。"), code="answered")
    if on < row.received_on:
        raise ValidationError({"on": _("提交答复的日期不能早于收到通知的日期。")})
    ledger.append(case, DeskKind.PROCEEDING_ANSWERED, on, by, proceeding=row.pk)
    row.answered_on = on
    row.save(update_fields=["answered_on"])
    return row


@verb(Action.END_PROCEEDING)
def end_proceeding(case, by, proceeding, *, result: str, on: date, note: str = "") -> Proceeding:
    """How it ended; counts in table 4 of that year."""
    row = locked(case, proceeding)
    if row.concluded_on:
        raise ValidationError(_("已经登记过结果。"), code="concluded")
    if result not in list(Result):
        raise ValidationError({"result": _("请选择结果。")})
    if on < row.received_on:
        raise ValidationError({"on": _("结束日期不能早于收到通知的日期。")})
    ledger.append(case, DeskKind.PROCEEDING_ENDED, on, by, result=result, proceeding=row.pk)
    row.result, row.concluded_on, row.note = result, on, note.strip()
    row.save(update_fields=["result", "concluded_on", "note"])
    return row


@verb(Action.RATE)
def rate(case, by, *, score: int, comment: str = "") -> Satisfaction:
    """The applicant's mark, from 1 to 5, once."""
    if Satisfaction.objects.filter(case=case).exists():
        raise ValidationError(_("您已经评价过，谢谢。"), code="rated")
    row = Satisfaction(case=case, score=score, comment=comment.strip())
    row.clean_fields(exclude=["case"])
    row.save()
    ledger.append(case, DeskKind.RATED, timezone.localdate(), by, score=score)
    return row


@verb(Action.SET_VISIBILITY)
def set_visibility(case, by, visibility: str, *, reason: str = ""):
    """Whether the answer, without the applicant, may be shown to others."""
    if visibility not in Visibility.values:
        raise ValidationError({"visibility": _("请选择可见范围。")})
    case.visibility = visibility
    case.save(update_fields=["visibility"])
    return ledger.append(case, DeskKind.VISIBILITY_SET, None, by, visibility=visibility)
