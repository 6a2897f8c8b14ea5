"""RSS and Atom as a stranger's reader (feedparser) and a strict XML parser meet them."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from django.test import Client
from lxml import etree

from navigation.services import move_section
from portal.models import SiteIdentity
from tests.factories import make_article, make_section
from tests.heads import head_of

pytestmark = pytest.mark.django_db
SITE = "https://www.example.cn"
FORMS = {"rss": "rss20", "atom": "atom10"}
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "甲 & <b>乙</b>\x0b\x08 ]]> \ufffe“丙”"


@pytest.fixture
def section(settings):
    settings.SITE_URL = SITE
    SiteIdentity.objects.create(
        name="示例科创中心", short_name="科创中心", description="门户网站。"
    )
    return make_section("科创动态", slug="kcdt", description="进展。")


@pytest.fixture(params=FORMS)
def form(request):
    return request.param


def read(client, address):
    """The feed, parsed twice: strictly as XML, and by a reader."""
    response = client.get(address)
    assert response.status_code == 200
    etree.fromstring(response.content)
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_both_forms_say_the_same(client, section):
    article = make_article(section, "标题", summary="摘要", author="陆之遥", days_ago=1)
    make_article(section, "外链", external_url="https://www.example.com/x", days_ago=2)
    for address, title, folder in (
        ("/kcdt/{}.xml", "科创动态_科创中心", "/kcdt/"),
        ("/{}.xml", "示例科创中心", "/"),
    ):
        for form, version in FORMS.items():
            feed = read(client, address.format(form))
            assert feed.version == version
            assert feed.feed.title == title
            assert feed.feed.link == SITE + folder
            assert feed.feed.language.lower() == "zh-cn"
            first, second = feed.entries
            assert (first.title, first.summary) == ("标题", "摘要")
            assert first.link == SITE + article.get_absolute_url()
            assert first.author == "陆之遥"
            assert first.tags[0].term == "科创动态"
            assert second.link == "https://www.example.com/x"
            assert first.published_parsed[:5] == article.published_at.timetuple()[:5]


def test_a_feed_names_its_own_address(client, section, form):
    for address in (f"/kcdt/{form}.xml", f"/{form}.xml"):
        links = read(client, address).feed.links
        assert [link.href for link in links if link.rel == "self"] == [SITE + address]


def test_atom_has_what_the_standard_wants(client, section):
    """RFC 4287: id, title, updated, and an author here or in every entry."""
    article = make_article(section, "标题", days_ago=9)
    root = etree.fromstring(client.get("/kcdt/atom.xml").content)
    for name in ("id", "title", "updated"):
        assert root.findtext(ATOM + name), name
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "示例科创中心"
    entry = root.find(ATOM + "entry")
    for name in ("id", "title", "updated", "published"):
        assert entry.findtext(ATOM + name), name
    # Written nine days ago, changed just now.
    assert entry.findtext(ATOM + "updated") == root.findtext(ATOM + "updated")
    assert entry.findtext(ATOM + "published")[:10] != root.findtext(ATOM + "updated")[:10]
    assert entry.findtext(ATOM + "published").endswith("+08:00")
    assert article.title == entry.findtext(ATOM + "title")


def test_titles_with_markup_and_control_characters_stay_texts(client, section, form):
    article = make_article(section, "文", author="丁\x1f戊")
    type(article).objects.filter(pk=article.pk).update(title=HOSTILE, summary=HOSTILE)
    (entry,) = read(client, f"/kcdt/{form}.xml").entries
    assert entry.author == "丁戊"
    raw = etree.fromstring(client.get(f"/kcdt/{form}.xml").content)
    shown = "甲 & <b>乙</b> ]]> “丙”"
    assert shown in [node.text for node in raw.iter() if node.tag.endswith("title")]
    # A summary is read as HTML, so its markup is escaped once more.
    escaped = "甲 &amp; &lt;b&gt;乙&lt;/b&gt; ]]&gt; “丙”"
    assert escaped in [node.text for node in raw.iter()]


def test_an_entry_keeps_its_id_when_its_address_changes(client, section, form):
    def entry():
        (found,) = read(client, f"/{form}.xml").entries
        return found

    article = make_article(section)
    before = entry()
    move_section(section, make_section("科技创新", slug="kjcx", kind="first-child"))
    article.title = "改题"
    article.save()
    after = entry()
    assert before.id == after.id
    assert before.link != after.link
    assert before.id.startswith("tag:www.example.cn,")


def test_ids_differ_between_articles(client, section, form):
    for number in range(5):
        make_article(section, f"{number}")
    assert len({entry.id for entry in read(client, f"/kcdt/{form}.xml").entries}) == 5


def test_an_empty_feed_is_valid(client, section, form):
    assert read(client, f"/kcdt/{form}.xml").entries == []


def test_pages_lead_to_both_feeds(client, section):
    article = make_article(section)
    both = [("application/rss+xml", "rss.xml"), ("application/atom+xml", "atom.xml")]
    for path, folder in (("/", "/"), ("/kcdt/", "/kcdt/"), (article.url, "/kcdt/")):
        head = head_of(client, path)
        assert head.feeds == [(kind, folder + name) for kind, name in both]
        for _kind, address in head.feeds:
            assert client.get(address).status_code == 200
    for path in ("/sitemap/",):
        assert head_of(client, path).feeds == []


def test_a_reader_asks_again_with_the_tag_it_was_given(section, form):
    article = make_article(section, days_ago=3)
    address = f"/kcdt/{form}.xml"
    Client().get(address)
    first = Client().get(address)
    assert first["X-Page-Cache"] == "hit"
    modified = parsedate_to_datetime(first["Last-Modified"])
    assert abs(modified - article.updated_at) < timedelta(seconds=1)
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    article.title = "改题"
    article.save()
    changed = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_feed_is_the_same_whenever_it_is_asked_for(client, section, form):
    """Nothing in it is the moment of asking, so readers and caches see no change."""
    import time_machine
    from django.utils import timezone

    from portal import content_version

    make_article(section, days_ago=3)
    first = client.get(f"/kcdt/{form}.xml").content
    content_version.bump()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert client.get(f"/kcdt/{form}.xml").content == first
