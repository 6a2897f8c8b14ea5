"""Sitemaps: exactly the addresses that are out, in files that stay small and keep their articles."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.utils import timezone
from lxml import etree

from navigation.services import update_section
from news import sitemaps
from news.models import Topic
from portal.models import Person, SiteIdentity
from portal.sitemaps import BYTE_LIMIT, URL_LIMIT, Entry, write_urlset
from tests.factories import make_article, make_section
from tests.heads import head_of

pytestmark = pytest.mark.django_db
SITE = "https://www.example.cn"
SCHEMAS = Path(__file__).parent.parent / "data" / "sitemaps"
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def schema(name):
    return etree.XMLSchema(file=str(SCHEMAS / name))


def read(client, path, against="all.xsd"):
    """The file, valid by the schema of sitemaps.org and its extensions."""
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    schema(against).assertValid(root)
    return root


def locs(root):
    return root.xpath("*/s:loc/text()", namespaces=NS)


def paths(root):
    return [url.removeprefix(SITE) for url in locs(root)]


def files(client):
    return paths(read(client, "/sitemap.xml", "siteindex.xsd"))


def file_of(article):
    return f"/sitemap-articles-{sitemaps.file_of(article.pk)}.xml"


def all_paths(client):
    """Every address that the files of the index name."""
    return [path for name in files(client) for path in paths(read(client, name))]


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE
    SiteIdentity.objects.create(name="示例中心")


@pytest.fixture
def section():
    return make_section("科创动态", slug="kcdt")


# --- Which addresses ------------------------------------------------------------------------------
class World:
    """Everything there may be, public and not; ``out`` is what the sitemaps must name."""

    def __init__(self):
        root = make_section("科技创新", slug="kjcx", kind="first-child")
        self.here = make_section("动态", slug="kcdt", parent=root)
        self.off = make_section("停用", slug="off")
        self.page = make_section("简介", slug="dwjj", kind="page")
        self.leading_away = make_section("外页", slug="away", kind="page")
        make_section("空页", slug="empty", kind="page")
        make_section("链接", slug="link", kind="link", link_url="https://www.example.com/")
        make_section("领导", slug="xrld", kind="people")
        self.topics = make_section("专题", slug="zt", kind="topics")
        branch = make_section("停用的上级", slug="branch", is_active=False)
        below = make_section("下级", slug="below", parent=branch)
        self.out = {"/", "/kjcx/kcdt/", "/dwjj/", "/empty/", "/xrld/", "/zt/"}
        self._articles(below)
        self._topics()
        self._people()
        update_section(self.off, is_active=False)
        # Only now: its address depends on the section being off.
        self.out.add(self.elsewhere.get_absolute_url())

    def _articles(self, below):
        now = timezone.now()
        shown = make_article(self.here, "公开")
        pinned = make_article(self.here, "置顶", sticky_until=now + timedelta(days=1))
        old = make_article(self.here, "旧文", days_ago=900, expires_at=now + timedelta(days=1))
        former = make_article(self.page, "旧简介", days_ago=5)
        make_article(self.page, "简介正文")
        # Shown by a page, yet at home in a list: it has its own address too.
        guest = make_article(self.here, "借用", also_in=[make_section(slug="jy", kind="page")])
        self.out |= {a.get_absolute_url() for a in (shown, pinned, old, former, guest)} | {"/jy/"}
        for status in ("draft", "review", "withdrawn"):
            make_article(self.here, status, status=status)
        make_article(self.here, "将来", published_at=now + timedelta(hours=1))
        make_article(self.here, "过期", expires_at=now - timedelta(hours=1))
        make_article(self.here, "外链", external_url="https://www.example.com/a")
        make_article(self.leading_away, "外链页", external_url="https://www.example.com/b")
        make_article(below, "上级停用")
        make_article(self.off, "停用")
        make_article(self.off, "停用草稿", status="draft", also_in=[self.here])
        self.elsewhere = make_article(self.off, "别处可见", also_in=[self.here])

    def _topics(self):
        values = {"section": self.topics, "year": 2026}
        topic = Topic.objects.create(title="专题", slug="yiqi", **values)
        self.out.add(topic.get_absolute_url())
        Topic.objects.create(title="隐藏", slug="hidden", is_visible=False, **values)
        Topic.objects.create(title="外", slug="ext", external_url="https://a.cn/", **values)
        off = make_section("停用专题", slug="offzt", kind="topics", is_active=False)
        Topic.objects.create(title="停用", slug="offtopic", section=off, year=2026)

    def _people(self):
        person = Person.objects.create(name="沈砚清", post="主任")
        self.out.add(person.get_absolute_url())
        Person.objects.create(name="隐藏", post="主任", is_visible=False)


@pytest.mark.parametrize("size", [2, 10_000])
def test_the_sitemaps_name_exactly_what_is_out(client, monkeypatch, size):
    monkeypatch.setattr(sitemaps, "FILE_SIZE", size)
    world = World()
    found = [
        path for name in files(client) if "news" not in name for path in paths(read(client, name))
    ]
    assert sorted(found) == sorted(world.out)


def test_every_named_address_answers_under_that_very_address(client):
    World()
    for path in all_paths(client):
        assert head_of(client, path).canonical == SITE + path


def test_an_article_is_named_from_its_moment_until_its_end(client, section):
    now = timezone.now()
    article = make_article(
        section, published_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=3)
    )
    seen = []
    for hours in (0, 2, 4):
        with time_machine.travel(now + timedelta(hours=hours)):
            seen.append(all_paths(client).count(article.get_absolute_url()))
    # Named twice while it is out: as an article and as news.
    assert seen == [0, 2, 0]


def test_no_test_site_address_slips_in_without_a_configured_one(client, section, settings):
    settings.SITE_URL = ""
    response = client.get(file_of(make_article(section)), headers={"host": "portal.example.cn"})
    (url,) = locs(etree.fromstring(response.content))
    assert urlsplit(url).netloc == "portal.example.cn"


# --- Files ----------------------------------------------------------------------------------------
def test_articles_stay_in_their_file_and_full_files_do_not_change(client, section, monkeypatch):
    monkeypatch.setattr(sitemaps, "FILE_SIZE", 3)
    articles = [make_article(section, f"{number}", days_ago=number) for number in range(7)]
    before = {name: client.get(name).content for name in files(client) if "articles" in name}
    # A new article, back-dated by years, goes to the end and nowhere else.
    late = make_article(section, "补录", days_ago=3000)
    after = {name: client.get(name).content for name in files(client) if "articles" in name}
    changed = [name for name in after if after[name] != before.get(name)]
    assert changed == [file_of(late)]
    for article in articles:
        assert article.get_absolute_url() in paths(read(client, file_of(article)))


def test_a_file_without_a_public_article_is_neither_listed_nor_answered(
    client, section, monkeypatch
):
    monkeypatch.setattr(sitemaps, "FILE_SIZE", 1)
    out = make_article(section)
    others = [
        make_article(section, status="draft"),
        make_article(section, external_url="https://www.example.com/"),
        make_article(make_section(slug="page", kind="page")),
    ]
    assert [name for name in files(client) if "articles" in name] == [file_of(out)]
    for article in others:
        assert client.get(file_of(article)).status_code == 404


def test_more_files_than_one_statement_can_ask_for(client, section, monkeypatch):
    monkeypatch.setattr(sitemaps, "FILE_SIZE", 1)
    monkeypatch.setattr(sitemaps, "BATCH", 2)
    made = [make_article(section) for _number in range(5)]
    listed = [name for name in files(client) if "articles" in name]
    assert listed == [file_of(article) for article in made]


def test_an_empty_site_has_a_sitemap(client):
    assert files(client) == ["/sitemap-pages.xml"]
    assert all_paths(client) == ["/"]


def test_the_largest_file_keeps_the_limits_of_the_protocol():
    """The longest path a section may have, every article with a picture in object storage."""
    url = SITE + "/" + "a" * 255 + "/202611/t20261120_999999999999.html"
    image = "https://pictures.example.cn/" + "b" * 200 + ".webp"
    entry = Entry(url, timezone.now(), (image,))
    assert sitemaps.FILE_SIZE <= URL_LIMIT
    assert len(write_urlset([entry] * 100)) / 100 * sitemaps.FILE_SIZE < BYTE_LIMIT


# --- Dates and pictures ---------------------------------------------------------------------------
def by_path(root):
    return {
        url.findtext("s:loc", namespaces=NS).removeprefix(SITE): url
        for url in root.findall("s:url", namespaces=NS)
    }


def test_an_entry_says_when_the_page_changed(client, section):
    article = make_article(section, days_ago=9)
    (entry,) = by_path(read(client, file_of(article))).values()
    changed = timezone.datetime.fromisoformat(entry.findtext("s:lastmod", namespaces=NS))
    assert changed == article.updated_at.replace(microsecond=0)
    assert changed.utcoffset() == timedelta(hours=8)
    pages = by_path(read(client, "/sitemap-pages.xml"))
    for path in ("/", "/kcdt/"):
        found = timezone.datetime.fromisoformat(pages[path].findtext("s:lastmod", namespaces=NS))
        assert found == article.published_at.replace(microsecond=0)


def test_pictures_of_articles_topics_and_people_are_named(client, section, picture):
    article = make_article(section, cover=picture)
    bare = make_article(section)
    archive = make_section("专题", slug="zt", kind="topics")
    topic = Topic.objects.create(
        title="专题", slug="yiqi", section=archive, year=2026, banner=picture
    )
    person = Person.objects.create(name="沈砚清", post="主任", photo=picture)
    entries = by_path(read(client, file_of(article))) | by_path(read(client, file_of(bare)))
    entries |= by_path(read(client, "/sitemap-pages.xml"))
    for row in (article, topic, person):
        (image,) = entries[row.get_absolute_url()].xpath("i:image/i:loc/text()", namespaces=NS)
        assert image.startswith(f"{SITE}/media/")
        assert client.get(image.removeprefix(SITE)).status_code == 200
    assert entries[bare.get_absolute_url()].findall("i:image", NS) == []


# --- News -----------------------------------------------------------------------------------------
def test_the_news_sitemap_holds_the_last_two_days(client, section):
    make_article(section, "昨日 <&\x0b>", days_ago=1, author="甲")
    make_article(section, "三日前", days_ago=3)
    make_article(make_section(slug="page", kind="page"), "简介")
    assert "/sitemap-news.xml" in files(client)
    (entry,) = read(client, "/sitemap-news.xml").findall("s:url", NS)
    assert entry.findtext("n:news/n:title", namespaces=NS) == "昨日 <&>"
    assert entry.findtext("n:news/n:publication/n:name", namespaces=NS) == "示例中心"
    assert entry.findtext("n:news/n:publication/n:language", namespaces=NS) == "zh-cn"
    assert entry.findtext("n:news/n:publication_date", namespaces=NS).endswith("+08:00")


def test_a_quiet_site_has_no_news_sitemap_in_its_index(client, section):
    make_article(section, days_ago=3)
    assert "/sitemap-news.xml" not in files(client)
    root = etree.fromstring(client.get("/sitemap-news.xml").content)
    assert root.findall("s:url", NS) == []


def test_the_news_sitemap_keeps_its_limit(client, section, monkeypatch):
    monkeypatch.setattr(sitemaps, "NEWS_LIMIT", 2)
    newest = [make_article(section, f"{number}", days_ago=0) for number in range(3)]
    named = paths(read(client, "/sitemap-news.xml"))
    assert named == [newest[2].get_absolute_url(), newest[1].get_absolute_url()]


def test_the_schemas_refuse_what_they_should():
    bad = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>',
        ["", "<url/>", "<url><loc>x</loc></url>", "<url><loc>https://a.cn/x</loc><b/></url>"],
    )
    for inner in bad[1]:
        assert not schema("all.xsd").validate(etree.fromstring(bad[0].format(inner)))
    good = bad[0].format("<url><loc>https://a.cn/x</loc></url>")
    assert schema("all.xsd").validate(etree.fromstring(good))
