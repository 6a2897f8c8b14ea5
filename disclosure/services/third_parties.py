"""What the answer owes third parties (条例 arts. 15, 32): to be asked in writing before their
information is refused, and to be told in writing when it is disclosed against their word."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import ledger
from disclosure.clock import Party
from disclosure.models import Consultation, Letter
from disclosure.outcomes import grounds

Result = Consultation.Result
GROUND = grounds.THIRD_PARTY.code
OBJECTIONS = (Result.REFUSED, Result.PARTLY)
# Nobody was asked in this round, and the decision says why; it is read at review and signature.
UNASKED = (grounds.OBJECTED_BEFORE, grounds.NO_ADDRESS)
GIVING = {"released", "partial"}
SIGNED = {Letter.Status.SIGNED, Letter.Status.DELIVERED}
WRITTEN = {Letter.Status.DRAFT, *SIGNED}


def concerns(case, decision) -> bool:
    """Whether third parties have a part in this answer at all."""
    return bool(list(_statements(decision)) or _asked(case))


def refusals(case, decision) -> list[str]:
    """Why the answer may not go to review or be signed, in Chinese; empty when it may."""
    asked = _asked(case)
    found = [
        f"{place}{problem}"
        for place, statement, honours in _statements(decision)
        if (problem := _unfounded(case, asked, statement, honours))
    ]
    return found + _unheard(case, decision, asked) + _untold(case, decision, asked, WRITTEN)


def refuse_untold(case) -> None:
    """Nothing disclosed against a third party's word goes out before the letters that tell it are
    signed; raises ``ValidationError``. Until then a draft will do: none is signed before somebody
    decided."""
    if found := _untold(case, case.decision, _asked(case), SIGNED):
        raise ValidationError(found, code="third_party")


def summary(decision) -> str:
    """What the answer says of them, and whose word it heeds, for whoever reviews and signs it."""
    said = (
        statement + (_("（征求意见书 %s）") % "、".join(honours) if honours else "")
        for _place, statement, honours in _statements(decision)
    )
    return "；".join(dict.fromkeys(said))


def objections(case) -> list[Consultation]:
    """The objections that stand, in whatever round they were made, oldest first."""
    return _objecting(_asked(case))


def _asked(case) -> list[Consultation]:
    """Every 征求意见书 to a third party, oldest first; ``asked_in`` is the round it was sent in."""
    rows = case.consultations.filter(party=Party.THIRD_PARTY.value).order_by("pk")
    return list(rows.annotate(asked_in=F("letter__round")))


def _statements(decision) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(where, what it says of the third party, whose objection it honours) wherever the decision
    refuses for one's sake."""
    if decision.leaf.ground and decision.leaf.ground.code == GROUND:
        yield "", decision.inputs.get("consultation", ""), ()
    for number, line in enumerate(decision.withheld, start=1):
        if line.ground == GROUND:
            statement = line.inputs.get("consultation", "")
            yield _("清单第%d项：") % number, statement, line.honours


def _unfounded(case, asked, statement: str, honours) -> str:
    if _is_borne_out(case, asked, statement, honours):
        return ""
    if honours or any(row.asked_in == case.round for row in asked):
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


def _is_borne_out(case, asked, statement, honours) -> bool:
    if honours:
        said = {row.code: _as_said(case, row) for row in _objecting(asked)}
        return set(honours) <= set(said) and statement in {said[code] for code in honours}
    if statement in UNASKED:
        return True
    if statement == grounds.UNREACHED:
        return any(row.asked_in == case.round and row.undelivered_on for row in asked)
    fitting = {grounds.OBJECTED: OBJECTIONS, grounds.SILENT: (Result.SILENT,)}.get(statement, ())
    words = _last_words(asked)
    return any(row.asked_in == case.round and row.result in fitting for row in words)


def _as_said(case, row) -> str:
    """How a decision speaks of this objection."""
    return grounds.OBJECTED if row.asked_in == case.round else grounds.OBJECTED_BEFORE


