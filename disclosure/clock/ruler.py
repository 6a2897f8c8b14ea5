"""The deadline ruler of the design: working days as columns, what lies where, one sentence for all.

Pages carry no style attributes, so positions are whole columns: ``d-8`` of ``n-20``. The scale is 20
columns for the first term and 40 once it is extended, whatever the rules' own numbers are.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .reckoning import counted_between
from .state import Clock
from .words import long_date, standing

COLUMNS = 20


class MarkKind(StrEnum):
    """The classes of the design's stylesheet."""

    START = "start"
    NOW = "now"
    WARN = "mk-warn"
    END = "mk-end"


@dataclass(frozen=True)
class Mark:
    """One mark: ``column`` from 0 to the ruler's ``columns``, the day and its label."""

    column: int
    day: date
    label: str
    kind: MarkKind


@dataclass(frozen=True)
class Ruler:
    """``columns`` 20 or 40, ``filled`` of them elapsed, ``overdue`` working days beyond the end."""

    columns: int
    filled: int
    overdue: int
    marks: tuple[Mark, ...]
    sentence: str

    @property
    def is_extended(self) -> bool:
        return self.columns > COLUMNS


def ruler(clock: Clock, day: date) -> Ruler | None:
    """The ruler of ``clock`` at the end of ``day``; ``None`` before receipt or while none runs."""
    clock = clock.on(day)
    if not clock.runs or clock.waiting_for:
        return None
    columns = COLUMNS * 2 if clock.extensions or clock.delayed_to else COLUMNS
    span = _Scale(clock, columns)
    left = clock.remaining(day)
    return Ruler(
        columns,
        # A stopped clock stays where it stopped.
        span.column(min(day, clock.stop.date) if clock.stop else day),
        max(0, -left),
        tuple(_marks(clock, span, day)),
        _sentence(clock, day),
    )


class _Scale:
    """Columns of days: the first term fills the first twenty, what extends it the rest."""

    def __init__(self, clock, columns):
        self.clock, self.columns = clock, columns
        self.first = clock.rules.reply_days

    def column(self, day: date) -> int:
        clock = self.clock
        if clock.due and day >= clock.due and self.columns > COLUMNS:
            return self.end
        number = counted_between(clock.started, day, clock.calendar, clock.excluded)
        if number <= self.first:
            return number * COLUMNS // self.first
        return min(COLUMNS + number - self.first, self.end)

    @property
    def end(self) -> int:
        if self.columns == COLUMNS:
            return COLUMNS
        beyond = self.clock.extension_days
        return min(self.columns, COLUMNS + beyond) if beyond else self.columns


def _marks(clock, scale, day):
    yield Mark(0, clock.started, "起算", MarkKind.START)
    if len(clock.runs) == 1:
        # Later runs have no 补正 notice: it is given once.
        limit = clock.calendar.add_workdays(clock.received, clock.rules.supplement_notice_days)
        yield Mark(scale.column(limit), limit, "补正告知期限", MarkKind.WARN)
    for stretch in clock.excluded:
        if clock.started <= stretch.after:
            yield Mark(scale.column(stretch.after), stretch.after, "期限中止", MarkKind.WARN)
    if not clock.stop:
        yield Mark(scale.column(day), day, "今天", MarkKind.NOW)
    if clock.due and clock.due != clock.first_due and clock.first_due:
        yield Mark(COLUMNS, clock.first_due, "原期限", MarkKind.WARN)
    if clock.due:
        yield Mark(scale.end, clock.due, "答复期限", MarkKind.END)


def _sentence(clock, day) -> str:
    words = f"自{long_date(clock.started)}的次日起按工作日计算，"
    if clock.due:
        words += f"答复期限为{long_date(clock.due)}，"
    return words + f"截至{long_date(day)}：{standing(clock, day)}。"
