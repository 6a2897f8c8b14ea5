"""Links that staff typed lead where they say, wherever they stand; files follow their article."""

import pytest

from navigation.services import set_visibility
from news.models import Topic
from news.services.attachments import attach
from tests.factories import make_article, make_section
from tests.files import pdf

pytestmark = pytest.mark.django_db
TARGETS = {
    "https://www.example.com/a?b=1#c": "https://www.example.com/a?b=1#c",
    "mailto:office@example.cn": "mailto:office@example.cn",
    "tel:010-12345678": "tel:010-12345678",
    "/sitemap/": "/sitemap/",
    "#top": "/#top",
}


@pytest.mark.parametrize("link", TARGETS)
def test_every_allowed_link_is_followed(client, link):
    section = make_section("科创视点", slug="kcsd")
    article = make_article(section, external_url=link)
    page = make_section("单页", slug="page", kind="page")
    make_article(page, external_url=link)
    make_section("链接", slug="link", kind="link", link_url=link)
    topics = make_section("专题", slug="zt", kind="topics")
    topic = Topic.objects.create(
        title="专题", slug="t", section=topics, year=2026, external_url=link
    )
    for address in (article.get_absolute_url(), "/page/", "/link/", topic.get_absolute_url()):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, TARGETS[link]), address


def test_files_of_an_article_without_a_page_are_not_out(client):
    section = make_section("科创视点", slug="kcsd")
    attachment = attach(make_article(section), pdf())
    assert client.get(attachment.url).status_code == 200
    set_visibility(section, "active", False)
    assert client.get(attachment.url).status_code == 404
    attachment.refresh_from_db()
    assert attachment.downloads == 1
