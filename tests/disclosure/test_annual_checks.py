"""Reconciliation: honest records always add up, and no single tampering goes unseen."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.annual import (
    KEYS,
    Applicant,
    CaseRecord,
    Key,
    Opening,
    Proactive,
    build,
    checks,
    failures,
)
from disclosure.annual.layout import ROWS

from . import hangzhou
from .strategies import YEAR, cases, reviews

COUNTED_TABLES = [key for key in KEYS if key.table != "2"]


def tampered(report, key, by):
    return replace(report, figures={**report.figures, key: report.figures[key] + by})


def codes(report):
    return {check.code for check in failures(report)}


def two_years(records, trials=()):
    """The year, opened by the closing of the year before."""
    last = build(YEAR - 1, records, trials, Proactive())
    return build(YEAR, records, trials, Proactive(), last.closing())


# --- Properties ----------------------------------------------------------------------------------
@given(cases(), reviews())
@settings(max_examples=50, deadline=None)
def test_records_of_any_two_years_reconcile(records, trials):
    report = two_years(records, trials)
    assert failures(report) == []
    assert failures(build(YEAR, records, trials, Proactive())) == []


@given(cases(), reviews(), st.sampled_from(COUNTED_TABLES), st.integers(-9, 9).filter(bool))
@settings(max_examples=50, deadline=None)
def test_a_figure_changed_by_hand_is_found(records, trials, key, by):
    assert failures(tampered(two_years(records, trials), key, by))


@given(cases(most=12), st.data())
@settings(max_examples=50, deadline=None)
def test_a_carried_case_changed_after_publication_is_found_and_named(records, data):
    last = build(YEAR - 1, records, [], Proactive())
    carried = [id for ids in last.closing().cases.values() for id in ids]
    if not carried:
        return
    id = data.draw(st.sampled_from(carried))
    case = next(case for case in records if case.id == id)
    others = [other for other in records if other is not case]
    moved = [column for column in Applicant if column != case.applicant]
    changed = data.draw(
        st.sampled_from(
            [
                [],
                [replace(case, received=YEAR, closed=None, outcome="", moved_to="")],
                [replace(case, applicant=data.draw(st.sampled_from(moved)))],
            ]
        )
    )
    report = build(YEAR, [*others, *changed], [], Proactive(), last.closing())
    assert any(id in check.cases for check in failures(report))


@given(cases())
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_records_does_not_matter(records):
    assert build(YEAR, records, [], Proactive()) == build(YEAR, records[::-1], [], Proactive())


# --- The published report ------------------------------------------------------------------------
@pytest.mark.parametrize("by", [1, -1])
def test_no_published_figure_can_be_changed_alone(published, by):
    assert [key for key in COUNTED_TABLES if not failures(tampered(published, key, by))] == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            Key("3", "1", "natural"),
            {"balance-natural", "total-1", "cases-3/1/natural"},
        ),
        (
            Key("3", "3.3.1", "research"),
            {"results-research", "total-3.3.1", "cases-3/3.3.1/research"},
        ),
        (Key("3", "3.7", "legal"), {"balance-legal", "results-legal", "total-3.7"}),
        (Key("3", "4", "total"), {"balance-total", "total-4"}),
        (
            Key("3", "2", "other"),
            {"balance-other", "total-2", "on-hand-other", "cases-3/2/other"},
        ),
        (Key("4", "suit", "pending"), {"total-suit", "cases-4/suit/pending"}),
        (Key("4", "review", "total"), {"total-review"}),
    ],
)
def test_a_changed_figure_breaks_just_the_equations_it_stands_in(published, key, expected):
    assert codes(tampered(published, key, 1)) == expected


def test_two_changes_that_balance_are_found_by_the_cases(published):
    report = tampered(published, Key("3", "3.1", "natural"), 1)
    report = tampered(report, Key("3", "3.2", "natural"), -1)
    report = tampered(report, Key("3", "3.1", "total"), 1)
    report = tampered(report, Key("3", "3.2", "total"), -1)
    assert codes(report) == {"cases-3/3.1/natural", "cases-3/3.2/natural"}


def test_every_column_every_row_and_every_route_has_its_check(published):
    found = [check.code for check in checks(published)]
    assert len(set(found)) == len(found)
    assert {f"balance-{column}" for column in hangzhou.COLUMNS} <= set(found)
    assert {f"results-{column}" for column in hangzhou.COLUMNS} <= set(found)
    assert {f"total-{row}" for row in ROWS} <= set(found)
    assert {"total-review", "total-suit", "total-suit-after-review"} <= set(found)


def test_a_check_says_both_sides_with_their_numbers(published):
    sentences = {check.code: check.sentence for check in checks(published)}
    assert sentences["balance-natural"] == (
        "“自然人”列第一项加第二项之和为14147，第三项加第四项之和为14147，相等。"
    )
    assert sentences["total-review"] == "“行政复议”的总计为790，各类结果之和为790，相等。"
    broken = failures(tampered(published, Key("3", "3.7", "natural"), -4))
    assert broken[0].sentence == (
        "“自然人”列第一项加第二项之和为14147，第三项加第四项之和为14143，两者不相等。"
    )
    assert (broken[0].left, broken[0].right) == (14147, 14143)


# --- The opening ---------------------------------------------------------------------------------
def test_row_two_is_held_against_last_years_report_and_against_the_records():
    case = CaseRecord("A", Applicant.NATURAL, 2025)
    last = build(2025, [case], [], Proactive()).closing()
    report = build(2026, [], [], Proactive(), last)
    failed = {check.code: check for check in failures(report)}
    assert failed["on-hand-natural"].cases == ("A",)
    assert "balance-natural" in failed and "opening-natural" not in failed
    report = tampered(build(2026, [case], [], Proactive(), last), Key("3", "2", "natural"), 1)
    assert "opening-natural" in codes(report)


def test_a_report_made_elsewhere_opens_with_its_numbers_only():
    cases = [CaseRecord("A", Applicant.NATURAL, 2025), CaseRecord("B", Applicant.OTHER, 2026)]
    good = build(2026, cases, [], Proactive(), Opening(2025, {Applicant.NATURAL: 1}))
    assert failures(good) == []
    bad = build(2026, cases, [], Proactive(), Opening(2025, {Applicant.NATURAL: 3}))
    assert codes(bad) == {"balance-natural", "balance-total", "on-hand-natural"}
