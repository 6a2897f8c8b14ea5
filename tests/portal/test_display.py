"""Display preferences work without JavaScript and leave cached pages alone."""

import pytest
from django.urls import reverse

from portal.views.display import build_stylesheet, read_preferences

pytestmark = pytest.mark.django_db


def save(client, headers=None, **fields):
    return client.post(reverse("portal:display"), fields, headers=headers or {})


def test_preferences_are_stored_and_the_visitor_comes_back(client):
    response = save(client, size="xl", theme="dark", next="/kjcx/kckd/")
    assert response.status_code == 302
    assert response["Location"] == "/kjcx/kckd/"
    assert response.cookies["mc_size"].value == "xl"
    assert response.cookies["mc_theme"].value == "dark"


def test_unknown_values_are_not_stored(client):
    response = save(client, size="huge", theme="<script>")
    assert not response.cookies


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_the_way_back_stays_on_this_site(client, target):
    assert save(client, next=target)["Location"] == "/"


def test_a_form_of_another_site_is_refused(client):
    assert save(client, {"sec-fetch-site": "cross-site"}, size="xl").status_code == 403
    assert save(client, {"origin": "https://evil.example"}, size="xl").status_code == 403
    assert save(client, {"origin": "http://testserver"}, size="xl").status_code == 302


def test_reading_is_refused_on_the_saving_address(client):
    assert client.get(reverse("portal:display")).status_code == 405


def test_the_stylesheet_follows_the_cookies(client):
    client.cookies["mc_size"] = "large"
    client.cookies["mc_theme"] = "dark"
    response = client.get(reverse("portal:display-css"))
    css = response.content.decode()
    assert "font-size: 125%" in css
    assert "#0f1620" in css
    assert "no-store" in response["Cache-Control"]


def test_without_cookies_the_stylesheet_is_empty(client):
    assert client.get(reverse("portal:display-css")).content == b""
    assert client.head(reverse("portal:display-css")).status_code == 200


def test_elder_mode_enlarges_type_unless_a_size_was_chosen():
    elder = build_stylesheet(read_preferences({"mc_elder": "1"}))
    assert elder.rindex("font-size: 150%") == elder.index("font-size: 150%")
    large = build_stylesheet(read_preferences({"mc_elder": "1", "mc_size": "large"}))
    assert large.index("font-size: 150%") < large.index("font-size: 125%")
    assert "cursor" not in elder


def test_high_contrast_follows_the_theme():
    light = build_stylesheet(read_preferences({"mc_contrast": "high", "mc_theme": "light"}))
    dark = build_stylesheet(read_preferences({"mc_contrast": "high", "mc_theme": "dark"}))
    both = build_stylesheet(read_preferences({"mc_contrast": "high"}))
    assert "#00276b" in light
    assert "#ffe14d" in dark
    assert "#00276b" in both
    assert "#ffe14d" in both.split("prefers-color-scheme:dark")[1]
