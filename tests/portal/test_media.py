"""Uploaded files as the portal serves them where no web server does."""

import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


@pytest.fixture
def stored(request):
    names = []

    def store(name, content=b"content"):
        names.append(default_storage.save(name, ContentFile(content)))
        return default_storage.url(names[-1])

    yield store
    for name in names:
        default_storage.delete(name)


pytestmark = pytest.mark.django_db


def test_picture_is_shown_with_harmless_headers_and_kept_for_a_year(client, stored):
    answer = client.get(stored("pictures/a.webp"))
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == b"content"
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "max-age=31536000" in answer["Cache-Control"] and "immutable" in answer["Cache-Control"]
    assert not answer.get("Content-Disposition", "").startswith("attachment")


@pytest.mark.parametrize(
    "name", ["x/a.html", "x/a.svg", "x/a.xml", "x/a.js", "x/a.pdf", "x/a", "x/a.jpg.html"]
)
def test_anything_else_is_a_download_of_no_type(client, stored, name):
    answer = client.get(stored(name, b"<script>alert(1)</script>"))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_known_copy_is_confirmed_without_the_bytes(client, stored):
    url = stored("pictures/b.webp")
    first = client.get(url)
    etag, modified = first["ETag"], first["Last-Modified"]
    by_tag = [{"If-None-Match": value} for value in (etag, f'"x", W/{etag}', "*")]
    for header in (*by_tag, {"If-Modified-Since": modified}):
        again = client.get(url, headers=header)
        assert again.status_code == 304 and again["ETag"] == first["ETag"]
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200
    stale = {"If-None-Match": '"other"', "If-Modified-Since": first["Last-Modified"]}
    assert client.get(url, headers=stale).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/media/../../etc/passwd",
        "/media/%2e%2e/%2e%2e/etc/passwd",
        "/media/..%2f..%2fetc/passwd",
        "/media//etc/passwd",
        "/media/%2fetc/passwd",
        "/media/..\\..\\etc\\passwd",
        "/media/.hidden",
        "/media/a/.hidden/b.jpg",
        "/media/a%00.jpg",
        "/media/pictures/",
        "/media/pictures",
        "/media/missing.jpg",
    ],
)
def test_nothing_outside_no_folder_and_no_hidden_file_is_served(client, stored, path):
    stored("pictures/c.webp")
    assert client.get(path).status_code == 404


def test_links_out_of_the_folder_are_not_followed(client, stored, tmp_path):
    stored("pictures/d.webp")
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    link = default_storage.path("pictures/link.jpg")
    os.symlink(tmp_path / "secret.jpg", link)
    try:
        assert client.get("/media/pictures/link.jpg").status_code == 404
    finally:
        os.unlink(link)


def test_only_reading_is_allowed(client, stored):
    url = stored("pictures/e.webp")
    assert client.post(url).status_code == 405
    assert client.head(url).status_code == 200
