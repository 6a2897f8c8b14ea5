"""What follows a reply: the applicant's time limits for review and suit, in calendar days or months.

Start day not counted; the last day moves to a working day when it falls on a rest day
(民事诉讼法第八十五条，行政复议法第八十八条第一款；民法典第二百零一条至第二百零三条).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from .articles import ARTICLES, Article

REVIEW_DAYS = 60
SUIT_AFTER_REVIEW_DAYS = 15
SUIT_MONTHS = 6
LONGEST_MONTHS = 12


@dataclass(frozen=True)
class Limit:
    """The last day ``due`` of a remedy; ``nominal`` is that day before it moved off a rest day."""

    label: str
    start: date
    nominal: date
    due: date
    article: Article
    is_provisional: bool


def review_limit(known: date, calendar) -> Limit:
    """行政复议: 60 days from knowing of the reply."""
    nominal = known + timedelta(days=REVIEW_DAYS)
    return _limit("申请行政复议", known, nominal, calendar, "review")


def review_limit_not_told(known: date, told: date | None, calendar) -> Limit:
    """行政复议 when the reply did not name the remedy: 60 days from ``told``, a year from ``known`` at most."""
    longest = _add_months(known, LONGEST_MONTHS)
    nominal = min(told + timedelta(days=REVIEW_DAYS), longest) if told else longest
    return _limit("申请行政复议（未告知救济途径）", known, nominal, calendar, "review.not_told")


def suit_after_review_limit(received: date, calendar) -> Limit:
    """行政诉讼 after review: 15 days from receiving the review decision."""
    nominal = received + timedelta(days=SUIT_AFTER_REVIEW_DAYS)
    return _limit("复议后提起行政诉讼", received, nominal, calendar, "suit.after_review")


def suit_limit(known: date, calendar) -> Limit:
    """行政诉讼 without review: six months from knowing of the reply.

    Not open for 不予公开, which goes to review first (行政复议法第二十三条第一款第四项).
    """
    nominal = _add_months(known, SUIT_MONTHS)
    return _limit("直接提起行政诉讼", known, nominal, calendar, "suit")


def _limit(label, start, nominal, calendar, key) -> Limit:
    due = calendar.on_or_after(nominal)
    return Limit(label, start, nominal, due, ARTICLES[key], calendar.is_provisional(nominal, due))


def _add_months(day: date, months: int) -> date:
    """The corresponding day of the month it ends in, or that month's last (民法典第二百零二条)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
