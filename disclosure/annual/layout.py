"""The three tables of the report as data: labels, spans and headings as the 2021 format has them.

国办公开办函〔2021〕30号. HTML, xlsx and docx are drawn from the same slots, so their spans are equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from disclosure.outcomes.rows import RESULT_GROUPS, RESULT_ROWS

from .records import Applicant, Result, Route

TOTAL = "total"
PENDING = "pending"


class Key(NamedTuple):
    """The name of a figure: table "2", "3" or "4", row and column."""

    table: str
    row: str
    column: str

    def __str__(self):
        return "/".join(self)


@dataclass(frozen=True)
class Slot:
    """One cell: a heading with its text, or a figure with its key.

    ``headers``
        For a figure: the names of the headings that speak for it, as HTML's ``headers``.
    """

    text: str = ""
    key: Key | None = None
    rows: int = 1
    cols: int = 1
    name: str = ""
    scope: str = ""
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table of the report; ``head`` is how many of its rows repeat on every page."""

    number: str
    caption: str
    width: int
    head: int
    rows: tuple[tuple[Slot, ...], ...]

    def placed(self) -> Iterator[tuple[int, int, Slot]]:
        """Each slot with the row and column, from 0, of its upper left corner."""
        taken = set()
        for y, row in enumerate(self.rows):
            x = 0
            for slot in row:
                while (y, x) in taken:
                    x += 1
                yield y, x, slot
                taken |= {(y + dy, x + dx) for dy in range(slot.rows) for dx in range(slot.cols)}
                x += slot.cols


def _heading(name, text, scope="col", rows=1, cols=1, headers=()) -> Slot:
    return Slot(text, None, rows, cols, name, scope, headers)


# --- Table 2 -------------------------------------------------------------------------------------
DOCUMENT_COLUMNS = (
    ("made", "本年制发件数"),
    ("repealed", "本年废止件数"),
    ("valid", "现行有效件数"),
)
DECISIONS = (("count", "本年处理决定数量"),)
PROACTIVE = (
    (
        "第二十条第（一）项",
        DOCUMENT_COLUMNS,
        (("rules", "规章"), ("normative", "行政规范性文件")),
    ),
    ("第二十条第（五）项", DECISIONS, (("licences", "行政许可"),)),
    (
        "第二十条第（六）项",
        DECISIONS,
        (("penalties", "行政处罚"), ("compulsions", "行政强制")),
    ),
    (
        "第二十条第（八）项",
        (("amount", "本年收费金额（单位：万元）"),),
        (("fees", "行政事业性收费"),),
    ),
)


def _table_2() -> Table:
    rows = []
    for number, (title, columns, lines) in enumerate(PROACTIVE, start=1):
        group = f"t2-{number}"
        wide = 4 - len(columns)
        rows.append((_heading(group, title, "colgroup", cols=4),))
        heads = [_heading(f"{group}-item", "信息内容")]
        heads += [_heading(f"{group}-{name}", text, cols=wide) for name, text in columns]
        rows.append(tuple(heads))
        for line, label in lines:
            slots = [_heading(f"t2-{line}", label, "row")]
            slots += [
                Slot(
                    key=Key("2", line, name),
                    cols=wide,
                    headers=(group, f"{group}-{name}", f"t2-{line}"),
                )
                for name, _ in columns
            ]
            rows.append(tuple(slots))
    return Table("2", "主动公开政府信息情况", 4, 0, tuple(rows))


# --- Table 3 -------------------------------------------------------------------------------------
APPLICANTS: dict[str, str] = {
    Applicant.NATURAL: "自然人",
    Applicant.BUSINESS: "商业企业",
    Applicant.RESEARCH: "科研机构",
    Applicant.CHARITY: "社会公益组织",
    Applicant.LEGAL: "法律服务机构",
    Applicant.OTHER: "其他",
}
COLUMNS: dict[str, str] = {**APPLICANTS, TOTAL: "总计"}
RECEIVED, CARRIED_IN, CLOSED, CARRIED_ON = "1", "2", "3.7", "4"
ROWS: dict[str, str] = {
    RECEIVED: "一、本年新收政府信息公开申请数量",
    CARRIED_IN: "二、上年结转政府信息公开申请数量",
    **RESULT_ROWS,
    CLOSED: "（七）总计",
    CARRIED_ON: "四、结转下年度继续办理",
}
RESULTS = "三、本年度办理结果"
RECONCILIATION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def _figures(row: str, *headings: str) -> tuple[Slot, ...]:
    """The seven figures of a row; organisations stand under one more heading."""
    above = {Applicant.NATURAL: (), TOTAL: ()}
    return tuple(
        Slot(
            key=Key("3", row, column),
            headers=("t3-all", *above.get(column, ("t3-org",)), f"t3-{column}", *headings),
        )
        for column in COLUMNS
    )


