"""What a topic page shows: its blocks with what is in them, in few queries for any number."""

from dataclasses import dataclass, field

from django.db.models import F

from navigation.tree import get_tree
from news.models import Article, TopicBlock, TopicItem
from news.models.topic_block import ARTICLE_KINDS
from news.newest import newest_in_sections
from news.querysets import is_public
from portal.colours import deepened, readable_share

KIND = TopicBlock.Kind
HALF = TopicBlock.Width.HALF
# 千分空, U+202F: how figures of four digits and more are set.
THIN_SPACE = "\u202f"


@dataclass(frozen=True)
class Banner:
    """A topic as home page and archives show it."""

    title: str
    subtitle: str
    year: int
    art: str
    banner: object
    url: str
    intro: str

    @classmethod
    def of(cls, topic):
        return cls(
            title=topic.title,
            subtitle=topic.banner_line,
            year=topic.year,
            art=topic.art,
            banner=topic.banner,
            url=topic.url,
            intro=topic.intro,
        )


@dataclass
class Block:
    """What a block's template reads."""

    kind: str
    title: str
    anchor: str
    in_anchors: bool
    is_half: bool
    articles: list = field(default_factory=list)
    items: list = field(default_factory=list)
    body: str = ""
    note: str = ""
    more_url: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.articles or self.items or self.body)


def chosen_articles(block_ids):
    """Items that name a public article, the placed ones first, the others newest first."""
    return (
        TopicItem.objects.filter(is_public("article__"), block__in=block_ids)
        .order_by(F("position").asc(nulls_last=True), "-article__published_at", "-article_id")
        .values_list("block_id", "article_id")
    )


def articles_of(block):
    """All public articles chosen for ``block``, in the same order."""
    return (
        Article.objects.published()
        .for_lists()
        .filter(topic_items__block=block)
        .order_by(F("topic_items__position").asc(nulls_last=True), "-published_at", "-pk")
    )


def picture_first(articles) -> list[Article]:
    """The same articles, the first one that has a picture on top."""
    lead = next((article for article in articles if article.cover_id), None)
    return sorted(articles, key=lambda article: article is not lead)


def section_of(block):
    """The section a block of articles follows; ``None`` also when it is switched off."""
    return get_tree().get(block.section_id)


def anchors(blocks) -> dict[int, str]:
    """``{block pk: fragment}``. The oldest block of a kind has the plain name and keeps it when
    blocks change places, so that links such as ``…#qa`` last."""
    found, taken = {}, set()
    for block in sorted(blocks, key=lambda block: block.pk):
        found[block.pk] = f"{block.kind}-{block.pk}" if block.kind in taken else block.kind
        taken.add(block.kind)
    return found


def grouped(value: str) -> str:
    """A plain whole number in groups of three digits; any other text unchanged."""
    if not (value.isascii() and value.isdigit() and len(value) > 3 and value[0] != "0"):
        return value
    return f"{int(value):,}".replace(",", THIN_SPACE)


class TopicPage:
    """Builds the blocks of ``topic`` in order: five queries at most. Use one instance per request."""

    def __init__(self, topic):
        self.rows = list(topic.blocks.filter(is_visible=True))
        self.anchors = anchors(self.rows)
        self.ids = self._article_ids()
        self.articles = self._articles()
        self.items = self._items()

    def _article_ids(self) -> dict[int, list[int]]:
        """``{block pk: article ids}``, one more than shown, which tells whether there is more."""
        blocks = [block for block in self.rows if block.kind in ARTICLE_KINDS]
        followed = {block.pk: section_of(block) for block in blocks if block.section_id}
        wanted = {}
        for block in blocks:
            if node := followed.get(block.pk):
                wanted[node.id, False] = max(wanted.get((node.id, False), 0), block.count + 1)
        newest = newest_in_sections(wanted)
        found = {block.pk: [] for block in blocks}
        for pk, node in followed.items():
            if node:
                found[pk] = [a for _at, a in sorted(newest[node.id, False], reverse=True)]
        by_hand = [block.pk for block in blocks if not block.section_id]
        for block_id, article_id in chosen_articles(by_hand) if by_hand else ():
            found[block_id].append(article_id)
        return {block.pk: found[block.pk][: block.count + 1] for block in blocks}

    def _articles(self) -> dict[int, Article]:
        ids = set().union(*self.ids.values())
        return Article.objects.for_lists().in_bulk(ids) if ids else {}

    def _items(self) -> dict[int, list[TopicItem]]:
        """The rows of blocks that show no articles."""
        blocks = [block.pk for block in self.rows if block.kind not in ARTICLE_KINDS]
        found = {pk: [] for pk in blocks}
        items = TopicItem.objects.filter(block__in=blocks).select_related("picture")
        for item in items if blocks else ():
            found[item.block_id].append(item)
        return found

    def blocks(self) -> list[Block]:
        """The blocks that have something to show."""
        built = [self._build(block) for block in self.rows]
        return [block for block in built if not block.is_empty]

    def _build(self, block) -> Block:
        built = Block(
            kind=block.kind,
            title=block.title,
            anchor=self.anchors[block.pk],
            in_anchors=block.in_anchors,
            is_half=block.width == HALF,
            body=block.body if block.kind == KIND.TEXT else "",
            note=block.note,
        )
        if block.kind in ARTICLE_KINDS:
            ids = self.ids[block.pk]
            # One may have been deleted between the two queries.
            built.articles = [self.articles[pk] for pk in ids[: block.count] if pk in self.articles]
            if block.kind == KIND.NEWS:
                built.articles = picture_first(built.articles)
            built.more_url = block.get_absolute_url() if len(ids) > block.count else ""
        else:
            built.items = self.items[block.pk]
            if block.kind == KIND.GALLERY:
                built.items = [item for item in built.items if item.picture]
            if block.kind == KIND.FACTS:
                for item in built.items:
                    item.term = grouped(item.term)
        return built


def side_by_side(blocks) -> list[list[Block]]:
    """Blocks by rows of the page: two half ones together, everything else alone."""
    rows = []
    for block in blocks:
        if block.is_half and rows and len(rows[-1]) == 1 and rows[-1][0].is_half:
            rows[-1].append(block)
        else:
            rows.append([block])
    return rows


def accent_sheet(colour: str) -> str:
    """The rules that give a topic page a colour of its own.

    Browsers without ``color-mix`` keep the colour of the art. The art itself takes the hue of the
    ground and keeps its own light and dark.
    """
    share = readable_share(colour)
    return (
        "@supports (color:color-mix(in srgb,red,blue)){.topic.topic{"
        f"--sh:color-mix(in srgb,{colour} {share}%,var(--ink));--tone:var(--sh)}}}}\n"
        f".thero.thero{{background:{deepened(colour)}}}.thero>img{{mix-blend-mode:luminosity}}\n"
    )
