"""The desk of ``tests.disclosure.desk``, seen through the admin."""

import pytest
from django.urls import reverse

from tests.disclosure.desk.conftest import desk, intake, monday  # noqa: F401 - fixtures


def page_of(case):
    return reverse("admin:disclosure_case_change", args=[case.pk])


def act_of(case, action, target=None):
    args = [case.pk, str(getattr(action, "value", action))]
    return reverse("admin:disclosure_case_act", args=[*args, target.pk] if target else args)


INBOX = "/admin/disclosure/case/"


class Officer:
    """A signed-in member of staff."""

    def __init__(self, client, user):
        self.client, self.user = client, user

    def get(self, address, **data):
        # Each time: the clock of a test may have run past the end of the session.
        self.client.force_login(self.user)
        return self.client.get(address, data)

    def do(self, case, action, target=None, **data):
        """Open the form as a browser does, change ``data`` in it, and send it."""
        address = act_of(case, action, target)
        shown = self.get(address)
        assert shown.status_code == 200, (shown.status_code, address)
        form = shown.context["form"]
        values = {"latest": shown.context["latest"]}
        for field in form.visible_fields():
            value = field.value()
            if value is True:
                values[field.html_name] = "on"
            elif value not in (None, "", False, []):
                values[field.html_name] = value
        return self.client.post(address, {**values, **data})


@pytest.fixture
def officer(client):
    """``officer(user)`` signs in and works."""
    return lambda user: Officer(client, user)
