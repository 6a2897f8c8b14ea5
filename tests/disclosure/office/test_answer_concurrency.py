"""Two heads at once, each with a browser: every answer is signed once, numbers follow each other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from disclosure.models import Letter

from .conftest import act_of

pytestmark = pytest.mark.django_db(transaction=True)


def sign(user, case):
    client = Client()
    client.force_login(user)
    try:
        form = {"latest": "0", "on": "2026-03-02", "method": "post"}
        return client.post(act_of(case, "sign"), form).status_code
    finally:
        connections.close_all()


def test_two_heads_sign_at_once(desk, monkeypatch):
    monkeypatch.setattr("disclosure.letters.stored.store_quietly", lambda pk: True)
    other = desk.another("head").user
    cases = [desk.signing() for _number in range(4)]
    jobs = [(user, case) for case in cases for user in (desk.users["head"], other)]
    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(lambda job: sign(*job), jobs))
    assert sorted(codes) == [302] * 4 + [409] * 4
    found = Letter.objects.filter(status="signed").values_list("reference", flat=True)
    assert sorted(found) == [f"京科创公复〔2026〕{number}号" for number in range(1, 5)]
