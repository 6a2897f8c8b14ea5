"""What the page tells an editor who has saved: who sees the article now, and where to look."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from news.admin.article_saved import said_of
from news.models import Article, HomeBlock
from portal.models import MourningPeriod, Person
from tests.factories import make_article, make_section, make_user
from tests.news.conftest import png
from tests.news.test_admin_articles import form_data

pytestmark = pytest.mark.django_db
ADD = "admin:news_article_add"


@pytest.fixture
def staff(client):
    client.force_login(make_user("root", superuser=True))
    return client


@pytest.fixture
def section():
    return make_section("科创视点", slug="kcsd")


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def at(moment):
    local = timezone.localtime(moment)
    return {"published_at_0": f"{local:%Y-%m-%d}", "published_at_1": f"{local:%H:%M:%S}"}


def test_publishing_is_told_with_the_address_of_the_page(staff, section):
    data = form_data(section=section, title="新<b>闻", _publish="1")
    message = said(staff.post(reverse(ADD), data))
    article = Article.objects.get()
    assert "“新&lt;b&gt;闻”已发布，公众现在就能看到。" in message
    assert f'<a href="{article.get_absolute_url()}">查看网页</a>' in message
    assert reverse("admin:news_article_change", args=[article.pk]) in message


def test_a_time_to_go_live_is_repeated_and_a_draft_is_called_one(staff, section):
    later = timezone.now() + timedelta(days=2)
    data = form_data(section=section, _publish="1", **at(later))
    message = said(staff.post(reverse(ADD), data))
    assert f"将在 {timezone.localtime(later):%Y-%m-%d %H:%M} 自动发布" in message
    assert ">预览</a>" in message
    message = said(staff.post(reverse(ADD), form_data(section=section)))
    assert "已存为草稿，公众看不到" in message


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "review"}, "已送审"),
        ({"status": "withdrawn"}, "撤回状态"),
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, "下线时间已过"),
    ],
)
def test_every_other_state_has_its_own_sentence(section, fields, words):
    assert words in said_of(make_article(section, **fields))


def test_saving_and_looking_leads_to_the_page_which_leads_back(staff, section):
    response = staff.post(reverse(ADD), form_data(section=section, _preview="1"))
    article = Article.objects.get()
    assert response.url == article.get_absolute_url()
    assert said(response) == ""
    page = staff.get(response.url).content.decode()
    assert reverse("admin:news_article_change", args=[article.pk]) in page


def test_the_button_is_named_after_what_it_shows(staff, section):
    draft = make_article(section, status="draft")
    public = make_article(section)
    for article, name in ((draft, "保存并预览"), (public, "保存并查看网页")):
        page = staff.get(reverse("admin:news_article_change", args=[article.pk]))
        assert f'value="{name}"' in page.content.decode()


def test_an_action_names_what_waits_for_its_time(staff, section):
    later = timezone.now() + timedelta(days=1)
    now = make_article(section, "现在的", status="draft")
    waiting = make_article(section, "明天的", status="draft", published_at=later)
    data = {"action": "publish", "_selected_action": [now.pk, waiting.pk]}
    message = said(staff.post(reverse("admin:news_article_changelist"), data))
    assert "已发布 2 篇文章。" in message
    assert "“明天的”将在" in message
    assert "现在的" not in message


def test_files_that_have_to_be_chosen_again_are_named(staff, section):
    upload = SimpleUploadedFile("封面.png", png(), "image/png")
    data = form_data(section=section, title="", cover_upload=upload)
    page = staff.post(reverse(ADD), data).content.decode()
    assert "没有保存，请重新选择文件：封面.png。" in page
    page = staff.post(reverse(ADD), form_data(section=section, title="")).content.decode()
    assert "请重新选择文件" not in page


def test_deleting_stands_last_and_its_page_names_the_way_back(staff, section):
    article = make_article(section, status="draft")
    page = staff.get(reverse("admin:news_article_change", args=[article.pk])).content.decode()
    row = page[page.rindex('class="submit-row"') :]
    names = ["_save", "_continue", "_preview", "_publish"]
    places = [row.index(f'name="{name}"') for name in names] + [row.index("deletelink")]
    assert places == sorted(places)
    page = staff.get(reverse("admin:news_article_delete", args=[article.pk])).content.decode()
    assert "撤回可以恢复，删除不能" in page


def test_deleting_lists_attachments_but_no_inner_rows(staff, section):
    article = make_article(section, also_in=[make_section("通知公告", slug="tzgg")])
    article.attachments.create(name="报名表", file="x.pdf", size=1)
    for page in (
        staff.get(reverse("admin:news_article_delete", args=[article.pk])),
        staff.post(
            reverse("admin:news_article_changelist"),
            {"action": "delete_selected", "_selected_action": [article.pk]},
        ),
    ):
        text = page.content.decode()
        assert "报名表" in text
        assert "文章所在栏目" not in text


def test_other_pages_lead_to_where_the_change_is_seen(staff):
    person = Person.objects.create(name="沈砚清", post="主任")
    data = {"name": "沈砚青", "post": "主任", "status": "current", "position": 1}
    message = said(staff.post(reverse("admin:portal_person_change", args=[person.pk]), data))
    assert f'<a href="{person.get_absolute_url()}">查看网页</a>' in message
    block = {"kind": "topics", "title": "专题", "count": 4, "layout": "full"}
    message = said(staff.post(reverse("admin:news_homeblock_add"), block))
    assert HomeBlock.objects.exists()
    assert '<a href="/">查看首页</a>' in message


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(1, 2, "零时变灰"), (0, 0, "现在是灰色"), (-3, -2, "已经过去")],
)
def test_mourning_grey_says_when(staff, start, end, words):
    today = timezone.localdate()
    days = {
        "starts_on": today + timedelta(days=start),
        "ends_on": today + timedelta(days=end),
    }
    message = said(staff.post(reverse("admin:portal_mourningperiod_add"), days))
    assert MourningPeriod.objects.get().starts_on == days["starts_on"]
    assert words in message
