"""Reckoning a fee, with every step of it in words and the article beside it."""

from dataclasses import dataclass
from enum import StrEnum

from disclosure.text import amount

from .bands import ITEM_BANDS, PAGE_BANDS, RULES, Band, cut
from .rules import FeeRules


class Method(StrEnum):
    """Art. 3: for one application by item or by volume, never both."""

    ITEMS = "按件计收"
    PAGES = "按量计收"


UNITS = {Method.ITEMS: "件", Method.PAGES: "页"}
ARTICLES = {Method.ITEMS: "第三条、第四条", Method.PAGES: "第三条、第五条"}


class FeesAreOff(Exception):
    """The institution does not charge 信息处理费."""


@dataclass(frozen=True)
class Line:
    """One stretch of units at one rate."""

    first: int
    last: int
    rate: int
    article: str

    @property
    def quantity(self) -> int:
        return self.last - self.first + 1

    @property
    def sum(self) -> int:
        return self.quantity * self.rate


@dataclass(frozen=True)
class Fee:
    """A reckoned fee. ``total`` and ``due`` in 元; ``due`` is 0 where the fee was waived."""

    method: Method
    lines: tuple[Line, ...]
    basis: tuple[str, ...]
    waived: str = ""

    @property
    def total(self) -> int:
        return sum(line.sum for line in self.lines)

    @property
    def due(self) -> int:
        return 0 if self.waived else self.total

    @property
    def law(self) -> str:
        """The rules and their articles, as a sentence cites them."""
        return RULES + ARTICLES[self.method]

    @property
    def explanation(self) -> tuple[str, ...]:
        """The whole reckoning, line by line, as the 收费通知 shows it."""
        unit = UNITS[self.method]
        steps = [_in_words(line, unit) for line in self.lines]
        end = f"合计{amount(self.total)}元。"
        if self.waived:
            end += f"免收，理由：{self.waived.strip().rstrip('。')}。"
        return (*self.basis, *steps, end)


def charge(
    rules: FeeRules,
    *,
    items: list[str] | int | None = None,
    pages: int | None = None,
    earlier: int = 0,
    outcome: str = "",
    waived: str = "",
) -> Fee:
    """The fee for one application: by item (art. 4) or by page (art. 5), whichever is given.

    ``items``
        The application split by 一事一申请 into its smallest reasonable units: their subjects, or
        only how many. An application about one matter is one item.
    ``earlier``
        Items the same applicant has already applied for in the same calendar month.
    ``pages``
        Pages of this application alone; other applications of the applicant do not add to them.
    ``outcome``
        The leaf of the decision; some are never charged by page.
    ``waived``
        Why an officer lets it go; the reckoning is kept.

    Raises :class:`FeesAreOff`, and ``ValueError`` for both methods at once or for none (art. 3).
    """
    if not rules.enabled:
        raise FeesAreOff
    if (items is None) == (pages is None):
        raise ValueError("art. 3: an application is charged by item or by page, never by both")
    if items is not None:
        return _by_items(items, earlier, waived)
    return _by_pages(pages, outcome in rules.free_of_page_fee, waived)


def _by_items(items, earlier, waived) -> Fee:
    count = items if isinstance(items, int) else len(items)
    if count < 1 or earlier < 0:
        raise ValueError("an application is at least one item")
    basis = [
        f"依据{RULES}{ARTICLES[Method.ITEMS]}，按件计收，超额累进。",
        f"同一申请人本自然月内此前已申请{earlier}件，本次申请计{count}件。",
    ]
    if count > 1:
        basis.append(_split_in_words(items, count))
    lines = _lines(ITEM_BANDS, earlier + 1, earlier + count)
    return Fee(Method.ITEMS, lines, tuple(basis), waived)


def _by_pages(pages, is_free, waived) -> Fee:
    if pages < 0:
        raise ValueError("a number of pages is not negative")
    basis = [
        f"依据{RULES}{ARTICLES[Method.PAGES]}，按量计收，超额累进。",
        f"本次申请提供{pages}页。",
    ]
    if is_free:
        basis.append("该信息已经主动公开，只告知获取的方式、途径，不按量计收。")
    lines = () if is_free else _lines(PAGE_BANDS, 1, pages)
    return Fee(Method.PAGES, lines, tuple(basis), waived)


def _lines(bands: tuple[Band, ...], first: int, last: int) -> tuple[Line, ...]:
    return tuple(
        Line(part.first, part.last, part.rate, part.article) for part in cut(bands, first, last)
    )


def _split_in_words(items, count):
    text = f"该申请包含多项内容，按照“一事一申请”原则拆分为{count}件（第四条第一款）"
    if isinstance(items, int):
        return f"{text}。"
    named = "；".join(f"{number}.{item}" for number, item in enumerate(items, start=1))
    return f"{text}：{named}。"


def _in_words(line: Line, unit: str) -> str:
    span = (
        f"第{line.first}{unit}"
        if line.quantity == 1
        else f"第{line.first}{unit}至第{line.last}{unit}"
    )
    if not line.rate:
        return f"{span}，共{line.quantity}{unit}，不收费（{line.article}）。"
    return f"{span}，共{line.quantity}{unit}，每{unit}{line.rate}元，计{line.sum}元（{line.article}）。"