def _unheard(case, decision, asked) -> list[str]:
    """Art. 32: nothing is disclosed while a third party still has time to say what it thinks; its
    days begin when it has the letter."""
    if decision.outcome not in GIVING:
        return []
    out = [row for row in asked if row.asked_in == case.round and not row.is_ended]
    over = _letters_whose_days_are_over(case) if out else set()
    under_way = [row.code for row in out if row.delivered_on is None]
    waiting = [row.code for row in out if row.delivered_on and row.code not in over]
    found = []
    if under_way:
        found.append(
            _(
                "征求意见书 %s 已经发出，没有登记送达，也没有登记退回，不能决定公开（条例第三十二条）："
                "请登记送达，等待第三方的意见；被退回或者无法送达的，请登记退回。"
            )
            % "、".join(under_way)
        )
    if waiting:
        found.append(
            _(
                "第三方的意见还没有收到，提出意见的期限也没有届满（征求意见书 %s），不能决定公开"
                "（条例第三十二条）：请等待并登记第三方的意见；逾期未提出的，由本机关决定是否公开。"
            )
            % "、".join(waiting)
        )
    return found


def _letters_whose_days_are_over(case) -> set[str]:
    today = timezone.localdate()
    inner = ledger.clock_of(case).inner
    return {limit.letter for limit in inner if limit.letter and limit.due and today > limit.due}


def _untold(case, decision, asked, statuses) -> list[str]:
    """Art. 32: each who objects is either heeded by a line of the schedule that names the objection,
    or told in writing, by a letter in one of ``statuses``, what is disclosed all the same and why."""
    if decision.outcome not in GIVING:
        return []
    objecting = _objecting(asked)
    honoured, overridden = _honoured(case, decision, objecting), defaultdict(list)
    for row in objecting:
        if row.code not in honoured:
            overridden[_party(row)].append(row.code)
    told, untold = _told(case, statuses), []
    for (name, _address), codes in overridden.items():
        if told[name]:
            told[name] -= 1
        else:
            untold += codes
    if not untold:
        return []
    return [
        _(
            "第三方不同意公开（征求意见书 %s）。采纳其意见的，请在清单中以保护第三方合法权益为由的一项"
            "勾选；决定公开的，须将公开的内容和理由书面告知第三方（条例第三十二条）：请拟写"
            "“依申请公开告知书（第三方）”，一个第三方一份，第三方的名称与征求意见书一致，"
            "登记答复送达前须已签发。"
        )
        % "、".join(untold)
    ]


def _honoured(case, decision, objecting) -> set[str]:
    """The letters whose objections lines of the schedule heed. Where only one objects, a line that
    speaks of that objection can mean no other."""
    found = set()
    for place, statement, honours in _statements(decision):
        found.update(honours)
        if place and len(objecting) == 1 and statement == _as_said(case, objecting[0]):
            found.add(objecting[0].code)
    return found


def _objecting(asked) -> list[Consultation]:
    return [row for row in _last_words(asked) if row.result in OBJECTIONS]


def _last_words(asked) -> list[Consultation]:
    """The last word of each on the same information. Who says nothing when asked again has taken
    nothing back."""
    last = {}
    for row in asked:
        matter = (*_party(row), _plain(row.concerns))
        if row.result and not (row.result == Result.SILENT and matter in last):
            last[matter] = row
    return sorted(last.values(), key=lambda row: row.pk)


def _party(row) -> tuple[str, str]:
    """Two of one name are told apart by their addresses."""
    return _plain(row.name), _plain(row.address)


def _told(case, statuses) -> Counter:
    """How many letters of this round are written to whom."""
    letters = case.letters.filter(
        round=case.round, kind="third_party_disclosure", status__in=statuses
    )
    return Counter(_plain((letter.data or {}).get("third_party", "")) for letter in letters)


def _plain(name: str) -> str:
    """A name as it is compared: wide and narrow brackets, and spaces, make no other party."""
    return "".join(unicodedata.normalize("NFKC", name).split())
