"""From cases to the annual report: every case in its row and column, and reconciled."""

from datetime import date

import pytest

from disclosure import figures
from disclosure import services as do
from disclosure.annual import Key, Proactive, Route, build, failures
from disclosure.fees import FeeRules, charge
from disclosure.models import Case, DeskSettings

from .builders import PHONE, case_of, submit


def report(year=2026, previous=None):
    return build(
        year,
        figures.case_records(),
        figures.review_records(),
        Proactive(),
        previous,
        fees=figures.fees_collected(year),
    )


@pytest.fixture
def year(desk):
    """One case of each ending, one open, one that nobody confirmed."""
    for outcome in ("released", "partial", "third_party", "petition"):
        desk.closed(outcome)
    do.withdraw(desk.handling(), desk.by("applicant"))
    desk.handling()
    desk.new()
    return desk


def test_each_case_counts_once_in_its_row(year):
    found = report()
    assert failures(found) == []
    rows = {
        row: found.figures[Key("3", row, "natural")] for row in ("3.1", "3.2", "3.3.4", "3.5.1")
    }
    assert rows == {"3.1": 1, "3.2": 1, "3.3.4": 1, "3.5.1": 1}
    assert found.figures[Key("3", "3.6.3", "natural")] == 1
    assert found.figures[Key("3", "1", "total")] == 6
    assert found.figures[Key("3", "4", "total")] == 1


def test_what_was_never_received_does_not_count(year):
    do.withdraw(case_of(submit()[0]), year.by("applicant"))
    assert report().figures[Key("3", "1", "total")] == 6


def test_an_organisation_counts_in_its_column(desk):
    firm = do.Applicant(
        name="某所",
        applicant_type="organisation",
        category="research",
        id_type="credit_code",
        id_number="91110000600037341L",
        phone=PHONE,
    )
    case = desk.counter(firm)
    assert report().cases_of(Key("3", "4", "research")) == (case.number,)


def test_the_year_is_that_of_receipt_not_of_sending(desk, time_machine):
    time_machine.move_to("2026-12-31 10:00+08:00")
    case = desk.new()
    time_machine.move_to("2027-01-04 10:00+08:00")
    do.confirm_receipt(case, desk.by("intake"))
    assert report(2026).figures[Key("3", "1", "total")] == 0
    assert report(2027).figures[Key("3", "1", "total")] == 1


def test_what_is_open_at_the_end_is_carried_over(year, time_machine):
    first = report()
    time_machine.move_to("2027-01-04 10:00+08:00")
    case = Case.objects.exclude(received_on=None).get(stage="handling")
    do.withdraw(case, year.by("applicant"))
    second = report(2027, first.closing())
    assert failures(second) == []
    assert second.cases_of(Key("3", "2", "natural")) == (case.number,)
    assert second.figures[Key("3", "3.6.3", "natural")] == 1


def test_reviews_and_suits_fill_table_four(desk):
    case, by = desk.closed("third_party"), desk.by("intake")
    review = do.start_proceeding(
        case, by, route=Route.REVIEW, body="市政府", received_on=date(2026, 3, 2)
    )
    do.end_proceeding(case, by, review, result="upheld", on=date(2026, 3, 2))
    do.start_proceeding(
        case, by, route=Route.SUIT_AFTER_REVIEW, body="法院", received_on=date(2026, 3, 2)
    )
    found = report()
    assert failures(found) == []
    assert found.figures[Key("4", Route.REVIEW, "upheld")] == 1
    assert found.figures[Key("4", Route.SUIT_AFTER_REVIEW, "pending")] == 1


def test_fees_are_counted_from_the_ledger(desk):
    row = DeskSettings.objects.get()
    row.fees_enabled = True
    row.save()
    case = desk.handling()
    do.notify_fee(case, desk.by("intake"), charge(FeeRules(enabled=True), pages=68), payment="汇款")
    do.fee_paid(case, desk.by("intake"), amount=380)
    found = figures.fees_collected(2026)
    assert (found.notices, found.amount) == (1, 380)
    assert figures.fees_collected(2025).notices == 0


def test_the_records_cost_two_queries_however_many_there_are(year, django_assert_num_queries):
    with django_assert_num_queries(2):
        list(figures.case_records())
        list(figures.review_records())
