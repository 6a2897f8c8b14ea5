"""Queries per page, with the tree in memory and no cached page: few, and the same on a large site.

The budgets are data (``tests/query_budgets.json``), one number for both databases; PostgreSQL's
search asks its index in a query of its own, which makes it the dearer one there. Each page is
measured twice with warm memory, on a small and on a larger site, and once right after a change of
content, when counts and trees have to be read anew.
"""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone

from disclosure.models import CatalogueSettings
from news.models import (
    Document,
    DocumentCategory,
    HomeBlock,
    Source,
    Topic,
    TopicBlock,
    TopicItem,
)
from news.models.topic_block import ARTICLE_KINDS
from news.services.attachments import attach
from news.sitemaps import file_of
from portal import content_version
from portal.models import Department, Person
from tests.disclosure.desk.annual_helpers import published_report
from tests.factories import make_article, make_document, make_section
from tests.news.helpers import queries_of

pytestmark = pytest.mark.django_db
BUDGETS = json.loads((Path(__file__).parent.parent / "query_budgets.json").read_text())
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# What one reading of all snapshots costs after a change: version, tree, frame, counts, blocks.
COLD_EXTRA = 12


class SmallSite:
    """One of everything; ``grow`` makes more of all of it."""

    def __init__(self, picture):
        self.picture = picture
        self.root = make_section("科技创新", slug="kjcx", kind="first-child")
        self.list = make_section("科创动态", slug="kcdt", parent=self.root, page_size=5)
        self.page = make_section("简介", slug="dwjj", kind="page")
        self.archive = make_section("专题", slug="zt", kind="topics")
        self.library = make_section("政策文件", slug="zcwj", kind="documents", page_size=5)
        self.document = make_document(self.library, "第一份办法", validity="repealed")
        for slug, kind in (("xrld", "people"), ("bmsz", "departments"), ("lxwm", "contact")):
            make_section(slug=slug, kind=kind)
        make_article(self.page, "简介")
        self.catalogue = make_section("信息公开目录", slug="gkml", kind="catalogue")
        CatalogueSettings.objects.create(prefix="01404053X")
        self.reports = make_section("年度报告", slug="gknb", kind="annual-reports")
        self.source = Source.objects.create(name="来源")
        self.topic = Topic.objects.create(
            title="专题",
            slug="t",
            section=self.archive,
            year=2026,
            show_on_home=True,
            banner=picture,
        )
        self.article = self.add_article(0)
        self.grow(8)
        attach(self.article, ContentFile(PDF, name="a.pdf"))
        self.add_hits_of_every_kind("量子")

    def add_hits_of_every_kind(self, word):
        """Records that stand first among the results for ``word``, besides the articles'."""
        make_section(word, slug="lz")
        Topic.objects.create(title=word, slug="lz", section=self.archive, year=2026)
        Person.objects.create(name=word, post="主任")
        Department.objects.create(name=word)
        attach(self.article, ContentFile(PDF, name=f"{word}.pdf"))
        published_report(2025, word)

    def add_article(self, number, section=None):
        return make_article(
            section or self.list,
            f"第{number}篇",
            days_ago=number * 9 % 800,
            keywords="量子，传感",
            cover=self.picture if number % 3 == 0 else None,
            source=self.source,
            sticky_until=timezone.now() + timedelta(days=9) if number % 20 == 7 else None,
            headline_until=timezone.now() + timedelta(days=9) if number == 0 else None,
        )

    def grow(self, count):
        start = self.list.placements.count()
        self.grow_library(start, count)
        department = Department.objects.create(name=f"部门{start}")
        for number in range(count):
            make_article(self.catalogue, f"办法{start}-{number}")
            published_report(2000 - start - number)
        for number in range(start, start + count):
            article = self.add_article(number)
            self.add_blocks(number, article)
            person = Person.objects.create(name=f"{number}", post="主任", photo=self.picture)
            person.departments.add(department)
        for kind in HomeBlock.Kind:
            HomeBlock.objects.create(
                kind=kind, section=self.root, include_children=True, position=start
            )
        Topic.objects.create(
            title=f"{start}", slug=f"t{start}", section=self.archive, year=2025, banner=self.picture
        )
        attach(self.article, ContentFile(PDF, name="b.pdf"), position=start)

    def add_blocks(self, number, article):
        """A block of every kind; the articles are chosen in one, follow a section in the next."""
        for kind in TopicBlock.Kind:
            section = self.list if number % 2 else None
            block = TopicBlock.objects.create(
                topic=self.topic, kind=kind, title=f"{number}", section=section, position=number
            )
            values = {"article": article} if kind in ARTICLE_KINDS else {"picture": self.picture}
            TopicItem.objects.create(block=block, term="3126", text="文", url="/", **values)

    def grow_library(self, start, count):
        """Documents in many categories, of many issuers, all tied to the first one."""
        successor = None
        for number in range(start, start + count):
            top = DocumentCategory.objects.create(name=f"类{number}")
            document = make_document(
                self.library,
                f"第{number}份办法",
                category=DocumentCategory.objects.create(name="子类", parent=top),
                issuer=f"机关{number}、中心",
                validity="revised",
                superseded_by=self.document.article,
                article={"days_ago": number},
            )
            successor = document.article
            document.explanations.add(self.document.article)
            self.document.explanations.add(make_article(self.list, f"解读{number}", days_ago=900))
        self.document.superseded_by = successor
        self.document.save()

    def add_sections(self, count):
        for number in range(count):
            child = make_section(f"子{number}", slug=f"c{number}", parent=self.root)
            self.add_article(number, child)
            below = make_section(
                f"库{number}", slug=f"k{number}", kind="documents", parent=self.library
            )
            make_document(below, f"下级第{number}份办法", article={"days_ago": 800})

    def block(self, **fields):
        return self.topic.blocks.filter(kind="news", **fields).first()

    def paths(self):
        base = self.list.get_absolute_url()
        last = -(-self.list.placements.count() // self.list.page_size)
        return {
            "home": "/",
            "section list": base,
            "section list, last page": f"{base}?page={last}",
            "section list, one year": f"{base}?year={timezone.localdate().year}",
            "article": self.article.get_absolute_url(),
            "single page": "/dwjj/",
            "library": "/zcwj/",
            "library, narrowed": "/zcwj/?q=1&validity=revised&sort=written&written_from=2020-01-01",
            "library, last page": f"/zcwj/?page={-(-Document.objects.count() // 5)}",
            "library as a file": "/zcwj/?format=csv",
            "document": self.document.article.get_absolute_url(),
            "catalogue": "/gkml/",
            "catalogue, narrowed": "/gkml/?q=办法&sort=index",
            "annual reports": "/gknb/",
            "annual report": "/gknb/report_2025.html",
            "annual report as a file": "/gknb/report_2025.xlsx",
            "topic archive": "/zt/",
            "topic": self.topic.get_absolute_url(),
            "topic, list of chosen articles": self.block(section=None).get_absolute_url(),
            "topic, list of a section": self.block(section=self.list).get_absolute_url(),
            "accent": "/accent-7a3fb0.css",
            "leaders": "/xrld/",
            "departments": "/bmsz/",
            "contact": "/lxwm/",
            "follow": "/apply/follow/",
            "section feed": base + "rss.xml",
            "site feed": "/rss.xml",
            "section feed, atom": base + "atom.xml",
            "site feed, atom": "/atom.xml",
            "sitemap index": "/sitemap.xml",
            "sitemap of pages": "/sitemap-pages.xml",
            "sitemap of news": "/sitemap-news.xml",
            "sitemap of articles": f"/sitemap-articles-{file_of(self.article.pk)}.xml",
            "robots": "/robots.txt",
            "site map": "/sitemap/",
            "search": "/search/?q=量子",
            "search, filtered": "/search/?q=量子&section=kjcx&time=year&sort=date",
            "search, some words found": "/search/?q=量子 绣花",
            "search, nothing found": "/search/?q=刺绣绒花",
            "search without words": "/search/",
            "suggestions": "/search/suggest/?q=量子",
            "suggestions, many titles": "/search/suggest/?q=篇",
        }


@pytest.fixture
def small_site(picture):
    return SmallSite(picture)


def counts(client, site):
    return {name: len(queries_of(client, path)) for name, path in site.paths().items()}


def test_every_page_keeps_its_budget_however_large_the_site(client, small_site):
    small = counts(client, small_site)
    assert {n: c for n, c in small.items() if c > BUDGETS[n]} == {}
    assert small.keys() == BUDGETS.keys()
    small_site.grow(30)
    small_site.add_sections(12)
    assert counts(client, small_site) == small


def test_after_a_change_only_what_is_kept_in_memory_is_read_in_addition(client, small_site):
    for name, path in small_site.paths().items():
        content_version.bump()
        cache.clear()
        assert len(queries_of(client, path, warm=False)) <= BUDGETS[name] + COLD_EXTRA, name


def test_a_cached_page_costs_one_query(client, small_site):
    for name, path in small_site.paths().items():
        uncached = ("section list,", "search,", "suggestions", "catalogue,")
        if name.startswith(uncached) or name in ("search", "accent", "follow"):
            continue
        client.get(path)
        assert len(queries_of_cached(client, path)) <= 1, name


def queries_of_cached(client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return list(queries)
