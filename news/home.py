"""The home page's blocks: which articles they show, in four queries for any number of blocks.

Each article appears once. 头条 comes first, then the carousel, then the blocks in their order; a
block skips what stands above it and moves up older articles instead.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from navigation.tree import get_tree
from news.models import Article, HomeBlock, Topic
from news.newest import newest_in_sections
from news.section_kinds import is_list
from news.topics import Banner
from portal.site import LinkItem, get_site
from portal.snapshot import snapshot

CAROUSEL_LIMIT = 6
HEADLINE_LINKS = 3
KIND = HomeBlock.Kind
ARTICLE_KINDS = {
    KIND.LEAD_LIST,
    KIND.LIST,
    KIND.NOTICES,
    KIND.PICTURE_LIST,
    KIND.POLICY,
    KIND.CARDS,
}
# Blocks that always fill a row of their own kind, whatever layout was chosen.
OWN_ROWS = {KIND.HEADLINE: "headline", KIND.SERVICES: "strip", KIND.TOPICS: "topics"}


@dataclass
class Block:
    """What a block's template reads."""

    kind: str
    title: str = ""
    more_url: str = ""
    color: str = ""
    articles: list = field(default_factory=list)
    links: list = field(default_factory=list)
    topics: list = field(default_factory=list)
    related_links: list = field(default_factory=list)
    # Where the progress of an application is asked for; "" = nowhere.
    query_url: str = ""


@dataclass
class Row:
    """Neighbouring blocks of one layout."""

    layout: str
    blocks: list


_progress_queries: list[Callable[[], str]] = []


def ask_progress_at(address: Callable[[], str]) -> Callable[[], str]:
    """Register ``address()``: where a form may post ``number`` to follow an application, or ""."""
    _progress_queries.append(address)
    return address


@snapshot
def visible_blocks() -> tuple:
    """The arrangement staff made: one query when the content version is new."""
    return tuple(HomeBlock.objects.filter(is_visible=True))


def source_sections(block) -> list[int]:
    """The sections whose articles ``block`` shows."""
    node = get_tree().get(block.section_id)
    if node is None:
        return []
    if not block.include_children:
        return [node.id]
    # Single pages below (组织架构, 公开指南) are no news.
    return [below.id for below in node.descendants() if is_list(below)]


def _wanted(blocks) -> dict[tuple[int, bool], int]:
    """How many articles to look up per section (and whether with a picture only).

    A block may find everything above it taken, so it looks as far down as all of it together.
    """
    wanted, above = {}, 1 + CAROUSEL_LIMIT
    for block in blocks:
        if block.kind in ARTICLE_KINDS or block.kind == KIND.CAROUSEL:
            above += block.count
            for section_id in source_sections(block):
                key = (section_id, block.kind == KIND.CAROUSEL)
                wanted[key] = max(wanted.get(key, 0), above)
    return wanted


def _flagged() -> list[Article]:
    """Public articles marked as 头条 or for the carousel, light: one query.

    The times are matched by small indexes alone; the few hits are checked for being public here,
    so that no planner is tempted to walk through all published articles.
    """
    now = timezone.now()
    headlines = Article.objects.filter(headline_until__gt=now).order_by()
    featured = Article.objects.filter(featured_until__gt=now).order_by()
    heavy = ("body",)
    articles = headlines.defer(*heavy).union(featured.defer(*heavy))
    return [article for article in articles if article.is_public]


class HomePage:
    """Builds the rows. Use one instance per request."""

    def __init__(self):
        self.blocks = visible_blocks()
        self.flagged = _flagged()
        self.candidates = newest_in_sections(_wanted(self.blocks))
        self.taken = set()
        self.chosen = self._choose()
        self.articles = self._load()
        self.topics = home_topics(self.blocks)

    def _choose(self) -> dict[int, list[int]]:
        """``{block pk: article ids}``; headline and carousel choose first."""
        order = {KIND.HEADLINE: 0, KIND.CAROUSEL: 1}
        chosen = {}
        for block in sorted(self.blocks, key=lambda block: order.get(block.kind, 2)):
            ids = [pk for pk in self._candidates(block) if pk not in self.taken]
            ids = ids[: self._count(block)]
            chosen[block.pk] = ids
            self.taken.update(ids)
        return chosen

    @staticmethod
    def _count(block):
        if block.kind == KIND.HEADLINE:
            return 1
        return min(block.count, CAROUSEL_LIMIT) if block.kind == KIND.CAROUSEL else block.count

    def _candidates(self, block) -> list[int]:
        if block.kind == KIND.HEADLINE:
            return self._flagged_ids("headline_until", key=lambda a: (a.published_at, a.pk))
        if block.kind == KIND.CAROUSEL:
            featured = self._flagged_ids(
                "featured_until", key=lambda a: (a.featured_until, a.published_at, a.pk)
            )
            return list(dict.fromkeys([*featured, *self._of_sections(block, with_cover=True)]))
        return self._of_sections(block) if block.kind in ARTICLE_KINDS else []

    def _flagged_ids(self, name, key):
        now = timezone.now()
        hits = [
            article
            for article in self.flagged
            if (until := getattr(article, name)) and until > now
            if name != "featured_until" or article.cover_id
        ]
        return [article.pk for article in sorted(hits, key=key, reverse=True)]

    def _of_sections(self, block, with_cover=False):
        rows = set()
        for section_id in source_sections(block):
            rows.update(self.candidates[section_id, with_cover])
        return [pk for _at, pk in sorted(rows, reverse=True)]

    def _load(self) -> dict[int, Article]:
        return Article.objects.for_lists().in_bulk(self.taken) if self.taken else {}

    def rows(self) -> list[Row]:
        """Rows of visible blocks; a headline block without 头条 is left out."""
        rows = []
        for block in self.blocks:
            built = self._build(block)
            if built is None:
                continue
            layout = OWN_ROWS.get(block.kind, block.layout)
            if rows and rows[-1].layout == layout and layout != HomeBlock.Layout.FULL:
                rows[-1].blocks.append(built)
            else:
                rows.append(Row(layout, [built]))
        return rows

    def _build(self, block) -> Block | None:
        node = get_tree().get(block.section_id)
        articles = [self.articles[pk] for pk in self.chosen[block.pk] if pk in self.articles]
        if not articles and block.kind in {KIND.HEADLINE, KIND.CAROUSEL}:
            return None
        built = Block(
            kind=block.kind,
            title=block.title or (node.title if node else ""),
            more_url=block.more_url or (node.url if node else ""),
            color=block.color or (node.color if node else ""),
            articles=articles,
        )
        if block.link_group_id:
            group = get_site().link_list(block.link_group_id)
            built.links = list(group.links) if group else []
        if block.kind == KIND.HEADLINE:
            built.related_links = headline_links(articles[0])
        if block.kind == KIND.DISCLOSURE:
            built.query_url = next(filter(None, (address() for address in _progress_queries)), "")
        if block.kind == KIND.TOPICS:
            built.topics = self.topics[: block.count]
        return built


def headline_links(article) -> list[LinkItem]:
    """The small links under the 头条."""
    return [LinkItem(link["title"], link["url"]) for link in article.headline_links][
        :HEADLINE_LINKS
    ]


def home_topics(blocks) -> list[Banner]:
    """As many topics as the largest topics block shows: one query, or none without such a block."""
    counts = [block.count for block in blocks if block.kind == KIND.TOPICS]
    if not counts:
        return []
    topics = Topic.objects.visible().filter(show_on_home=True).select_related("banner")
    return [Banner.of(topic) for topic in topics[: max(counts)]]
