"""Public addresses under fire: whatever is asked, the answer is never a server error."""

from urllib.parse import unquote

import pytest
from django.test import Client

from news.models import Topic, TopicBlock
from news.services.attachments import attach
from portal.models import Person
from tests.factories import make_article, make_document, make_section
from tests.files import pdf

pytestmark = pytest.mark.django_db

NASTY = {
    "nul": "%00",
    "controls": "%01%0a%0d%1b%7f",
    "broken utf-8": "%ff%fe%80",
    "lone surrogate": "%ed%a0%80",
    "bidi": "%e2%80%ae%e2%80%8f",
    "astral": "%f0%9f%98%80",
    "combining": "a" + "%cc%81" * 200,
    "other digits": "%d9%a1%d9%a2%c2%b2",
    "backslashes": "..%5c..%5cetc",
    "dots": "../../etc/passwd",
    "encoded dots": "%2e%2e/%2e%2e/etc/passwd",
    "long": "a" * 300,
    "very long": "a" * 10_000,
    "many parts": "a/" * 3_000,
    "huge number": "9" * 40,
    "absurd number": "9" * 5_000,
    "negative": "-1",
    "zero": "0",
    "not a number": "NaN",
    "markup": "%3Cscript%3Ealert(1)%3C/script%3E%22%27",
    "percent": "%",
    "empty": "",
}
PLACES = [
    "/{}",
    "/{}/",
    "/kcsd/{}",
    "/kcsd/{}/",
    "/kcsd/{}.html",
    "/kcsd/202611/t20261120_{}.html",
    "/kcsd/{}/t20261120_1.html",
    "/{}/rss.xml",
    "/{}/atom.xml",
    "/sitemap-articles-{}.xml",
    "/people/{}/",
    "/files/{}/",
    "/media/{}",
    "/static/{}",
    "/kcsd/?page={}",
    "/kcsd/?year={}",
    "/kcsd/?page={0}&page=2&year={0}",
    "/zt/?page={0}&year={0}",
    "/zt/topic_{}.html",
    "/zt/topic_1.html?page={}",
    "/accent-{}.css",
    "/zcwj/?q={0}&number={0}&category={0}&issuer={0}&validity={0}&sort={0}&page={0}",
    "/zcwj/?written_from={0}&written_to={0}&published_from={0}&published_to={0}",
    "/zcwj/?q={0}&format=csv",
    "/zcwj/?q=1&format={}",
    "/zcwj/{}/",
    "/?{0}={0}",
    "/sitemap/?{}",
    "/search/?q={}",
    "/search/?q={0}&q=a&q[]={0}&page={0}",
    "/search/?q=a&section={0}&kind={0}&time={0}&where={0}&sort={0}&page={0}",
    "/search/suggest/?q={}",
    "/search/{}/",
    "/admin/login/?next={}",
    "/apply/{}/",
    "/apply/person/?resume={0}&{0}",
    "/apply/blank/{0}.docx",
    "/apply/receipt/?again={}",
    "/apply/receipt/{}.pdf",
    "/apply/follow/case/{}/",
    "/apply/follow/file/{}/",
    "/desk/calendar/{}.ics",
    "/{}/report_2025.html",
    "/gknb/report_{0}.html",
    "/gknb/report_2025.{}",
]
METHODS = ["get", "head", "options", "post", "put", "patch", "delete", "trace"]


