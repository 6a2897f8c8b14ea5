"""Clicks at once: one form is one application, and every click gets its receipt."""

import pytest
from django.test import Client

from disclosure.models import Case
from tests.disclosure.desk.test_concurrency import in_threads

from .helpers import PERSON_URL, RECEIPT_URL, filled

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_clicked_four_times_at_once_is_one_application():
    data = filled()
    browsers = [Client() for _click in range(4)]
    found = in_threads(lambda browser: browser.post(PERSON_URL, data), browsers)
    assert [response.status_code for response in found] == [303] * 4
    number = Case.objects.get().number
    assert all(number in browser.get(RECEIPT_URL).content.decode() for browser in browsers)


def test_one_proof_sent_with_four_forms_at_once_serves_one():
    proof = filled()["altcha"]
    forms = [filled(altcha=proof) for _form in range(4)]
    found = in_threads(lambda data: Client().post(PERSON_URL, data), forms)
    assert sorted(response.status_code for response in found) == [200, 200, 200, 303]
    assert Case.objects.count() == 1
