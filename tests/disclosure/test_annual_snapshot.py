"""Freezing at year's end, and showing later corrections as a difference."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from disclosure.annual import (
    KEYS,
    Applicant,
    CaseRecord,
    Key,
    Opening,
    Proactive,
    Snapshot,
    build,
    diff,
    freeze,
)

from . import hangzhou
from .strategies import YEAR, cases, reviews

NATURAL, BUSINESS = Applicant.NATURAL, Applicant.BUSINESS


def report_of(*records, proactive=None, **options):
    return build(2026, records, [], proactive or Proactive(), **options)


@given(cases(), reviews())
@settings(max_examples=50, deadline=None)
def test_a_frozen_report_thaws_as_it_was(records, trials):
    opening = build(YEAR - 1, records, trials, Proactive()).closing()
    for previous in (None, opening, Opening(YEAR - 1, {NATURAL: 2})):
        report = build(YEAR, records, trials, Proactive(fees=Decimal("3.50")), previous)
        frozen = freeze(report)
        assert frozen.report() == report
        assert freeze(frozen.report()) == frozen
        assert diff(frozen, report) == []


def test_equal_reports_have_equal_hashes(published):
    again = build(
        hangzhou.YEAR,
        hangzhou.cases()[::-1],
        hangzhou.reviews()[::-1],
        replace(hangzhou.PROACTIVE, fees=Decimal("316441.00")),
        institution="示例市",
        fees=hangzhou.FEES,
    )
    assert freeze(again) == freeze(published)


def test_canonical_text_is_one_line_with_sorted_names_and_readable_chinese():
    text = freeze(report_of(institution="示例市")).text
    assert "\n" not in text and ": " not in text and "示例市2026年" in text
    assert text.startswith('{"cases":') and text.index('"figures"') < text.index('"format"')


def test_a_changed_text_does_not_thaw(published):
    frozen = freeze(published)
    forged = frozen.text.replace('"3/1/natural":13612', '"3/1/natural":13613')
    assert forged != frozen.text
    with pytest.raises(ValueError, match="does not match its hash"):
        Snapshot(forged, frozen.sha256).report()


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_is_under_the_hash(key):
    report = report_of()
    changed = replace(report, figures={**report.figures, key: 7})
    assert freeze(changed).sha256 != freeze(report).sha256
    assert [change.key for change in diff(freeze(report), changed)] == [key]


def test_texts_are_under_the_hash_too(published):
    heading = published.sections[0]
    changed = replace(heading, paragraphs=(*heading.paragraphs, "补充。"))
    sections = (changed, *published.sections[1:])
    assert freeze(replace(published, sections=sections)).sha256 != freeze(published).sha256


# --- Differences ---------------------------------------------------------------------------------
def changes(before, after):
    return {
        str(change.key): (change.before, change.after, change.came, change.went)
        for change in diff(freeze(report_of(*before)), report_of(*after))
        if change.key.column != "total"
    }


def test_a_case_decided_otherwise_went_from_one_row_and_came_to_another():
    case = CaseRecord("A", NATURAL, 2026, 2026, "released")
    assert changes([case], [replace(case, outcome="partial")]) == {
        "3/3.1/natural": (1, 0, (), ("A",)),
        "3/3.2/natural": (0, 1, ("A",), ()),
    }


def test_a_case_found_later_came_everywhere_it_counts():
    case = CaseRecord("A", BUSINESS, 2025)
    assert changes([], [case]) == {
        "3/2/business": (0, 1, ("A",), ()),
        "3/4/business": (0, 1, ("A",), ()),
    }


def test_two_cases_that_changed_places_show_although_no_figure_changed():
    one = CaseRecord("A", NATURAL, 2026, 2026, "released")
    other = CaseRecord("B", NATURAL, 2026, 2026, "partial")
    swapped = [replace(one, outcome="partial"), replace(other, outcome="released")]
    assert changes([one, other], swapped) == {
        "3/3.1/natural": (1, 1, ("B",), ("A",)),
        "3/3.2/natural": (1, 1, ("A",), ("B",)),
    }


def test_sums_are_in_the_difference_with_their_cases():
    case = CaseRecord("A", NATURAL, 2026, 2026, "released")
    found = {str(change.key): change for change in diff(freeze(report_of()), report_of(case))}
    assert found["3/3.7/total"].came == ("A",)
    assert found["3/3.7/total"].label.endswith("（七）总计，总计")


def test_a_typed_figure_changes_without_cases():
    after = report_of(proactive=Proactive(licences=2))
    (change,) = diff(freeze(report_of()), after)
    assert (str(change.key), change.before, change.after) == ("2/licences/count", 0, 2)
    assert (change.came, change.went) == ((), ())


def test_reports_of_two_years_are_not_compared():
    with pytest.raises(ValueError, match="different years"):
        diff(freeze(report_of()), build(2027, [], [], Proactive()))


def test_the_next_year_opens_from_the_frozen_report():
    case = CaseRecord("A", NATURAL, 2026)
    frozen = freeze(report_of(case))
    assert frozen.report().closing() == report_of(case).closing()
    report = build(2027, [case], [], Proactive(), frozen.report().closing())
    assert report.figures[Key("3", "2", "total")] == 1
