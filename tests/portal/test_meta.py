"""Meta tags every page has, the fault finder, data blocks that cannot break out, robots.txt."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from portal import jsonld
from portal.meta import Head, PageMeta
from portal.models import SiteIdentity
from portal.site import Site, get_site
from tests.factories import make_section, make_user
from tests.heads import HeadOf, head_of

pytestmark = pytest.mark.django_db
CODE = "bm17000009"


def identity(**fields):
    return SiteIdentity.objects.create(**{"name": "示例中心", **fields})


def head(meta, site=None, path="/kcsd/"):
    return Head(RequestFactory().get(path), site or Site(name="示例中心"), meta)


# --- The site's own tags --------------------------------------------------------------------------
def test_every_page_names_its_site_and_the_configured_domain(client, settings):
    settings.SITE_URL = "https://www.example.cn:8443"
    identity(site_code=CODE)
    for response in (client.get("/"), client.get("/nowhere/")):
        page = HeadOf(response)
        assert page.name("SiteName") == "示例中心"
        assert page.name("SiteDomain") == "www.example.cn"
        assert page.name("SiteIDCode") == CODE


def test_without_a_configured_address_the_domain_is_the_one_asked_for(client):
    assert head_of(client, "/", host="portal.example.cn:8080").name("SiteDomain") == (
        "portal.example.cn"
    )


def test_a_tag_that_does_not_apply_is_left_out_never_empty(client):
    identity()
    page = head_of(client, "/")
    assert page.name("SiteIDCode") is None
    for tags in (page.names, page.properties):
        assert [name for name, values in tags.items() if not all(map(str.strip, values))] == []


def test_what_is_only_blank_counts_as_empty():
    page = head(PageMeta(title="题", description=" \n\t ", tags=(("Author", " "),)))
    assert dict(page.names).keys().isdisjoint({"Author", "Description"})
    assert "og:description" not in dict(page.properties)


def test_texts_are_one_line_without_control_characters():
    page = head(PageMeta(title="题", description="一\n二\x0b\x00三"))
    assert dict(page.names)["Description"] == "一 二三"


@pytest.mark.parametrize("code", ["1304000009", "bm17000009", ""])
def test_a_site_code_is_ten_digits_or_bm_and_eight(code):
    SiteIdentity(name="示例中心", site_code=code).full_clean()


@pytest.mark.parametrize(
    "code",
    ["130400000", "13040000099", "bm1700000", "BM17000009", "bm1700000x", "１３０４０００００９"],
)
def test_any_other_site_code_is_refused_beside_its_field(code):
    with pytest.raises(ValidationError) as refused:
        SiteIdentity(name="示例中心", site_code=code).full_clean()
    assert set(refused.value.message_dict) == {"site_code"}


# --- Canonical address ----------------------------------------------------------------------------
def test_a_page_that_says_nothing_is_known_by_its_path_without_query(client, settings):
    settings.SITE_URL = "https://www.example.cn"
    make_section(slug="kcsd")
    assert head_of(client, "/sitemap/?b=1").canonical == "https://www.example.cn/sitemap/"
    page = Head(RequestFactory().get("/a b/<é>/?q=1"), Site(), PageMeta(title="题"))
    assert page.canonical == "https://www.example.cn/a%20b/%3C%C3%A9%3E/"


def test_errors_are_not_indexed_and_have_no_canonical_address(client):
    page = HeadOf(client.get("/nowhere/"))
    assert (page.name("robots"), page.canonical, page.name("Url")) == ("noindex", None, None)
    assert page.properties == {} == page.things


def test_an_unknown_host_gets_its_refusal_with_a_site_name(client, settings):
    settings.ALLOWED_HOSTS = ["www.example.cn"]
    identity(site_code=CODE, finds_faults=True)
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    page = HeadOf(response)
    assert (page.name("SiteName"), page.name("SiteDomain")) == ("示例中心", None)
    assert "evil.example" not in response.content.decode()


# --- 我为政府网站找错 -------------------------------------------------------------------------------
def correction(response):
    page = HeadOf(response).root
    return page.xpath("//footer//a[contains(.,'网站纠错') or contains(.,'网站找错')]/@href")


def test_the_fault_finder_is_off_until_it_is_switched_on(client):
    row = identity(site_code=CODE)
    assert correction(client.get("/")) == []
    row.correction_url = "/lxwm/"
    row.save()
    assert correction(client.get("/")) == ["/lxwm/"]


def test_the_fault_finder_names_the_site_and_the_page_even_from_the_cache(client, settings):
    settings.SITE_URL = "https://www.example.cn"
    identity(site_code=CODE, correction_url="/lxwm/", finds_faults=True)
    make_section(slug="kcsd")
    client.get("/kcsd/?utm_source=x")
    response = client.get("/kcsd/?from=y")
    assert response["X-Page-Cache"] == "hit"
    (link,) = correction(response)
    assert link.startswith(
        "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=bm17000009&url="
    )
    assert "url=https%3A%2F%2Fwww.example.cn%2Fkcsd%2F" in link
    assert parse_qs(urlsplit(link).query)["url"] == ["https://www.example.cn/kcsd/"]


def test_the_page_address_is_encoded_as_a_browser_would():
    """encodeURIComponent leaves ``- _ . ! ~ * ' ( )`` alone."""
    site = Site(site_code=CODE, finds_faults=True)
    link = site.correction_link("http://a.cn/(x)!*'~_-.html?page=2&y=中#z")
    assert link.endswith("url=http%3A%2F%2Fa.cn%2F(x)!*'~_-.html%3Fpage%3D2%26y%3D%E4%B8%AD%23z")


