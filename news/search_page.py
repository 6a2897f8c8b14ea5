"""The search page: one page of what was found, and what else the same words would find."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from navigation.tree import get_tree
from news.pages import Numbered
from news.search import site_search, words_to_try
from news.search_request import SPANS, Asked
from portal.search import sources
from portal.search.engine import LIMIT
from portal.search.query import MAX_LENGTH, MAX_WORDS, parse

SIZE = 10
QUOTES = dict.fromkeys(map(ord, '"“”„‟〝〞＂「」『』'), " ")
# What each filter is when it is open.
OPEN = {"section": None, "kind": "", "time": ""}


@dataclass(frozen=True)
class Option:
    """A link of the filters. ``count`` is what choosing it gives; ``None``: not known."""

    label: str
    address: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class Facet:
    """One filter with its options."""

    title: str
    options: list


def _year(moment) -> int:
    return timezone.localtime(moment).year


class SearchPage(Numbered):
    """Everything the template shows of one search."""

    limit, most_characters, most_words = LIMIT, MAX_LENGTH, MAX_WORDS

    def __init__(self, asked: Asked):
        self.asked = asked
        self.search = site_search()
        self.results = self.search.run(asked.query, asked.filters, by_date=asked.by_date)
        self.number = asked.number
        self.num_pages = max(1, -(-self.results.total // SIZE))

    @cached_property
    def items(self):
        return self.results.page(self.number, SIZE)

    @property
    def total(self):
        """How many were found, or ``None`` when there are more than were counted."""
        return None if self.results.is_capped else self.results.total

    @property
    def kinds(self):
        """What can be found at all."""
        return [source.label for source in sources.all_sources()]

    # --- Other searches -----------------------------------------------------------------------
    @staticmethod
    def _links(texts):
        return [(text, Asked(parse(text)).address) for text in texts]

    @cached_property
    def meant(self):
        """Text and address of what may have been meant, when the words were not all found."""
        if self.results.unfiltered and not self.results.is_partial:
            return None
        text = self.asked.query and self.search.did_you_mean(self.asked.query)
        return self._links([text])[0] if text else None

    @cached_property
    def others(self):
        """Texts and addresses: near the results, or, where nothing was asked, new on the site."""
        if not self.asked.query.text:
            return self._links(words_to_try(self.search))
        if self.results.is_partial:
            return []
        return self._links(self.search.related(self.results))

    @property
    def wider(self):
        """Labels and addresses of searches that ask for less, for when nothing was found."""
        text = self.asked.query.text
        loose = text.translate(QUOTES).strip()
        ways = []
        if self.asked.title_only:
            ways.append((_("改为在标题和正文中检索"), self.asked.without_filters))
        if loose != text and loose:
            ways.append((_("去掉引号再检索"), Asked(parse(loose))))
        return [(label, asked.address) for label, asked in ways]

    @property
    def orders(self):
        return [
            self._option(_("相关度"), by_date=False),
            self._option(_("时间"), by_date=True),
        ]

    # --- Filters ------------------------------------------------------------------------------
    def _option(self, label, count=None, **changes):
        asked = self.asked.but(**changes)
        return Option(label, asked.address, asked == self.asked.at(1), count)

    def _found(self, **opened):
        """All that is found with one filter opened; ``None`` when that was not looked at whole."""
        filters = self.asked.but(**opened).filters
        if not self.results.is_unfiltered_capped:
            return [found for found in self.results.unfiltered if filters.admits(found)]
        if filters == self.asked.filters and not self.results.is_capped:
            return self.results.candidates
        return None

    def facets(self) -> list[Facet]:
        """The filters with what is in them; none where nothing was found."""
        if not self.results.unfiltered:
            return []
        facets = (self._sections(), self._kinds(), self._times(), self._places())
        return [facet for facet in facets if len(facet.options) > 1]

    def _facet(self, title, everything, name, found, rows):
        """Of ``rows`` (label, value, count) those that hold something or are chosen."""
        is_known = found is not None
        options = [self._option(everything, len(found) if is_known else None, **{name: OPEN[name]})]
        for label, value, count in rows:
            option = self._option(label, count if is_known else None, **{name: value})
            if option.count != 0 or option.is_current:
                options.append(option)
        return Facet(title, options)

    def _sections(self):
        found = self._found(section=None)
        tally = Counter(candidate.section_id for candidate in found or ())
        rows = [
            (root.title, root, sum(tally[node.id] for node in root.descendants()))
            for root in get_tree().roots
        ]
        return self._facet(_("范围"), _("全部"), "section", found, rows)

    def _kinds(self):
        found = self._found(kind="")
        tally = Counter(candidate.kind for candidate in found or ())
        rows = [(source.label, source.kind, tally[source.kind]) for source in sources.all_sources()]
        return self._facet(_("类型"), _("全部"), "kind", found, rows)

    def _times(self):
        found = self._found(time="")
        dates = [candidate.date for candidate in found or () if candidate.date]
        rows = []
        for span, (label, _days) in SPANS.items():
            since = self.asked.but(time=span).filters.since
            rows.append((label, span, sum(date >= since for date in dates)))
        years = self._all_years() if found is None else Counter(map(_year, dates))
        if self.asked.time.isdigit():
            years[int(self.asked.time)] += 0  # The chosen one is offered even when it is empty.
        for year in sorted(years, reverse=True):
            rows.append((_("%(year)s年") % {"year": year}, str(year), years[year]))
        return self._facet(_("时间"), _("不限"), "time", found, rows)

    def _all_years(self):
        """From the oldest dated entry to now, for when not all that was found is known."""
        dated = self.search.entries.exclude(visible_from=None).order_by("position")
        oldest = dated.values_list("visible_from", flat=True).first() or timezone.now()
        return Counter(range(_year(oldest), timezone.localdate().year + 1))

    def _places(self):
        places = ((_("标题或正文"), False), (_("仅标题"), True))
        options = [self._option(label, title_only=value) for label, value in places]
        return Facet(_("位置"), options)
