"""What an applicant can do against the answer, and until when (行政复议法 art. 20, 行政诉讼法 art. 46)."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from disclosure.clock.remedies import Limit, review_limit, suit_limit
from disclosure.desk import desk
from disclosure.facts import facts_of
from disclosure.outcomes import Remedy, remedy_paragraph
from portal.workdays import get_calendar


@dataclass(frozen=True)
class Remedies:
    """The letter's own paragraph, and its terms as days if it was received on ``known``."""

    text: str
    known: date | None = None
    limits: list[Limit] = field(default_factory=list)
    # Some lines were refused: against those a review comes first (行政复议法 art. 23①(4)).
    is_partial: bool = False


def remedies_of(case, clock) -> Remedies:
    """Before an answer: what anybody may do when it does not come."""
    decision, profile = case.decision, desk().profile
    told = clock.stop and clock.stop.date
    if case.is_open or decision is None or not told:
        return Remedies(_before(profile))
    text = remedy_paragraph(decision, facts_of(case), profile)
    remedy = profile.remedy_of(decision.leaf)
    if not profile.is_bound_by_regulation or remedy is Remedy.NOTICE:
        return Remedies(text or _before(profile))
    calendar = get_calendar()
    limits = [review_limit(told, calendar)]
    if remedy is not Remedy.REVIEW_FIRST:
        limits.append(suit_limit(told, calendar))
    return Remedies(text, told, limits, decision.leaf.has_schedule)


def _before(profile) -> str:
    if profile.is_bound_by_regulation:
        return _(
            "对答复不服或者逾期未答复的，您可以依法申请行政复议或者提起行政诉讼，"
            "也可以向上级主管部门投诉、举报。"
        )
    body = profile.remedies.appeal_body or _("主管部门")
    return _("对答复不服或者逾期未答复的，您可以向%(body)s申诉。") % {"body": body}