def _line(row: str, cols: int, *headings: str) -> tuple[Slot, ...]:
    name = f"t3-{row}"
    return (_heading(name, ROWS[row], "row", cols=cols), *_figures(row, *headings, name))


def _head_3() -> tuple[tuple[Slot, ...], ...]:
    organisations = [name for name in APPLICANTS if name != Applicant.NATURAL]
    return (
        (
            Slot(RECONCILIATION, rows=3, cols=3),
            _heading("t3-all", "申请人情况", "colgroup", cols=7),
        ),
        (
            _heading("t3-natural", APPLICANTS[Applicant.NATURAL], rows=2, headers=("t3-all",)),
            _heading("t3-org", "法人或其他组织", "colgroup", cols=5, headers=("t3-all",)),
            _heading("t3-total", COLUMNS[TOTAL], rows=2, headers=("t3-all",)),
        ),
        tuple(
            _heading(f"t3-{name}", APPLICANTS[name], headers=("t3-all", "t3-org"))
            for name in organisations
        ),
    )


def _result_lines() -> Iterator[tuple[Slot, ...]]:
    for group, label, rows in RESULT_GROUPS:
        if not rows:
            yield _line(group, 2, "t3-3")
        for number, (row, _) in enumerate(rows):
            line = _line(row, 1, "t3-3", f"t3-{group}")
            if number == 0:
                head = _heading(f"t3-{group}", label, "rowgroup", len(rows), headers=("t3-3",))
                line = (head, *line)
            yield line
    yield _line(CLOSED, 2, "t3-3")


def _table_3() -> Table:
    results = list(_result_lines())
    results[0] = (_heading("t3-3", RESULTS, "rowgroup", rows=len(results)), *results[0])
    rows = (*_head_3(), _line(RECEIVED, 3), _line(CARRIED_IN, 3), *results, _line(CARRIED_ON, 3))
    return Table("3", "收到和处理政府信息公开申请情况", 10, 3, rows)


# --- Table 4 -------------------------------------------------------------------------------------
ROUTES: dict[str, str] = {
    Route.REVIEW: "行政复议",
    Route.SUIT: "未经复议直接起诉",
    Route.SUIT_AFTER_REVIEW: "复议后起诉",
}
ENDINGS: dict[str, str] = {
    Result.UPHELD: "结果维持",
    Result.CORRECTED: "结果纠正",
    Result.OTHER: "其他结果",
    PENDING: "尚未审结",
    TOTAL: "总计",
}


def _endings(route: str, *above: str, rows=1) -> tuple[Slot, ...]:
    return tuple(
        _heading(f"t4-{route}-{ending}", label, rows=rows, headers=above)
        for ending, label in ENDINGS.items()
    )


def _table_4() -> Table:
    review, suit, after = ROUTES
    above = {
        review: ("t4-review",),
        suit: ("t4-suits", "t4-suit"),
        after: ("t4-suits", "t4-suit-after-review"),
    }
    rows = (
        (
            _heading("t4-review", ROUTES[review], "colgroup", cols=5),
            _heading("t4-suits", "行政诉讼", "colgroup", cols=10),
        ),
        (
            *_endings(review, *above[review], rows=2),
            *(
                _heading(f"t4-{route}", ROUTES[route], "colgroup", cols=5, headers=("t4-suits",))
                for route in (suit, after)
            ),
        ),
        (*_endings(suit, *above[suit]), *_endings(after, *above[after])),
        tuple(
            Slot(key=Key("4", route, ending), headers=(*above[route], f"t4-{route}-{ending}"))
            for route in ROUTES
            for ending in ENDINGS
        ),
    )
    return Table("4", "政府信息公开行政复议、行政诉讼情况", 15, 3, rows)


TABLE_2, TABLE_3, TABLE_4 = _table_2(), _table_3(), _table_4()
TABLES: dict[str, Table] = {table.number: table for table in (TABLE_2, TABLE_3, TABLE_4)}
