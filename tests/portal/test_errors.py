"""Error pages: in the site's clothes for visitors, in the admin's for staff."""

import pytest
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_missing_page_shows_the_menus_and_the_words_of_the_design(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "此处尚未测绘" in page
    assert "site-nav" in page


def test_staff_without_the_right_stay_in_the_admin(client):
    client.force_login(make_user())
    response = client.get(reverse("admin:auth_user_changelist"))
    assert response.status_code == 403
    page = response.content.decode()
    assert "返回工作台" in page
    assert reverse("admin:index") in page


def test_the_server_error_page_needs_neither_database_nor_context(django_assert_num_queries, rf):
    from portal.views.errors import server_error

    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "服务" in response.content.decode()
