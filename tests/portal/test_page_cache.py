"""Public pages are kept once for everybody, and never longer than their content stands."""

import gzip

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from portal import content_version
from portal.middleware import ContentSecurityPolicyMiddleware, PageCacheMiddleware
from portal.models import Person
from portal.public import public_page
from tests.factories import make_user

pytestmark = pytest.mark.django_db

answered = []


@public_page
def counted(request):
    answered.append(request.get_full_path())
    return HttpResponse(f"page {len(answered)}")


def private(request):
    answered.append(request.get_full_path())
    return HttpResponse("private")


@public_page
def preview(request):
    answered.append(request.get_full_path())
    response = HttpResponse("preview")
    response.public_page = False
    return response


@public_page
def careless(request):
    answered.append(request.get_full_path())
    return HttpResponse(str(request.user))


urlpatterns = [
    path("careless/", careless),
    path("counted/", counted),
    path("private/", private),
    path("preview/", preview),
]


@pytest.fixture(autouse=True)
def _urls(settings):
    settings.ROOT_URLCONF = __name__
    answered.clear()


def test_the_second_visitor_gets_the_kept_page_with_its_headers(client):
    first = client.get("/counted/")
    second = Client().get("/counted/")
    assert first.content == second.content == b"page 1"
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert second["ETag"] == first["ETag"]
    assert second["X-Page-Cache"] == "hit"


def test_a_kept_page_costs_one_query(client, django_assert_num_queries):
    client.get("/counted/")
    with django_assert_num_queries(1):
        client.get("/counted/")


def test_a_change_of_content_ends_the_kept_page_at_once(client):
    client.get("/counted/")
    Person.objects.create(name="沈砚清", post="主任")
    assert client.get("/counted/").content == b"page 2"


def test_an_unchanged_page_answers_304(client):
    etag = client.get("/counted/")["ETag"]
    response = client.get("/counted/", headers={"if-none-match": etag})
    assert response.status_code == 304
    assert response.content == b""
    assert client.get("/counted/", headers={"if-none-match": '"other"'}).status_code == 200


def test_parameters_of_messengers_share_the_page_but_real_ones_do_not(client):
    client.get("/counted/")
    assert client.get("/counted/?from=timeline&isappinstalled=0").content == b"page 1"
    assert client.get("/counted/?page=2").content == b"page 2"
    assert client.get("/counted/?utm_source=x&page=2").content == b"page 2"


@pytest.mark.parametrize("address", ["/private/", "/preview/"])
def test_unmarked_and_previewed_pages_are_never_kept(client, address):
    client.get(address)
    client.get(address)
    assert len(answered) == 2


def test_a_marked_page_that_looks_at_the_session_is_not_kept(client):
    client.get("/careless/")
    client.get("/careless/")
    assert len(answered) == 2


def test_staff_get_a_fresh_page_and_leave_none_behind(client):
    client.force_login(make_user(superuser=True))
    client.get("/counted/")
    client.get("/counted/")
    assert Client().get("/counted/").content == b"page 3"


def test_a_cookie_of_preferences_does_not_split_the_cache(client):
    client.get("/counted/")
    client.cookies["mc_theme"] = "dark"
    assert client.get("/counted/").content == b"page 1"


def test_pages_are_compressed_for_browsers_that_take_it(client):
    packed = client.get("/counted/", headers={"accept-encoding": "gzip, br"})
    again = client.get("/counted/", headers={"accept-encoding": "gzip, br"})
    plain = client.get("/counted/")
    for response in (packed, again):
        assert response["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.content) == plain.content == b"page 1"
    assert "Content-Encoding" not in plain
    assert plain["Vary"] == "Accept-Encoding"
    assert packed["ETag"] == plain["ETag"]


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip;q=0", False),
        ("br, GZIP ; q=0.00, identity", False),
        ("x-gzip-like", False),
        ("gzip;q=0.5", True),
        ("br;q=1, GZip", True),
    ],
)
def test_pages_are_not_compressed_for_those_who_cannot_read_it(client, accepted, is_packed):
    response = client.get("/counted/", headers={"accept-encoding": accepted})
    assert ("Content-Encoding" in response) == is_packed


def test_hosts_do_not_share_pages(client):
    client.get("/counted/")
    assert client.get("/counted/", headers={"host": "other.example"}).content == b"page 2"


def test_head_has_the_headers_and_no_body(client):
    client.get("/counted/")
    response = client.head("/counted/")
    assert response.content == b""
    assert response["Content-Length"] == str(len(b"page 1"))


def test_kept_pages_outlive_the_database_and_others_say_so(monkeypatch):
    middleware = PageCacheMiddleware(lambda request: counted(request))
    request = RequestFactory().get("/counted/")
    assert middleware(request).status_code == 200

    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(content_version, "read", away)
    assert middleware(RequestFactory().get("/counted/")).content == b"page 1"
    response = middleware(RequestFactory().get("/elsewhere/"))
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "服务" in response.content.decode()


def test_public_pages_forbid_inline_script_and_style():
    middleware = ContentSecurityPolicyMiddleware(lambda request: HttpResponse())
    public = middleware(RequestFactory().get("/kjcx/"))["Content-Security-Policy"]
    assert "script-src 'self';" in public
    assert "unsafe" not in public
    admin = middleware(RequestFactory().get("/admin/"))["Content-Security-Policy"]
    assert "script-src 'self';" in admin
    assert "unsafe-eval" not in admin
