"""How many articles a section lists, month by month: what makes a deep page as cheap as the first.

Counting is one query on a covering index, made once per process and content version; with the
counts in memory a page number leads to a month and a few rows to skip inside it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from news.models import ArticlePlacement
from news.querysets import first_rows
from portal.snapshot import snapshot


@dataclass(frozen=True)
class Month:
    """``number`` is yyyymm; ``sticky`` of its ``count`` articles are pinned to the top."""

    number: int
    count: int
    sticky: int

    @property
    def year(self) -> int:
        return self.number // 100

    @property
    def end(self) -> datetime:
        """The first moment after this month, local time."""
        year, month = divmod(self.number, 100)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return timezone.make_aware(datetime(year, month, 1))


@dataclass(frozen=True)
class SectionIndex:
    """The months of one section, newest first."""

    section_id: int
    months: tuple[Month, ...]

    @property
    def total(self) -> int:
        return sum(month.count for month in self.months)

    @property
    def sticky(self) -> int:
        return sum(month.sticky for month in self.months)

    @property
    def years(self) -> list[int]:
        return list(dict.fromkeys(month.year for month in self.months))

    def total_in(self, year: int) -> int:
        return sum(month.count for month in self.months if month.year == year)

    def locate(self, start, year=None) -> tuple[Month | None, int]:
        """The month in which place ``start`` of the list falls, and how many rows to skip in it."""
        for month in self.months:
            if year is not None and month.year != year:
                continue
            count = month.count if year is not None else month.count - month.sticky
            if start < count:
                return month, start
            start -= count
        return None, start

    def rows(self, start, stop, year=None):
        """Ids of the articles ``start:stop`` of the list, newest first.

        Without ``year``: the articles that are not pinned; with it: all of that year.
        """
        placements = ArticlePlacement.objects.in_section(self.section_id).published()
        if year is None:
            placements = placements.not_sticky()
        month, skip = self.locate(start, year)
        if month:
            placements = placements.filter(published_at__lt=month.end)
        return first_rows(placements.newest_first(), stop - start, "article_id", start=skip)

    def sticky_rows(self, start, stop):
        """Ids of the pinned articles ``start:stop``, newest first."""
        placements = ArticlePlacement.objects.in_section(self.section_id).published().sticky()
        return first_rows(placements.newest_first(), stop - start, "article_id", start=start)


def _count(section_id) -> SectionIndex:
    pinned = Count("sticky_until", filter=Q(sticky_until__gt=timezone.now()))
    rows = (
        ArticlePlacement.objects.in_section(section_id)
        .published()
        .values("month")
        .annotate(count=Count("*"), sticky=pinned)
        .order_by("-month")
        .values_list("month", "count", "sticky")
    )
    return SectionIndex(section_id, tuple(Month(*row) for row in rows))


@snapshot
def _indexes() -> dict[int, SectionIndex]:
    return {}


def section_index(section_id) -> SectionIndex:
    """The index of a section: one query the first time after a change of content, else none."""
    held = _indexes()
    if section_id not in held:
        held[section_id] = _count(section_id)
    return held[section_id]
