"""Finding: candidates from the index, ranking by title, phrase and freshness, counts for filters.

The index gives the newest ``LIMIT`` entries that hold all words, and besides the newest entries that
hold them in their titles, so that a common word in a thousand new texts cannot hide an old text of
exactly that name. Ranking is Python over figures that both databases compute alike.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from portal.models import SearchEntry
from portal.search import ranking, sources, vocabulary
from portal.search.backends import get_index
from portal.search.query import Query, make_word, parse, relaxed
from portal.search.snippets import highlight, snippet
from portal.search.text import HAN_RUN

LIMIT = 1000
TITLE_LIMIT = 200
SUGGESTIONS = 8


@dataclass(frozen=True)
class Filters:
    """What narrows a search. ``sections`` are ids, ``since`` is the earliest date."""

    kinds: tuple[str, ...] = ()
    sections: frozenset[int] | None = None
    since: datetime | None = None
    until: datetime | None = None
    title_only: bool = False

    @property
    def narrows(self) -> bool:
        """Whether fewer records are asked for (the place in the text aside)."""
        return bool(self.kinds or self.since or self.until) or self.sections is not None

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """The lowest position and the first beyond the highest, ``None`` where there is no limit.

        Dates narrow by position: it is the order in which both databases read.
        """
        return tuple(
            moment and sources.first_position(moment) for moment in (self.since, self.until)
        )

    def narrow(self, entries):
        if self.kinds:
            entries = entries.filter(kind__in=self.kinds)
        if self.sections is not None:
            entries = entries.filter(section_id__in=self.sections)
        low, high = self.bounds
        if low is not None:
            entries = entries.filter(position__gte=low)
        if high is not None:
            entries = entries.filter(position__lt=high)
        return entries

    def admits(self, candidate) -> bool:
        """What :meth:`narrow` asks of the database, asked of one candidate."""
        return (
            (not self.kinds or candidate.kind in self.kinds)
            and (self.sections is None or candidate.section_id in self.sections)
            and (not self.since or bool(candidate.date and candidate.date >= self.since))
            and (not self.until or bool(candidate.date and candidate.date < self.until))
        )


@dataclass(frozen=True)
class Result:
    """One line of results, ready to show."""

    kind: str
    hit: sources.Hit
    title: list
    snippet: list


def _hits(wanted) -> list[tuple[str, sources.Hit]]:
    """The records of ``(kind, id)`` pairs, in their order: one query per kind."""
    by_kind = {}
    for kind, pk in wanted:
        by_kind.setdefault(kind, []).append(pk)
    found = {kind: sources.get(kind).hits(ids) for kind, ids in by_kind.items()}
    return [(kind, found[kind][pk]) for kind, pk in wanted if pk in found[kind]]


@dataclass
class Results:
    """All that was found, best first. Pages are cut with :meth:`page`, which reads the records."""

    query: Query
    candidates: list = field(default_factory=list)
    # Before filters, for the numbers beside them.
    unfiltered: list = field(default_factory=list)
    is_unfiltered_capped: bool = False
    # There is more than ``candidates``.
    is_capped: bool = False
    # Not all words occur in any entry: these hold some of them.
    is_partial: bool = False

    @property
    def total(self) -> int:
        return len(self.candidates)

    def page(self, number: int, size: int) -> list[Result]:
        """The results of one page: one query per kind of record on it."""
        chosen = self.candidates[(number - 1) * size : number * size]
        hits = _hits([(candidate.kind, candidate.object_id) for candidate in chosen])
        return [self._result(kind, hit) for kind, hit in hits]

    def _result(self, kind, hit):
        marks = self.query.marks
        return Result(kind, hit, highlight(hit.title, marks), snippet(hit.text, marks))


class Search:
    """One search over the entries the public may see.

    ``visible`` narrows ``SearchEntry.objects.visible()`` by what this room cannot know (sections
    that are switched off); it is a function from queryset to queryset.
    """

    def __init__(self, visible=lambda entries: entries):
        self.visible = visible
        self.index = get_index()

    @cached_property
    def entries(self):
        known = [source.kind for source in sources.all_sources()]
        return self.visible(SearchEntry.objects.visible().filter(kind__in=known))

    # --- Candidates ---------------------------------------------------------------------------
    def _matching(self, words, filters=None, *, title=False, any_word=False):
        """Entries that hold all ``words`` (or any), as querysets each wider than the last.

        By the index, then by looking at the text where the index is no proof.
        """
        filters = filters or Filters()
        entries = filters.narrow(self.entries)
        if not any_word:
            for word in words:
                if not word.exact:
                    entries = entries.filter(_holds(word, title=title))
        expression = self.index.expression(words, title=title, any_word=any_word)
        if expression:
            yield from self.index.matching(entries, expression, *filters.bounds)
        elif not any_word:
            yield entries

    def _rows(self, matching, query, limit):
        """The newest ``limit`` of what matches, with the figures that ranking wants."""
        figures = ranking.figures(query)
        names = ("position", "kind", "object_id", "section_id", "visible_from", "title", *figures)
        rows = []
        for entries in matching:
            newest = entries.order_by("-position").values_list("position", flat=True)[:limit]
            positions = list(newest)
            if len(positions) == limit:
                break
        found = SearchEntry.objects.filter(pk__in=positions).annotate(**figures)
        found = found.order_by("-position")
        rows = [dict(zip(names, row, strict=True)) for row in found.values_list(*names)]
        return [ranking.Candidate.of(row, query) for row in rows]

    def _candidates(self, query, filters, *, any_word=False):
        """What was found, and whether there is more."""
        found = {}
        if not filters.title_only:
            matching = self._matching(query.words, filters, any_word=any_word)
            rows = self._rows(matching, query, LIMIT + 1)
            if len(rows) <= LIMIT:
                return rows, False
            found = {candidate.position: candidate for candidate in rows[:LIMIT]}
        limit = LIMIT + 1 if filters.title_only else TITLE_LIMIT
        matching = self._matching(query.words, filters, title=True, any_word=any_word)
        titled = self._rows(matching, query, limit)
        capped = not filters.title_only or len(titled) > LIMIT
        found.update({candidate.position: candidate for candidate in titled[:LIMIT]})
        return list(found.values()), capped

    # --- Searching ----------------------------------------------------------------------------
    def run(self, query: Query, filters: Filters | None = None, *, by_date=False) -> Results:
        """Search for ``query``; when nothing holds all its words, for what holds some of them."""
        filters = Filters() if filters is None else filters
        if not query:
            return Results(query)
        open_filters = Filters(title_only=filters.title_only)
        query, found, capped, partial = self._widening(query, open_filters)
        results = Results(query, unfiltered=found, is_capped=capped, is_partial=partial)
        results.is_unfiltered_capped = capped
        if filters.narrows and capped:
            found, results.is_capped = self._candidates(query, filters, any_word=partial)
        elif filters.narrows:
            found = [candidate for candidate in found if filters.admits(candidate)]
        key = _newest_first if by_date else _best_first(timezone.now())
        results.candidates = sorted(found, key=key)
        return results

    def _widening(self, query, filters):
        found, capped = self._candidates(query, filters)
        if found:
            return query, found, capped, False
        looser = relaxed(query)
        if looser:
            found, capped = self._candidates(looser, filters)
            if found:
                return looser, found, capped, False
        if len(query.words) > 1:
            found, capped = self._candidates(query, filters, any_word=True)
        return query, found, capped, bool(found)

    def has_any(self, words) -> bool:
        """Whether any entry holds all ``words``."""
        return any(entries.exists() for entries in self._matching(words))

    # --- Help with words ----------------------------------------------------------------------
    def did_you_mean(self, query: Query) -> str:
        """Other words that do find something, or "": for a search that found nothing whole."""
        for text in self._rewritings(query):
            other = parse(text)
            if other and other.phrase != query.phrase and self.has_any(other.words):
                return text
        return ""

    def _rewritings(self, query):
        whole = query.phrase.replace(" ", "")
        if len(whole) <= vocabulary.MAX_TERM:
            yield from vocabulary.corrections(whole, self.entries)
        fixed, changed = [], False
        for word in _rejoined(query):
            better = [] if self.has_any([make_word(word)]) else self._better(word)
            fixed.append(better[0] if better else word)
            changed = changed or bool(better)
        if changed:
            yield _joined(fixed)

    def _better(self, word):
        return vocabulary.corrections(word, self.entries, count=1)

    def related(self, results: Results) -> list[str]:
        """Keywords that the best results share."""
        positions = [candidate.position for candidate in results.candidates[:20]]
        return vocabulary.related(positions, self.entries, results.query.phrase)

    def suggest(self, typed: str, count: int = SUGGESTIONS) -> list[str]:
        """What the typed beginning may become: words of the site, then titles that hold it."""
        query = parse(typed)
        if not query:
            return []
        offered = vocabulary.completions(query.text, self.entries, count - 2)
        wanted = self._newest_titles(query, count - len(offered))
        titles = [hit.title for _kind, hit in _hits(wanted)]
        return list(dict.fromkeys([*offered, *titles]))

    def _newest_titles(self, query, count):
        """Kind and id of the newest records whose title holds all words."""
        rows = []
        for entries in self._matching(query.words, title=True):
            newest = entries.order_by("-position").values_list("kind", "object_id")
            rows = list(newest[:count])
            if len(rows) == count:
                break
        return rows


def _newest_first(candidate):
    return -candidate.position


def _best_first(now):
    weights = {source.kind: source.weight for source in sources.all_sources()}
    return lambda found: (-found.score(now) - weights[found.kind], -found.position)


def _holds(word, *, title) -> Q:
    """That the text itself holds the word or a synonym (the title, if only that counts)."""
    inside = Q()
    for text in word.spellings:
        inside |= Q(title__contains=text)
        if not title:
            inside |= Q(body__contains=text)
    return inside


def _rejoined(query) -> list[str]:
    """The words of a query, pieces of one Han run joined: a wrong character splits words."""
    pieces = []
    for word in query.words:
        joins = pieces and HAN_RUN.fullmatch(word.text) and HAN_RUN.fullmatch(pieces[-1])
        if joins and 1 in (len(word.text), len(pieces[-1])):
            pieces[-1] += word.text
        else:
            pieces.append(word.text)
    return pieces


def _joined(words) -> str:
    """Words as one would type them: a space only beside letters and digits."""
    text = ""
    for word in words:
        text += (" " if text and (text[-1].isascii() or word[0].isascii()) else "") + word
    return text
