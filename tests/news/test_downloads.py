"""Attachments: checked when they come, counted and harmless when they go."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.db.models import QuerySet

from news.models import Attachment
from news.services.attachments import attach
from portal import content_version
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pdf(name="三年运行报告（摘要版）.pdf"):
    return ContentFile(PDF, name=name)


@pytest.fixture
def attachment():
    return attach(make_article(make_section()), pdf())


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_what_is_known_about_a_file(attachment):
    assert attachment.original_name == "三年运行报告（摘要版）.pdf"
    assert attachment.title == "三年运行报告（摘要版）"
    assert (attachment.type_label, attachment.size) == ("PDF", len(PDF))
    assert "三年" not in attachment.file.name


@pytest.mark.parametrize(
    ("size", "label"), [(0, "0 B"), (999, "999 B"), (86_400, "86 kB"), (2_400_000, "2.4 MB")]
)
def test_sizes_for_people(size, label):
    assert Attachment(size=size).size_label == label


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<html><script>1</script></html>"),
        ("a.pdf", b"<html><script>1</script></html>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.pdf", b""),
    ],
)
def test_dangerous_files_are_refused(name, content):
    with pytest.raises(ValidationError):
        attach(make_article(make_section()), ContentFile(content, name=name))


def test_a_download_has_its_name_its_bytes_and_harmless_headers(client, attachment):
    response = client.get(attachment.url)
    assert body(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "%E4%B8%89%E5%B9%B4" in response["Content-Disposition"]


def test_downloads_are_counted_without_a_new_version_of_the_content(client, attachment):
    before = content_version.read()
    for _ in range(3):
        body(client.get(attachment.url))
    client.head(attachment.url)
    body(client.get(attachment.url, headers={"range": "bytes=10-20"}))
    attachment.refresh_from_db()
    assert attachment.downloads == 3
    assert content_version.read() == before


def test_only_reading_is_allowed(client, attachment):
    assert client.post(attachment.url).status_code == 405


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_files_of_hidden_articles_are_for_their_editors(client, attachment, status):
    article = attachment.article
    article.status = status
    article.save()
    assert client.get(attachment.url).status_code == 404
    client.force_login(make_user(superuser=True))
    response = client.get(attachment.url)
    assert body(response) == PDF
    assert "no-store" in response["Cache-Control"]
    attachment.refresh_from_db()
    assert attachment.downloads == 0


def test_a_lost_file_is_not_found(client, attachment):
    attachment.file.storage.delete(attachment.file.name)
    assert client.get(attachment.url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_with_its_row_but_only_on_commit(attachment):
    from django.db import transaction

    storage, name = attachment.file.storage, attachment.file.name
    with pytest.raises(RuntimeError), transaction.atomic():
        attachment.article.delete()
        raise RuntimeError
    assert storage.exists(name)
    Attachment.objects.get(pk=attachment.pk).article.delete()
    assert not storage.exists(name)


def test_attachments_stand_in_their_order(client):
    article = make_article(make_section())
    for position, name in ((30, "丙.pdf"), (10, "甲.pdf"), (20, "乙.pdf")):
        attach(article, pdf(name), position=position)
    found = client.get(article.get_absolute_url()).context["attachments"]
    assert [a.title for a in found] == ["甲", "乙", "丙"]
    assert found[0].url.startswith("/files/")


def test_a_file_is_sent_where_nothing_can_be_counted(client, attachment, monkeypatch):
    def refuse(*_arguments, **_values):
        raise DatabaseError("cannot execute UPDATE in a read-only transaction")

    monkeypatch.setattr(QuerySet, "update", refuse)
    assert body(client.get(attachment.url)) == PDF
