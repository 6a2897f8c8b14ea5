"""The search tells nothing that is not public: not in results, numbers, suggestions or corrections."""

from datetime import timedelta

import pytest
from django.utils import timezone

from navigation.services import update_section
from news.models import Topic
from news.services import workflow
from news.services.attachments import attach
from portal import content_version
from portal.models import Department, Person
from tests.factories import make_article, make_section, make_user
from tests.files import pdf

pytestmark = pytest.mark.django_db
SECRET = "白鹭计划"
# What finds it: its words, one of them, the words mistyped, their sound, their initials.
ASKED = [SECRET, "白鹭", "白鹭计化", "bailujihua", "bljh", "白"]


def everything_said(client):
    """All the search pages and suggestions say to anybody who asks for the secret."""
    said = client.get("/search/").content.decode()
    for text in ASKED:
        for more in ({}, {"where": "title"}, {"sort": "date"}, {"kind": "article"}):
            response = client.get("/search/", {"q": text, **more})
            page = response.context["page"]
            said += "".join(result.hit.title + result.hit.text for result in page.items)
            said += f"{page.meant}{page.others}" + f"{page.total} in all" * bool(page.total)
        said += "".join(client.get("/search/suggest/", {"q": text}).json()["words"])
    return said


@pytest.fixture
def section():
    make_article(make_section("通知公告", slug="tzgg"), "普通通知", keywords="通知")
    return make_section("科创动态", slug="kcdt")


def article(section, **fields):
    fields = {"title": SECRET, "body": f"<p>{SECRET}启动。</p>", "keywords": SECRET, **fields}
    return make_article(section, **fields)


def test_what_is_public_is_told(client, section):
    article(section)
    said = everything_said(client)
    assert said.count(SECRET) > 20
    assert "1 in all" in said


HIDDEN = {
    "draft": {"status": "draft"},
    "in review": {"status": "review"},
    "withdrawn": {"status": "withdrawn"},
    "not yet": {"published_at": timezone.now() + timedelta(days=1)},
    "no longer": {"expires_at": timezone.now() - timedelta(minutes=5)},
}


@pytest.mark.parametrize("state", HIDDEN)
def test_articles_that_are_not_out_are_not_told(client, section, state):
    attach(article(section, **HIDDEN[state]), pdf(f"{SECRET}.pdf"))
    said = everything_said(client)
    assert "白鹭" not in said
    assert "in all" not in said


def test_staff_find_no_more_than_the_public(client, section):
    article(section, status="draft")
    client.force_login(make_user("root", superuser=True))
    assert "白鹭" not in everything_said(client)


@pytest.mark.parametrize("level", ["section", "parent"])
def test_sections_that_are_switched_off_tell_nothing(client, level):
    parent = make_section("内部", slug="nb")
    section = make_section(f"{SECRET}栏目", slug="bl", parent=parent)
    topics = make_section("专题", slug="zt", kind="topics", parent=section)
    attach(article(section), pdf(f"{SECRET}.pdf"))
    Topic.objects.create(title=SECRET, slug="t", section=topics, year=2026)
    assert "白鹭" in everything_said(client)
    update_section({"section": section, "parent": parent}[level], is_active=False)
    said = everything_said(client)
    assert "白鹭" not in said
    assert "in all" not in said


def test_an_article_also_filed_elsewhere_stays(client, section):
    off = make_section("内部", slug="nb")
    article(off, also_in=[section])
    update_section(off, is_active=False)
    assert SECRET in everything_said(client)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Person, {"name": SECRET, "post": "主任"}),
        (Department, {"name": SECRET}),
        (Topic, {"title": SECRET, "slug": "t", "year": 2026}),
    ],
)
def test_hidden_records_tell_nothing(client, section, model, values):
    make_section("部门设置", slug="bmsz", kind="departments")
    if model is Topic:
        values = {**values, "section": make_section("专题", slug="zt", kind="topics")}
    record = model.objects.create(**values, is_visible=False)
    said = everything_said(client)
    assert "白鹭" not in said
    assert "in all" not in said
    record.is_visible = True
    record.save()
    assert SECRET in everything_said(client)


def test_what_is_withdrawn_is_forgotten_at_once(client, section):
    found = article(section)
    assert SECRET in everything_said(client)
    workflow.withdraw(found, make_user("root", superuser=True))
    assert "白鹭" not in everything_said(client)


def test_what_has_its_time_set_is_found_from_then_until_then(client, section, monkeypatch):
    start = timezone.now() + timedelta(hours=1)
    article(section, published_at=start, expires_at=start + timedelta(hours=1))
    seen = []
    for minutes in (-1, 1, 59, 61):
        moment = start + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        content_version.pin(None)
        seen.append(SECRET in everything_said(client))
    assert seen == [False, True, True, False]
