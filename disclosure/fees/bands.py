"""The bands of 信息处理费 (国办函〔2020〕109号, arts. 4 and 5), 超额累进: each unit pays its own band.

The bands are law. What we know only at second hand is in :class:`FeeRules`, where an institution's
lawyer sets it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

RULES = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"


@dataclass(frozen=True)
class Band:
    """Units ``first`` to ``last`` (``None``: no end) at ``rate`` 元 each, under ``article``.

    ``step`` and ``rise``: an endless band goes up by ``rise`` 元 every ``step`` units.
    """

    first: int
    last: int | None
    rate: int
    article: str
    step: int = 0
    rise: int = 0


# Art. 4: per applicant and calendar month, in 件.
ITEM_BANDS = (
    Band(1, 10, 0, "第四条第二款第（一）项"),
    Band(11, 30, 100, "第四条第二款第（二）项"),
    Band(31, None, 200, "第四条第二款第（三）项", step=10, rise=100),
)
# Art. 5: per application, in pages. How the article is divided we have not read: cited whole.
PAGE_BANDS = (
    Band(1, 30, 0, "第五条"),
    Band(31, 100, 10, "第五条"),
    Band(101, 200, 20, "第五条"),
    Band(201, None, 40, "第五条"),
)


def cut(bands: tuple[Band, ...], first: int, last: int) -> Iterator[Band]:
    """The stretches of ``first`` to ``last``, each within one band and at one rate."""
    for band in bands:
        if first > last:
            return
        while first <= last and (band.last is None or first <= band.last):
            end = last if band.last is None else min(last, band.last)
            rate = band.rate
            if band.step:
                rung = (first - band.first) // band.step
                rate += rung * band.rise
                end = min(end, band.first + (rung + 1) * band.step - 1)
            yield Band(first, end, rate, band.article)
            first = end + 1
