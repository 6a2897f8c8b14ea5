"""The published figures of 杭州市 2025, as synthetic records: a real report to count against."""

from decimal import Decimal
from itertools import count

from disclosure.annual import (
    Applicant,
    CaseRecord,
    Documents,
    FeesCollected,
    Proactive,
    Result,
    ReviewRecord,
    Route,
)
from disclosure.outcomes import OUTCOMES

YEAR = 2025
COLUMNS = [*Applicant, "total"]
# Row → 自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他, 总计, as published.
PUBLISHED = {
    "1": (13612, 252, 0, 45, 128, 32, 14069),
    "2": (535, 6, 0, 1, 18, 0, 560),
    "3.1": (5345, 129, 0, 41, 19, 14, 5548),
    "3.2": (2120, 39, 0, 1, 6, 2, 2168),
    "3.3.1": (13, 0, 0, 0, 0, 0, 13),
    "3.3.2": (30, 0, 0, 0, 0, 0, 30),
    "3.3.3": (11, 0, 0, 0, 0, 0, 11),
    "3.3.4": (49, 2, 0, 0, 0, 0, 51),
    "3.3.5": (103, 1, 0, 0, 0, 0, 104),
    "3.3.6": (84, 1, 0, 0, 0, 0, 85),
    "3.3.7": (282, 4, 0, 0, 0, 0, 286),
    "3.3.8": (147, 0, 0, 0, 1, 2, 150),
    "3.4.1": (3075, 50, 0, 0, 89, 8, 3222),
    "3.4.2": (177, 3, 0, 0, 0, 0, 180),
    "3.4.3": (19, 0, 0, 0, 0, 0, 19),
    "3.5.1": (199, 1, 0, 0, 3, 0, 203),
    "3.5.2": (147, 1, 0, 0, 0, 0, 148),
    "3.5.3": (0, 0, 0, 0, 0, 0, 0),
    "3.5.4": (100, 1, 0, 0, 0, 0, 101),
    "3.5.5": (5, 0, 0, 0, 0, 0, 5),
    "3.6.1": (315, 3, 0, 0, 0, 0, 318),
    "3.6.2": (202, 0, 0, 1, 0, 0, 203),
    "3.6.3": (941, 17, 0, 1, 3, 3, 965),
    "3.7": (13364, 252, 0, 44, 121, 29, 13810),
    "4": (783, 6, 0, 2, 25, 3, 819),
}
# 结果维持, 结果纠正, 其他结果, 尚未审结, 总计.
REVIEWS = {
    Route.REVIEW: (376, 97, 196, 121, 790),
    Route.SUIT: (16, 1, 12, 27, 56),
    Route.SUIT_AFTER_REVIEW: (74, 1, 30, 51, 156),
}
PROACTIVE = Proactive(
    rules=Documents(3, 5, 74),
    normative=Documents(564, 984, 4185),
    licences=11398889,
    penalties=6937489,
    compulsions=166105,
    fees=Decimal(316441),
)
FEES = FeesCollected(notices=204, amount=Decimal(400))


def cases() -> list[CaseRecord]:
    """One record for each application: the oldest are answered first, as in any registry."""
    number, records = count(1), []
    for place, applicant in enumerate(Applicant):
        carried = PUBLISHED["2"][place]
        endings = [
            outcome
            for row, figures in PUBLISHED.items()
            if row.startswith("3.") and row != "3.7"
            for outcome in [leaf_of(row)] * figures[place]
        ]
        endings += [""] * PUBLISHED["4"][place]
        for order, outcome in enumerate(endings):
            received = YEAR - 1 if order < carried else YEAR
            closed = YEAR if outcome else None
            records.append(CaseRecord(f"A{next(number):05}", applicant, received, closed, outcome))
    return records


def leaf_of(row) -> str:
    return next(code for code, leaf in OUTCOMES.items() if leaf.row == row)


def reviews() -> list[ReviewRecord]:
    number, records = count(1), []
    for route, figures in REVIEWS.items():
        for result, times in zip([*Result, None], figures[:4], strict=True):
            concluded = YEAR if result else None
            for _ in range(times):
                records.append(
                    ReviewRecord(f"R{next(number):04}", route, YEAR - 1, concluded, result)
                )
    return records
