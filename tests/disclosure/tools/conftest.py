"""The desk of ``tests.disclosure.desk``, with clients signed in as each of its people."""

import pytest
from django.test import Client

from tests.disclosure.desk.conftest import desk, intake, monday  # noqa: F401 - fixtures
from tests.factories import make_user

ROLES = ["anonymous", "staff", "intake", "department", "reviewer", "head", "auditor", "superuser"]


@pytest.fixture
def sign_in(desk):  # noqa: F811
    """``sign_in(role)``: a client of somebody with that role, or of nobody."""

    def _client(role):
        client = Client(raise_request_exception=True)
        user = desk.users.get(role)
        if role in ("staff", "superuser"):
            user = make_user(role, superuser=role == "superuser")
        if user:
            client.force_login(user)
        return client

    return _client


def outcome(response) -> str:
    """The status, or ``login`` for the way to the login page."""
    if response.status_code == 302 and "/admin/login/" in response["Location"]:
        return "login"
    return str(response.status_code)
