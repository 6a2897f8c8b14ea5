"""A letter of each kind with made-up contents, to see what a template looks like."""

from datetime import date

from disclosure.outcomes import GROUNDS, LETTERS, OUTCOMES, CaseFacts, Decision, Kind, Withheld
from disclosure.outcomes.placeholders import ALL

from .letter import Letter

DAY = date(2026, 3, 2)
CASE = CaseFacts("XXGK-2026-000001", "张某某", DAY, "2025年度大型仪器采购合同")
SAMPLE = "（示例内容）"
DAYS = {"due_on", "comment_by", "extended_until", "correct_by", "explain_by", "pay_by"}


def specimen(kind: str, profile) -> Letter:
    """A letter that lacks nothing; everything in it is invented."""
    codes = LETTERS[kind].outcomes
    return Letter(
        kind=kind,
        case=CASE,
        profile=profile,
        reference="示公〔2026〕1号",
        signed_on=DAY,
        signatory=SAMPLE,
        delivery=SAMPLE,
        facts={ALL[n]: DAY if ALL[n] in DAYS else SAMPLE for n in LETTERS[kind].placeholders},
        decision=_decision(OUTCOMES[codes[0]]) if codes else None,
    )


def _decision(leaf) -> Decision:
    lines = ()
    if leaf.has_schedule:
        ground = GROUNDS["third_party"]
        lines = (Withheld("合同第十二条“付款账户”", ground.code, _inputs(ground)),)
    return Decision(leaf.code, _inputs(leaf), lines)


def _inputs(entry) -> dict:
    return {item.name: _value(item) for item in entry.inputs if not item.optional}


def _value(item):
    match item.kind:
        case Kind.DATE:
            return DAY
        case Kind.CHOICE:
            return item.choices[0]
        case Kind.CHOICES:
            return item.choices[:1]
        case Kind.LINES:
            return (SAMPLE,)
        case Kind.LINK:
            return "https://www.example.cn/"
        case Kind.FLAG:
            return True
    return SAMPLE
