"""What one page of documents consists of."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from news.catalogue.categories import CategoryTree, document_categories
from news.catalogue.columns import Column
from news.catalogue.filters import Filter
from news.models import Document
from news.querysets import DocumentQuerySet


@dataclass(frozen=True)
class Order:
    """``fields`` must be a total order: with equal keys a page could repeat what another showed."""

    key: str
    label: str
    fields: tuple[str, ...]


BY_PUBLISHED = Order("published", _("发布日期"), ("-published_at", "-pk"))
BY_WRITTEN = Order("written", _("成文日期"), ("-written_on", "-pk"))
BY_NUMBER = Order("number", _("发文字号"), ("-number_key", "-pk"))


@dataclass(frozen=True)
class Wording:
    """How a page speaks of what it lists."""

    unit: str = _("份文件")
    filter: str = _("筛选文件")
    nothing: str = _("没有符合条件的文件。请减少条件，或者换一个说法再查。")
    all: str = _("查看全部文件")


def branch_of(node) -> list[int]:
    """The section and those below it that are switched on."""
    return [below.id for below in node.descendants()]


@dataclass(frozen=True)
class Catalogue:
    """``name`` is unique; ``columns`` are those of the page, ``file_columns`` of the download.

    ``documents`` gives what the page starts from, with everything its columns read; of that it
    shows what is public and filed in one of the sections that ``sections`` names.
    ``category_field`` is the column that ``categories`` are counted by, ``issuer_field`` the one
    that holds issuers, if they are to be chosen from. The first of ``orders`` is the usual one.
    """

    name: str
    columns: tuple[Column, ...]
    file_columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    orders: tuple[Order, ...] = (BY_PUBLISHED, BY_WRITTEN, BY_NUMBER)
    documents: Callable[[], DocumentQuerySet] = Document.objects.for_lists
    categories: Callable[[], CategoryTree] = document_categories
    categories_label: str = _("主题分类")
    category_field: str = "category_id"
    issuer_field: str = "issuer"
    sections: Callable = branch_of
    wording: Wording = Wording()
    template: str = "news/documents.html"

    def documents_of(self, node, expected) -> DocumentQuerySet:
        """The public documents of the sections that the page of ``node`` covers."""
        return self.documents().published().in_sections(self.sections(node), expected)

    def order(self, key) -> Order:
        """The order of that key, or the usual one."""
        return next((order for order in self.orders if order.key == key), self.orders[0])
