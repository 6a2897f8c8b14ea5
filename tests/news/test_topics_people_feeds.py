"""Topics, leaders, departments, contact, feeds."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from django.utils import timezone

from news.models import Topic
from portal.models import Department, Person
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    return make_section("当年专题", slug="dnzt", kind="topics", page_size=3)


def make_topic(section, slug="yiqi", **fields):
    values = {"title": slug, "year": 2026, **fields}
    return Topic.objects.create(section=section, slug=slug, **values)


def test_the_archive_lists_visible_topics_newest_year_first(client, archive):
    for number, year in enumerate([2024, 2026, 2025, 2026, 2023]):
        make_topic(archive, f"t{number}", year=year, position=number)
    make_topic(archive, "hidden", is_visible=False)
    context = client.get("/dnzt/").context
    assert [(t.title, t.year) for t in context["topics"]] == [
        ("t1", 2026),
        ("t3", 2026),
        ("t2", 2025),
    ]
    assert context["page"].num_pages == 2
    assert [t.title for t in client.get("/dnzt/?page=2").context["topics"]] == ["t0", "t4"]
    assert client.get("/dnzt/?page=7")["Location"] == "/dnzt/?page=2"
    assert [t.title for t in client.get("/dnzt/?year=2025").context["topics"]] == ["t2"]


def test_the_archive_offers_the_years_it_has_and_groups_by_them(client, archive):
    for number, year in enumerate([2024, 2026, 2024]):
        make_topic(archive, f"t{number}", year=year)
    make_topic(archive, "hidden", year=2021, is_visible=False)
    html = client.get("/dnzt/").content.decode()
    assert re.findall(r'<option value="(\d+)"', html) == ["2026", "2024"]
    assert re.findall(r'<h2 class="year">(\d+)年</h2>', html) == ["2026", "2024"]
    assert client.get("/dnzt/?year=2021").context["year"] is None
    Topic.objects.filter(year=2024).delete()
    assert "<select" not in client.get("/dnzt/").content.decode()


def test_topic_addresses(client, archive):
    topic = make_topic(archive)
    assert topic.get_absolute_url() == "/dnzt/yiqi.html"
    response = client.get("/elsewhere/yiqi.html")
    assert (response.status_code, response["Location"]) == (301, "/dnzt/yiqi.html")
    assert client.get("/dnzt/none.html").status_code == 404
    away = make_topic(archive, "away", external_url="https://www.example.cn/t/")
    assert client.get(away.get_absolute_url())["Location"] == "https://www.example.cn/t/"


def test_a_hidden_topic_is_for_its_editors(client, archive):
    topic = make_topic(archive, is_visible=False)
    assert client.get(topic.get_absolute_url()).status_code == 404
    client.force_login(make_user(superuser=True))
    response = client.get(topic.get_absolute_url())
    assert response.status_code == 200
    assert response.public_page is False


def test_present_and_former_leaders_have_pages_of_their_own(client):
    make_section("现任领导", slug="xrld", kind="people", intro="更新于十月")
    make_section("曾任领导", slug="crld", kind="former-people")
    office = Department.objects.create(name="综合办公室")
    chief = Person.objects.create(name="沈砚清", post="主任", is_chief=True)
    chief.departments.add(office)
    Person.objects.create(name="林蕴华", post="副主任")
    Person.objects.create(name="周慎之", post="主任", status="former")
    Person.objects.create(name="隐藏", post="主任", is_visible=False)
    context = client.get("/xrld/").context
    assert context["chief"].name == "沈砚清"
    assert [p.name for p in context["people"]] == ["林蕴华"]
    assert context["note"] == "更新于十月"
    context = client.get("/crld/").context
    assert context["chief"] is None
    assert [p.name for p in context["people"]] == ["周慎之"]


def test_departments_and_contact(client):
    make_section("部门", slug="bmsz", kind="departments")
    make_section("联系", slug="lxwm", kind="contact")
    Department.objects.create(name="乙", position=2)
    Department.objects.create(name="甲", position=1)
    Department.objects.create(name="停", is_visible=False)
    assert [d.name for d in client.get("/bmsz/").context["departments"]] == ["甲", "乙"]
    assert client.get("/lxwm/").status_code == 200


# --- RSS ------------------------------------------------------------------------------------------
def parse(response):
    return ET.fromstring(response.content)  # noqa: S314 - our own page


def items_of(response):
    return parse(response).findall("channel/item")


def test_the_feed_of_a_section(client):
    section = make_section("科创动态", slug="kcdt")
    article = make_article(section, "甲 & 乙", summary="摘要", days_ago=1)
    make_article(section, "外链", external_url="https://www.example.cn/x", days_ago=2)
    make_article(section, "草稿", status="draft")
    make_article(section, "将来", published_at=timezone.now() + timedelta(days=1))
    response = client.get("/kcdt/rss.xml")
    assert response["Content-Type"].startswith("application/rss+xml")
    assert response.public_page is True
    first, second = items_of(response)
    assert first.findtext("title") == "甲 & 乙"
    assert first.findtext("link") == f"http://testserver{article.get_absolute_url()}"
    assert first.findtext("description") == "摘要"
    published = parsedate_to_datetime(first.findtext("pubDate"))
    assert abs(published - article.published_at) < timedelta(seconds=1)
    assert second.findtext("link") == "https://www.example.cn/x"


def test_a_feed_date_is_that_of_its_newest_item(client):
    section = make_section(slug="kcdt")
    article = make_article(section, days_ago=3)
    response = client.get("/kcdt/rss.xml")
    built = parsedate_to_datetime(parse(response).findtext("channel/lastBuildDate"))
    assert abs(built - article.published_at) < timedelta(seconds=1)


def test_an_empty_feed_answers(client):
    make_section(slug="kcdt")
    response = client.get("/kcdt/rss.xml")
    assert response.status_code == 200
    assert items_of(response) == []


def test_sections_without_articles_have_no_feed(client, archive):
    assert client.get("/dnzt/rss.xml").status_code == 404
    assert client.get("/none/rss.xml").status_code == 404


def test_the_feed_moves_with_its_section(client):
    from navigation.services import update_section

    update_section(make_section(slug="old"), slug="new")
    response = client.get("/old/rss.xml")
    assert (response.status_code, response["Location"]) == (301, "/new/rss.xml")


def test_the_feed_of_the_whole_site(client):
    make_article(make_section(), "甲")
    make_article(make_section(), "乙", days_ago=1)
    off = make_section(is_active=False)
    make_article(off, "停用栏目")
    assert [item.findtext("title") for item in items_of(client.get("/rss.xml"))] == ["甲", "乙"]


def test_a_feed_holds_the_newest_thirty(client):
    section = make_section(slug="kcdt")
    for number in range(33):
        make_article(section, f"{number}", days_ago=number)
    found = [item.findtext("title") for item in items_of(client.get("/kcdt/rss.xml"))]
    assert found == [str(number) for number in range(30)]


def test_a_leaders_page_stands_in_the_section_that_lists_them(client):
    about = make_section("单位概况", kind="first-child")
    make_section("现任领导", parent=about, kind="people")
    person = Person.objects.create(name="沈砚清", post="主任", resume="<p>1990年参加工作。</p>")
    page = client.get(person.get_absolute_url())
    assert page.context["root"].title == "单位概况"
    assert "1990年参加工作。" in page.content.decode()
    person.is_visible = False
    person.save()
    assert client.get(person.get_absolute_url()).status_code == 404


def test_a_leaders_page_needs_no_section(client):
    person = Person.objects.create(name="贺知远", post="副主任", status="former")
    assert client.get(person.get_absolute_url()).status_code == 200


def test_a_topic_without_anything_yet_says_so(client):
    section = make_section("当年专题", kind="topics")
    topic = Topic.objects.create(title="新专题", slug="new", section=section, year=2026)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "专题内容正在准备" in page
    assert "专题导航" not in page
    topic.intro = "编者按的文字"
    topic.save()
    assert "专题内容正在准备" not in client.get(topic.get_absolute_url()).content.decode()


def test_the_side_menu_reaches_the_section_one_stands_in_at_any_depth(client):
    row = None
    for number in range(1, 6):
        row = make_section(f"第{number}层", f"l{number}", row)
    side = client.get(row.get_absolute_url()).content.decode().split('<nav class="side"')[1]
    side = side.split("</nav>")[0]
    assert side.count('class="cur"') == 1
    assert side.index("第4层") < side.index('class="cur"') < side.index("第5层")
