"""Addresses of sections, as a visitor's browser sees them."""

import pytest

from navigation.models import Section
from navigation.services import move_section, set_visibility, update_section
from portal import content_version
from tests.factories import make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("boxes")]


def box(title, slug, parent=None, **fields):
    return make_section(title, slug, parent, kind="box", **fields)


def test_a_section_answers_through_the_view_of_its_kind(client):
    box("科创动态", "kcdt", make_section("科技创新", "kjcx"))
    assert client.get("/kjcx/kcdt/").content.decode() == "科创动态"


@pytest.mark.parametrize("path", ["/no/", "/kjcx/no/", "/KJCX/", "/kjcx//", "/kjcx/../kjcx/"])
def test_what_is_no_section_is_not_found(client, path):
    box("科技创新", "kjcx")
    assert client.get(path).status_code == 404


def test_a_missing_slash_is_added(client):
    box("科技创新", "kjcx")
    response = client.get("/kjcx?page=2")
    assert (response.status_code, response["Location"]) == (301, "/kjcx/?page=2")


def test_files_at_the_top_are_not_mistaken_for_sections(client):
    assert client.get("/favicon-none.png").status_code == 404


def test_a_moved_section_redirects_for_good_and_keeps_the_query(client):
    top, other = box("甲", "a"), box("乙", "b")
    box("子", "c", top)
    move_section(top, other)
    response = client.get("/a/c/?page=3&year=2025")
    assert (response.status_code, response["Location"]) == (301, "/b/a/c/?page=3&year=2025")
    assert client.get("/a/")["Location"] == "/b/a/"


def test_a_redirect_takes_one_step_however_often_the_section_moved(client):
    section = box("甲", "a")
    for slug in ("b", "c", "d"):
        update_section(section, slug=slug)
    for slug in ("a", "b", "c"):
        assert client.get(f"/{slug}/")["Location"] == "/d/"
    assert client.get("/d/").status_code == 200


def test_a_hidden_branch_is_not_found(client):
    top = box("甲", "a")
    child = box("子", "b", top)
    update_section(child, slug="c")
    set_visibility(top, "active", False)
    for path in ("/a/", "/a/c/", "/a/b/"):
        assert client.get(path).status_code == 404
    set_visibility(top, "active", True)
    assert client.get("/a/b/").status_code == 301


def test_a_section_hidden_from_every_menu_still_answers(client):
    box("头条新闻", "ttxw", show_in_top=False, show_in_side=False, show_in_mobile=False)
    assert client.get("/ttxw/").status_code == 200


def test_a_link_leads_to_its_target(client):
    target = box("目标", "t")
    make_section("去", "x", kind="link", link_section=target)
    make_section("外", "y", kind="link", link_url="https://www.example.cn/oa/")
    make_section("空", "z", kind="link")
    assert client.get("/x/")["Location"] == "/t/"
    response = client.get("/y/")
    assert (response.status_code, response["Location"]) == (302, "https://www.example.cn/oa/")
    assert client.get("/z/").status_code == 404


def test_a_heading_leads_to_its_first_page(client):
    heading = make_section("目录", "m", kind="first-child")
    assert client.get("/m/").status_code == 404
    first = box("一", "x1", heading)
    box("二", "x2", heading)
    assert client.get("/m/")["Location"] == "/m/x1/"
    set_visibility(first, "active", False)
    assert client.get("/m/")["Location"] == "/m/x2/"


def test_a_section_of_an_unknown_kind_is_not_found(client):
    heading = make_section("目录", "m", kind="first-child")
    section = box("甲", "a", heading)
    Section.objects.filter(pk=section.pk).update(kind="gone")
    content_version.bump()
    assert client.get("/m/a/").status_code == 404
    assert client.get("/m/").status_code == 404


def test_a_circle_of_links_is_not_found(client):
    first = make_section("甲", "a", kind="link")
    second = make_section("乙", "b", kind="link", link_section=first)
    Section.objects.filter(pk=first.pk).update(link_section=second)
    content_version.bump()
    assert client.get("/a/").status_code == 404


def test_the_site_map_lists_the_mobile_menu_in_its_order(client):
    top = box("单位概况", "dwgk")
    box("隐藏的", "yc", show_in_mobile=False)
    box("在前的", "zq", mobile_order=1)
    box("单位简介", "dwjj", top)
    page = client.get("/sitemap/").content.decode()
    main = page[page.index("<main") :]
    assert main.index("在前的") < main.index("单位概况") < main.index("单位简介")
    assert "隐藏的" not in main
    assert 'href="/dwgk/dwjj/"' in main
