"""What the search says when, what of it is kept, the search boxes, suggestions."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from portal.models import SiteIdentity
from tests.factories import make_article
from tests.news.searching import find, shown, text_of

pytestmark = pytest.mark.django_db


# --- What it says ------------------------------------------------------------------------------
def test_without_words_it_explains_itself_and_offers_words_of_the_site(client, findable):
    response = client.get("/search/")
    text = text_of(response)
    assert "怎样检索" in text
    assert "文章、附件、专题、栏目、人员、部门" in text
    assert "科研仪器" in dict(response.context["page"].others)
    assert "noindex" not in response.content.decode()


def test_on_an_empty_site_it_still_answers(client):
    response = client.get("/search/")
    assert "怎样检索" in text_of(response)
    assert response.context["page"].others == []
    assert "没有找到与“开放共享”相关的内容" in text_of(find(client))
    assert client.get("/search/suggest/", {"q": "开"}).json() == {"words": []}


def test_nothing_found_says_what_to_do(client, findable):
    response = find(client, "量子引力")
    advice = "没有找到与“量子引力”相关的内容。请减少关键词、检查错别字，或浏览网站地图。"
    assert advice in text_of(response)
    assert '<a href="/sitemap/">网站地图</a>' in response.content.decode()


@pytest.mark.parametrize("typed", ["凯放共享", "开放共想", "kfgx", "kaifanggongxiang"])
def test_a_mistyped_word_is_answered_with_the_right_one(client, findable, typed):
    response = find(client, typed)
    assert "您要找的是不是：开放共享" in text_of(response)
    assert f'href="?q={quote("开放共享")}"' in response.content.decode()


def test_when_not_all_words_are_found_together_it_says_so(client, findable):
    response = find(client, "开放共享 量子引力")
    assert response.context["page"].results.is_partial
    assert "以下结果只包含其中一部分词语" in text_of(response)
    assert "仪器开放共享平台上线" in shown(client, "开放共享 量子引力")


def test_too_long_a_query_is_cut_and_it_says_so(client, findable):
    long = "开放共享" + "a" * 200
    response = find(client, long)
    assert response.context["search_text"] == long[:100]
    assert "只检索了前 100 个字" in text_of(response)
    assert "只检索了前" not in text_of(find(client, "a" * 100))
    many_words = " ".join("甲乙丙丁戊己庚辛壬癸子")
    assert "最多 10 个词" in text_of(find(client, many_words))


def test_where_quotation_marks_find_nothing_the_same_words_without_are_offered(client, findable):
    quoted = find(client, "“开放仪器”")
    assert "去掉引号再检索" in text_of(quoted)
    assert f'href="?q={quote("开放仪器")}"' in quoted.content.decode()


def test_where_titles_hold_nothing_texts_are_offered(client, findable):
    response = find(client, "意味着准备", where="title")
    assert "改为在标题和正文中检索" in text_of(response)


# --- Address, cache, method --------------------------------------------------------------------
def test_results_are_not_for_search_engines(client, findable):
    for text in ("开放共享", "量子引力"):
        assert '<meta name="robots" content="noindex">' in find(client, text).content.decode()


def test_only_the_page_without_words_is_kept(client, findable):
    for address in ("/search/?q=开放共享", "/search/?q=", "/search/suggest/?q=开", "/search/?a=1"):
        client.get(address)
        response = client.get(address)
        assert "X-Page-Cache" not in response, address
        assert response["Cache-Control"].startswith("private"), address
    client.get("/search/")
    assert client.get("/search/")["X-Page-Cache"] == "hit"


def test_a_change_is_found_at_once(client, findable):
    assert shown(client, "引力波") == []
    client.get("/search/")
    make_article(findable["news"], "引力波探测", keywords="引力波")
    assert shown(client, "引力波") == ["引力波探测"]
    assert "引力波" in dict(client.get("/search/").context["page"].others)


def test_the_pages_read_no_cookie_and_set_none(client, findable):
    for address in ("/search/", "/search/?q=开放共享", "/search/suggest/?q=开"):
        response = client.get(address)
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()
        assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
def test_only_reading_is_possible(address):
    client = Client(enforce_csrf_checks=True)
    assert client.head(address).status_code == 200
    assert client.post(address).status_code in (403, 405)
    assert Client().post(address).status_code == 405


def test_characters_that_were_not_escaped_are_understood(client, findable):
    """Some browsers and messengers send an address as it was typed; WSGI hands over its bytes."""
    raw = "q=开放共享".encode().decode("latin-1")
    response = client.get("/search/", QUERY_STRING=raw)
    assert response.context["search_text"] == "开放共享"


# --- The box -----------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/", "/kjcx/", "/sitemap/", "/search/", "/nowhere/"])
def test_every_page_has_a_search_box(client, findable, address):
    content = client.get(address).content.decode()
    boxes = re.findall(r'<form[^>]*role="search"[^>]*action="([^"]*)"', content)
    assert boxes == ["/search/"] * (2 if address in ("/search/", "/nowhere/") else 1)
    labels = re.findall(r'<form[^>]*role="search"[^>]*aria-label="([^"]*)"', content)
    assert len(set(labels)) == len(labels)


def test_a_search_of_another_host_takes_its_place_and_is_let_through(client, findable):
    SiteIdentity.objects.create(name="中心", search_url="https://so.example.cn:8443/s?site=1")
    response = client.get("/")
    content = response.content.decode()
    assert 'action="https://so.example.cn:8443/s?site=1"' in content
    assert "data-suggest" not in content
    policy = response["Content-Security-Policy"]
    assert "form-action 'self' https://so.example.cn:8443;" in policy
    assert "script-src 'self';" in policy
    # Also on the kept page, and nowhere else.
    assert client.get("/")["Content-Security-Policy"] == policy
    assert "example.cn" not in client.get("/rss.xml")["Content-Security-Policy"]


@pytest.mark.parametrize("url", ["https://a;script-src/x", "https://*/x", "/so/", "https://a'b/"])
def test_an_address_cannot_write_the_policy(client, url):
    SiteIdentity.objects.create(name="中心", search_url=url)
    assert "form-action 'self';" in client.get("/")["Content-Security-Policy"]


# --- Suggestions -------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["开放", "kfgx", "kaifang"])
def test_what_is_typed_is_completed(client, findable, typed):
    response = client.get("/search/suggest/", {"q": typed})
    assert response["Content-Type"] == "application/json"
    words = response.json()["words"]
    assert "开放共享" in words
    assert len(words) == len(set(words)) <= 8


def test_titles_are_suggested_after_words(client, findable):
    assert "开放共享收费标准" in client.get("/search/suggest/", {"q": "收费标准"}).json()["words"]
    assert client.get("/search/suggest/").json() == {"words": []}
