"""What articles show of their entry: rows above the text, the number by which they are found."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.catalogue.filing import catalogue_categories
from disclosure.models import CatalogueCategory, CatalogueEntry, CatalogueSettings
from disclosure.services.catalogue import follow
from navigation.signals import section_merging
from news import extras
from news.catalogue.columns import Cell, Column
from news.signals import article_filed
from portal.search.sources import refresh


def _entry_of(article):
    """The entry while it is listed under a number, else ``None``."""
    entry = getattr(article, "catalogue_entry", None)
    return entry if entry and entry.is_listed and entry.index_number else None


def _cell(label, value, kind="text") -> Cell:
    return Cell(Column(label, lambda article: value, kind), value)


def cells(article) -> list[Cell]:
    entry = _entry_of(article)
    if entry is None:
        return []
    found = [
        _cell(_("索引号"), entry.index_number),
        _cell(_("目录分类"), catalogue_categories().label(entry.category_id)),
        _cell(_("文种"), entry.get_genre_display()),
        _cell(_("公开方式"), _way(entry)),
    ]
    if entry.formed_on or not getattr(article, "document", None):
        found.append(_cell(_("生成日期"), entry.formed, "date"))
    if entry.abstract:
        found.append(_cell(_("内容概述"), entry.abstract))
    return found


def _way(entry) -> str:
    """公开方式, and how often the information was given on request."""
    way = entry.get_way_display()
    if not entry.requests_answered:
        return way
    count = _("应申请公开%(count)s次") % {"count": entry.requests_answered}
    note = _("，%(note)s") % {"note": entry.request_note} if entry.request_note else ""
    return _("%(way)s（%(count)s%(note)s）") % {"way": way, "count": count, "note": note}


def numbers(article) -> list[tuple[str, str]]:
    entry = _entry_of(article)
    return [(gettext_lazy("索引号"), entry.index_number)] if entry else []


extras.register(extras.ArticleExtra("catalogue_entry", cells, numbers))


@receiver(article_filed, dispatch_uid="catalogue-follows-article")
def follow_article(sender, article, **kwargs):
    follow(article)


@receiver([post_save, post_delete], sender=CatalogueEntry, dispatch_uid="search-number-of-article")
def refresh_article(sender, instance, raw=False, **kwargs):
    """An article is found by its index number."""
    if not raw:
        refresh("article", [instance.pk])


@receiver(section_merging, dispatch_uid="catalogue-section-merging")
def move_sections(sender, source, target, **kwargs):
    """Whatever names the section that goes names the one that stays."""
    for category in CatalogueCategory.objects.filter(sections=source.pk):
        category.sections.add(target.pk)
        category.sections.remove(source.pk)
    for name in ("guide_section", "application_section"):
        rows = CatalogueSettings.objects.filter(**{f"{name}_id": source.pk})
        rows.update(**{f"{name}_id": target.pk})
