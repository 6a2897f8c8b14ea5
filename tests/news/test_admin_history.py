"""历史: readable differences and a way back that neither publishes nor moves."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from navigation.models import SectionGrant
from news.admin.history import marked_difference, readable
from news.models import Article, Source
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    return make_section("科创视点")


@pytest.fixture
def staff(client, section):
    group = Group.objects.create(name="publishers")
    SectionGrant.objects.create(group=group, section=section, can_publish=True)
    client.force_login(make_user("林蕴华", groups=[group]))
    return client


def version_url(article, record):
    return reverse("admin:news_article_version", args=[article.pk, record.pk])


def changed(article, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    return article.history.first()


def test_rich_text_becomes_lines_people_can_read():
    html = (
        '<h2>一、题</h2><p>甲&amp;<strong>乙</strong><br>丙</p><img src="/a.webp" alt="图"><p></p>'
    )
    assert readable(html) == "一、题\n甲&乙\n丙\n［图：图］"


def test_differences_are_marked_word_by_word_and_escaped():
    html = marked_difference("接入设备3126台<b>", "接入设备3200台<b>")
    assert html == "接入设备<del>3126</del><ins>3200</ins>台&lt;b&gt;"


def test_long_equal_stretches_are_shortened():
    html = marked_difference("前" * 200 + "甲", "前" * 200 + "乙")
    assert html.count("前") < 60
    assert "<del>甲</del><ins>乙</ins>" in html


def test_the_history_lists_versions_with_their_authors(staff, section):
    article = make_article(section)
    staff.post(
        reverse("admin:news_article_changelist"),
        {"action": "withdraw", "_selected_action": [article.pk]},
    )
    html = staff.get(reverse("admin:news_article_history", args=[article.pk])).content.decode()
    assert "林蕴华" in html
    assert "撤回" in html
    assert "当前版本" in html


def test_a_version_shows_what_it_changed(staff, section):
    article = make_article(section, "旧题目", body="<p>不变的一段。</p><p>旧的一段。</p>")
    source = Source.objects.create(name="新来源")
    record = changed(
        article, title="新题目", source=source, body="<p>不变的一段。</p><p>新的一段。</p>"
    )
    html = staff.get(version_url(article, record)).content.decode()
    assert "<del>旧</del><ins>新</ins>题目" in html
    assert "<ins>新来源</ins>" in html or "新来源" in html
    assert "<del>旧</del><ins>新</ins>的一段" in html
    assert "不变的一段" not in html


def test_a_version_is_compared_with_today(staff, section):
    article = make_article(section, "第一")
    first = article.history.first()
    changed(article, title="第二")
    changed(article, title="第三")
    html = staff.get(version_url(article, first) + "?with=current").content.decode()
    assert "<del>一</del><ins>三</ins>" in html


def test_changed_markup_alone_is_said_so(staff, section):
    article = make_article(section, body="<p>一段。</p>")
    record = changed(article, body="<p><strong>一段。</strong></p>")
    assert "只有格式变化" in staff.get(version_url(article, record)).content.decode()


def test_restoring_brings_back_texts_and_leaves_state_sections_and_dates(staff, section):
    gone = Source.objects.create(name="已删来源")
    article = make_article(section, "旧题", body="<p>旧</p>", status="draft", source=gone)
    old = article.history.first()
    until = timezone.now() + timedelta(days=2)
    other = make_section()
    changed(
        article,
        title="新题",
        body="<p>新</p>",
        status="published",
        section=other,
        source=None,
        sticky_until=until,
    )
    Article.objects.filter(pk=article.pk).update(section=section)
    article.placements.filter(section=other).delete()
    gone.delete()
    response = staff.post(version_url(article, old))
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.body, article.source) == ("旧题", "<p>旧</p>", None)
    assert (article.status, article.sticky_until) == ("published", until)
    assert article.section_id == section.pk
    assert "恢复到" in article.history.first().history_change_reason


def test_restoring_needs_the_right_to_change(client, section):
    group = Group.objects.create(name="writers")
    SectionGrant.objects.create(group=group, section=section)
    client.force_login(make_user("writer", groups=[group]))
    article = make_article(section, "旧题")
    old = article.history.first()
    changed(article, title="新题")
    assert client.get(version_url(article, old)).status_code == 200
    assert "恢复此版本" not in client.get(version_url(article, old)).content.decode()
    assert client.post(version_url(article, old)).status_code == 403
    article.refresh_from_db()
    assert article.title == "新题"


def test_a_version_of_another_article_is_not_found(staff, section):
    article, other = make_article(section), make_article(section)
    assert staff.get(version_url(article, other.history.first())).status_code == 404