def test_a_missing_page_is_reported_under_the_address_asked_for(client, settings):
    settings.SITE_URL = "https://www.example.cn"
    identity(site_code=CODE, finds_faults=True)
    text = client.get("/no-such-page/").content.decode()
    assert text.count("url=https%3A%2F%2Fwww.example.cn%2Fno-such-page%2F") == 2


def test_the_fault_finder_needs_a_site_code(client):
    client.force_login(make_user(superuser=True))
    row = identity()
    data = {"name": "示例中心", "organization_type": "GovernmentOrganization", "finds_faults": "on"}
    response = client.post(f"/admin/portal/siteidentity/{row.pk}/change/", data)
    assert response.context["adminform"].form.errors == {
        "finds_faults": ["启用前请先填写政府网站标识码。"]
    }
    assert Site(finds_faults=True, correction_url="/lxwm/").correction_link("x") == "/lxwm/"
    data["site_code"] = CODE
    assert client.post(f"/admin/portal/siteidentity/{row.pk}/change/", data).status_code == 302
    assert get_site().uses_fault_finder


def test_the_footer_shows_the_site_code(client):
    assert "网站标识码" not in client.get("/").content.decode()
    identity(site_code=CODE)
    assert f"网站标识码：{CODE}" in client.get("/").content.decode()


# --- Data blocks ----------------------------------------------------------------------------------
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028\u2029 \" \\ ' ]]>"


def test_no_text_can_end_a_data_block_or_begin_another():
    page = head(PageMeta(title="题", things=(lambda head: {"@type": "Thing", "name": HOSTILE},)))
    text = jsonld.script(page)
    assert text.count("<") == text.count(">") == 2
    assert not set("&\u2028\u2029") & set(text)
    body = text.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    (thing,) = json.loads(body)["@graph"]
    assert thing["name"] == " ".join(HOSTILE.split())


def test_nothing_empty_stands_in_a_data_block():
    full = {
        "@type": "Thing",
        "name": "名",
        "position": 0,
        "a": "",
        "b": None,
        "c": [],
        "d": {"e": " "},
        "f": ["", "x"],
    }
    text = jsonld.script(head(PageMeta(title="题", things=(lambda head: full,))))
    (thing,) = json.loads(text.split(">", 1)[1].removesuffix("</script>"))["@graph"]
    assert thing == {"@type": "Thing", "name": "名", "position": 0, "f": ["x"]}


# --- robots.txt -----------------------------------------------------------------------------------
def robots(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode().splitlines()


def test_robots_may_read_all_but_the_admin_and_search_hits(client, settings):
    settings.SITE_URL = "https://www.example.cn"
    assert robots(client) == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /display/",
        "Disallow: /search/",
        "",
        "Sitemap: https://www.example.cn/sitemap.xml",
    ]


def test_a_test_site_asks_robots_to_stay_away(client, settings):
    settings.ROBOTS_DISALLOW_ALL = True
    assert robots(client) == ["User-agent: *", "Disallow: /"]


def test_a_stranger_reads_robots_the_same_way(client, settings):
    """The standard library's parser, as a crawler uses one."""
    from urllib.robotparser import RobotFileParser

    settings.SITE_URL = "https://www.example.cn"
    parser = RobotFileParser()
    parser.parse(robots(client))
    allowed = {
        path: parser.can_fetch("Baiduspider", f"https://www.example.cn{path}")
        for path in ("/", "/kcsd/", "/files/1/", "/admin/", "/admin/x/", "/search/?q=a")
    }
    assert [path for path, may in allowed.items() if not may] == [
        "/admin/",
        "/admin/x/",
        "/search/?q=a",
    ]
    assert parser.site_maps() == ["https://www.example.cn/sitemap.xml"]
