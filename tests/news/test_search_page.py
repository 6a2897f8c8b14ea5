"""The search page: results, filters and their numbers, order, pages."""

import re
from datetime import timedelta
from urllib.parse import parse_qsl, quote

import pytest
from django.utils import timezone

from portal.search import engine
from tests.factories import make_article, make_section
from tests.news.searching import find, page_of, shown, text_of

pytestmark = pytest.mark.django_db


def facets_of(page):
    return {facet.title: {o.label: o for o in facet.options} for facet in page.facets()}


# --- Results -----------------------------------------------------------------------------------
def test_a_result_shows_title_piece_path_and_date_with_the_words_marked(client, findable):
    response = find(client, "开放共享 准备")
    content = response.content.decode()
    assert "<p>他说，<mark>开放</mark><mark>共享</mark>意味着<mark>准备</mark>。</p>" in content
    day = timezone.localdate(findable["article"].published_at) - timedelta(days=18)
    assert "科技创新 › 科创动态" in content
    assert f'<time datetime="{day}">{day}</time>' in content
    assert "找到约 1 条与“开放共享 准备”相关的结果" in text_of(response)


def test_a_file_carries_its_type_and_other_kinds_their_name(client, findable):
    content = find(client).content.decode()
    assert '<span class="tag tag-file">PDF</span>' in content
    for label in ("专题", "栏目", "人员", "部门"):
        assert f'<span class="tag">{label}</span>' in content
    assert content.count('<span class="tag') == 5


def test_a_result_leads_where_its_record_is(client, findable):
    content = find(client, "仪器").content.decode()
    assert f'href="{findable["article"].get_absolute_url()}"' in content


def test_markup_in_titles_and_queries_is_text(client, findable):
    make_article(findable["news"], "<script>alert(1)</script>标记", body="<p>标记 &lt;b&gt;</p>")
    content = find(client, "标记").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<mark>标记</mark>" in content
    assert "<p><mark>标记</mark>&lt;b&gt;</p>" in content
    content = find(client, '"<script>alert(1)"').content.decode()
    assert "<mark>&lt;script&gt;alert(1)</mark>" in content
    assert "<script>alert" not in content


def test_the_words_stay_in_the_boxes_and_in_the_title(client, findable):
    content = find(client, "开放“共享”").content.decode()
    assert content.count('value="开放“共享”"') >= 2
    assert "<title>“开放“共享””的检索结果" in content


def test_results_stand_by_relevance_or_by_date(client, findable):
    assert page_of(client).items[0].hit.title != "开放共享收费标准"
    dates = [result.hit.date for result in page_of(client, sort="date").items if result.hit.date]
    assert dates == sorted(dates, reverse=True)
    orders = {option.label: option.is_current for option in page_of(client, sort="date").orders}
    assert orders == {"相关度": False, "时间": True}


def test_related_words_lead_to_other_searches(client, findable):
    others = dict(page_of(client).others)
    assert "科研仪器" in others
    assert "仪器开放共享平台上线" in shown(client, parse_qsl(others["科研仪器"][1:])[0][1])


# --- Filters -----------------------------------------------------------------------------------
def test_only_filters_that_leave_something_are_offered(client, findable):
    facets = facets_of(page_of(client))
    assert list(facets["范围"]) == ["全部", "科技创新", "政策文件", "专题"]
    assert set(facets["类型"]) == {"全部", "文章", "附件", "专题", "栏目", "人员", "部门"}
    assert list(facets["时间"])[:4] == ["不限", "一周内", "一月内", "一年内"]
    assert {"2024年", "2023年"} <= set(facets["时间"])
    assert "2022年" not in facets["时间"]


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"section": "kjcx"},
        {"kind": "article"},
        {"time": "month"},
        {"time": "2024"},
        {"where": "title"},
        {"section": "zcwj", "kind": "article", "sort": "date"},
        {"section": "zcwj", "time": "2024", "where": "title"},
    ],
    ids=str,
)
def test_a_number_says_what_choosing_it_gives(client, findable, chosen):
    numbered = 0
    for facet in page_of(client, **chosen).facets():
        for option in facet.options:
            page = client.get(f"/search/{option.address}").context["page"]
            if option.count is not None:
                assert page.total == option.count, (facet.title, option.label)
                numbered += 1
    assert numbered > 5


def test_a_filter_keeps_the_others_and_the_order(client, findable):
    chosen = {
        "section": "zcwj",
        "kind": "article",
        "time": "2024",
        "where": "title",
        "sort": "date",
    }
    page = page_of(client, **chosen)
    for name, facet in zip(("section", "kind", "time"), page.facets(), strict=False):
        opened = dict(parse_qsl(facet.options[0].address[1:]))
        assert opened == {k: v for k, v in {"q": "开放共享", **chosen}.items() if k != name}
    order = dict(parse_qsl(page.orders[0].address[1:]))
    assert order == {k: v for k, v in {"q": "开放共享", **chosen}.items() if k != "sort"}


def test_the_current_choice_is_marked_and_stays_when_it_is_empty(client, findable):
    page = page_of(client, section="kjcx", time="2019")
    facets = facets_of(page)
    assert facets["范围"]["科技创新"].is_current
    assert not facets["范围"]["全部"].is_current
    assert facets["时间"]["2019年"].is_current
    assert facets["时间"]["2019年"].count == 0
    content = find(client, kind="article").content.decode()
    assert re.search(r'kind=article"[^>]* aria-current="true">文章', content)


