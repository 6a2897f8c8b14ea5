"""Who keeps accounts is not thereby master of the site."""

import pytest
from django.contrib.auth import get_user_model

from tests.factories import make_user

pytestmark = pytest.mark.django_db
KEEPER = ["auth.view_user", "auth.add_user", "auth.change_user", "auth.delete_user"]


@pytest.fixture
def root():
    return make_user("root", superuser=True)


@pytest.fixture
def keeper(client, root):
    client.force_login(make_user("keeper", perms=KEEPER))
    return client


@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("password", {"password1": "a new one 123", "password2": "a new one 123"}),
        ("change", {"username": "root", "is_active": ""}),
        ("delete", {"post": "yes"}),
    ],
)
def test_a_superuser_is_changed_by_superusers_alone(keeper, root, page, data):
    assert keeper.post(f"/admin/auth/user/{root.pk}/{page}/", data).status_code == 403
    kept = get_user_model().objects.get(pk=root.pk)
    assert kept.is_active
    assert kept.check_password("correct horse battery")


def test_nor_by_the_bulk_action(keeper, root):
    data = {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"}
    keeper.post("/admin/auth/user/", data)
    assert get_user_model().objects.filter(pk=root.pk).exists()


def test_others_accounts_may_be_kept(keeper):
    other = make_user("other")
    data = {"password1": "a new one 123", "password2": "a new one 123"}
    assert keeper.post(f"/admin/auth/user/{other.pk}/password/", data).status_code == 302
    other.refresh_from_db()
    assert other.check_password("a new one 123")


def test_nobody_makes_himself_a_superuser(keeper):
    own = get_user_model().objects.get(username="keeper")
    data = {"username": "keeper", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    keeper.post(f"/admin/auth/user/{own.pk}/change/", data)
    own.refresh_from_db()
    assert not own.is_superuser
