"""The reconciliation of a report (勾稽关系): every sum the 2021 format prescribes, and who breaks it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure.outcomes.rows import RESULT_ROWS

from .keys import COUNTED, Figure, label
from .layout import (
    APPLICANTS,
    CARRIED_IN,
    CARRIED_ON,
    CLOSED,
    COLUMNS,
    ENDINGS,
    RECEIVED,
    ROUTES,
    ROWS,
    TOTAL,
    Key,
)
from .report import Report


@dataclass(frozen=True)
class Check:
    """One equation. ``cases``: the ids by which its two sides differ, where that is known."""

    code: str
    left: Figure
    right: Figure
    sentence: str
    cases: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.left == self.right


def checks(report: Report) -> list[Check]:
    """Every check of the report as it stands, in the order of its tables."""
    return [
        *_balances(report),
        *_result_sums(report),
        *_row_totals(report),
        *_review_totals(report),
        *_openings(report),
        *_counts(report),
    ]


def failures(report: Report) -> list[Check]:
    """The checks that do not hold; a report with any is not fit to publish."""
    return [check for check in checks(report) if not check.holds]


def _check(code, left, right, names, cases=()) -> Check:
    """``names`` are the two sides in words."""
    text = (
        _("%(one)s为%(left)s，%(other)s为%(right)s，相等。")
        if left == right
        else _("%(one)s为%(left)s，%(other)s为%(right)s，两者不相等。")
    )
    words = {"one": names[0], "other": names[1], "left": left, "right": right}
    return Check(code, left, right, text % words, tuple(cases))


def _balances(report) -> Iterator[Check]:
    """第一项加第二项之和，等于第三项加第四项之和, column by column."""
    for column, name in COLUMNS.items():
        value = {row: report.figures[Key("3", row, column)] for row in ROWS}
        yield _check(
            f"balance-{column}",
            value[RECEIVED] + value[CARRIED_IN],
            value[CLOSED] + value[CARRIED_ON],
            (
                _("“%(column)s”列第一项加第二项之和") % {"column": name},
                _("第三项加第四项之和"),
            ),
        )


def _result_sums(report) -> Iterator[Check]:
    for column, name in COLUMNS.items():
        yield _check(
            f"results-{column}",
            report.figures[Key("3", CLOSED, column)],
            sum(report.figures[Key("3", row, column)] for row in RESULT_ROWS),
            (
                _("“%(column)s”列第三项的总计") % {"column": name},
                _("各办理结果之和"),
            ),
        )


def _row_totals(report) -> Iterator[Check]:
    for row, name in ROWS.items():
        yield _check(
            f"total-{row}",
            report.figures[Key("3", row, TOTAL)],
            sum(report.figures[Key("3", row, column)] for column in APPLICANTS),
            (
                _("“%(row)s”行的总计") % {"row": name},
                _("自然人和各类组织之和"),
            ),
        )


def _review_totals(report) -> Iterator[Check]:
    for route, name in ROUTES.items():
        yield _check(
            f"total-{route}",
            report.figures[Key("4", route, TOTAL)],
            sum(report.figures[Key("4", route, ending)] for ending in ENDINGS if ending != TOTAL),
            (
                _("“%(route)s”的总计") % {"route": name},
                _("各类结果之和"),
            ),
        )


def _openings(report) -> Iterator[Check]:
    """Row 二 against last year's report, and against the cases open on 1 January."""
    for column, name in APPLICANTS.items():
        key = Key("3", CARRIED_IN, column)
        this = _("“%(column)s”列上年结转") % {"column": name}
        value, on_hand = report.figures[key], report.on_hand[column]
        if report.opening:
            yield _check(
                f"opening-{column}",
                value,
                report.opening.counts.get(column, 0),
                (this, _("上年度报告的结转下年度继续办理")),
            )
        known = report.cases[key]
        differ = set(known) ^ set(on_hand) if len(known) == value else ()
        yield _check(
            f"on-hand-{column}",
            value,
            len(on_hand),
            (this, _("案件记录中年初尚未办结的件数")),
            sorted(differ),
        )


def _counts(report) -> Iterator[Check]:
    """Every counted cell against the cases behind it."""
    for key in COUNTED:
        ids = report.cases[key]
        if key.row == CARRIED_IN and report.opening and not report.opening.cases:
            continue
        yield _check(
            f"cases-{key}",
            report.figures[key],
            len(ids),
            (_("“%(figure)s”") % {"figure": label(key)}, _("对应的案件数")),
        )
