"""Entering articles in the catalogue and giving them their index numbers."""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.catalogue.filing import category_id_for, is_filed_for_catalogue
from disclosure.models import CatalogueEntry, CatalogueSettings, IndexCounter
from news.models import Article
from news.rights import may_publish
from portal import content_version

logger = logging.getLogger(__name__)
PUBLISHED = Article.Status.PUBLISHED


class NoNumber(ValidationError):
    """No index number can be given; the message says what to do."""


def follow(article):
    """Bring the catalogue up to date with ``article``, which was just saved or filed.

    One published in a section of the catalogue is entered. That no number can be given is no
    reason to keep an article off the site: ``assign_index_numbers`` catches up later.
    """
    entry = CatalogueEntry.objects.filter(pk=article.pk).first()
    if entry is None and not belongs(article):
        return
    if entry is None or lacks_number(entry, article):
        try:
            with transaction.atomic():
                entry = settle(article)
        except NoNumber as reason:
            logger.debug("No index number for article %s: %s", article.pk, reason.messages[0])
    if entry is not None:
        sync_entry(entry, article)


def belongs(article) -> bool:
    """Whether ``article`` is entered by itself: it is out, in a section of the catalogue."""
    return article.status == PUBLISHED and is_filed_for_catalogue(article)


def lacks_number(entry, article) -> bool:
    return entry.is_listed and not entry.index_number and article.status == PUBLISHED


def sync_entry(entry, article) -> bool:
    """Write what the entry repeats of ``article``; returns whether it was out of date."""
    entry.article = article
    values = entry.derived_values()
    is_behind = any(getattr(entry, name) != value for name, value in values.items())
    if is_behind:
        CatalogueEntry.objects.filter(pk=entry.pk).update(**values)
    return is_behind


@transaction.atomic
def enter(article, user):
    """List ``article`` for ``user`` and number it; raises ``PermissionDenied`` or ``NoNumber``."""
    if not may_publish(user, article):
        raise PermissionDenied(
            _("您没有权限对《%(title)s》执行此操作。") % {"title": article.title}
        )
    if article.status != PUBLISHED:
        raise NoNumber(
            _("《%(title)s》还没有发布，发布后才能编制索引号。"),
            code="not_published",
            params={"title": article.title},
        )
    return settle(article, relist=True)


@transaction.atomic
def settle(article, relist=False) -> CatalogueEntry:
    """The entry of ``article`` with its number, made or found; ``relist`` one taken off.

    Everybody who writes content takes the row of the content version first. To take it here as
    well makes the givers of numbers wait for each other, and keeps them from waiting in a ring.
    """
    content_version.bump()
    entry = CatalogueEntry.objects.filter(pk=article.pk).first()
    entry = entry or CatalogueEntry(article=article, category_id=category_id_for(article))
    entry.article = article
    entry.is_listed = entry.is_listed or relist
    if lacks_number(entry, article):
        _give_number(entry)
    entry.save()
    return entry


def _give_number(entry):
    """Set the next number of the year in which the article is published."""
    settings = CatalogueSettings.load()
    if not settings.is_ready:
        raise NoNumber(_("请先在“信息公开目录设置”中填写单位代码。"), code="not_ready")
    year = timezone.localtime(entry.article.published_at).year
    counter = _locked_counter(year)
    if counter.last >= settings.last_serial:
        raise NoNumber(
            _("%(year)s年的顺序号已经用完，请在“信息公开目录设置”中增加位数。"),
            code="exhausted",
            params={"year": year},
        )
    serial = counter.last + 1
    number = settings.number(entry.category.full_code if entry.category else "", year, serial)
    if CatalogueEntry.objects.filter(index_number=number).exists():
        raise NoNumber(
            _("索引号“%(number)s”已经用过，请检查“信息公开目录设置”中的格式。"),
            code="taken",
            params={"number": number},
        )
    counter.last = serial
    counter.save(update_fields=["last"])
    entry.index_number, entry.year, entry.serial = number, year, serial


def _locked_counter(year) -> IndexCounter:
    """The counter of ``year``, locked; one that is new goes on from the entries there are."""
    last = CatalogueEntry.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0
    IndexCounter.objects.get_or_create(year=year, defaults={"last": last})
    counter = IndexCounter.objects.select_for_update().get(year=year)
    counter.last = max(counter.last, last)
    return counter
