"""Creating, renaming and changing sections."""

import pytest
from django.core.exceptions import ValidationError

from navigation import exceptions
from navigation.models import Section, SectionRedirect
from navigation.services import create_section, move_section, set_visibility, update_section
from portal import content_version
from tests.factories import make_section

from .helpers import assert_sound, paths, titles

pytestmark = pytest.mark.django_db


def test_a_section_is_added_last_unless_a_position_is_given():
    make_section("甲")
    make_section("丙")
    make_section("乙", position=1)
    make_section("零", position=0)
    assert titles() == "零甲乙丙"
    assert_sound()


def test_children_inherit_the_path():
    top = make_section("党的建设", "djgz")
    middle = make_section("反腐倡廉", "ffcl", parent=top)
    make_section("纪法小课", "jfxk", parent=middle.pk)
    assert paths() == ["/djgz/", "/djgz/ffcl/", "/djgz/ffcl/jfxk/"]
    assert_sound()


def test_a_stale_parent_instance_does_no_harm():
    top = make_section("甲", "a")
    move_section(top, make_section("乙", "b"))
    make_section("丙", "c", parent=top)
    assert "/b/a/c/" in paths()
    assert_sound()


@pytest.mark.parametrize("slug", ["", "Kjcx", "科创", "a b", "-a", "a--b", "a/b", "a" * 41])
def test_bad_slugs_are_refused(slug):
    with pytest.raises(ValidationError):
        create_section(title="甲", slug=slug)
    assert not Section.objects.exists()


def test_a_script_as_link_is_refused():
    with pytest.raises(ValidationError):
        make_section("坏链接", kind="link", link_url="javascript:alert(1)")


def test_a_taken_address_is_refused_and_names_the_owner():
    make_section("科技创新", "kjcx")
    with pytest.raises(exceptions.SlugTaken, match="科技创新") as caught:
        make_section("另一个", "kjcx")
    assert caught.value.field == "slug"


def test_the_same_slug_may_stand_under_different_parents():
    first, second = make_section("甲", "a"), make_section("乙", "b")
    make_section("通知", "tz", parent=first)
    make_section("通知", "tz", parent=second)
    assert_sound()


@pytest.mark.parametrize("slug", ["admin", "sitemap", "search", "static", "media", "display"])
def test_addresses_of_the_system_are_reserved(slug):
    with pytest.raises(exceptions.PathReserved):
        make_section("占用", slug)


def test_a_system_address_below_a_section_is_reserved_too():
    people = make_section("人员", "people")
    with pytest.raises(exceptions.PathReserved):
        make_section("第七号", "7", parent=people)


def test_too_long_a_path_is_refused():
    section = None
    for _level in range(6):
        section = make_section("层", "a" * 40, parent=section)
    with pytest.raises(exceptions.PathTooLong):
        make_section("层", "a" * 40, parent=section)
    assert_sound()


def test_unknown_kinds_are_refused():
    with pytest.raises(exceptions.UnknownKind):
        make_section("甲", kind="no-such-kind")


def test_a_new_section_takes_over_an_old_address():
    moved = make_section("甲", "a")
    update_section(moved, slug="b")
    make_section("新甲", "a")
    assert not SectionRedirect.objects.exists()
    assert_sound()


def test_a_rename_moves_the_branch_and_leaves_redirects():
    top = make_section("甲", "a")
    child = make_section("乙", "b", parent=top)
    update_section(top, slug="x", title="新名")
    assert paths() == ["/x/", "/x/b/"]
    assert dict(SectionRedirect.objects.values_list("old_path", "section")) == {
        "a": top.pk,
        "a/b": child.pk,
    }
    assert_sound()


def test_renaming_back_drops_the_redirect():
    top = make_section("甲", "a")
    update_section(top, slug="b")
    update_section(top, slug="a")
    assert list(SectionRedirect.objects.values_list("old_path", flat=True)) == ["b"]
    assert_sound()


def test_redirects_never_chain():
    top = make_section("甲", "a")
    for slug in "bcd":
        update_section(top, slug=slug)
    assert set(SectionRedirect.objects.values_list("old_path", "section")) == {
        ("a", top.pk),
        ("b", top.pk),
        ("c", top.pk),
    }


def test_a_rename_onto_a_sibling_changes_nothing():
    make_section("甲", "a")
    other = make_section("乙", "b")
    with pytest.raises(exceptions.SlugTaken):
        update_section(other, slug="a", title="改名")
    other.refresh_from_db()
    assert (other.slug, other.title) == ("b", "乙")
    assert not SectionRedirect.objects.exists()


def test_a_rename_that_makes_a_descendant_too_long_is_refused():
    top = section = make_section("层", "a")
    for _level in range(6):
        section = make_section("层", "a" * 40, parent=section)
    with pytest.raises(exceptions.PathTooLong):
        update_section(top, slug="a" * 40)


@pytest.mark.parametrize("field", ["parent", "parent_id", "position", "path", "lft", "tree_id"])
def test_places_are_not_changed_by_update(field):
    section = make_section()
    with pytest.raises(TypeError):
        update_section(section, **{field: 1})


def test_visibility_switches():
    section = make_section()
    assert not set_visibility(section, "top", False).show_in_top
    assert not set_visibility(section, "active", False).is_active
    row = set_visibility(section, "top", True)
    assert row.show_in_top and row.show_in_side and not row.is_active


def test_a_full_section_keeps_a_kind_that_can_show_it(boxes):
    section = make_section(kind="box")
    boxes.things[section.pk] = 3
    assert update_section(section, kind="crate").kind == "crate"
    with pytest.raises(exceptions.KindHoldsContent, match="3"):
        update_section(section, kind="link")
    boxes.things.clear()
    assert update_section(section, kind="link").kind == "link"


def test_links_may_not_go_round_in_a_circle():
    first = make_section("甲", kind="link")
    second = make_section("乙", kind="link", link_section=first)
    third = make_section("丙", kind="link", link_section=second)
    with pytest.raises(exceptions.LinkLoop, match="甲"):
        update_section(first, link_section=third)
    with pytest.raises(exceptions.LinkLoop):
        update_section(first, link_section=first)
    with pytest.raises(exceptions.LinkLoop):
        update_section(first, link_url=f"/{third.slug}/?a=b")
    first.refresh_from_db()
    assert first.link_section is None and not first.link_url


def test_a_heading_whose_only_child_leads_back_is_refused():
    heading = make_section("目录", kind="first-child")
    with pytest.raises(exceptions.LinkLoop):
        make_section("回去", kind="link", parent=heading, link_section=heading)
    make_section("页面", parent=heading)
    make_section("回去", kind="link", parent=heading, link_section=heading)


def test_every_write_turns_the_content_version_over():
    tokens = [content_version.current()]
    section = make_section()
    tokens.append(content_version.current())
    update_section(section, title="新名")
    tokens.append(content_version.current())
    move_section(section, make_section("乙"))
    tokens.append(content_version.current())
    assert len(set(tokens)) == 4


def test_sections_cannot_be_written_past_the_lock():
    section = make_section()
    with pytest.raises(RuntimeError, match="tree_lock"):
        section.save()
    with pytest.raises(RuntimeError, match="tree_lock"):
        section.delete()
    with pytest.raises(RuntimeError, match="tree_lock"):
        Section.objects.create(title="乙", slug="b", path="b")
