"""Moving sections, and what a move does to addresses."""

import pytest

from navigation import exceptions
from navigation.models import Section, SectionRedirect
from navigation.services import (
    Where,
    create_section,
    delete_section,
    move_section,
    preview_move,
    preview_rename,
    shift_section,
)
from navigation.tree import get_tree
from portal import content_version

from .helpers import assert_sound, paths, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """甲(子一(孙) 子二) 乙 丙, by title."""
    rows = {}
    for title, slug, parent in (
        ("甲", "a", None),
        ("子一", "a1", "甲"),
        ("孙", "a11", "子一"),
        ("子二", "a2", "甲"),
        ("乙", "b", None),
        ("丙", "c", None),
    ):
        rows[title] = create_section(title=title, slug=slug, parent=rows.get(parent))
    return rows


@pytest.mark.parametrize(
    ("who", "target", "where", "order"),
    [
        ("丙", "甲", Where.BEFORE, "丙甲乙"),
        ("丙", "甲", Where.AFTER, "甲丙乙"),
        ("甲", "丙", Where.AFTER, "乙丙甲"),
        ("甲", "丙", Where.BEFORE, "乙甲丙"),
        ("甲", "乙", Where.BEFORE, "甲乙丙"),
        ("子一", "乙", Where.BEFORE, "甲子一乙丙"),
        ("子一", "丙", Where.AFTER, "甲乙丙子一"),
    ],
)
def test_before_and_after(tree, who, target, where, order):
    move_section(tree[who], tree[target], where)
    assert titles() == order
    assert_sound()


def test_inside_takes_the_branch_along(tree):
    move_section(tree["子一"], tree["乙"])
    assert paths() == ["/a/", "/a/a2/", "/b/", "/b/a1/", "/b/a1/a11/", "/c/"]
    assert get_tree().moved_to("a/a1/a11").path == "b/a1/a11"
    assert_sound()


def test_inside_a_given_position(tree):
    move_section(tree["丙"], tree["甲"], position=1)
    assert titles(tree["甲"]) == "子一丙子二"
    assert_sound()


def test_to_the_top_level(tree):
    move_section(tree["孙"], None)
    assert titles() == "甲乙丙孙"
    assert tree["孙"].pk == SectionRedirect.objects.get(old_path="a/a1/a11").section_id
    assert_sound()


@pytest.mark.parametrize(
    ("target", "where"),
    [("甲", "inside"), ("甲", "before"), ("子一", "inside"), ("孙", "inside"), ("孙", "after")],
)
def test_a_section_cannot_move_into_itself(tree, target, where):
    before = paths()
    with pytest.raises(exceptions.MoveIntoSelf, match="甲"):
        move_section(tree["甲"], tree[target], where)
    assert paths() == before


def test_a_move_onto_a_taken_address_is_refused(tree):
    create_section(title="重名", slug="a1", parent=tree["乙"])
    with pytest.raises(exceptions.SlugTaken):
        move_section(tree["子一"], tree["乙"])
    assert_sound()


def test_a_move_onto_a_system_address_is_refused(tree):
    admin = create_section(title="管理", slug="admin", parent=tree["甲"])
    with pytest.raises(exceptions.PathReserved):
        move_section(admin, None)


def test_a_missing_section_or_target(tree):
    gone = tree["丙"].pk
    delete_section(gone)
    with pytest.raises(Section.DoesNotExist):
        move_section(gone, tree["甲"])
    with pytest.raises(Section.DoesNotExist):
        move_section(tree["甲"], gone)


def test_a_move_that_changes_nothing_writes_nothing(tree):
    token = content_version.current()
    move_section(tree["乙"], tree["甲"], Where.AFTER)
    assert content_version.current() == token
    move_section(tree["乙"], tree["丙"], Where.AFTER)
    assert content_version.current() != token


@pytest.mark.parametrize(
    ("who", "step", "order"),
    [("甲", 1, "乙甲丙"), ("丙", -1, "甲丙乙"), ("甲", -1, "甲乙丙"), ("丙", 5, "甲乙丙")],
)
def test_shift(tree, who, step, order):
    shift_section(tree[who], step)
    assert titles() == order
    assert not SectionRedirect.objects.exists()
    assert_sound()


def test_the_preview_counts_sections_and_pages(tree, boxes):
    boxes.things.update({tree["子一"].pk: 200, tree["孙"].pk: 14, tree["子二"].pk: 5})
    preview = preview_move(tree["子一"], tree["乙"])
    assert (preview.sections, preview.pages) == (2, 214)
    assert preview.message == "将有 2 个栏目、214 个页面的网址改变，旧网址自动跳转。"
    assert preview.examples[0] == ("/a/a1/", "/b/a1/")


def test_a_reorder_among_siblings_changes_no_address(tree, boxes):
    boxes.things[tree["甲"].pk] = 7
    preview = preview_move(tree["甲"], tree["丙"], Where.AFTER)
    assert not preview.changes_addresses
    assert preview.pages == 0


def test_previews_write_nothing_and_refuse_like_the_move(tree):
    before = paths()
    preview_move(tree["甲"], tree["丙"])
    assert paths() == before
    with pytest.raises(exceptions.MoveIntoSelf):
        preview_move(tree["甲"], tree["孙"])


def test_the_preview_of_a_rename(tree, boxes):
    boxes.things[tree["孙"].pk] = 4
    assert preview_rename(tree["甲"], "z").token == "4-4"
    assert not preview_rename(tree["甲"], "a").changes_addresses
    with pytest.raises(exceptions.SlugTaken):
        preview_rename(tree["甲"], "b")
