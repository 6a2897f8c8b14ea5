"""``check_sections``: broken on purpose in every way, found, and repaired."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from navigation.integrity import find_problems
from navigation.models import Section, SectionRedirect
from navigation.tree import get_tree
from tests.factories import make_section

from .helpers import assert_sound, paths

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """甲(子一(孙) 子二) 乙, by title."""
    rows = {}
    for title, slug, parent in (
        ("甲", "a", None),
        ("子一", "a1", "甲"),
        ("孙", "a11", "子一"),
        ("子二", "a2", "甲"),
        ("乙", "b", None),
    ):
        rows[title] = make_section(title, slug, rows.get(parent))
    return rows


def check(*arguments):
    """Exit code and what was printed."""
    out, err = StringIO(), StringIO()
    try:
        call_command("check_sections", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, f"{err.getvalue()}{error}"
    return 0, out.getvalue() + err.getvalue()


def set_columns(section, **values):
    Section.objects.filter(pk=section.pk).update(**values)


def break_columns(**values):
    return lambda tree: set_columns(tree["子一"], **values)


def swap_with_parent(tree):
    """A circle: 甲 below its own grandchild."""
    set_columns(tree["甲"], parent=tree["孙"])


def own_parent(tree):
    set_columns(tree["子一"], parent=tree["子一"])


def two_circles(tree):
    set_columns(tree["乙"], parent=tree["乙"])
    swap_with_parent(tree)


def orphan_columns(tree):
    set_columns(tree["孙"], parent=None)


def lost_parent(tree):
    """Foreign keys are watched at the end of the transaction, or never (a damaged file)."""
    set_columns(tree["子一"], parent_id=999_999)


def same_slug(tree):
    set_columns(tree["子二"], slug="a1")


def swapped_paths(tree):
    set_columns(tree["子一"], path="~")
    set_columns(tree["子二"], path="a/a1")
    set_columns(tree["子一"], path="a/a2")


def shadow(tree):
    SectionRedirect.objects.create(old_path="a/a1", section=tree["乙"])


def link_circle(tree):
    set_columns(tree["乙"], kind="link", link_section=tree["子二"])
    set_columns(tree["子二"], kind="link", link_section=tree["乙"])


BREAKAGES = {
    "lft": (break_columns(lft=99), "mptt"),
    "rght": (break_columns(rght=3), "mptt"),
    "level": (break_columns(level=7), "mptt"),
    "tree_id": (break_columns(tree_id=2), "mptt"),
    "duplicate tree_id": (lambda tree: Section.objects.update(tree_id=1), "mptt"),
    "gap in positions": (break_columns(position=5), "position"),
    "equal positions": (lambda tree: Section.objects.update(position=0), "position"),
    "path": (break_columns(path="wrong"), "path"),
    "swapped paths": (swapped_paths, "path"),
    "parent changed alone": (orphan_columns, "path"),
    "lost parent": (lost_parent, "parent"),
    "circle": (swap_with_parent, "parent"),
    "own parent": (own_parent, "parent"),
    "two circles": (two_circles, "parent"),
    "same slug": (same_slug, "slug"),
    "bad slug": (break_columns(slug="子 一"), "slug"),
    "redirect over a live section": (shadow, "redirect"),
    "links in a circle": (link_circle, "link-loop"),
}


def test_a_sound_tree_passes(tree):
    code, printed = check()
    assert code == 0
    assert "5 sections" in printed
    assert not find_problems()


@pytest.mark.parametrize("name", BREAKAGES)
def test_each_breakage_is_found_and_repaired(tree, name):
    breaks, problem = BREAKAGES[name]
    breaks(tree)
    code, printed = check()
    assert code == 1
    assert f"{problem}: section" in printed
    assert "--fix" in printed
    code, printed = check("--fix")
    assert code == 0, printed
    assert_sound()
    assert Section.objects.count() == 5
    assert check()[0] == 0


def test_checking_alone_changes_nothing(tree):
    Section.objects.update(lft=1)
    check()
    assert set(Section.objects.values_list("lft", flat=True)) == {1}


def test_a_repaired_path_leaves_a_redirect_from_the_wrong_one(tree):
    set_columns(tree["子一"], path="wrong")
    check("--fix")
    assert get_tree().moved_to("wrong").path == "a/a1"


def test_a_circle_is_opened_where_its_path_says(tree):
    """子一 and 孙 point at each other; 子一 used to stand below 甲."""
    set_columns(tree["子一"], parent=tree["孙"])
    assert check("--fix")[0] == 0
    assert paths() == ["/a/", "/a/a2/", "/a/a1/", "/a/a1/a11/", "/b/"]


def test_an_unknown_kind_needs_a_person(tree):
    set_columns(tree["乙"], kind="gone")
    for arguments in ([], ["--fix"]):
        code, printed = check(*arguments)
        assert code == 1
        assert "need a person" in printed
        assert "gone" in printed
    tree["乙"].refresh_from_db()
    assert tree["乙"].kind == "gone"


def test_a_system_address_needs_a_person(tree):
    set_columns(tree["乙"], slug="admin", path="admin")
    code, printed = check("--fix")
    assert code == 1
    assert "path-reserved" in printed


def test_a_repair_turns_the_content_version_over(tree):
    get_tree()
    set_columns(tree["乙"], path="wrong")
    check("--fix")
    assert get_tree().by_path["b"].title == "乙"
