"""What the page of the 信息公开目录 consists of."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.filing import catalogue_categories
from disclosure.catalogue.genres import Genre
from disclosure.models import CatalogueEntry
from navigation.tree import get_tree
from news.catalogue import columns, filters
from news.catalogue.columns import Column
from news.catalogue.definition import BY_PUBLISHED, Catalogue, Order, Wording

INDEX_NUMBER = Column(_("索引号"), lambda entry: entry.index_number)
DESCRIPTION = Column(_("内容概述"), lambda entry: entry.description)
FORMED = Column(_("生成日期"), lambda entry: entry.formed, "date")
CATEGORY = Column(_("目录分类"), lambda entry: catalogue_categories().label(entry.category_id))
GENRE = Column(_("文种"), lambda entry: entry.get_genre_display())
WAY = Column(_("公开方式"), lambda entry: entry.get_way_display())
VALIDITY = Column(_("效力状态"), lambda entry: entry.get_validity_display())
SUCCESSOR = Column(_("替代文件索引号"), lambda entry: entry.successor_number)

BY_INDEX_NUMBER = Order("index", _("索引号"), ("-year", "-serial"))


def every_section(node) -> list[int]:
    """The catalogue is of the whole site: whatever section can be reached."""
    return sorted(get_tree().by_id)


CATALOGUE = Catalogue(
    name="catalogue",
    columns=(INDEX_NUMBER, columns.TITLE, columns.NUMBER, columns.PUBLISHED),
    file_columns=(
        INDEX_NUMBER,
        columns.TITLE,
        DESCRIPTION,
        FORMED,
        CATEGORY,
        GENRE,
        columns.ISSUER,
        columns.NUMBER,
        columns.PUBLISHED,
        WAY,
        VALIDITY,
        SUCCESSOR,
        columns.ADDRESS,
    ),
    filters=(
        filters.WORDS,
        filters.by_category(_("目录分类")),
        filters.ChoiceFilter(
            "genre",
            _("文种"),
            options=lambda form: Genre.choices,
            condition=lambda value, form: Q(genre=value),
        ),
        filters.PUBLISHED,
        replace(filters.NUMBER, cell="m2"),
    ),
    orders=(BY_PUBLISHED, BY_INDEX_NUMBER),
    documents=CatalogueEntry.objects.for_lists,
    categories=catalogue_categories,
    categories_label=_("目录分类"),
    issuer_field="",
    sections=every_section,
    wording=Wording(
        unit=_("条公开信息"),
        filter=_("筛选目录"),
        nothing=_("没有符合条件的公开信息。请减少条件，或者换一个说法再查。"),
        all=_("查看全部目录"),
    ),
    template="disclosure/catalogue.html",
)
