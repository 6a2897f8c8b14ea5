"""Asking third parties, co-authors and other organs (条例 arts. 32, 33③, 34)."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import ledger
from disclosure.actions import Action
from disclosure.clock import Kind, Party
from disclosure.models import Consultation

from .letters import issue, locked
from .verb import need, verb

LETTER_KINDS = {
    Party.THIRD_PARTY: ("third_party_consultation", "third_party"),
    Party.CO_AUTHOR: ("co_author_consultation", "co_author"),
    # Its silence is no consent: that is art. 34, for co-authors only.
    Party.OTHER_ORGAN: ("organ_consultation", "organ"),
}
Result = Consultation.Result


@verb(Action.CONSULT)
def consult(
    case, by, *, party: str, name: str, address: str = "", concerns: str, on=None
) -> Consultation:
    """Send a 征求意见书; once its delivery is recorded the term stands still from the next day. The
    letter says nothing of the applicant (个人信息保护法 art. 6). Two letters of one day that cannot
    be told apart are refused: one of two people of the same name would count as not asked."""
    if party not in list(Party):
        raise ValidationError({"party": _("请选择征求意见的对象。")})
    need(name, "name", _("请填写对方的名称。"))
    need(concerns, "concerns", _("请写明涉及的信息。"))
    day = on or timezone.localdate()
    row = Consultation(
        case=case,
        code=f"{case.consultations.count() + 1:02d}",
        party=party,
        name=name.strip(),
        address=address.strip(),
        concerns=concerns.strip(),
        sent_on=day,
    )
    _refuse_twin(case, row)
    ledger.append(case, Kind.CONSULT_SENT, day, by, letter=row.code, party=party)
    kind, role = LETTER_KINDS[Party(party)]
    row.letter = issue(case, by, kind, day, information_concerned=row.concerns, **{role: row.name})
    row.save()
    return row


@verb(Action.CONSULTATION_DELIVERED)
def consultation_delivered(case, by, consultation, *, on=None) -> Consultation:
    """The other side has the letter: its fifteen working days begin the next day."""
    row = locked(case, consultation)
    entry = ledger.append(case, Kind.CONSULT_DELIVERED, on, by, letter=row.code)
    row.delivered_on = entry.date
    row.save(update_fields=["delivered_on"])
    return row


@verb(Action.CONSULTATION_UNDELIVERED)
def consultation_undelivered(case, by, consultation, *, reasons: str, on=None) -> Consultation:
    """The letter came back, or it is certain that it cannot reach the other side: nobody has it, so
    it holds no term, and no opinion on it can come. ``reasons`` say what was tried; they may name
    people and stay with the letter, sealed."""
    need(reasons, "reasons", _("请写明退回或者无法送达的情形。"))
    row = locked(case, consultation)
    entry = ledger.append(case, Kind.CONSULT_UNDELIVERED, on, by, letter=row.code)
    row.undelivered_on, row.reasons = entry.date, reasons.strip()
    row.save(update_fields=["undelivered_on", "reasons"])
    return row


@verb(Action.CONSULTATION_RETURNED)
def consultation_returned(
    case, by, consultation, *, result: str, reasons: str = "", on=None
) -> Consultation:
    """The opinion is here, or the time ran out without one (``silent``; the clock has noticed that
    by itself, but somebody must say that this is how it ended). An opinion that comes after all takes
    the place of the silence: it holds no term, but whoever decides must have it before them."""
    row = locked(case, consultation)
    if result not in Result.values:
        raise ValidationError({"result": _("请选择对方的意见。")})
    if row.result and (row.result != Result.SILENT or result == Result.SILENT):
        raise ValidationError(_("已经登记过意见。"), code="returned")
    if result == Result.SILENT:
        _must_be_over(case, row)
    else:
        row.returned_on = ledger.append(case, Kind.CONSULT_RETURNED, on, by, letter=row.code).date
    if result == Result.REFUSED and row.party == Party.THIRD_PARTY:
        need(reasons, "reasons", _("第三方不同意公开的，请记录其理由。"))
    row.result, row.reasons = result, reasons.strip()
    row.save(update_fields=["result", "reasons", "returned_on"])
    return row


def _refuse_twin(case, row) -> None:
    sent = case.consultations.filter(letter__round=case.round, sent_on=row.sent_on, party=row.party)
    for other in sent:
        if not other.is_ended and (other.name, other.address, other.concerns) == (
            row.name,
            row.address,
            row.concerns,
        ):
            text = _(
                "当日已向同名的对象就同样的信息发出征求意见书（%s）。确有另一个同名对象的，请填写其"
                "地址；地址也相同的，在名称后注明区别，例如“张三（财务处）”。"
            )
            raise ValidationError({"name": text % other.code}, code="twin")


def _must_be_over(case, row) -> None:
    clock = ledger.clock_of(case)
    limits = [inner.due for inner in clock.inner if inner.letter == row.code]
    if not limits or limits[0] is None or timezone.localdate() <= limits[0]:
        raise ValidationError(_("对方提出意见的期限尚未届满。"), code="not_over")
