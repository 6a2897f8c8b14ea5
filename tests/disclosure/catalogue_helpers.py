"""Builders for the tests of the catalogue."""

from disclosure.models import CatalogueCategory, CatalogueEntry, CatalogueSettings
from disclosure.services.catalogue import settle
from tests.factories import make_article, make_document, make_section

PREFIX = "01404053X"


def make_settings(**values):
    return CatalogueSettings.objects.create(**{"prefix": PREFIX, **values})


def make_catalogue(**fields):
    return make_section("信息公开目录", slug="gkml", kind="catalogue", **fields)


def make_category(name, parent=None, sections=(), **fields):
    category = CatalogueCategory.objects.create(name=name, parent=parent, **fields)
    category.sections.set(sections)
    return category


def make_entry(section, title="公开信息", *, document=None, article=(), **fields):
    """An entry whose article is filed in ``section``; with ``document``, details of one."""
    if document is None:
        found = make_article(section, title, **dict(article))
    else:
        found = make_document(section, title, article=article, **document).article
    CatalogueEntry.objects.get_or_create(article=found)
    entry = CatalogueEntry.objects.get(pk=found.pk)
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save()
    settle(found)
    return CatalogueEntry.objects.get(pk=found.pk)


def number_of(article):
    """The stored index number, or ``None``."""
    found = CatalogueEntry.objects.filter(pk=article.pk)
    return found.values_list("index_number", flat=True).first()
