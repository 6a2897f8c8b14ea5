"""Counting: a real city's year comes out as published, and every figure knows its cases."""

import pytest

from disclosure.annual import (
    KEYS,
    Applicant,
    CaseRecord,
    Documents,
    Key,
    Opening,
    Proactive,
    Result,
    ReviewRecord,
    Route,
    build,
    failures,
    label,
)
from disclosure.annual.layout import CARRIED_IN, CARRIED_ON, RECEIVED, TOTAL
from disclosure.outcomes import OUTCOMES

from . import hangzhou

NATURAL, BUSINESS = Applicant.NATURAL, Applicant.BUSINESS
ENDINGS = [*Result, "pending", TOTAL]


def report_of(cases=(), reviews=(), previous=None, year=2026):
    return build(year, cases, reviews, Proactive(), previous)


def rows_with(report, id):
    """The rows of table 3 that count the case, without sums over columns."""
    return {key.row for key in KEYS if key.column != TOTAL and id in report.cases_of(key)}


# --- A published report --------------------------------------------------------------------------
@pytest.mark.parametrize("row", hangzhou.PUBLISHED)
def test_a_row_of_table_3_comes_out_as_published(published, row):
    figures = tuple(published.figures[Key("3", row, column)] for column in hangzhou.COLUMNS)
    assert figures == hangzhou.PUBLISHED[row]


@pytest.mark.parametrize("route", Route)
def test_table_4_comes_out_as_published(published, route):
    figures = tuple(published.figures[Key("4", route, ending)] for ending in ENDINGS)
    assert figures == hangzhou.REVIEWS[route]


def test_table_2_is_what_was_typed(published):
    figures = [published.figures[key] for key in KEYS if key.table == "2"]
    assert figures == [3, 5, 74, 564, 984, 4185, 11398889, 6937489, 166105, 316441]


def test_the_published_report_reconciles(published):
    assert failures(published) == []


def test_every_counted_figure_is_the_number_of_its_cases(published):
    for key in KEYS:
        if key.table != "2":
            assert len(set(published.cases_of(key))) == published.figures[key], label(key)


# --- The year a case counts in -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("received", "closed", "rows"),
    [
        (2026, 2026, {RECEIVED, "3.3.7", "3.7"}),
        (2026, None, {RECEIVED, CARRIED_ON}),
        (2026, 2027, {RECEIVED, CARRIED_ON}),
        (2025, 2026, {CARRIED_IN, "3.3.7", "3.7"}),
        (2024, None, {CARRIED_IN, CARRIED_ON}),
        (2024, 2028, {CARRIED_IN, CARRIED_ON}),
        (2025, 2025, set()),
        (2027, None, set()),
        (2027, 2027, set()),
    ],
)
def test_a_case_counts_once_on_each_side(received, closed, rows):
    case = CaseRecord("A", NATURAL, received, closed, "enforcement_file" if closed else "")
    assert rows_with(report_of([case]), "A") == rows


@pytest.mark.parametrize("leaf", OUTCOMES.values(), ids=OUTCOMES)
def test_each_leaf_counts_in_its_row(leaf):
    case = CaseRecord("A", BUSINESS, 2026, 2026, leaf.code)
    assert rows_with(report_of([case]), "A") == {RECEIVED, leaf.row, "3.7"}


def test_an_officers_override_moves_the_case():
    case = CaseRecord("A", BUSINESS, 2026, 2026, "released", moved_to="3.6.3")
    assert rows_with(report_of([case]), "A") == {RECEIVED, "3.6.3", "3.7"}


@pytest.mark.parametrize(
    ("received", "concluded", "ending"),
    [
        (2026, 2026, Result.CORRECTED),
        (2025, 2026, Result.CORRECTED),
        (2026, None, "pending"),
        (2025, 2027, "pending"),
        (2025, 2025, None),
        (2027, 2027, None),
    ],
)
def test_a_review_counts_by_how_the_year_left_it(received, concluded, ending):
    result = Result.CORRECTED if concluded else None
    report = report_of(reviews=[ReviewRecord("R", Route.SUIT, received, concluded, result)])
    found = {key.column for key in KEYS if "R" in report.cases_of(key)}
    assert found == ({ending, TOTAL} if ending else set())
    assert not failures(report)


