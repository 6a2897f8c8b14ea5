"""What the section admin does: the tree page, forms with previews, plain answers to refusals."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from navigation.models import Section, SectionGrant, SectionRedirect
from navigation.services import set_visibility, update_section
from tests.factories import make_section, make_user

from .helpers import assert_sound, paths, titles, url

pytestmark = pytest.mark.django_db


def row_of(page, section):
    return re.search(rf'<tr id="section-{section.pk}".*?</tr>', page, re.S).group()


# --- The page -------------------------------------------------------------------------------------
def test_the_tree_page_shows_every_section_with_its_facts(admin, tree):
    page = admin.get(url("changelist")).content.decode()
    positions = [page.index(f'id="section-{tree[title].pk}"') for title in "甲子孙弟乙"]
    assert positions == sorted(positions)
    row = row_of(page, tree["子"])
    assert "/a/b/" in row
    assert "盒子" in row
    assert re.search(r"count.*?200", row, re.S)
    assert row.count('aria-pressed="true"') == 4
    for name in ("change", "move", "merge", "delete"):
        assert f'href="{url(name, tree["子"].pk)}"' in row
    assert f"{url('add')}?parent={tree['子'].pk}" in row


def test_switches_show_their_state(admin, tree):
    set_visibility(tree["甲"], "side", False)
    row = row_of(admin.get(url("changelist")).content.decode(), tree["甲"])
    assert re.search(rf'value="{tree["甲"].pk}:side:1"[^>]*aria-pressed="false"', row)
    assert re.search(rf'value="{tree["甲"].pk}:top:0"[^>]*aria-pressed="true"', row)


def test_a_hidden_branch_is_marked_as_such(admin, tree):
    set_visibility(tree["子"], "active", False)
    page = admin.get(url("changelist")).content.decode()
    assert "已停用" in row_of(page, tree["子"])
    assert "随上级停用" in row_of(page, tree["孙"])
    assert "停用</em>" not in row_of(page, tree["弟"])


def test_who_may_only_write_sees_the_tree_without_controls(client, tree):
    group = Group.objects.create(name="某组")
    SectionGrant.objects.create(group=group, section=tree["甲"])
    client.force_login(make_user("writer", groups=[group]))
    page = client.get(url("changelist")).content.decode()
    assert "formaction" not in page
    assert url("move", tree["子"].pk) not in page
    assert client.get(url("change", tree["子"].pk)).status_code == 200
    assert 'name="title"' not in client.get(url("change", tree["子"].pk)).content.decode()


def test_an_empty_site_says_so(admin):
    assert "还没有栏目" in admin.get(url("changelist")).content.decode()


def test_the_page_costs_the_same_however_many_sections(admin, tree):
    def queries():
        admin.get(url("changelist"))
        with CaptureQueriesContext(connection) as captured:
            admin.get(url("changelist"))
        return len(captured)

    few = queries()
    for number in range(30):
        make_section(f"栏目{number}", f"n{number}", tree["乙"], kind="box")
    assert queries() == few


@pytest.mark.parametrize("page", ["changelist", "add", "change", "move", "merge"])
def test_no_inline_script(admin, tree, page):
    arguments = [] if page in {"changelist", "add"} else [tree["子"].pk]
    html = admin.get(url(page, *arguments)).content.decode()
    assert "<script>" not in html
    for tag in re.findall(r"<script[^>]*>", html):
        assert "src=" in tag or 'type="application/json"' in tag
    assert not re.search(r"<[^>]+\son\w+=", html)


def test_the_popup_of_other_forms_still_lists_sections(admin, tree):
    page = admin.get(url("changelist"), {"_popup": 1})
    assert page.status_code == 200
    assert "popup" in page.content.decode()


# --- One-click buttons ----------------------------------------------------------------------------
def test_a_switch_without_script_comes_back_to_its_row(admin, tree):
    response = admin.post(url("toggle"), {"set": f"{tree['子'].pk}:mobile:0"}, follow=True)
    assert response.redirect_chain[0][0] == f"{url('changelist')}#section-{tree['子'].pk}"
    assert "手机菜单与网站地图已关闭" in response.content.decode()
    tree["子"].refresh_from_db()
    assert not tree["子"].show_in_mobile


def test_a_switch_with_script_answers_in_json(admin, tree):
    data = {"set": f"{tree['子'].pk}:active:0"}
    response = admin.post(url("toggle"), data, headers={"Accept": "application/json"})
    assert response.json() == {"message": "“子”：启用已关闭。"}


def test_switching_on_a_circle_of_links_is_refused_in_words(admin):
    first = make_section("甲", kind="link", is_active=False)
    second = make_section("乙", kind="link", link_section=first)
    update_section(first, link_section=second)
    data = {"set": f"{first.pk}:active:1"}
    response = admin.post(url("toggle"), data, headers={"Accept": "application/json"})
    assert response.status_code == 409
    assert "互相跳转" in response.json()["message"]
    first.refresh_from_db()
    assert not first.is_active


def test_up_and_down(admin, tree):
    admin.post(url("shift"), {"move": f"{tree['弟'].pk}:up"})
    assert titles(tree["甲"]) == "弟子"
    admin.post(url("shift"), {"move": f"{tree['弟'].pk}:down"})
    assert titles(tree["甲"]) == "子弟"
    assert LogEntry.objects.filter(object_id=str(tree["弟"].pk)).count() == 2


# --- Moving ---------------------------------------------------------------------------------------
def test_a_drop_that_moves_addresses_asks_first(admin, tree):
    data = {"section": tree["子"].pk, "target": tree["乙"].pk, "where": "inside"}
    answer = admin.post(url("drop"), data).json()
    assert answer["question"] == "将有 2 个栏目、214 个页面的网址改变，旧网址自动跳转。"
    assert ["/a/b/", "/e/b/"] in answer["examples"]
    assert "/e/b/" not in paths()
    answer = admin.post(url("drop"), data | {"confirmed": answer["confirmed"]}).json()
    assert answer == {"url": f"{url('changelist')}#section-{tree['子'].pk}"}
    assert "/e/b/c/" in paths()
    assert SectionRedirect.objects.count() == 2
    assert_sound()


def test_a_confirmation_that_no_longer_fits_asks_again(admin, tree, boxes):
    data = {"section": tree["子"].pk, "target": tree["乙"].pk, "where": "inside"}
    token = admin.post(url("drop"), data).json()["confirmed"]
    boxes.things[tree["孙"].pk] += 1
    answer = admin.post(url("drop"), data | {"confirmed": token}).json()
    assert "215 个页面" in answer["question"]
    assert "/e/b/" not in paths()


def test_a_reorder_among_siblings_does_not_ask(admin, tree):
    data = {"section": tree["弟"].pk, "target": tree["子"].pk, "where": "before"}
    assert "url" in admin.post(url("drop"), data).json()
    assert titles(tree["甲"]) == "弟子"


def test_a_drop_that_cannot_be_is_refused_in_words(admin, tree):
    make_section("占位", "b", tree["乙"])
    for target, text in (("乙", "已被栏目“占位”使用"), ("孙", "有效的选项")):
        data = {"section": tree["子"].pk, "target": tree[target].pk, "where": "inside"}
        response = admin.post(url("drop"), data)
        assert response.status_code == 409
        assert text in response.json()["message"]
    assert "/a/b/" in paths()


def test_the_move_form_needs_neither_mouse_nor_script(admin, tree):
    page = admin.get(url("move", tree["子"].pk)).content.decode()
    assert "（顶级栏目末尾）" in page
    assert f'value="{tree["孙"].pk}"' not in page
    data = {"target": tree["乙"].pk, "where": "before"}
    page = admin.post(url("move", tree["子"].pk), data)
    assert "将有 2 个栏目、214 个页面的网址改变，旧网址自动跳转。" in page.content.decode()
    assert titles() == "甲乙"
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.content.decode()))
    assert hidden["where"] == "before"
    admin.post(url("move", tree["子"].pk), hidden)
    assert titles() == "甲子乙"
    assert LogEntry.objects.filter(object_id=str(tree["子"].pk)).exists()


def test_the_move_form_shows_refusals_beside_the_field(admin, tree):
    make_section("占位", "b", tree["乙"])
    page = admin.post(url("move", tree["子"].pk), {"target": tree["乙"].pk, "where": "inside"})
    assert "已被栏目“占位”使用" in page.content.decode()
    assert "errorlist" in page.content.decode()


# --- Merging and deleting -------------------------------------------------------------------------
def test_a_merge_says_what_it_will_do_and_does_it(admin, tree, boxes):
    address, data = url("merge", tree["子"].pk), {"target": tree["乙"].pk}
    page = admin.post(address, data).content.decode()
    assert "将把“子”的 200 项内容和 1 个下级栏目移到“乙”" in page
    assert Section.objects.filter(pk=tree["子"].pk).exists()
    token = re.search(r'name="confirmed" value="([^"]+)"', page).group(1)
    response = admin.post(address, data | {"confirmed": token}, follow=True)
    assert "已把“子”合并到“乙”" in response.content.decode()
    assert boxes.things[tree["乙"].pk] == 200
    assert paths() == ["/a/", "/a/d/", "/e/", "/e/c/"]
    assert_sound()


def test_a_merge_that_fails_on_the_way_leaves_everything(admin, tree, boxes):
    boxes.moves_on_merge = False
    address, data = url("merge", tree["子"].pk), {"target": tree["乙"].pk}
    token = re.search(
        r'name="confirmed" value="([^"]+)"', admin.post(address, data).content.decode()
    )
    page = admin.post(address, data | {"confirmed": token.group(1)}).content.decode()
    assert "还有 200 项内容没有移走" in page
    assert "/a/b/c/" in paths()
    assert not LogEntry.objects.exists()
    assert_sound()


@pytest.mark.parametrize(("title", "reason"), [("甲", "2 个下级栏目"), ("孙", "14 项内容")])
@pytest.mark.parametrize("method", ["get", "post"])
def test_deleting_what_is_not_empty_is_explained(admin, tree, title, reason, method):
    address = url("delete", tree[title].pk)
    response = getattr(admin, method)(address, {"post": "yes"}, follow=True)
    assert reason in response.content.decode()
    assert Section.objects.count() == 5


def test_an_empty_section_is_deleted_after_confirmation(admin, tree):
    page = admin.get(url("delete", tree["弟"].pk))
    assert page.status_code == 200
    assert Section.objects.filter(pk=tree["弟"].pk).exists()
    admin.post(url("delete", tree["弟"].pk), {"post": "yes"})
    assert not Section.objects.filter(pk=tree["弟"].pk).exists()
    assert_sound()
