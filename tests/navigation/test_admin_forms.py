"""The forms of the section admin: errors beside fields, questions before addresses move."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from navigation import locks
from navigation.admin.sections import SectionAdmin
from navigation.models import Section, SectionGrant, SectionRedirect
from navigation.services import update_section
from tests.factories import make_section

from .helpers import assert_sound, errors_of, form_data, paths, url

pytestmark = pytest.mark.django_db


def test_adding_below_a_parent(admin, tree):
    page = admin.get(url("add"), {"parent": tree["乙"].pk}).content.decode()
    assert re.search(rf'value="{tree["乙"].pk}" selected', page)
    data = form_data(title="新栏目", slug="new", parent=tree["乙"].pk, top_order=2)
    response = admin.post(url("add"), data)
    section = Section.objects.get(slug="new")
    assert response["Location"] == f"{url('changelist')}#section-{section.pk}"
    assert (section.path, section.top_order) == ("e/new", 2)
    assert LogEntry.objects.get().object_id == str(section.pk)
    assert_sound()


@pytest.mark.parametrize(
    ("values", "field", "text"),
    [
        ({"slug": "a"}, "slug", "已被栏目“甲”使用"),
        ({"slug": "admin"}, "slug", "系统功能占用"),
        ({"slug": "A B"}, "slug", "只能使用小写字母"),
        ({"title": ""}, "title", "请填写此项。"),
        ({"kind": "link"}, "link_url", "请填写链接地址"),
        ({"kind": "link", "link_url": "javascript:alert(1)"}, "link_url", "请输入以 http"),
        ({"kind": "nonsense"}, "kind", "nonsense"),
    ],
)
def test_errors_stand_beside_the_field_in_chinese(admin, tree, values, field, text):
    response = admin.post(url("add"), form_data(**{"title": "新", "slug": "new"} | values))
    assert response.status_code == 200
    assert text in str(errors_of(response)[field])
    assert Section.objects.count() == 5


def test_a_new_slug_asks_before_it_moves_addresses(admin, tree):
    data = form_data(tree["子"], kind="box", slug="z", title="改名")
    response = admin.post(url("change", tree["子"].pk), data)
    assert "将有 2 个栏目、214 个页面的网址改变" in str(errors_of(response)["slug"])
    tree["子"].refresh_from_db()
    assert tree["子"].title == "子"
    confirmed = re.search(r'name="confirmed" value="([^"]+)"', response.content.decode()).group(1)
    admin.post(url("change", tree["子"].pk), data | {"confirmed": confirmed})
    assert "/a/z/c/" in paths()
    assert SectionRedirect.objects.filter(old_path="a/b/c").exists()
    assert_sound()


def test_the_form_leads_to_moving_and_merging(admin, tree):
    page = admin.get(url("change", tree["子"].pk)).content.decode()
    assert url("move", tree["子"].pk) in page
    assert url("merge", tree["子"].pk) in page
    assert 'name="parent"' not in page


def test_a_page_shows_at_least_one_row(admin, tree):
    response = admin.post(
        url("change", tree["子"].pk), form_data(tree["子"], kind="box", page_size=0)
    )
    assert "page_size" in errors_of(response)


def test_changing_texts_does_not_ask(admin, tree):
    admin.post(
        url("change", tree["子"].pk), form_data(tree["子"], kind="box", title="改名", intro="导语")
    )
    tree["子"].refresh_from_db()
    assert (tree["子"].title, tree["子"].intro, tree["子"].path) == ("改名", "导语", "a/b")


def test_a_kind_that_cannot_show_the_content_is_refused_beside_the_field(admin, tree):
    response = admin.post(url("change", tree["子"].pk), form_data(tree["子"], kind="people"))
    assert "200 项内容" in str(errors_of(response)["kind"])


def test_a_circle_of_links_is_refused_beside_the_field(admin):
    first = make_section("一", "x1", kind="link")
    second = make_section("二", "x2", kind="link", link_section=first)
    data = form_data(first, kind="link", link_section=second.pk)
    response = admin.post(url("change", first.pk), data)
    assert "互相跳转" in str(errors_of(response)["link_section"])


def test_grants_are_edited_with_the_section(admin, tree):
    group = Group.objects.create(name="编辑部")
    grant = {"grants-TOTAL_FORMS": 1, "grants-0-group": group.pk, "grants-0-can_manage": "on"}
    admin.post(url("change", tree["子"].pk), form_data(tree["子"], kind="box", **grant))
    saved = SectionGrant.objects.get()
    assert (saved.group, saved.section, saved.can_manage, saved.can_publish) == (
        group,
        tree["子"],
        True,
        False,
    )


def test_posts_hold_the_lock_before_the_row_is_loaded(admin, tree, monkeypatch):
    held = []
    original = SectionAdmin.get_object

    def get_object(self, request, object_id, from_field=None):
        held.append((request.method, locks.is_held()))
        return original(self, request, object_id, from_field)

    monkeypatch.setattr(SectionAdmin, "get_object", get_object)
    admin.post(url("change", tree["弟"].pk), form_data(tree["弟"], title="改名"))
    admin.post(url("delete", tree["弟"].pk), {"post": "yes"})
    assert held
    assert all(is_held for method, is_held in held)


# --- Redirects ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old_path", "text"),
    [("/a/b/", "栏目“子”正在使用"), ("/admin/", "系统功能占用"), ("/A b/", "小写字母")],
)
def test_redirects_never_hide_what_lives(admin, tree, old_path, text):
    data = {"old_path": old_path, "section": tree["乙"].pk}
    response = admin.post(reverse("admin:navigation_sectionredirect_add"), data)
    assert text in str(errors_of(response)["old_path"])


def test_the_list_of_redirects(admin, tree):
    update_section(tree["乙"], slug="neu")
    page = admin.get(reverse("admin:navigation_sectionredirect_changelist")).content.decode()
    assert "/e/" in page
    assert 'href="/neu/"' in page


def test_a_dropped_redirect_no_longer_answers(admin, tree, client):
    update_section(tree["乙"], slug="neu")
    redirect = SectionRedirect.objects.get()
    assert client.get("/e/").status_code == 301
    admin.post(
        reverse("admin:navigation_sectionredirect_delete", args=[redirect.pk]), {"post": "yes"}
    )
    assert client.get("/e/").status_code == 404
