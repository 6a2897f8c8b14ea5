"""What the answer owes third parties (条例 arts. 15, 32): to be asked in writing before their
information is refused, and to be told in writing when it is disclosed against their word."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import ledger
from disclosure.clock import Party
from disclosure.models import Consultation, Letter
from disclosure.outcomes import grounds

Result = Consultation.Result
GROUND = grounds.THIRD_PARTY.code
OBJECTIONS = (Result.REFUSED, Result.PARTLY)
# What the answer says of a third party → the consultations of this round that bear it out.
BORNE_OUT = {
    grounds.OBJECTED: Q(result__in=OBJECTIONS),
    grounds.SILENT: Q(result=Result.SILENT),
    grounds.UNREACHED: Q(result="", delivered_on=None),
}
# Nobody was asked in this round, and the decision says why; it is read at review and signature.
UNASKED = (grounds.OBJECTED_BEFORE, grounds.NO_ADDRESS)
GIVING = {"released", "partial"}
SIGNED = {Letter.Status.SIGNED, Letter.Status.DELIVERED}
WRITTEN = {Letter.Status.DRAFT, *SIGNED}


def concerns(case, decision) -> bool:
    """Whether third parties have a part in this answer at all."""
    return bool(list(_statements(decision)) or _asked(case).exists())


def refusals(case, decision) -> list[str]:
    """Why the answer may not go to review or be signed, in Chinese; empty when it may."""
    asked = _asked(case).filter(letter__round=case.round)
    found = [
        f"{place}{problem}"
        for place, statement in _statements(decision)
        if (problem := _unfounded(asked, statement))
    ]
    return found + _unheard(case, decision) + _untold(case, decision, WRITTEN)


def refuse_untold(case) -> None:
    """Nothing disclosed against a third party's word goes out before the letters that tell it are
    signed; raises ``ValidationError``. Until then a draft will do: none is signed before somebody
    decided."""
    if found := _untold(case, case.decision, SIGNED):
        raise ValidationError(found, code="third_party")


def summary(decision) -> str:
    """What the answer says of them, for whoever reviews and signs it."""
    return "；".join(dict.fromkeys(statement for _place, statement in _statements(decision)))


def _asked(case):
    return case.consultations.filter(party=Party.THIRD_PARTY.value)


def _statements(decision) -> Iterator[tuple[str, str]]:
    """(where, what it says of the third party) wherever the decision refuses for one's sake."""
    if decision.leaf.ground and decision.leaf.ground.code == GROUND:
        yield "", decision.inputs.get("consultation", "")
    for number, line in enumerate(decision.withheld, start=1):
        if line.ground == GROUND:
            yield _("清单第%d项：") % number, line.inputs.get("consultation", "")


def _unfounded(asked, statement: str) -> str:
    if statement in UNASKED or asked.filter(BORNE_OUT.get(statement, Q(pk__in=[]))).exists():
        return ""
    if asked.exists():
        return (
            _(
                "“%s”与登记的征求意见情况不符；请先登记第三方的意见，或者如实选择（条例第三十二条）。"
            )
            % statement
        )
    return _(
        "本次办理没有书面征求第三方意见，不能以保护第三方合法权益为由不予公开（条例第三十二条）。"
        "请先“征求意见”；第三方此前已书面表示不同意公开，或者确实无法取得联系的，"
        "请在“征求第三方意见的情况”中如实选择，并在理由中写明。"
    )


def _unheard(case, decision) -> list[str]:
    """Art. 32: nothing is disclosed while a third party still has time to say what it thinks."""
    if decision.outcome not in GIVING:
        return []
    out = _asked(case).filter(letter__round=case.round, result="", delivered_on__isnull=False)
    codes = list(out.order_by("pk").values_list("code", flat=True))
    over = _letters_whose_days_are_over(case) if codes else set()
    if not (waiting := [code for code in codes if code not in over]):
        return []
    return [
        _(
            "第三方的意见还没有收到，提出意见的期限也没有届满（征求意见书 %s），不能决定公开"
            "（条例第三十二条）：请等待并登记第三方的意见；逾期未提出的，由本机关决定是否公开。"
        )
        % "、".join(waiting)
    ]


def _letters_whose_days_are_over(case) -> set[str]:
    today = timezone.localdate()
    inner = ledger.clock_of(case).inner
    return {limit.letter for limit in inner if limit.letter and limit.due and today > limit.due}


def _untold(case, decision, statuses) -> list[str]:
    """Art. 32: what is disclosed although a third party objects, it is told in writing, and why, by
    a letter in one of ``statuses``. Each line of the schedule that withholds something for a third
    party's sake honours one objection."""
    if decision.outcome not in GIVING:
        return []
    honoured = sum(line.ground == GROUND for line in decision.withheld)
    objecting = _objecting(case)
    if len(objecting) <= honoured:
        return []
    told, untold = _told(case, statuses), []
    for row in objecting:
        if told[_plain(row.name)]:
            told[_plain(row.name)] -= 1
        else:
            untold.append(row.code)
    if len(untold) <= honoured:
        return []
    return [
        _(
            "第三方不同意公开（征求意见书 %s），决定公开的，须将公开的内容和理由书面告知第三方"
            "（条例第三十二条）：请拟写“依申请公开告知书（第三方）”，一个第三方一份，第三方的名称"
            "与征求意见书一致，登记答复送达前须已签发。清单中以保护第三方合法权益为由的一项，抵一个第三方。"
        )
        % "、".join(untold)
    ]


def _objecting(case) -> list:
    """The last word of each counts, in whatever round it came. Two of one name are told apart by
    their addresses."""
    answered = _asked(case).exclude(result="").order_by("pk")
    last = {(_plain(row.name), _plain(row.address)): row for row in answered}
    objecting = [row for row in last.values() if row.result in OBJECTIONS]
    return sorted(objecting, key=lambda row: row.pk)


def _told(case, statuses) -> Counter:
    """How many letters of this round are written to whom."""
    letters = case.letters.filter(
        round=case.round, kind="third_party_disclosure", status__in=statuses
    )
    return Counter(_plain((letter.data or {}).get("third_party", "")) for letter in letters)


def _plain(name: str) -> str:
    """A name as it is compared: wide and narrow brackets, and spaces, make no other party."""
    return "".join(unicodedata.normalize("NFKC", name).split())
