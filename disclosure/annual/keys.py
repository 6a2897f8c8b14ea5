"""Which figures a report has, what each is the sum of, and what each is called."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from disclosure.outcomes.rows import RESULT_ROWS, full_label

from .layout import (
    APPLICANTS,
    CLOSED,
    COLUMNS,
    ENDINGS,
    PROACTIVE,
    RESULTS,
    ROUTES,
    ROWS,
    TABLES,
    TOTAL,
    Key,
)

KEYS: tuple[Key, ...] = tuple(
    slot.key for table in TABLES.values() for row in table.rows for slot in row if slot.key
)
Figure = int | Decimal


def parts(key: Key) -> Iterator[Key]:
    """The counted figures a figure is the sum of; a counted one gives itself.

    The typed figures of table 2 are counted from nothing.
    """
    if key.table == "2":
        return
    if key.table == "4":
        endings = [name for name in ENDINGS if name != TOTAL]
        for column in endings if key.column == TOTAL else [key.column]:
            yield key._replace(column=column)
        return
    for row in RESULT_ROWS if key.row == CLOSED else [key.row]:
        for column in APPLICANTS if key.column == TOTAL else [key.column]:
            yield Key("3", row, column)


COUNTED: tuple[Key, ...] = tuple(key for key in KEYS if list(parts(key)) == [key])


@cache
def label(key: Key) -> str:
    """``收到和处理政府信息公开申请情况：……，自然人``, for messages and lists of changes."""
    return f"{TABLES[key.table].caption}：{_row_label(key)}，{_column_label(key)}"


def _row_label(key: Key) -> str:
    if key.table == "4":
        return ROUTES[key.row]
    if key.table == "3":
        row = full_label(key.row) if key.row in RESULT_ROWS else ROWS[key.row]
        return f"{RESULTS} › {row}" if key.row.startswith("3.") else row
    return next(label for _, _, lines in PROACTIVE for name, label in lines if name == key.row)


def _column_label(key: Key) -> str:
    if key.table == "4":
        return ENDINGS[key.column]
    if key.table == "3":
        return COLUMNS[key.column]
    return next(
        label
        for _, columns, lines in PROACTIVE
        for name, label in columns
        if name == key.column and any(line == key.row for line, _ in lines)
    )
