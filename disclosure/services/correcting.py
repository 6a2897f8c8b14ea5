"""补正 (条例 art. 30): asked once, within seven working days; the term begins anew with the answer."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import ledger, outbox
from disclosure.actions import Action
from disclosure.choices import Stage
from disclosure.clock import Kind
from disclosure.desk import desk
from disclosure.models import Letter
from disclosure.outcomes import Decision
from disclosure.people import APPLICANT
from portal.workdays import get_calendar

from .application import Upload, Wanted
from .intake import change, end
from .letters import issue, stated_day
from .submission import attach
from .verb import move, need, verb


@verb(Action.ASK_SUPPLEMENT)
def ask_supplement(case, by, *, items: str, until=None, on=None) -> Letter:
    """Tell the applicant everything to correct, and until when; makes the 补正告知书.

    ``on`` is the day the applicant is told. Without ``until`` the usual period of the settings.
    """
    need(items, "items", _("请写明需要补正的内容。"))
    day = on or timezone.localdate()
    until = stated_day(until or get_calendar().add_workdays(day, desk().supplement_period))
    if until <= day:
        raise ValidationError({"until": _("补正期限应当晚于告知之日。")})
    ledger.append(case, Kind.SUPPLEMENT_ASKED, day, by, until=until)
    move(case, Stage.WAITING)
    outbox.queue(case, "supplement", until=until.isoformat())
    return issue(case, by, "correction", day, corrections=items.strip(), correct_by=until)


@verb(Action.RECEIVE_SUPPLEMENT)
def receive_supplement(
    case, by, *, wanted: Wanted | None = None, files: Sequence[Upload] = (), on=None
):
    """The corrected application is here: from the status page (today), or entered by an officer."""
    if wanted is not None:
        change(case, wanted.values())
    day = timezone.localdate() if by.who is APPLICANT else on
    entry = ledger.append(case, Kind.SUPPLEMENTED, day, by)
    move(case, Stage.HANDLING)
    # Last: what is refused above leaves no sealed file behind.
    attach(case, files)
    return entry


@verb(Action.LAPSE)
def lapse(case, by, *, on=None, reason=""):
    """No correction in time and no good reason: 视为放弃申请. Whether there was one is for a person
    to judge; the day is for the clock."""
    run = ledger.clock_of(case).runs[-1]
    inputs = {"corrections_asked_on": run.asked, "correct_by": run.until}
    day = on or timezone.localdate()
    if run.cause is not Kind.SUPPLEMENT_ASKED:
        raise ValidationError(_("没有待补正的告知。"), code="not_asked")
    return end(case, by, Kind.LAPSED, day, Decision("lapsed", inputs))
