"""Pages of a list: their numbers, and one page of a section's list."""

from news.models import Article
from news.section_index import SectionIndex
from portal.numbers import plain_number

# Longer numbers are nobody's page; refusing them early keeps arithmetic and SQL small.
MAX_DIGITS = 6


def whole_number(text):
    """The positive integer in ``text``, or ``None``: only plain digits count."""
    return plain_number(text, MAX_DIGITS) or None


def page_links(number, num_pages, around=2):
    """Page numbers to offer, e.g. ``[1, 2, 3, 4, 5, None, 24]``; ``None`` is an ellipsis."""
    low, high = max(1, number - around), min(num_pages, number + around)
    # A gap of one page shows that page instead of an ellipsis.
    low = 1 if low <= 3 else low
    high = num_pages if high >= num_pages - 2 else high
    links = list(range(low, high + 1))
    if low > 1:
        links = [1, None, *links]
    if high < num_pages:
        links = [*links, None, num_pages]
    return links


class Numbered:
    """What the pager asks of a page that knows its ``number`` and ``num_pages``."""

    number: int
    num_pages: int

    @property
    def links(self):
        return page_links(self.number, self.num_pages)

    @property
    def has_previous(self):
        return self.number > 1

    @property
    def has_next(self):
        return self.number < self.num_pages

    @property
    def previous_number(self):
        return self.number - 1

    @property
    def next_number(self):
        return self.number + 1


class NumberedPage(Numbered):
    """A page of Django's paginator under the names that list templates use."""

    def __init__(self, page, items):
        self.items = items
        self.number = page.number
        self.num_pages = page.paginator.num_pages
        self.total = page.paginator.count


class ListPage(Numbered):
    """Page ``number`` of a section, pinned articles first; ``items`` costs one query."""

    def __init__(self, index: SectionIndex, number: int, size: int, year: int | None = None):
        self.index = index
        self.number = number
        self.size = max(1, size)
        self.year = year
        self.total = index.total if year is None else index.total_in(year)
        self.num_pages = max(1, -(-self.total // self.size))
        self.items = self._articles() if self._is_real and self.total else []

    @property
    def _is_real(self):
        return 1 <= self.number <= self.num_pages

    def _slices(self):
        """Ids of this page: a slice of the pinned articles, a slice of the others."""
        start = (self.number - 1) * self.size
        stop = min(start + self.size, self.total)
        if self.year is not None:
            return [self.index.rows(start, stop, self.year)]
        pinned = self.index.sticky
        slices = []
        if start < pinned:
            slices.append(self.index.sticky_rows(start, min(stop, pinned)))
        if stop > pinned:
            slices.append(self.index.rows(max(0, start - pinned), stop - pinned))
        return slices

    def _articles(self):
        first, *others = self._slices()
        ids = first.union(*others, all=True) if others else first
        articles = Article.objects.for_lists().filter(pk__in=ids)
        pinned_first = self.year is None
        return sorted(
            articles,
            key=lambda article: (
                pinned_first and article.is_sticky,
                article.published_at,
                article.pk,
            ),
            reverse=True,
        )
