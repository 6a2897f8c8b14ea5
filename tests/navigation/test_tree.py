"""The tree in memory: menus, landing places, and no queries while nothing changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from navigation.menus import Nav, menu_items, section_context
from navigation.services import move_section, set_visibility, update_section
from navigation.tree import get_tree
from portal import content_version
from portal.site import get_site
from tests.factories import make_section

pytestmark = pytest.mark.django_db


def names(nodes):
    return [node.title for node in nodes]


def test_a_warm_tree_costs_no_query(rf):
    top = make_section("甲", "a")
    for number in range(30):
        make_section(f"子{number}", f"c{number}", parent=top)
    get_tree()
    get_site()  # its name stands in the meta tags
    content_version.pin(content_version.read())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tree = get_tree()
        node = tree.by_path["a/c7"]
        request = rf.get(node.url)
        request.section = node
        nav = Nav(request)
        context = section_context(node)
        assert len(nav.top[0].children_top) == len(context["side_menu"]) == 30
        assert tree.moved_to("x") is None
    assert len(queries) == 0


def test_a_cold_tree_costs_two_queries_however_big():
    for number in range(20):
        make_section(f"栏目{number}", f"c{number}")
    content_version.pin(content_version.bump())
    with CaptureQueriesContext(connection) as queries:
        assert len(get_tree().roots) == 20
    assert len(queries) == 2


def test_three_levels_and_more():
    section = None
    for level in range(6):
        section = make_section(f"第{level}级", f"l{level}", parent=section)
    node = get_tree().by_path["l0/l1/l2/l3/l4/l5"]
    assert names(node.ancestors) == [f"第{level}级" for level in range(6)]
    assert node.root.title == "第0级"
    assert node.level == 5
    assert len(list(node.root.descendants())) == 6


def test_each_menu_has_its_own_visibility_and_order():
    make_section("甲", "a", show_in_top=False)
    make_section("乙", "b", show_in_mobile=False, top_order=3)
    make_section("丙", "c", mobile_order=1)
    make_section("丁", "d")
    tree = get_tree()
    assert names(tree.top) == ["丙", "丁", "乙"]
    assert names(tree.mobile) == ["丙", "甲", "丁"]
    assert names(tree.roots) == ["甲", "乙", "丙", "丁"]


def test_the_side_menu_has_its_own_order_too():
    top = make_section("甲", "a")
    make_section("一", "x1", parent=top, side_order=2, show_in_top=False)
    make_section("二", "x2", parent=top)
    make_section("三", "x3", parent=top, show_in_side=False)
    make_section("四", "x4", parent=top, side_order=1)
    node = get_tree().by_path["a"]
    assert names(node.children_side) == ["四", "一", "二"]
    assert names(node.children_top) == ["二", "三", "四"]
    assert names(node.children_mobile) == ["一", "二", "三", "四"]


def test_equal_orders_keep_the_order_of_the_tree():
    for title in "甲乙丙":
        make_section(title, top_order=1)
    make_section("丁")
    assert names(get_tree().top) == ["甲", "乙", "丙", "丁"]


def test_a_hidden_branch_is_not_in_the_tree():
    top = make_section("甲", "a")
    make_section("子", "b", parent=top)
    set_visibility(top, "active", False)
    tree = get_tree()
    assert not tree.by_path
    assert len(tree.parents) == 2


def test_short_title_and_inherited_colour():
    top = make_section("北京国际科创中心建设", "a", short_title="科创中心", color="cinna")
    make_section("子", "b", parent=top)
    make_section("自己的颜色", "c", parent=top, color="jade")
    tree = get_tree()
    assert tree.by_path["a"].short_title == "科创中心"
    assert [tree.by_path[path].color for path in ("a", "a/b", "a/c")] == ["cinna", "cinna", "jade"]


def test_current_and_open_items(rf):
    top = make_section("甲", "a")
    middle = make_section("子", "b", parent=top)
    make_section("孙", "c", parent=middle)
    make_section("别处", "d")
    request = rf.get("/a/b/")
    request.section = get_tree().by_path["a/b"]
    nav = Nav(request)
    first, other = nav.top
    child = first.children_top[0]
    assert (first.is_open, first.is_current) == (True, False)
    assert (child.is_open, child.is_current) == (True, True)
    assert not child.children_top[0].is_open
    assert not other.is_open
    assert not nav.home_current
    assert Nav(rf.get("/")).home_current


def test_section_context_holds_what_the_templates_read():
    top = make_section("甲", "a", color="ochre")
    middle = make_section("子", "b", parent=top)
    make_section("孙", "c", parent=middle)
    context = section_context(get_tree().by_path["a/b/c"])
    assert names(context["breadcrumb"]) == ["甲", "子", "孙"]
    assert context["root"].color == "ochre"
    (item,) = context["side_menu"]
    assert (item.title, item.is_open, item.is_current) == ("子", True, False)
    assert item.children_side[0].is_current


def test_links_lead_straight_to_their_target():
    target = make_section("目标", "t")
    first = make_section("一", "x1", kind="link", link_section=target)
    make_section("二", "x2", kind="link", link_section=first)
    make_section("外", "x3", kind="link", link_url="https://www.example.cn/", new_window=True)
    tree = get_tree()
    assert tree.by_path["x1"].url == "/t/"
    assert tree.by_path["x2"].url == "/t/"
    assert tree.by_path["x3"].url == "https://www.example.cn/"
    assert tree.by_path["x3"].new_window
    move_section(target, make_section("新上级", "p"))
    assert get_tree().by_path["x2"].url == "/p/t/"


def test_a_heading_prefers_a_page_of_its_own_to_links():
    heading = make_section("服务保障", "fwbz", kind="first-child")
    make_section("外部平台", "w", parent=heading, kind="link", link_url="https://www.example.cn/")
    group = make_section("分组", "g", parent=heading, kind="first-child")
    tree = get_tree()
    assert tree.landing(tree.by_path["fwbz"]) == "https://www.example.cn/"
    assert tree.landing(tree.by_path["fwbz/g"]) is None
    make_section("需求征集", "x", parent=group)
    tree = get_tree()
    assert tree.landing(tree.by_path["fwbz"]) == "/fwbz/g/x/"


def test_circles_made_behind_the_services_end_nowhere():
    first = make_section("甲", "a", kind="link")
    second = make_section("乙", "b", kind="link", link_section=first)
    type(first).objects.filter(pk=first.pk).update(link_section=second)
    content_version.bump()
    tree = get_tree()
    assert {node.title for node in tree.circular()} == {"甲", "乙"}
    assert tree.landing(tree.by_path["a"]) is None
    assert tree.by_path["a"].url == "/a/"


def test_a_link_to_a_hidden_section_falls_back_to_its_address():
    hidden = make_section("停用", "h", is_active=False)
    make_section("去", "x", kind="link", link_section=hidden, link_url="https://www.example.cn/")
    assert get_tree().by_path["x"].url == "https://www.example.cn/"


def test_menu_items_in_no_section():
    make_section("甲", "a")
    (item,) = menu_items(get_tree().top, None)
    assert not item.is_open and not item.is_current


def test_the_tree_follows_every_change():
    section = make_section("甲", "a")
    assert get_tree().by_path["a"].title == "甲"
    update_section(section, title="乙")
    assert get_tree().by_path["a"].title == "乙"
