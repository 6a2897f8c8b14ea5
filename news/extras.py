"""What a room above knows about articles: how the article page and the search get to know it.

Such a room keeps a row of its own beside the article, one to one, and registers an
:class:`ArticleExtra` in ``AppConfig.ready``. This room never asks what it is.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ArticleExtra:
    """``related`` is the article's name for the row, so that it comes with the article's query.

    ``cells(article)`` gives cells (``news.catalogue.columns``) for the panel above the text;
    ``numbers(article)`` pairs of label and number by which people may look the article up.
    """

    related: str
    cells: Callable
    numbers: Callable


_extras: list[ArticleExtra] = []


def register(extra: ArticleExtra):
    _extras.append(extra)


def related_names() -> list[str]:
    """For ``select_related`` of whoever shows one article or indexes many."""
    return [extra.related for extra in _extras]


def cells_of(article) -> list:
    return [cell for extra in _extras for cell in extra.cells(article)]


def numbers_of(article) -> list[tuple[str, str]]:
    return [number for extra in _extras for number in extra.numbers(article)]
