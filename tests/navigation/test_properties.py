"""Whatever editors do in whatever order: the tree stays sound and no old address is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from navigation.exceptions import SectionRefused
from navigation.integrity import find_problems
from navigation.models import Section
from navigation.services import (
    create_section,
    delete_section,
    merge_sections,
    move_section,
    shift_section,
    update_section,
)
from navigation.tree import get_tree
from portal import content_version

from .helpers import assert_sound

slugs = st.sampled_from(["a", "b", "c", "a-1", "admin"])
picks = st.integers(min_value=0, max_value=30)
operations = st.one_of(
    st.tuples(st.just("create"), picks, slugs),
    st.tuples(st.just("move"), picks, picks, st.sampled_from(["before", "after", "inside"])),
    st.tuples(st.just("top"), picks),
    st.tuples(st.just("rename"), picks, slugs),
    st.tuples(st.just("shift"), picks, st.integers(min_value=-3, max_value=3)),
    st.tuples(st.just("hide"), picks, st.booleans()),
    st.tuples(st.just("delete"), picks),
    st.tuples(st.just("merge"), picks, picks),
)


class Editor:
    """Applies operations and remembers where every section has ever been."""

    def __init__(self):
        self.owner = {}  # address → id of the section that answered there last
        self.heir = {}  # merged section → the one it went into

    def pick(self, number):
        """A section, or ``None`` (no section yet, and now and then the top level)."""
        ids = list(Section.objects.order_by("pk").values_list("pk", flat=True))
        choices = [*ids, None] if ids else [None]
        return choices[number % len(choices)]

    def apply(self, operation):
        verb, *arguments = operation
        first = self.pick(arguments[0])
        try:
            getattr(self, f"_{verb}")(first, *arguments[1:])
        except SectionRefused as refusal:
            assert "%(" not in refusal.message
        self._remember()

    def _create(self, parent, slug):
        create_section(title="栏目", slug=slug, parent=parent)

    def _move(self, section, number, where):
        target = self.pick(number)
        if section and (target or where == "inside"):
            move_section(section, target, where)

    def _top(self, section):
        if section:
            move_section(section, None)

    def _rename(self, section, slug):
        if section:
            update_section(section, slug=slug)

    def _shift(self, section, step):
        if section:
            shift_section(section, step)

    def _hide(self, section, shown):
        if section:
            update_section(section, is_active=shown)

    def _delete(self, section):
        if section:
            delete_section(section)

    def _merge(self, source, number):
        target = self.pick(number)
        if source and target:
            merge_sections(source, target)
            self.heir[source] = target

    def _remember(self):
        self.owner.update(dict(Section.objects.values_list("path", "pk")))

    def expected(self, address):
        """The section an address must lead to now, or ``None`` where it was deleted."""
        owner = self.owner[address]
        while owner in self.heir:
            owner = self.heir[owner]
        return Section.objects.filter(pk=owner).first()


@pytest.mark.slow
class TreeProperties(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(operations, min_size=1, max_size=25))
    def test_any_sequence_keeps_the_tree_sound_and_every_old_address_alive(self, sequence):
        editor = Editor()
        for operation in sequence:
            editor.apply(operation)
        assert_sound()
        assert find_problems() == []
        Section.objects.update(is_active=True)
        content_version.bump()
        tree = get_tree()
        for address in editor.owner:
            expected = editor.expected(address)
            found = tree.by_path.get(address) or tree.moved_to(address)
            assert (found and found.id) == (expected and expected.pk), address
