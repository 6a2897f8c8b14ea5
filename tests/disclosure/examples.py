"""Decisions that lack nothing, one for every leaf, made from the leaf's own list of inputs."""

from dataclasses import replace
from datetime import date

from disclosure.outcomes import (
    GROUNDS,
    Body,
    CaseFacts,
    Decision,
    InstitutionProfile,
    Kind,
    RemedySettings,
    Withheld,
)

AGENCY = InstitutionProfile(
    "示例市数据局",
    remedies=RemedySettings(review_agency="示例市人民政府", court="示例市中级人民法院"),
)
AUTHORISED = InstitutionProfile("示例管理中心", Body.AUTHORISED, remedies=AGENCY.remedies)
INSTITUTE = InstitutionProfile(
    "示例研究所",
    Body.PUBLIC_INSTITUTION,
    rules="《示例院信息公开办法》",
    remedies=RemedySettings(appeal_body="示例院办公厅"),
)
INQUIRED = replace(INSTITUTE, takes_inquiries=True)
CASE = CaseFacts("2026-0012", "张某", date(2026, 11, 2), "2025年度仪器采购合同")


def value_for(item):
    """Something that fits the input and can be found again in a letter."""
    match item.kind:
        case Kind.DATE:
            return date(2026, 11, 3)
        case Kind.CHOICE:
            return item.choices[0]
        case Kind.CHOICES:
            return item.choices[:2]
        case Kind.LINES:
            return (f"{item.name}甲", f"{item.name}乙")
        case Kind.LINK:
            return f"https://www.example.cn/{item.name}"
        case Kind.FLAG:
            return True
    return f"填写的{item.name}"


def complete(entry) -> dict:
    """Every input of a leaf or ground; of two that stand in for each other, the first."""
    values = {}
    for item in entry.inputs:
        if not item.optional and not (item.unless and item.unless in values):
            values[item.name] = value_for(item)
    return values


def withheld(*codes) -> tuple[Withheld, ...]:
    return tuple(
        Withheld(f"第{number}部分", code, complete(GROUNDS[code]))
        for number, code in enumerate(codes, start=1)
    )


def decision_on(leaf) -> Decision:
    schedule = withheld("third_party") if leaf.has_schedule else ()
    return Decision(leaf.code, complete(leaf), schedule)
