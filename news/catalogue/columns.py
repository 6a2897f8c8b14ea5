"""Columns of a table of documents, on the page and in the file to download."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.catalogue.categories import document_categories


@dataclass(frozen=True)
class Column:
    """``value`` reads the cell of a document; ``kind`` is how a page shows it: ``text``, ``date``,
    or ``title`` (the link, with tags). A column of kind ``url`` is for files only."""

    label: str
    value: Callable
    kind: str = "text"

    def text(self, document) -> str:
        """The cell in a file: dates as 2026-11-20, nothing as nothing."""
        value = self.value(document)
        return value.isoformat() if isinstance(value, date) else str(value or "")


@dataclass(frozen=True)
class Cell:
    column: Column
    value: object


@dataclass(frozen=True)
class Row:
    """A document and what the columns read of it."""

    document: object
    cells: tuple[Cell, ...]

    @classmethod
    def of(cls, document, columns):
        return cls(document, tuple(Cell(column, column.value(document)) for column in columns))


def _published_on(document):
    return timezone.localtime(document.published_at).date()


TITLE = Column(_("名称"), lambda document: document.article.title, "title")
NUMBER = Column(_("发文字号"), lambda document: document.article.doc_number)
ISSUER = Column(_("发文机关"), lambda document: document.issuer)
WRITTEN = Column(_("成文日期"), lambda document: document.written_on, "date")
PUBLISHED = Column(_("发布日期"), _published_on, "date")
CATEGORY = Column(_("主题分类"), lambda document: document_categories().label(document.category_id))
VALIDITY = Column(_("有效性"), lambda document: document.get_validity_display())
ENDS = Column(_("失效日期"), lambda document: document.ends_on, "date")
ADDRESS = Column(_("网址"), lambda document: document.article.url, "url")