def test_a_year_begins_and_ends_in_local_time(client, findable):
    assert shown(client, time="2023") == ["开放共享收费标准"]
    assert shown(client, time="2024") == ["开放共享管理办法"]


@pytest.mark.parametrize(
    "unknown",
    [
        {"section": "nowhere"},
        {"section": "kjcx/kcdt"},  # no root: no choice of the page
        {"kind": "user"},
        {"time": "decade"},
        {"time": "2026-01"},
        {"time": "２０２４"},
        {"time": "9999"},
        {"where": "everywhere"},
        {"sort": "size"},
    ],
    ids=str,
)
def test_a_value_it_does_not_know_is_no_filter(client, findable, unknown):
    page = page_of(client, **unknown)
    assert page.total == page_of(client).total
    assert page.asked.fields == [("q", "开放共享")]


def test_only_titles_when_asked(client, findable):
    assert "机组工程师的一天" in shown(client)
    assert "机组工程师的一天" not in shown(client, where="title")


def test_a_filter_that_leaves_nothing_says_so_and_can_be_cleared(client, findable):
    response = find(client, section="zt", kind="attachment")
    assert "在所选条件下没有找到与“开放共享”相关的内容" in text_of(response)
    assert f'href="?q={quote("开放共享")}"' in response.content.decode()


# --- More than is counted ----------------------------------------------------------------------
@pytest.fixture
def many(findable, monkeypatch):
    monkeypatch.setattr(engine, "LIMIT", 5)
    monkeypatch.setattr(engine, "TITLE_LIMIT", 3)
    return findable


def test_more_than_is_counted_is_said_and_gets_no_numbers(client, many):
    response = find(client)
    page = response.context["page"]
    assert page.total is None
    assert f"找到 {page.limit} 条以上与“开放共享”相关的结果" in text_of(response)
    facets = facets_of(page)
    assert {option.count for facet in facets.values() for option in facet.values()} == {None}
    # What was not looked at may hold something: sections, kinds and years are all offered.
    assert {"科技创新", "政策文件", "部门设置"} <= set(facets["范围"])
    assert [f"{year}年" for year in range(2023, timezone.localdate().year + 1)] == sorted(
        label for label in facets["时间"] if label[0] == "2"
    )


def test_a_chosen_year_is_offered_whatever_is_known(client, many):
    facets = facets_of(page_of(client, time="1999", section="zcwj"))
    assert facets["时间"]["1999年"].is_current
    assert facets["范围"]["政策文件"].is_current


def test_a_filter_that_narrows_enough_brings_the_numbers_back(client, many):
    page = page_of(client, section="zcwj")
    assert page.total == 2
    facets = facets_of(page)
    assert facets["类型"]["文章"].count == 2
    assert facets["时间"]["2024年"].count == 1
    assert facets["范围"]["全部"].count is None


# --- Pages -------------------------------------------------------------------------------------
@pytest.fixture
def long_list():
    section = make_section("通知公告", slug="tzgg")
    for number in range(23):
        make_article(section, f"机时通知{number}", days_ago=number)
    return section


def test_results_come_in_pages_of_ten(client, long_list):
    found = [shown(client, "机时通知", page=number, sort="date") for number in (1, 2, 3)]
    assert [len(titles) for titles in found] == [10, 10, 3]
    assert sum(found, []) == [f"机时通知{number}" for number in range(23)]


def test_the_pager_keeps_words_and_filters(client, long_list):
    response = find(client, "机时通知", section="tzgg", sort="date")
    address = f"?q={quote('机时通知')}&amp;section=tzgg&amp;sort=date&amp;page=2"
    content = response.content.decode()
    assert f'href="{address}"' in content
    for name, value in (("q", "机时通知"), ("section", "tzgg"), ("sort", "date")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in content
    assert content.count('<form action="/search/">') == 1
    assert "共 23 条，第 1 / 3 页" in text_of(response)


def test_a_filter_chosen_on_a_later_page_begins_with_the_first(client, long_list):
    page = page_of(client, "机时通知", page=2)
    options = [option for facet in page.facets() for option in facet.options]
    assert [o.address for o in [*options, *page.orders] if "page=" in o.address] == []
    assert [option.label for option in options if option.is_current] == [
        "全部",
        "全部",
        "不限",
        "标题或正文",
    ]


@pytest.mark.parametrize("page", ["0", "-1", "abc", "", "1.5", "999999999999", "%00", "１"])
def test_what_is_no_page_number_shows_the_first_page(client, long_list, page):
    response = find(client, "机时通知", page=page)
    assert response.status_code == 200
    assert response.context["page"].number == 1


def test_a_page_beyond_the_last_leads_to_the_last(client, long_list):
    response = find(client, "机时通知", page="9999", kind="article")
    assert response.status_code == 302
    assert dict(parse_qsl(response["Location"].split("?")[1])) == {
        "q": "机时通知",
        "kind": "article",
        "page": "3",
    }
    assert client.get(response["Location"]).context["page"].number == 3
