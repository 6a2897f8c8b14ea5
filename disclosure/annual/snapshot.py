"""The report as it was at year's end: canonical JSON with its hash, and what has changed since."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from disclosure.text import amount

from .keys import COUNTED, KEYS, Figure, label
from .layout import Key
from .narrative import Section
from .records import Opening
from .report import Report

FORMAT = "mingchuang-annual-report/1"


@dataclass(frozen=True)
class Snapshot:
    """A frozen report. Equal reports give equal text, byte by byte, and so an equal hash."""

    text: str
    sha256: str

    def report(self) -> Report:
        """The report that was frozen. Raises ``ValueError`` if the text is not the hashed one."""
        if digest(self.text) != self.sha256:
            raise ValueError("the frozen report does not match its hash")
        return _report(json.loads(self.text))


@dataclass(frozen=True)
class Change:
    """A cell that differs from the frozen report; ``came`` and ``went`` are ids of cases."""

    key: Key
    before: Figure
    after: Figure
    came: tuple[str, ...]
    went: tuple[str, ...]

    @property
    def label(self) -> str:
        return label(self.key)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def freeze(report: Report) -> Snapshot:
    """The report as canonical JSON (sorted keys, no white space) and its SHA-256."""
    text = json.dumps(_data(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Snapshot(text, digest(text))


def diff(frozen: Snapshot, current: Report) -> list[Change]:
    """The cells that changed, in the order of the tables; also where only the cases did."""
    return list(_changes(frozen.report(), current))


def _changes(before: Report, after: Report) -> Iterator[Change]:
    if before.year != after.year:
        raise ValueError("reports of different years have nothing in common")
    for key in KEYS:
        old, new = set(before.cases_of(key)), set(after.cases_of(key))
        if before.figures[key] != after.figures[key] or old != new:
            yield Change(
                key,
                before.figures[key],
                after.figures[key],
                tuple(sorted(new - old)),
                tuple(sorted(old - new)),
            )


def _data(report: Report) -> dict:
    opening = report.opening
    return {
        "format": FORMAT,
        "year": report.year,
        "title": report.title,
        "preface": report.preface,
        "sections": [[section.heading, list(section.paragraphs)] for section in report.sections],
        "figures": {str(key): _number(report.figures[key]) for key in KEYS},
        "cases": {str(key): list(ids) for key in COUNTED if (ids := report.cases[key])},
        "on_hand": {column: list(ids) for column, ids in report.on_hand.items()},
        "opening": opening
        and {
            "year": opening.year,
            "counts": dict(opening.counts),
            "cases": {column: list(ids) for column, ids in opening.cases.items()},
        },
    }


def _report(data: dict) -> Report:
    if data["format"] != FORMAT:
        raise ValueError(f"unknown format {data['format']!r}")
    opening = data["opening"]
    return Report(
        year=data["year"],
        figures={key: _figure(data["figures"][str(key)]) for key in KEYS},
        cases={key: tuple(data["cases"].get(str(key), ())) for key in COUNTED},
        on_hand=_tuples(data["on_hand"]),
        opening=opening and Opening(opening["year"], opening["counts"], _tuples(opening["cases"])),
        title=data["title"],
        preface=data["preface"],
        sections=tuple(Section(heading, tuple(lines)) for heading, lines in data["sections"]),
    )


def _number(value: Figure):
    """Whole numbers as such, amounts as text: JSON has no decimals that stay exact."""
    return amount(value) if isinstance(value, Decimal) else value


def _figure(value) -> Figure:
    return Decimal(value) if isinstance(value, str) else value


def _tuples(lists):
    return {column: tuple(ids) for column, ids in lists.items()}
