"""Synthetic articles for scale work: many, different from each other, quick to make and remove."""

import random
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from navigation.models import Section
from news.demo_loader import extras, words
from news.models import (
    Article,
    ArticleKeyword,
    ArticlePlacement,
    DemoRecord,
    Document,
    DocumentCategory,
    Source,
    TopicItem,
)
from news.services.documents import derived_values
from news.services.placements import copied_values, indexed_words
from portal import content_version
from portal.search.sources import drop, refresh

BATCH = 1000
YEARS = 10
BULK = DemoRecord.objects.all().BULK


class Writer:
    """Puts texts together from the word lists; the same seed writes the same texts."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311 - sample texts, not secrets

    def _values(self) -> dict:
        pick = self.random.choice
        values = {
            "place": pick(words.PLACES),
            "place2": pick(words.PLACES),
            "field": pick(words.FIELDS),
            "unit": pick(words.UNITS),
            "action": pick(words.ACTIONS),
            "object": pick(words.OBJECTS),
            "month": self.random.randint(1, 12),
            "day": self.random.randint(1, 28),
            "a": self.random.randint(2, 28),
            "b": self.random.randint(1200, 8200),
            "c": self.random.randint(31, 980),
            "d": self.random.randint(61, 99),
        }
        values["result"] = pick(words.RESULTS).format(**values)
        values["result2"] = pick(words.RESULTS).format(**values)
        return values

    def _sentence(self, forms, subject) -> str:
        """One sentence: the article's own subject, other details anew each time."""
        return self.random.choice(forms).format(**{**self._values(), **subject})

    def article(self) -> dict:
        values = self._values()
        subject = {name: values[name] for name in ("field", "object", "action")}
        title = self.random.choice(words.TITLES).format(**values)
        opener = self._sentence(words.OPENERS, subject)
        middles = self.random.sample(words.MIDDLES, self.random.randint(4, 7))
        body = [opener, *(form.format(**{**self._values(), **subject}) for form in middles)]
        body.append(self._sentence(words.CLOSERS, subject))
        return {
            "title": title[:150],
            "summary": opener,
            # Plain words between fixed tags: the sanitiser would leave it exactly as it is.
            "body": "\n".join(f"<p>{text}</p>" for text in body),
            "keywords": "，".join([values["field"], values["place"], values["object"]]),
        }

    def document(self, article, categories) -> Document:
        """``article`` as a document: most are in force, one in twelve is not."""
        written_on = (article.published_at - timedelta(days=self.random.randint(1, 40))).date()
        department = self.random.choice(words.DEPARTMENTS)
        title = self.random.choice(words.DOCUMENT_TITLES)
        article.title = title.format(**self._values())
        article.doc_number = (
            f"科创发{department}字〔{written_on.year}〕{self.random.randint(1, 240)}号"
        )
        ended = self.random.random() < 1 / 12
        return Document(
            article=article,
            issuer=self.random.choice(words.ISSUERS),
            written_on=written_on,
            category_id=self.random.choice(categories),
            validity=self.random.choice(Document.Validity.values[1:]) if ended else "current",
        )


def add_articles(count, *, say=lambda text: None, seed=None, kind="list"):
    """Add ``count`` published articles, spread over ten years and the sections of ``kind``.

    In ``documents`` sections they are documents.
    """
    sections = list(Section.objects.filter(kind=kind).values_list("pk", flat=True))
    categories = [None]
    if kind == "documents":
        categories += DocumentCategory.objects.values_list("pk", flat=True)
    sources = list(Source.objects.values_list("pk", flat=True)) or [None]
    first = DemoRecord.objects.bulk().count()
    writer = Writer(seed if seed is not None else first + 1)
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        with transaction.atomic():
            articles = _make_batch(writer, size, sections, sources)
            documents = [writer.document(a, categories) for a in articles if kind == "documents"]
            _store(writer, articles, documents, sections)
        say(f"合成文章 {start + size}/{count}")
    content_version.bump()
    _analyze()


def _make_batch(writer, size, sections, sources) -> list[Article]:
    now = timezone.now()
    articles = []
    for _index in range(size):
        age = timedelta(seconds=writer.random.randint(3600, YEARS * 365 * 86400))
        articles.append(
            Article(
                section_id=writer.random.choice(sections),
                source_id=writer.random.choice(sources),
                status=Article.Status.PUBLISHED,
                published_at=now - age,
                **writer.article(),
            )
        )
    return articles


def _store(writer, articles, documents, sections):
    Article.objects.bulk_create(articles)
    for document in documents:
        document.article_id = document.article.pk
        vars(document).update(derived_values(document.article))
    Document.objects.bulk_create(documents)
    ArticlePlacement.objects.bulk_create(
        ArticlePlacement(article=article, section_id=section_id, **copied_values(article))
        for article in articles
        for section_id in _sections_of(writer, article, sections)
    )
    ArticleKeyword.objects.bulk_create(
        ArticleKeyword(article=article, word=word, published_at=article.published_at)
        for article in articles
        for word in indexed_words(article)
    )
    DemoRecord.objects.bulk_create(
        DemoRecord(
            key=f"{BULK}{article.pk}",
            model="news.article",
            object_id=article.pk,
            fingerprint="bulk",
        )
        for article in articles
    )
    refresh("article", [article.pk for article in articles])


def _sections_of(writer, article, sections):
    """The home section; one article in ten is shown in a second one too."""
    chosen = {article.section_id}
    if writer.random.random() < 0.1:
        chosen.add(writer.random.choice(sections))
    return chosen


def remove_articles(*, say=lambda text: None) -> tuple[int, int]:
    """Remove the synthetic articles that nobody edited; returns (removed, kept).

    Making them left no history, so a history entry means that somebody has worked on one since.
    """
    edited = set(
        Article.history.filter(id__in=DemoRecord.objects.bulk().values("object_id")).values_list(
            "id", flat=True
        )
    )
    DemoRecord.objects.bulk().filter(object_id__in=edited).delete()
    removed = 0
    while True:
        ids = list(DemoRecord.objects.bulk().values_list("object_id", flat=True)[:BATCH])
        if not ids:
            break
        with transaction.atomic():
            _remove_batch(ids)
        removed += len(ids)
        say(f"已删除 {removed}")
    if removed:
        content_version.bump()
    return removed, len(edited)


def _remove_batch(ids):
    """Delete rows without loading them: signals would write one history row and one new content
    version per article. Attachments can only come with an edit, and edited articles are kept."""
    drop("article", ids)
    Document.objects.filter(superseded_by__in=ids).update(superseded_by=None)
    links = Document.explanations.through.objects
    for rows in (
        *extras.bulk_rows(ids),
        TopicItem.objects.filter(article_id__in=ids),
        links.filter(article_id__in=ids),
        links.filter(document_id__in=ids),
        Document.objects.filter(pk__in=ids),
        ArticleKeyword.objects.filter(article_id__in=ids),
        ArticlePlacement.objects.filter(article_id__in=ids),
        Article.objects.filter(pk__in=ids),
        DemoRecord.objects.bulk().filter(object_id__in=ids),
    ):
        rows._raw_delete(rows.db)


def _analyze():
    """Fresh statistics, so that the planner knows the tables are large now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
