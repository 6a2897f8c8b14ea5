"""Which addresses the sitemaps name: what the public can open, and only under its own address.

Articles are divided by number: file *n* holds the articles whose id falls into the *n*-th
``FILE_SIZE`` ids. Nothing moves from file to file, so a full file changes only when one of its own
articles does, and each costs one read along the primary key, on a site of any size.

``base`` is the site's address without a slash at its end.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Exists, Max, Min, OuterRef
from django.utils import timezone

from navigation import kinds
from navigation.tree import get_tree, has_page
from news.meta import CARD_WIDTH, changed_at
from news.models import Article, ArticlePlacement, Topic
from news.newest import BATCH, newest_in_sections
from news.querysets import first_rows
from portal.models import Person
from portal.pictures import best_url
from portal.sitemaps import NEWS_LIMIT, Entry, NewsEntry
from portal.snapshot import snapshot

FILE_SIZE = 10_000
NEWS_FOR = timedelta(days=2)
# What an entry needs. Width and height belong to the cover's file: Django would ask for them one
# picture at a time.
COLUMNS = (
    "section_id status published_at expires_at updated_at external_url cover__file cover__width "
    "cover__height cover__shape cover__renditions"
).split()


def _full(base, address) -> str:
    return address if address.startswith("http") else base + address


def _picture(base, picture) -> tuple[str, ...]:
    return (_full(base, best_url(picture, CARD_WIDTH)),) if picture else ()


def _off_sections() -> set[int]:
    """Sections that are switched off: few, so naming them costs less than naming the others."""
    tree = get_tree()
    return tree.parents.keys() - tree.by_id.keys()


@snapshot
def _shown_by_pages() -> dict[int, Article]:
    """The article each ``page`` section shows at its own address: two queries."""
    nodes = [node for node in get_tree().by_id.values() if node.kind == "page"]
    newest = newest_in_sections({(node.id, False): 1 for node in nodes})
    ids = {key[0]: rows[0][1] for key, rows in newest.items() if rows}
    articles = Article.objects.only("section_id", "external_url").in_bulk(ids.values())
    return {section_id: articles[pk] for section_id, pk in ids.items() if pk in articles}


def _without_address() -> set[int]:
    """Articles whose own address only leads on to the section that shows them."""
    shown = _shown_by_pages().items()
    return {article.pk for section_id, article in shown if article.section_id == section_id}


# --- Articles -------------------------------------------------------------------------------------
def file_of(article_id) -> int:
    """The number of the file that holds an article; files count from 1."""
    return (article_id - 1) // FILE_SIZE + 1


def _within(number, name) -> dict:
    """The filter that keeps column ``name`` within the ids of file ``number``."""
    start = (number - 1) * FILE_SIZE
    return {f"{name}__gt": start, f"{name}__lte": start + FILE_SIZE}


def _placed(number):
    """The placements by which articles of file ``number`` have a page."""
    placements = ArticlePlacement.objects.published().filter(**_within(number, "article_id"))
    return placements.exclude(section_id__in=_off_sections())


def _first_named(number):
    """The first article that file ``number`` names, as an ordered queryset.

    The ids are limited on both sides of the join: PostgreSQL merges two indexes, and would walk
    through the one without limits from its beginning.
    """
    named = Article.objects.filter(**_within(number, "pk"), external_url="")
    named = named.exclude(pk__in=_without_address())
    return named.filter(Exists(_placed(number).filter(article_id=OuterRef("pk")))).order_by("pk")


def article_files() -> list[int]:
    """The numbers of the files that name an article: three queries, and more above ``BATCH`` files.

    They have no date: knowing the newest change in each would mean reading every article.
    """
    # One statement for both would walk the whole index on SQLite.
    lowest = Article.objects.aggregate(pk=Min("pk"))["pk"]
    highest = Article.objects.aggregate(pk=Max("pk"))["pk"]
    if lowest is None:
        return []
    numbers = range(file_of(lowest), file_of(highest) + 1)
    parts = [first_rows(_first_named(number), 1, "pk") for number in numbers]
    found = []
    for start in range(0, len(parts), BATCH):
        first, *others = parts[start : start + BATCH]
        found += [pk for (pk,) in first.union(*others, all=True)]
    return sorted(map(file_of, found))


def article_entries(base, number) -> list[Entry]:
    """The articles of file ``number``: one query, one more while sections are switched off.

    Whether an article is public is asked here, not in SQL: given more conditions, a planner may
    leave the primary key and collect all published articles instead.
    """
    rows = Article.objects.select_related("cover").only(*COLUMNS).order_by("pk")
    rows = list(rows.filter(**_within(number, "pk")))
    hidden, off = _without_address(), _off_sections()
    elsewhere = set()
    if any(row.section_id in off for row in rows):
        elsewhere = set(_placed(number).values_list("article_id", flat=True))
    return [
        Entry(base + row.get_absolute_url(), changed_at(row), _picture(base, row.cover))
        for row in rows
        if row.is_public and not row.is_external and row.pk not in hidden
        if row.section_id not in off or row.pk in elsewhere
    ]


def news_entries(base) -> list[NewsEntry]:
    """The newest articles of the last two days, as many as the format allows: one query."""
    pages = {node.id for node in get_tree().by_id.values() if node.kind == "page"}
    rows = (
        Article.objects.published()
        .filter(published_at__gte=timezone.now() - NEWS_FOR, external_url="")
        .exclude(section_id__in=_off_sections() | pages)
        .only("title", "section_id", "published_at")
        .newest_first()[:NEWS_LIMIT]
    )
    return [NewsEntry(base + row.get_absolute_url(), row.title, row.published_at) for row in rows]


# --- Everything else ------------------------------------------------------------------------------
def _section_entries(base) -> list[Entry]:
    """Home and sections; those that hold articles are dated by their newest one."""
    nodes = [node for node in get_tree().by_id.values() if has_page(node)]
    holders = [node for node in nodes if kinds.get(node.kind).holds_articles]
    newest = newest_in_sections({(node.id, False): 1 for node in holders})
    dates = {key[0]: rows[0][0] for key, rows in newest.items() if rows}
    leading_away = {pk for pk, article in _shown_by_pages().items() if article.is_external}
    return [
        Entry(f"{base}/", max(dates.values(), default=None)),
        *(
            Entry(base + node.url, dates.get(node.id))
            for node in nodes
            if node.id not in leading_away
        ),
    ]


def _topic_entries(base) -> list[Entry]:
    topics = Topic.objects.visible().filter(external_url="").select_related("banner")
    return [
        Entry(base + topic.get_absolute_url(), topic.updated_at, _picture(base, topic.banner))
        for topic in topics.exclude(section_id__in=_off_sections())
    ]


def _people_entries(base) -> list[Entry]:
    return [
        Entry(base + person.get_absolute_url(), person.updated_at, _picture(base, person.photo))
        for person in Person.objects.visible().select_related("photo")
    ]


_more: list[Callable[[str], list[Entry]]] = []


def register_pages(entries: Callable[[str], list[Entry]]):
    """Rooms above add pages of theirs: ``entries(base)``, in one query."""
    _more.append(entries)


def page_entries(base) -> list[Entry]:
    """Home, sections, topics, people and what rooms above add: few enough for one file."""
    own = [*_section_entries(base), *_topic_entries(base), *_people_entries(base)]
    return own + [entry for entries in _more for entry in entries(base)]
