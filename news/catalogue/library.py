"""政策文件库."""

from django.utils.translation import gettext_lazy as _

from news.catalogue import columns, filters
from news.catalogue.definition import Catalogue

LIBRARY = Catalogue(
    name="library",
    columns=(columns.TITLE, columns.NUMBER, columns.WRITTEN, columns.PUBLISHED),
    file_columns=(
        columns.TITLE,
        columns.ISSUER,
        columns.NUMBER,
        columns.WRITTEN,
        columns.PUBLISHED,
        columns.CATEGORY,
        columns.VALIDITY,
        columns.ENDS,
        columns.ADDRESS,
    ),
    filters=(
        filters.WORDS,
        filters.by_category(_("主题分类")),
        filters.ISSUER,
        filters.WRITTEN,
        filters.PUBLISHED,
        filters.VALIDITY,
        filters.NUMBER,
    ),
)
