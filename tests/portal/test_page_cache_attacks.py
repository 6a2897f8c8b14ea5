"""What one visitor sends never reaches another through the page cache."""

import gzip

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client, RequestFactory

from navigation.services import update_section
from portal.middleware import ClientAddressMiddleware
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    section = make_section("科创视点", slug="kcsd", page_size=1)
    for number in range(3):
        make_article(section, f"文章{number}", days_ago=number)
    return section


def test_words_of_a_shared_address_stay_out_of_the_kept_page(client, section):
    first = client.get("/kcsd/?utm_source=poison&from=poison")
    second = Client().get("/kcsd/")
    assert second["X-Page-Cache"] == "hit"
    assert b"poison" not in first.content + second.content


def test_words_of_a_shared_address_stay_out_of_the_kept_redirect(client, section):
    update_section(section, slug="neu")
    client.get("/kcsd/?utm_source=poison&page=2")
    assert Client().get("/kcsd/?page=2")["Location"] == "/neu/?page=2"


def test_the_order_of_a_repeated_parameter_tells_pages_apart(client, section):
    """The last value counts in a view, so the key must not sort values."""
    second = client.get("/kcsd/?page=3&page=2").content
    third = Client().get("/kcsd/?page=2&page=3").content
    assert "文章1" in second.decode()
    assert "文章2" in third.decode()


def test_the_order_of_different_parameters_does_not(client, section):
    client.get("/kcsd/?page=2&b=1")
    assert Client().get("/kcsd/?b=1&page=2")["X-Page-Cache"] == "hit"


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example"},
        {"x-host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"x-original-url": "/admin/"},
        {"x-rewrite-url": "/admin/"},
        {"x-forwarded-prefix": "/evil.example"},
        {"x-http-method-override": "POST"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_forwarding_headers_change_nothing(client, section, headers):
    poisoned = client.get("/kcsd/", headers=headers)
    assert b"evil.example" not in poisoned.content
    assert Client().get("/kcsd/").content == poisoned.content


def test_host_port_and_scheme_each_have_their_own_page(client, section, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client.get("/kcsd/")
    for headers in (
        {"host": "other.example"},
        {"host": "testserver:8443"},
        {"x-forwarded-proto": "https"},
    ):
        assert "X-Page-Cache" not in client.get("/kcsd/", headers=headers), headers
        assert "X-Page-Cache" in client.get("/kcsd/", headers=headers), headers


def test_the_configured_address_stands_in_links_whatever_the_host(client, section, settings):
    settings.SITE_URL = "https://www.example.cn"
    page = client.get("/kcsd/rss.xml", headers={"host": "evil.example"}).content.decode()
    assert "https://www.example.cn/kcsd/" in page
    assert "evil.example" not in page


def test_a_visitor_with_any_session_cookie_neither_gets_nor_leaves_a_kept_page(section):
    guest = Client()
    guest.cookies["sessionid"] = "made-up"
    assert "X-Page-Cache" not in guest.get("/kcsd/")
    assert "X-Page-Cache" not in Client().get("/kcsd/")


def test_no_public_page_sets_a_cookie_or_varies_by_one(client, section):
    for address in ("/", "/kcsd/", "/sitemap/", "/rss.xml"):
        for _time in range(2):
            response = client.get(address)
            assert not response.cookies, address
            assert response["Vary"] == "Accept-Encoding", address


def test_staff_leave_no_trace_of_themselves(section):
    staff = Client()
    staff.force_login(make_user("geheim", superuser=True))
    staff.get("/kcsd/")
    assert b"geheim" not in Client().get("/kcsd/").content


def test_304_names_what_it_varies_by_and_follows_the_content(client, section):
    etag = client.get("/kcsd/")["ETag"]
    packed = client.get(
        "/kcsd/", headers={"if-none-match": f'"a", {etag}', "accept-encoding": "gzip"}
    )
    assert (packed.status_code, packed["Vary"]) == (304, "Accept-Encoding")
    assert "Content-Encoding" not in packed
    make_article(section, "新文章")
    assert client.get("/kcsd/", headers={"if-none-match": etag}).status_code == 200


def test_plain_and_packed_pages_are_the_same(client, section):
    plain = client.get("/kcsd/")
    for _time in range(2):
        packed = Client().get("/kcsd/", headers={"accept-encoding": "gzip"})
        assert gzip.decompress(packed.content) == plain.content
        assert int(packed["Content-Length"]) == len(packed.content)


def test_previews_and_error_pages_are_not_kept(client, section, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "set", lambda key, *args: kept.append(key))
    draft = make_article(section, "草稿", status="draft")
    client.force_login(make_user("root", superuser=True))
    preview = client.get(draft.get_absolute_url())
    assert preview.status_code == 200
    assert "no-store" in preview["Cache-Control"]
    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert [key for key in kept if key.startswith("page:")] == []
    # The list page is kept, so the watch above does see what is kept.
    assert Client().get(section.get_absolute_url()).status_code == 200
    assert [key for key in kept if key.startswith("page:")] != []


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.2.3.4", "10.0.0.9"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.9"),
        (1, "6.6.6.6, <script>", "10.0.0.9"),
        (1, "6.6.6.6, ", "10.0.0.9"),
        (1, "1.2.3.4:5555", "10.0.0.9"),
        (1, "fe80::1%eth0", "10.0.0.9"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "", "10.0.0.9"),
    ],
)
def test_only_our_own_proxies_say_who_asks(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    seen = []
    middleware = ClientAddressMiddleware(lambda request: seen.append(request.META["REMOTE_ADDR"]))
    middleware(
        RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", headers={"x-forwarded-for": forwarded})
    )
    assert seen == [expected]


def sign_in(client, password, address):
    return client.post(
        "/admin/login/",
        {"username": "editor", "password": password},
        headers={"x-forwarded-for": f"6.6.6.6, {address}"},
    )


def test_a_lock_follows_the_visitor_behind_the_proxy_and_leaves_public_pages_alone(
    client, section, settings
):
    settings.TRUSTED_PROXIES = 1
    make_user("editor")
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(client, "wrong", "1.2.3.4")
    assert response.status_code == 429
    assert "登录已暂停" in response.content.decode()
    assert sign_in(client, "correct horse battery", "1.2.3.4").status_code == 429
    assert client.get("/kcsd/", headers={"x-forwarded-for": "1.2.3.4"}).status_code == 200
    assert sign_in(Client(), "correct horse battery", "5.6.7.8").status_code == 302


def test_a_made_up_address_does_not_break_the_log_of_failures(client, settings):
    settings.TRUSTED_PROXIES = 1
    assert sign_in(client, "wrong", "not an address").status_code == 200
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"
