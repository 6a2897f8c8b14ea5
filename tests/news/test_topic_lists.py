"""The lists inside a topic: all articles of a block, page by page, in the topic's frame."""

import pytest

from news.models import Topic
from tests.factories import make_article, make_section, make_user
from tests.news.helpers import titles
from tests.news.topic_helpers import add

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_list(topic):
    """25 articles, chosen one by one in one block, followed in the other."""
    section = make_section("科创视点", slug="kcsd")
    articles = [make_article(section, f"第{n}篇", days_ago=n) for n in range(25)]
    return add(topic, "news", "要闻", section=section), add(topic, "list", "动态", chosen=articles)


@pytest.mark.parametrize("which", [0, 1])
def test_a_block_has_pages_of_its_own_in_the_topics_frame(client, long_list, which):
    block = long_list[which]
    address = block.get_absolute_url()
    assert address == f"/dnzt/yiqi_{block.pk}.html"
    found = []
    for number in (1, 2):
        response = client.get(f"{address}?page={number}")
        found += titles(response.context["page"].items)
    assert found == [f"第{number}篇" for number in range(25)]
    html = response.content.decode()
    assert [str(part) for part in response.context["breadcrumb"]] == ["当年专题", "仪器共享"]
    assert f'<span aria-current="page">{block.title}</span>' in html
    assert f"<title>{block.title}（第2页）_仪器共享_" in html
    assert f"<h1>{block.title}</h1>" in html
    assert 'href="/dnzt/yiqi.html"' in html
    assert response.public_page is True


@pytest.mark.parametrize("which", [0, 1])
def test_pages_out_of_range_have_ordinary_answers(client, long_list, which):
    address = long_list[which].get_absolute_url()
    for asked in ("3", "99", "999999"):
        response = client.get(f"{address}?page={asked}")
        assert (response.status_code, response["Location"]) == (302, f"{address}?page=2")
    for asked in ("0", "-1", "abc", "", "9" * 40, "²", "1.5"):
        assert client.get(f"{address}?page={asked}").context["page"].number == 1


def test_an_empty_list_says_so(client, topic):
    for fields in ({}, {"section": make_section()}):
        address = add(topic, "news", **fields).get_absolute_url()
        assert "暂无内容" in client.get(address).content.decode()
        assert client.get(f"{address}?page=7")["Location"] == address


def test_the_number_decides_where_a_list_is(client, topic):
    block = add(topic, "news", rows=())
    for path in (f"/dnzt/other_{block.pk}.html", f"/a/b/yiqi_{block.pk}.html"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, block.get_absolute_url())
    topic.section = make_section("往年", slug="wnzt", kind="topics")
    topic.save()
    assert client.get(f"/dnzt/yiqi_{block.pk}.html")["Location"] == f"/wnzt/yiqi_{block.pk}.html"
    for missing in (add(topic, "qa").pk, 999_999, 10**18 - 1):
        assert client.get(f"/wnzt/yiqi_{missing}.html").status_code == 404


def test_lists_of_hidden_topics_and_blocks_are_for_editors(client, topic):
    hidden_block = add(topic, "news", is_visible=False)
    hidden = Topic.objects.create(
        title="未公开", slug="h", section=topic.section, year=2026, is_visible=False
    )
    addresses = [hidden_block.get_absolute_url(), add(hidden, "news").get_absolute_url()]
    for address in addresses:
        assert client.get(address).status_code == 404
    client.force_login(make_user("elsewhere"))
    for address in addresses:
        assert client.get(address).status_code == 404
    client.force_login(make_user("root", superuser=True))
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert response.public_page is False
        assert "no-store" in response["Cache-Control"]
        assert "预览" in response.content.decode()


def test_a_topic_on_another_site_has_its_lists_there_too(client, topic):
    block = add(topic, "news")
    topic.external_url = "https://www.example.cn/t/"
    topic.save()
    assert client.get(block.get_absolute_url())["Location"] == "https://www.example.cn/t/"
