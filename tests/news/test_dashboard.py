"""The 工作台 tells each user what waits and which sections have gone quiet."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from navigation.models import SectionGrant
from news.dashboard import quiet_sections
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sections():
    return {
        "news": make_section("科创动态", update_days=14),
        "notices": make_section("通知公告", update_days=180),
        "unchecked": make_section("往期"),
        "empty": make_section("空栏目"),
    }


def quiet_titles(sections):
    return [section.title for section in quiet_sections({s.pk for s in sections.values()})]


def test_sections_are_quiet_after_their_own_cycle_and_empty_ones_always(sections):
    for name in ("news", "notices", "unchecked"):
        make_article(sections[name], days_ago=15)
    assert quiet_titles(sections) == ["空栏目", "科创动态"]
    make_article(sections["news"], days_ago=1)
    assert quiet_titles(sections) == ["空栏目"]


def test_drafts_do_not_count_as_news(sections):
    make_article(sections["empty"], status="draft")
    assert "空栏目" in quiet_titles(sections)


def test_the_panels_show_only_the_users_own_branch(client, sections):
    group = Group.objects.create(name="公告组")
    SectionGrant.objects.create(group=group, section=sections["notices"], can_publish=True)
    user = make_user(groups=[group], perms=["news.view_article", "news.change_article"])
    make_article(sections["news"], "别组的待审稿", status="review")
    make_article(sections["notices"], "本组的待审稿", status="review")
    later = timezone.now() + timedelta(days=1)
    make_article(sections["notices"], "明天的公告", published_at=later)
    client.force_login(user)
    page = client.get(reverse("admin:index")).content.decode()
    assert "本组的待审稿" in page
    assert "明天的公告" in page
    assert "别组的待审稿" not in page
    assert "空栏目" not in page
    assert "通知公告" in page  # nothing published there yet


def test_staff_without_sections_see_no_panels(client, sections):
    client.force_login(make_user())
    page = client.get(reverse("admin:index")).content.decode()
    assert "栏目更新情况" not in page
    assert "待办" not in page
