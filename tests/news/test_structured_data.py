"""JSON-LD of every kind of page, held against schema.org's own vocabulary."""

from datetime import datetime

import pytest

from navigation.services import update_section
from news.models import Source
from portal import content_version
from portal.models import Person, SiteIdentity
from tests.factories import make_article
from tests.heads import head_of
from tests.news.one_of_each import AT, SITE, World
from tests.schema_org import Vocabulary

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(picture, settings):
    settings.SITE_URL = SITE
    return World(picture)


@pytest.fixture
def heads(client, world):
    return {name: head_of(client, path) for name, path in world.paths.items()}


def test_structured_data_of_every_page_is_schema_orgs(heads):
    vocabulary = Vocabulary()
    for name, head in heads.items():
        assert head.things, name
        for thing in head.things.values():
            assert vocabulary.faults(thing, name) == []


def test_the_check_itself_finds_faults():
    wrong = {
        "@type": "NewsArticle",
        "headline": " ",
        "datePublished": "2026-11-20",
        "dateModified": "2026-11-20T09:30:00",
        "author": "某人",
        "jobTitle": "主任",
        "hedline": "题",
        "publisher": {"@type": "PostalAddress"},
        "image": "/media/a.webp",
        "isPartOf": {"@type": "Nothing"},
    }
    faults = Vocabulary().faults
    assert len(faults({"@type": "Nothing"})) == 1
    wrong.pop("isPartOf")
    assert len(faults(wrong)) == len(wrong) - 1
    assert faults({"@type": "NewsArticle", "headline": "题"}) == []


def test_which_things_each_page_describes(heads):
    described = {
        "home": {"WebSite", "GovernmentOrganization"},
        "article": {"NewsArticle", "BreadcrumbList"},
        "single page": {"Article", "BreadcrumbList"},
        "topic": {"CollectionPage", "BreadcrumbList"},
        "person": {"ProfilePage", "BreadcrumbList"},
        "contact": {"GovernmentOrganization", "BreadcrumbList"},
    }
    for name, head in heads.items():
        assert set(head.things) == described.get(name, {"BreadcrumbList"}), name


def test_a_news_article_in_full(world, heads):
    thing = heads["article"].things["NewsArticle"]
    own = {
        "@type": "GovernmentOrganization",
        "@id": f"{SITE}/#organization",
        "name": "示例科创中心",
        "url": f"{SITE}/",
        "logo": thing["publisher"]["logo"],
    }
    assert own["logo"].startswith(f"{SITE}/media/")
    modified = datetime.fromisoformat(thing.pop("dateModified"))
    assert modified == world.article.updated_at.replace(microsecond=0)
    assert thing.pop("image") == heads["article"].og("image")
    url = heads["article"].canonical
    assert thing == {
        "@type": "NewsArticle",
        "headline": "新闻 <b>&",
        "alternativeHeadline": "副题",
        "description": "摘要",
        "datePublished": "2026-11-20T09:30:00+08:00",
        "author": [{"@type": "Person", "name": "陆之遥"}, {"@type": "Person", "name": "苏叶"}],
        "publisher": own,
        "sourceOrganization": {
            "@type": "Organization",
            "name": "科技日报",
            "url": "https://paper.example.cn/",
        },
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "url": url,
        "isPartOf": {
            "@type": "CollectionPage",
            "name": "科创动态",
            "url": f"{SITE}/kjcx/kcdt/",
        },
        "articleSection": "科创动态",
        "keywords": ["量子", "传感"],
        "identifier": "科创发〔2026〕3号",
        "inLanguage": "zh-CN",
    }


def test_an_article_of_elsewhere_without_author_is_its_sources(client, world):
    article = make_article(world.list, "转载", source=world.source)
    thing = head_of(client, article.get_absolute_url()).things["NewsArticle"]
    assert thing["author"]["name"] == "科技日报"
    own = make_article(world.list, "自", source=Source.objects.create(name="办公室", is_own=True))
    thing = head_of(client, own.get_absolute_url()).things["NewsArticle"]
    assert thing["author"]["name"] == "示例科创中心"
    assert "sourceOrganization" not in thing


def test_a_scheduled_article_was_not_changed_before_it_came_out(client, world):
    article = make_article(world.list)
    type(article).objects.filter(pk=article.pk).update(updated_at=AT)
    thing = head_of(client, article.get_absolute_url()).things["NewsArticle"]
    assert thing["dateModified"] == thing["datePublished"]


def test_the_breadcrumb_runs_from_home_to_the_page(heads):
    steps = heads["article"].things["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "首页", f"{SITE}/"),
        (2, "科技创新", f"{SITE}/kjcx/"),
        (3, "科创动态", f"{SITE}/kjcx/kcdt/"),
        (4, "新闻 <b>&", heads["article"].canonical),
    ]
    for name in set(heads) - {"home", "list, page 2", "topics, page 2"}:
        last = heads[name].things["BreadcrumbList"]["itemListElement"][-1]
        assert last["item"] == heads[name].canonical, name


def test_the_institution_with_address_and_type(client, world, heads):
    for name in ("home", "contact"):
        thing = heads[name].things["GovernmentOrganization"]
        assert thing["address"]["streetAddress"] == "北京市示例路1号"
        assert (thing["telephone"], thing["email"]) == ("010-0000 0000", "office@example.cn")
        assert thing["alternateName"] == ["科创中心", "Example Centre"]
    for kind in SiteIdentity.OrganizationType:
        SiteIdentity.objects.get().delete()
        SiteIdentity.objects.create(name="新", organization_type=kind)
        thing = head_of(client, "/").things[kind]
        assert "address" not in thing
        assert Vocabulary().faults(thing) == []


@pytest.mark.parametrize(
    ("search_url", "address"),
    [("", f"{SITE}/search/"), ("https://so.example.cn/s?site=1", "https://so.example.cn/s")],
)
def test_the_search_box_is_named(client, world, search_url, address):
    SiteIdentity.objects.update(search_url=search_url)
    content_version.bump()
    action = head_of(client, "/").things["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == address + "?q={search_term_string}"


def test_a_person_in_no_section_has_a_breadcrumb_of_her_own(client, world):
    person = Person.objects.create(name="贺知远", post="主任", status="former")
    update_section(client.get("/dwgk/crld/").context["section"].id, is_active=False)
    head = head_of(client, person.get_absolute_url())
    names = [step["name"] for step in head.things["BreadcrumbList"]["itemListElement"]]
    assert names == ["首页", "贺知远"]
    assert head.name("ColumnName") is None
