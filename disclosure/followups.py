"""Timed follow-ups after an answer: the days left to answer a review body or a court."""

from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import Proceeding


def days_left(proceeding, today: date | None = None) -> int | None:
    """Calendar days until our answer is due, negative when it is late; ``None`` once it is given or
    the matter is over (行政复议法 art. 48 and 行政诉讼法 art. 67 count days, not working days)."""
    if proceeding.answered_on or proceeding.concluded_on:
        return None
    return (proceeding.answer_by - (today or timezone.localdate())).days


def days_left_label(proceeding, today: date | None = None) -> str:
    """The same in words; what happened instead where nothing is due."""
    left = days_left(proceeding, today)
    if left is None:
        if proceeding.answered_on:
            return _("已于%s提交答复") % proceeding.answered_on
        return _("已结束")
    if left < 0:
        return _("已超期%d日") % -left
    return _("今天到期") if left == 0 else _("还有%d日") % left


def label(proceeding) -> str:
    """What is due."""
    return _("%(route)s答复和举证期限") % {"route": proceeding.get_route_display()}


def waiting():
    """Proceedings we still owe an answer."""
    return Proceeding.objects.filter(answered_on=None, concluded_on=None)


def due(until: date):
    """Those whose day is ``until`` or before, the earliest first."""
    found = waiting().filter(answer_by__lte=until)
    return found.select_related("case__handler").order_by("answer_by", "pk")


def with_day(cases):
    """``cases`` with ``answer_by``: the earliest day on which an answer to a review body or a court
    is due, ``None`` where none is."""
    days = waiting().filter(case=OuterRef("pk")).order_by("answer_by").values("answer_by")
    return cases.annotate(answer_by=Subquery(days[:1]))
