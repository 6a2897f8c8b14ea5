"""Who sat at this computer before, or writes cookies by hand, gets nothing and passes no limit."""

import pytest
from django.test import Client

from disclosure import codes, services, throttle
from disclosure.applying import captcha, cookies, drafts, files
from disclosure.models import Case, Draft
from tests.disclosure.desk.builders import NAME

from .helpers import PERSON_URL, RECEIPT_URL, filled

pytestmark = pytest.mark.usefixtures("desk")


def test_a_cookie_nobody_gave_out_passes_no_limit(monkeypatch):
    monkeypatch.setattr(drafts, "NEW_PER_HOUR", 2)
    found = []
    for _each in range(4):
        client = Client()
        client.cookies[cookies.DRAFT] = codes.new_token()
        found.append(client.post("/apply/draft/", filled(altcha="")).status_code)
    assert found == [204, 204, 413, 413]


def test_a_new_form_does_not_go_on_under_the_token_of_an_older_draft(client):
    """Noted down before the next visitor came, it would open what that visitor types."""
    client.post("/apply/draft/", filled(altcha="", name="甲"))
    noted = client.cookies[cookies.DRAFT].value
    client.post("/apply/draft/", filled(altcha=""))
    assert client.cookies[cookies.DRAFT].value != noted
    assert services.load_draft(noted) is None and Draft.objects.count() == 1
    # The same form goes on with its own.
    data = filled(altcha="")
    client.post("/apply/draft/", data)
    own = client.cookies[cookies.DRAFT].value
    client.post("/apply/draft/", {**data, "name": NAME})
    assert client.cookies[cookies.DRAFT].value == own


def test_a_household_of_the_newer_internet_counts_as_one(monkeypatch):
    monkeypatch.setattr(drafts, "NEW_PER_HOUR", 2)
    monkeypatch.setattr(captcha, "ANSWERS_PER_HOUR", 2)
    found, said = [], []
    for last in range(4):
        client = Client(REMOTE_ADDR=f"2001:db8:1:2::{last + 1:x}")
        found.append(client.post("/apply/draft/", filled(altcha="")).status_code)
        said.append(captcha.problem({"answer": "99"}, codes.new_token(), f"2001:db8::{last + 1:x}"))
    assert found == [204, 204, 413, 413]
    assert ["次数过多" in text for text in said] == [False, False, True, True]
    assert throttle.origin("2001:db8::1") == throttle.origin("2001:db8::ffff")


def test_the_form_tells_the_code_again_for_a_day_only(client, time_machine):
    """A form left open, or sent again from another computer, is no key for ever."""
    data = filled()
    client.post(PERSON_URL, data)
    code = codes.query_code(data["token"], 0)
    for moment, is_told in (("2026-03-03 09:59", True), ("2026-03-03 10:01", False)):
        time_machine.move_to(f"{moment}+08:00")
        later = Client()
        assert later.post(PERSON_URL, data).status_code == 303
        assert (code in later.get(RECEIPT_URL).content.decode()) is is_told
    assert Case.objects.count() == 1


def test_of_too_many_files_none_is_opened(monkeypatch):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils.datastructures import MultiValueDict

    looked = []
    monkeypatch.setattr(files, "verify", lambda *a, **o: looked.append(a))
    many = [SimpleUploadedFile(f"{n}.png", b"x") for n in range(files.MAX_FILES + 1)]
    found, errors = files.uploads_of(MultiValueDict({"r0-papers": many}), 1)
    assert (found, looked) == ([], []) and "5" in errors["r0-papers"][0]


@pytest.mark.parametrize("name", ["title", "document_number", "index_number"])
def test_what_is_stored_in_the_clear_takes_no_personal_data(client, name):
    from tests.disclosure.desk.builders import NUMBER

    client.post(PERSON_URL, filled(**{f"r0-{name}": f"关于{NUMBER}"}))
    assert not Case.objects.exists()
