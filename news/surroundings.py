"""Everything around an article — neighbours, related reading, attachments, the documents it
belongs with — in one statement.

Each part is a small indexed, limited sub-select, and the parts are joined by UNION ALL, so the cost
does not grow with the number of articles. The columns are shared: an attachment uses the same
columns for its own texts.
"""

from dataclasses import dataclass, field

from django.db.models import CharField, DateTimeField, F, IntegerField, Value
from django.db.models.functions import Cast

from navigation.tree import get_tree
from news.models import Article, ArticleKeyword, ArticlePlacement, Attachment

RELATED_COUNT = 4
# Only the first keywords count, so that a page's statement stays of bounded size.
KEYWORD_LIMIT = 6
# Articles linked with one document; more than any document has.
LINK_LIMIT = 50
PREVIOUS, NEXT, RELATED, SAME_SECTION, EXPLANATION, EXPLAINED, SUPERSEDED, SUCCESSOR, ATTACHMENT = (
    range(9)
)
COLUMNS = ("part", "pk", "text", "short_text", "third_text", "fourth_text", "number", "count", "at")


@dataclass
class Surroundings:
    """``previous`` is 上一篇: the article above in the section's list, which is the newer one.

    Lists run newest first, and 上一篇/下一篇 follow the list downwards, as readers of official
    sites expect.
    """

    previous: Article | None = None
    next: Article | None = None
    related: list[Article] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    # 解读 of this document, documents this article is 解读 of, documents this one took the place
    # of, and the one that took its place.
    explanations: list[Article] = field(default_factory=list)
    explained: list[Article] = field(default_factory=list)
    superseded: list[Article] = field(default_factory=list)
    successor: Article | None = None


def _part(part, placements, count):
    """The articles of the first ``count`` rows of ``placements``."""
    ids = placements.values("article_id")[:count]
    return (
        Article.objects.filter(pk__in=ids)
        .order_by()
        .values_list(
            Value(part, IntegerField()),
            "pk",
            "title",
            "short_title",
            "external_url",
            "doc_number",
            "section_id",
            Value(0, IntegerField()),
            "published_at",
        )
    )


def _attachments(article):
    return (
        Attachment.objects.filter(article_id=article.pk)
        .order_by()
        .values_list(
            # The order is carried in the part number: UNION ALL has none of its own.
            Value(ATTACHMENT) + F("position"),
            "pk",
            "name",
            "original_name",
            "type_label",
            Value("", CharField()),
            "size",
            "downloads",
            Cast(Value(None), DateTimeField()),
        )
    )


def _neighbours(article):
    here = ArticlePlacement.objects.in_section(article.section_id).published()
    place = (article.published_at, article.pk)
    yield _part(PREVIOUS, here.newer_than(*place), 1)
    yield _part(NEXT, here.older_than(*place), 1)
    # Two neighbours and the article itself may stand in the way of the newest ones.
    yield _part(SAME_SECTION, here.newest_first(), RELATED_COUNT + 3)
    for word in dict.fromkeys(article.keywords_list[:KEYWORD_LIMIT]):
        rows = ArticleKeyword.objects.for_word(word).published().exclude(article_id=article.pk)
        yield _part(RELATED, rows.newest_first(), RELATED_COUNT + 2)


def _links(article, document):
    """Articles tied to ``article`` by a document, as far as the public reaches them."""
    tree = get_tree()
    switched_off = tree.parents.keys() - tree.by_id.keys()
    public = ArticlePlacement.objects.published().exclude(section_id__in=switched_off)
    conditions = {EXPLAINED: {"article__document__explanations": article.pk}}
    if document:
        conditions[EXPLANATION] = {"article__explains": article.pk}
        conditions[SUPERSEDED] = {"article__document__superseded_by": article.pk}
        if document.superseded_by_id:
            conditions[SUCCESSOR] = {"article": document.superseded_by_id}
    for part, condition in conditions.items():
        yield _part(part, public.filter(**condition).newest_first(), LINK_LIMIT)


def _article(row) -> Article:
    """A light article: exactly what a link to it needs, no query hidden behind any attribute."""
    _part, pk, title, short_title, external_url, doc_number, section_id, _count, at = row
    return Article(
        pk=pk,
        title=title,
        short_title=short_title,
        external_url=external_url,
        doc_number=doc_number,
        section_id=section_id,
        published_at=at,
    )


def _attachment(row, article) -> Attachment:
    _part, pk, name, original_name, type_label, _text, size, downloads, _at = row
    return Attachment(
        pk=pk,
        article=article,
        name=name,
        original_name=original_name,
        type_label=type_label,
        size=size,
        downloads=downloads,
    )


def _related(by_keyword, same_section, taken) -> list[Article]:
    """Most shared keywords first, then the newest; filled up from the same section."""
    shared, articles = {}, {}
    for article in by_keyword:
        shared[article.pk] = shared.get(article.pk, 0) + 1
        articles[article.pk] = article
    ranked = sorted(
        articles.values(),
        key=lambda article: (shared[article.pk], article.published_at, article.pk),
        reverse=True,
    )
    fillers = [a for a in _newest_first(same_section) if a.pk not in articles and a.pk not in taken]
    return [*ranked, *fillers][:RELATED_COUNT]


def _newest_first(articles) -> list[Article]:
    return sorted(articles, key=lambda article: (article.published_at, article.pk), reverse=True)


def surroundings(article, document=None, *, alone=False) -> Surroundings:
    """What stands around ``article``: one query.

    ``document`` is its document, if it is one. ``alone`` is for single pages, which have no
    neighbours and no related reading.
    """
    parts = [[] for _ in range(ATTACHMENT)]
    files = []
    wanted = list(_links(article, document))
    if not alone:
        wanted += _neighbours(article)
    for row in _attachments(article).union(*wanted, all=True):
        if row[0] >= ATTACHMENT:
            files.append(row)
        else:
            parts[row[0]].append(_article(row))
    previous = next(iter(parts[PREVIOUS]), None)
    following = next(iter(parts[NEXT]), None)
    taken = {article.pk, *(other.pk for other in (previous, following) if other)}
    return Surroundings(
        previous=previous,
        next=following,
        related=_related(parts[RELATED], parts[SAME_SECTION], taken),
        attachments=[_attachment(row, article) for row in sorted(files, key=lambda r: r[:2])],
        explanations=_newest_first(parts[EXPLANATION]),
        explained=_newest_first(parts[EXPLAINED]),
        superseded=_newest_first(parts[SUPERSEDED]),
        successor=next(iter(parts[SUCCESSOR]), None),
    )
