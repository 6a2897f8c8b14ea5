"""How pressing a case is, in a word, a mark and a number, never by colour alone."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.chasing import SOON
from disclosure.clock import Clock, State
from disclosure.ledger import clock_of


@dataclass(frozen=True)
class Urgency:
    """``code`` names the class of the style sheet, ``mark`` stands before the words. ``left`` are
    working days after today: negative when overdue, ``None`` while unknown."""

    code: str
    mark: str
    words: str
    left: int | None = None


def urgency_of(case, clock: Clock | None = None, today: date | None = None) -> Urgency:
    """No query where ``case.events`` is prefetched."""
    today = today or timezone.localdate()
    if not case.is_open:
        return Urgency("over", "✓", _("已答复或终止"))
    clock = clock or clock_of(case)
    state, left = clock.state(today), clock.remaining(today)
    if case.due_on and clock.due != case.due_on:
        # A day that a review decision or a judgment set.
        left = clock.calendar.workdays_between(today, case.due_on)
        state = State.OVERDUE if left < 0 or today > case.due_on else State.RUNNING
    if state is State.AWAITING:
        return Urgency("unconfirmed", "○", _("待确认收到，期限未起算"))
    if state is State.SUPPLEMENTING:
        return Urgency("waiting", "‖", _("待申请人补正，期限未起算"))
    if left is None:
        return Urgency("waiting", "‖", _("待申请人缴费，期限未起算"))
    return _running(state, left, case.due_on)


def _running(state, left, due_on) -> Urgency:
    if state is State.OVERDUE:
        return Urgency("overdue", "!!", _("已逾期%(days)d个工作日") % {"days": -left}, left)
    words = _("还有%(days)d个工作日") % {"days": left}
    if state is State.PAUSED:
        return Urgency("paused", "‖", _("中止中，%(words)s") % {"words": words}, left)
    if left == 0:
        return Urgency("today", "!", _("今天到期"), left)
    if left <= SOON:
        return Urgency("soon", "▲", words, left)
    return Urgency("fine", "·", words, left)
