"""The records the annual report is counted from, made of cases and proceedings."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from disclosure.annual import Applicant, CaseRecord, FeesCollected, Result, ReviewRecord, Route
from disclosure.clock import Kind
from disclosure.models import Case, CaseEvent, Proceeding
from disclosure.outcomes import OUTCOMES

COLUMNS = (
    "number applicant_type category received_on report_year report_outcome report_row"
).split()


def case_records() -> Iterator[CaseRecord]:
    """Every application that was received (条例 art. 31), as table 3 counts it. One query.

    One that was withdrawn before anybody confirmed it was never received, and does not count.
    """
    rows = Case.objects.exclude(received_on=None).only(*COLUMNS).order_by("pk")
    for case in rows.iterator(1000):
        yield CaseRecord(
            id=case.number,
            applicant=Applicant(case.report_column),
            received=case.received_on.year,
            closed=case.report_year,
            outcome=case.report_outcome,
            moved_to=_moved(case),
        )


def _moved(case) -> str:
    if not case.report_outcome or OUTCOMES[case.report_outcome].row == case.report_row:
        return ""
    return case.report_row


def review_records() -> Iterator[ReviewRecord]:
    """Reviews and suits for table 4. One query."""
    for row in Proceeding.objects.select_related("case").order_by("pk").iterator(1000):
        yield ReviewRecord(
            id=f"{row.case.number}/{row.pk}",
            route=Route(row.route),
            received=row.received_on.year,
            concluded=row.concluded_on.year if row.concluded_on else None,
            result=Result(row.result) if row.result else None,
        )


def fees_collected(year: int) -> FeesCollected:
    """信息处理费 of the year: notices sent, money in. One query."""
    entries = CaseEvent.objects.filter(
        kind__in=[Kind.FEE_NOTIFIED.value, Kind.FEE_PAID.value],
        date__range=(date(year, 1, 1), date(year, 12, 31)),
    )
    notices, amount = 0, Decimal(0)
    for entry in entries:
        if entry.kind == Kind.FEE_NOTIFIED.value:
            notices += 1
        else:
            amount += Decimal(entry.data.get("amount", "0"))
    return FeesCollected(notices, amount)
