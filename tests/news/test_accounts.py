"""Making accounts without knowing Django: ready groups, rights that follow from sections."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from navigation.models import SectionGrant
from navigation.permissions import can_edit, can_manage, can_publish
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    client.force_login(make_user("root", superuser=True))
    return client


def fresh(user):
    """The user as the next request loads it, without rights kept in memory."""
    return get_user_model().objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("name", "writes", "publishes", "manages"),
    [
        ("编辑", True, False, False),
        ("发布", True, True, False),
        ("管理员", True, True, True),
    ],
)
def test_ready_groups_work_in_sections_made_later(name, writes, publishes, manages):
    user = make_user("someone", groups=[Group.objects.get(name=name)])
    section = make_section("新栏目")
    user = fresh(user)
    assert can_edit(user, section.pk) == writes
    assert can_publish(user, section.pk) == publishes
    assert can_manage(user, section.pk) == manages
    assert user.has_perm("portal.change_siteidentity") == manages
    assert not user.has_perm("auth.change_user")


def test_an_account_is_made_with_a_name_a_password_and_a_group(root, client):
    section = make_section("通知公告")
    url = reverse("admin:auth_user_add")
    assert root.get(url).context["adminform"].form["is_staff"].value() is True
    data = {"username": "wang", "password1": "long pass phrase", "password2": "long pass phrase"}
    data |= {"is_staff": "on", "usable_password": "true"}
    data |= {"groups": [Group.objects.get(name="编辑").pk]}
    assert root.post(url, data).status_code == 302
    wang = get_user_model().objects.get(username="wang")
    client.force_login(wang)
    page = client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:news_article_add") in page
    assert reverse("admin:portal_siteidentity_changelist") not in page
    assert client.get(reverse("admin:portal_picture_add")).status_code == 200
    article = make_article(section, status="draft")
    assert client.get(reverse("admin:news_article_change", args=[article.pk])).status_code == 200


def test_a_name_is_one_field_and_an_older_one_in_two_is_put_together(root):
    li = make_user("li")
    li.last_name, li.first_name = "李", "敏"
    li.save()
    assert "李敏" in root.get(reverse("admin:auth_user_changelist")).content.decode()
    url = reverse("admin:auth_user_change", args=[li.pk])
    form = root.get(url).context["adminform"].form
    assert form["first_name"].value() == "李敏"
    assert "last_name" not in form.fields
    data = {"username": "li", "first_name": "李敏", "email": "li@example.cn", "is_active": "on"}
    assert root.post(url, data).status_code == 302
    li.refresh_from_db()
    assert (li.last_name, li.first_name, li.email) == ("", "李敏", "li@example.cn")


def test_sections_are_given_to_a_group_on_its_own_page(root):
    section = make_section("党建动态")
    data = {"name": "党办", "section_grants-TOTAL_FORMS": 1, "section_grants-INITIAL_FORMS": 0}
    data |= {"section_grants-0-section": section.pk, "section_grants-0-can_publish": "on"}
    assert root.post(reverse("admin:auth_group_add"), data).status_code == 302
    grant = SectionGrant.objects.get(group__name="党办")
    assert (grant.section, grant.can_publish, grant.can_manage) == (section, True, False)


def test_the_permissions_offered_mean_something_and_read_chinese(root):
    field = root.get(reverse("admin:auth_group_add")).context["adminform"].form["permissions"]
    labels = {str(label) for _value, label in field.field.choices}
    assert {"修改首页板块", "新建链接", "在全部栏目撰写和送审"} <= labels
    assert not [label for label in labels if label.startswith("Can ")]
    assert not {"修改文章", "修改栏目", "新建栏目授权"} & labels


def test_saving_a_group_keeps_permissions_given_elsewhere(root):
    group = Group.objects.get(name="编辑")
    group.permissions.add(Permission.objects.get(codename="change_contenttype"))
    form = root.get(reverse("admin:auth_group_change", args=[group.pk])).context["adminform"].form
    data = {"name": "撰稿", "permissions": [str(pk) for pk in form["permissions"].value()]}
    data |= {"section_grants-TOTAL_FORMS": 0, "section_grants-INITIAL_FORMS": 0}
    assert root.post(reverse("admin:auth_group_change", args=[group.pk]), data).status_code == 302
    names = set(group.permissions.values_list("codename", flat=True))
    assert names == {"write_everywhere", "change_contenttype"}


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (None, set()),
        ({}, {"view", "add"}),
        ({"can_publish": True}, {"view", "add", "change"}),
    ],
)
def test_pictures_go_with_the_right_to_write(rights, expected):
    group = Group.objects.create(name="分站")
    if rights is not None:
        SectionGrant.objects.create(group=group, section=make_section(), **rights)
    user = make_user("someone", groups=[group])
    verbs = ("view", "add", "change", "delete")
    assert {v for v in verbs if user.has_perm(f"portal.{v}_picture")} == expected
    assert not user.has_perm("portal.change_siteidentity")


def test_a_retired_account_has_no_pictures_either():
    group = Group.objects.get(name="发布")
    make_section()
    user = make_user("former", groups=[group])
    user.is_active = False
    assert not user.has_perm("portal.view_picture")


def test_only_superusers_make_superusers(client):
    perms = ["auth.view_user", "auth.change_user"]
    keeper = make_user("keeper", perms=perms)
    client.force_login(keeper)
    form = client.get(reverse("admin:auth_user_change", args=[keeper.pk])).context["adminform"].form
    assert "groups" in form.fields
    assert "is_superuser" not in form.fields


def test_first_steps_are_shown_until_they_are_done(root):
    index = reverse("admin:index")
    assert "开始使用" in root.get(index).content.decode()
    from news.models import HomeBlock
    from portal.models import SiteIdentity

    SiteIdentity.objects.create(name="测试中心")
    make_article(make_section())
    assert "开始使用" in root.get(index).content.decode()
    HomeBlock.objects.create(kind="list")
    assert "开始使用" not in root.get(index).content.decode()


def test_an_empty_site_says_so_and_shows_the_way_in(client):
    page = client.get("/").content.decode()
    assert "网站正在建设" in page
    assert reverse("admin:index") in page
    assert "还没有栏目" in client.get("/sitemap/").content.decode()


def test_the_login_page_names_the_institution(client):
    from portal.models import SiteIdentity

    SiteIdentity.objects.create(name="测试中心")
    page = client.get(reverse("admin:login")).content.decode()
    assert "测试中心" in page
    assert "testserver" not in page


@pytest.mark.django_db(transaction=True)
def test_ready_groups_are_there_for_the_tests_after_one_that_emptied_the_tables():
    before = {group.name: group.permissions.count() for group in Group.objects.all()}
    call_command("flush", interactive=False, verbosity=0)
    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before
    assert before["编辑"] and before["受理岗"]
