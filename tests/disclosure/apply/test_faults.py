"""A database that is away or refuses, a full disk: nothing typed is lost, nothing is half done."""

import errno
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError

from disclosure import lookup, services
from disclosure.applying import drafts
from disclosure.models import Case
from portal import content_version
from tests.disclosure.desk.builders import NAME, NUMBER
from tests.files import PDF

from .helpers import PERSON_URL, RECEIPT_URL, WORDS, filled

pytestmark = pytest.mark.usefixtures("desk")


def failing(error):
    def fail(*_args, **_options):
        raise error

    return fail


@pytest.mark.parametrize(
    "error",
    [OperationalError("disk full"), InterfaceError("closed"), OSError(errno.ENOSPC, "full")],
)
def test_a_write_that_fails_is_said_and_the_form_comes_back(client, monkeypatch, error, caplog):
    monkeypatch.setattr(services, "submit", failing(error))
    data = filled(consent="on")
    response = client.post(PERSON_URL, data)
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "申请没有提交" in page
    for typed in (NAME, NUMBER, WORDS, data["token"]):
        assert typed in page
    assert not Case.objects.exists()
    assert NAME not in caplog.text and type(error).__name__ in caplog.text
    monkeypatch.undo()
    assert client.post(PERSON_URL, data).url == RECEIPT_URL


def test_a_draft_that_cannot_be_dropped_does_not_keep_the_receipt_back(client, monkeypatch):
    monkeypatch.setattr(drafts, "drop", failing(OperationalError("away")))
    assert client.post(PERSON_URL, filled()).url == RECEIPT_URL


def test_a_failing_file_store_opens_nothing(client, monkeypatch):
    from portal.vault.files import EncryptedFileStorage

    monkeypatch.setattr(EncryptedFileStorage, "_save", failing(OSError(errno.ENOSPC, "full")))
    data = filled(**{"r0-papers": SimpleUploadedFile("a.pdf", PDF)})
    response = client.post(PERSON_URL, data)
    assert response.status_code == 503 and not Case.objects.exists()
    assert "需要上传的请重新选择" in response.content.decode()


def hidden_fields(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def test_while_the_database_is_away_the_form_waits_in_a_page_that_needs_none(client, monkeypatch):
    """The version of the content is asked first of all: it is what fails."""
    data = filled(**{"r0-title": '"><script>alert(1)</script>'})
    monkeypatch.setattr(content_version, "read", failing(OperationalError("away")))
    response = client.post(PERSON_URL, data)
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "no-store" in response["Cache-Control"]
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "<script>alert" not in page and WORDS in page
    monkeypatch.undo()
    again = {**hidden_fields(page), "step": "send"}
    assert again["name"] == NAME
    assert client.post(PERSON_URL, again).url == RECEIPT_URL
    assert Case.objects.get().title == data["r0-title"]


def test_other_pages_say_what_they_always_say(client, monkeypatch):
    monkeypatch.setattr(content_version, "read", failing(OperationalError("away")))
    for response in (client.get(PERSON_URL), client.post("/no-such-page/", {"a": "1"})):
        assert response.status_code == 503
        assert "服务暂时中断" in response.content.decode()


def test_when_not_even_the_form_can_be_drawn_what_was_typed_is(client, monkeypatch):
    from disclosure.views import apply

    monkeypatch.setattr(lookup, "may_submit", failing(OperationalError("away")))
    monkeypatch.setattr(apply, "form_page", failing(OperationalError("away")))
    response = client.post(PERSON_URL, filled())
    assert response.status_code == 503
    assert hidden_fields(response.content.decode())["name"] == NAME