# --- From year to year ---------------------------------------------------------------------------
def test_last_years_closing_opens_this_year():
    cases = [
        CaseRecord("A", NATURAL, 2025),
        CaseRecord("B", BUSINESS, 2024, 2026, "released"),
        CaseRecord("C", NATURAL, 2025, 2025, "released"),
    ]
    closing = report_of(cases, year=2025).closing()
    assert closing == Opening(
        2025,
        {**dict.fromkeys(Applicant, 0), NATURAL: 1, BUSINESS: 1},
        {**dict.fromkeys(Applicant, ()), NATURAL: ("A",), BUSINESS: ("B",)},
    )
    report = report_of(cases, previous=closing)
    assert report.figures[Key("3", CARRIED_IN, TOTAL)] == 2
    assert report.cases_of(Key("3", CARRIED_IN, TOTAL)) == ("A", "B")
    assert not failures(report)


def test_the_published_closing_stays_whatever_the_records_say_today():
    closing = Opening(2025, {NATURAL: 5})
    report = report_of([CaseRecord("A", NATURAL, 2025)], previous=closing)
    assert report.figures[Key("3", CARRIED_IN, NATURAL)] == 5
    assert report.figures[Key("3", CARRIED_IN, TOTAL)] == 5
    assert failures(report)


def test_only_last_years_closing_opens_a_year():
    with pytest.raises(ValueError, match="not the closing"):
        report_of(previous=Opening(2024, {}))


# --- Records that cannot be ----------------------------------------------------------------------
@pytest.mark.parametrize(
    "values",
    [
        {"received": 2026, "closed": 2025, "outcome": "released"},
        {"received": 2026, "closed": 2026},
        {"received": 2026, "outcome": "released"},
        {"received": 2026, "closed": 2026, "outcome": "unheard_of"},
        {"received": 2026, "closed": 2026, "outcome": "released", "moved_to": "3.7"},
    ],
)
def test_a_case_that_cannot_be_is_refused_with_its_id(values):
    with pytest.raises(ValueError, match="case A"):
        CaseRecord("A", NATURAL, **values)


@pytest.mark.parametrize(
    "values",
    [(2026, 2025, Result.OTHER), (2026, 2026, None), (2026, None, Result.OTHER)],
)
def test_a_review_that_cannot_be_is_refused_with_its_id(values):
    with pytest.raises(ValueError, match="review R"):
        ReviewRecord("R", Route.REVIEW, *values)


@pytest.mark.parametrize(
    ("cases", "reviews"),
    [
        ([CaseRecord("A", NATURAL, 2026)] * 2, []),
        ([], [ReviewRecord("A", Route.REVIEW, 2026)] * 2),
    ],
)
def test_nothing_is_counted_twice(cases, reviews):
    with pytest.raises(ValueError, match="twice"):
        report_of(cases, reviews)


def test_every_figure_has_a_name_of_its_own():
    names = [label(key) for key in KEYS]
    assert len(set(names)) == len(names) == 10 + 25 * 7 + 15
    assert label(Key("3", "3.3.1", "natural")) == (
        "收到和处理政府信息公开申请情况：三、本年度办理结果 › （三）不予公开 › 1.属于国家秘密，自然人"
    )
    assert label(Key("2", "fees", "amount")) == (
        "主动公开政府信息情况：行政事业性收费，本年收费金额（单位：万元）"
    )


def test_documents_keep_their_three_columns_apart():
    report = build(2026, [], [], Proactive(rules=Documents(1, 2, 3)))
    assert [
        report.figures[Key("2", "rules", column)] for column in ("made", "repealed", "valid")
    ] == [1, 2, 3]
