"""Deleting empty sections; merging full ones."""

import pytest
from django.contrib.auth.models import Group

from navigation import exceptions
from navigation.models import Section, SectionGrant, SectionRedirect
from navigation.services import (
    delete_section,
    deletion_obstacle,
    merge_sections,
    preview_merge,
    update_section,
)
from navigation.signals import section_merging
from navigation.tree import get_tree
from tests.factories import make_article, make_section

from .helpers import assert_sound, paths, titles

pytestmark = pytest.mark.django_db


def test_an_empty_section_is_deleted_with_its_redirects():
    section = make_section("甲", "a")
    make_section("乙", "b")
    update_section(section, slug="x")
    delete_section(section)
    assert titles() == "乙"
    assert not SectionRedirect.objects.exists()
    assert_sound()


def test_a_section_with_children_stays():
    top = make_section("甲")
    make_section("乙", parent=top)
    with pytest.raises(exceptions.HasChildren, match="1 个下级栏目"):
        delete_section(top)
    assert deletion_obstacle(top).message.startswith("栏目“甲”还有")


@pytest.mark.parametrize("kind_now", ["box", "link"])
def test_a_section_with_content_stays_whatever_its_kind_is_now(boxes, kind_now):
    section = make_section("甲", kind="box")
    Section.objects.filter(pk=section.pk).update(kind=kind_now)
    boxes.things[section.pk] = 12
    with pytest.raises(exceptions.HasContent, match="12 项内容"):
        delete_section(section)
    assert Section.objects.filter(pk=section.pk).exists()


def test_a_section_with_articles_stays():
    section = make_section("科创动态")
    make_article(section)
    with pytest.raises(exceptions.SectionRefused):
        delete_section(section)


def test_the_target_of_a_link_stays():
    section = make_section("甲")
    make_section("去甲", kind="link", link_section=section)
    with pytest.raises(exceptions.IsLinkTarget, match="去甲"):
        delete_section(section)


def test_rows_nobody_counts_protect_the_section_too(monkeypatch):
    """A room above that forgets ``content_count`` still loses nothing."""
    section = make_section("科创动态")
    make_article(section)
    monkeypatch.setattr("navigation.services.delete.content_total", lambda section_id: 0)
    with pytest.raises(exceptions.StillReferenced, match="文章"):
        delete_section(section)
    assert_sound()


def test_a_merge_moves_content_children_redirects_and_links(boxes):
    source = make_section("旧", "old", kind="box")
    target = make_section("新", "new", kind="crate")
    child = make_section("子", "child", parent=source)
    link = make_section("链接", kind="link", link_section=source)
    update_section(source, slug="older")
    boxes.things.update({source.pk: 5, target.pk: 2})
    preview = preview_merge(source, target)
    assert (preview.content, preview.children, preview.sections, preview.pages) == (5, 1, 2, 5)
    merge_sections(source, target)
    assert boxes.things == {target.pk: 7}
    assert not Section.objects.filter(pk=source.pk).exists()
    link.refresh_from_db()
    assert link.link_section_id == target.pk
    tree = get_tree()
    assert {tree.moved_to(path).path for path in ("old", "older")} == {"new"}
    assert {tree.moved_to(path).id for path in ("old/child", "older/child")} == {child.pk}
    assert_sound()


def test_a_merge_into_the_parent():
    top = make_section("甲", "a")
    source = make_section("乙", "b", parent=top)
    make_section("丙", "c", parent=source)
    merge_sections(source, top)
    assert paths() == ["/a/", "/a/c/"]
    assert get_tree().moved_to("a/b").path == "a"
    assert get_tree().moved_to("a/b/c").path == "a/c"
    assert_sound()


def test_a_merge_into_itself_or_below_is_refused():
    top = make_section("甲")
    below = make_section("乙", parent=make_section("中", parent=top))
    with pytest.raises(exceptions.MergeIntoDescendant, match="乙"):
        merge_sections(top, below)
    with pytest.raises(exceptions.MergeIntoSelf):
        merge_sections(top, top)
    with pytest.raises(exceptions.MergeIntoDescendant):
        preview_merge(top, below)


def test_a_merge_into_a_kind_that_holds_other_things_is_refused(boxes):
    source, target = make_section("甲", kind="box"), make_section("乙", kind="people")
    boxes.things[source.pk] = 1
    with pytest.raises(exceptions.MergeIntoWrongKind, match="1 项内容"):
        merge_sections(source, target)


def test_a_merge_whose_children_clash_is_refused():
    source, target = make_section("甲", "a"), make_section("乙", "b")
    make_section("子", "c", parent=source)
    make_section("子", "c", parent=target)
    with pytest.raises(exceptions.SlugTaken):
        merge_sections(source, target)
    assert_sound()


def test_a_merge_that_leaves_content_behind_is_rolled_back(boxes):
    source, target = make_section("甲", "a", kind="box"), make_section("乙", "b", kind="box")
    make_section("子", "c", parent=source)
    boxes.things[source.pk] = 3
    boxes.moves_on_merge = False
    before = paths()
    with pytest.raises(exceptions.MergeIncomplete, match="3 项内容"):
        merge_sections(source, target)
    assert paths() == before
    assert not SectionRedirect.objects.exists()
    assert_sound()


def test_receivers_run_under_the_lock_before_the_source_is_gone():
    from navigation import locks

    seen = []

    def receiver(sender, source, target, **kwargs):
        seen.append((locks.is_held(), Section.objects.filter(pk=source.pk).exists(), target.title))

    section_merging.connect(receiver)
    try:
        merge_sections(make_section("甲"), make_section("乙"))
    finally:
        section_merging.disconnect(receiver)
    assert seen == [(True, True, "乙")]


def test_grants_on_the_source_are_not_handed_on():
    source, target = make_section("甲"), make_section("乙")
    SectionGrant.objects.create(group=Group.objects.create(name="某组"), section=source)
    merge_sections(source, target)
    assert not SectionGrant.objects.exists()


def test_a_link_merged_into_never_links_to_itself():
    source = make_section("甲")
    target = make_section("乙", kind="link", link_section=source)
    merge_sections(source, target)
    target.refresh_from_db()
    assert target.link_section_id is None
