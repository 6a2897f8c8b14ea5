"""What rooms above add to the demo: steps of its building, and what goes before its articles do."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class DemoExtra:
    """``build(builder)`` makes what is missing once all articles are there, through the ledger.

    ``derived`` names, by model label, columns that change without anybody editing the row.
    ``bulk_rows(article_ids)`` gives querysets of rows to delete before synthetic articles are.
    ``remove(remover)`` takes away, first of all, what is not removed row by row, and returns the
    beginnings of the keys whose rows must stay.
    """

    build: Callable
    derived: dict[str, set[str]] = field(default_factory=dict)
    bulk_rows: Callable = lambda article_ids: ()
    remove: Callable = lambda remover: ()


_extras: list[DemoExtra] = []


def register(extra: DemoExtra):
    _extras.append(extra)


def build(builder):
    for extra in _extras:
        extra.build(builder)


def derived_columns(label) -> set[str]:
    return set().union(*(extra.derived.get(label, ()) for extra in _extras))


def bulk_rows(article_ids) -> list:
    return [rows for extra in _extras for rows in extra.bulk_rows(article_ids)]


def remove(remover) -> tuple[str, ...]:
    return tuple(start for extra in _extras for start in extra.remove(remover))