@pytest.fixture
def content():
    section = make_section("科创视点", slug="kcsd")
    topics = make_section("专题", slug="zt", kind="topics")
    library = make_section("政策文件", slug="zcwj", kind="documents")
    document = make_document(library)
    article = make_article(section)
    attachment = attach(article, pdf())
    topic = Topic.objects.create(title="专题", slug="topic", section=topics, year=2026)
    block = TopicBlock.objects.create(topic=topic, title="要闻", section=section)
    person = Person.objects.create(name="沈砚清", post="主任")
    return {
        "home": "/",
        "site map": "/sitemap/",
        "section": "/kcsd/",
        "article": article.get_absolute_url(),
        "library": "/zcwj/",
        "list as a file": "/zcwj/?format=xlsx",
        "document": document.article.get_absolute_url(),
        "topic": topic.get_absolute_url(),
        "topics": "/zt/",
        "topic list": block.get_absolute_url(),
        "accent": "/accent-7a3fb0.css",
        "person": f"/people/{person.pk}/",
        "file": attachment.url,
        "feed": "/rss.xml",
        "section feed": "/kcsd/rss.xml",
        "atom": "/atom.xml",
        "robots": "/robots.txt",
        "sitemap": "/sitemap.xml",
        "sitemap of pages": "/sitemap-pages.xml",
        "sitemap of news": "/sitemap-news.xml",
        "sitemap of articles": "/sitemap-articles-1.xml",
        "display": "/display.css",
        "save": "/display/",
        "search": "/search/?q=a",
        "suggest": "/search/suggest/?q=a",
        "missing": "/nowhere/",
    }


@pytest.mark.parametrize("place", PLACES)
def test_no_address_is_a_server_error(client, content, place):
    client.raise_request_exception = False
    # Sent as it stands: the test client unquotes the path once, as a server does.
    failed = [
        name for name, value in NASTY.items() if client.get(place.format(value)).status_code >= 500
    ]
    assert failed == []


@pytest.mark.parametrize("method", METHODS)
def test_no_method_is_a_server_error(content, method):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for name, address in content.items():
        response = getattr(client, method)(address)
        assert response.status_code < 500, (name, method)


@pytest.mark.parametrize("method", ["head", "options", "post"])
def test_other_methods_leave_the_kept_page_alone(content, method):
    expected = Client().get("/kcsd/").content
    getattr(Client(), method)("/kcsd/")
    assert Client().get("/kcsd/").content == expected


@pytest.mark.parametrize(
    "headers",
    [
        {"if-none-match": '"' + "x" * 5_000},
        {"if-none-match": "*"},
        {"if-modified-since": "Thu, 99 Foo 99999 99:99:99 GMT"},
        {"range": "bytes=-1,5-2,abc"},
        {"accept-encoding": "gzip;q=0, \x00"},
        {"cookie": "mc_theme=\x01; sessionid=" + "x" * 4_000},
        {"cookie": ";;;===,,,"},
        {"x-forwarded-for": "<script>, , ;"},
        {"x-forwarded-host": "evil.example"},
        {"sec-fetch-site": "none"},
        {"origin": "null"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_no_header_is_a_server_error(client, content, headers):
    client.raise_request_exception = False
    for name, address in content.items():
        response = client.get(address, headers=headers)
        assert response.status_code < 500, (name, headers)


@pytest.mark.parametrize("host", ["evil.example", "www.example.cn.evil", "a b", "[::1", "x" * 300])
def test_an_unknown_host_is_refused_quietly(client, content, settings, host):
    settings.ALLOWED_HOSTS = ["www.example.cn"]
    client.raise_request_exception = False
    for address in ("/", "/kcsd/", "/nowhere/", "/admin/login/"):
        response = client.get(address, headers={"host": host})
        assert response.status_code == 400, address
        assert "script-src 'self'" in response["Content-Security-Policy"], address
        assert response["X-Content-Type-Options"] == "nosniff", address


def test_preferences_take_nothing_but_their_choices(client):
    client.raise_request_exception = False
    for name, value in NASTY.items():
        value = unquote(value, errors="replace")
        response = client.post("/display/", {"next": value, "theme": value})
        assert response.status_code < 500, name
        assert "mc_theme" not in response.cookies


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\t//x"],
)
def test_preferences_lead_to_no_other_site(client, target):
    assert client.post("/display/", {"next": target})["Location"] == "/"
