"""Rights in a branch: who has them, how far they reach, and what they cost."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from navigation import permissions
from navigation.models import SectionGrant
from navigation.permissions import (
    can_edit,
    can_manage,
    can_publish,
    can_restructure,
    editable_section_ids,
    manageable_section_ids,
    publishable_section_ids,
)
from navigation.services import move_section, set_visibility
from tests.factories import make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """甲(子(孙)) 乙(丙), by title."""
    rows = {}
    for title, slug, parent in (
        ("甲", "a", None),
        ("子", "b", "甲"),
        ("孙", "c", "子"),
        ("乙", "d", None),
        ("丙", "e", "乙"),
    ):
        rows[title] = make_section(title, slug, rows.get(parent))
    return rows


def granted(section, username="editor", **rights):
    group = Group.objects.create(name=f"{username} {section}")
    SectionGrant.objects.create(group=group, section=section, **rights)
    return make_user(username, groups=[group])


def ids(tree, titles):
    return {tree[title].pk for title in titles}


def test_a_grant_reaches_the_whole_branch_and_nothing_else(tree):
    user = granted(tree["子"], can_manage=True, can_publish=True)
    for allowed in (
        editable_section_ids(user),
        publishable_section_ids(user),
        manageable_section_ids(user),
    ):
        assert allowed == ids(tree, "子孙")


def test_each_right_is_granted_by_itself(tree):
    writer = granted(tree["甲"], "writer")
    publisher = granted(tree["甲"], "publisher", can_publish=True)
    manager = granted(tree["甲"], "manager", can_manage=True)
    pk = tree["孙"].pk
    assert (can_edit(writer, pk), can_publish(writer, pk), can_manage(writer, pk)) == (
        True,
        False,
        False,
    )
    assert (can_publish(publisher, pk), can_manage(publisher, pk)) == (True, False)
    assert (can_publish(manager, pk), can_manage(manager, pk)) == (False, True)


def test_the_place_of_a_section_belongs_to_its_parent(tree):
    user = granted(tree["子"], can_manage=True)
    assert can_manage(user, tree["子"].pk)
    assert not can_restructure(user, tree["子"].pk)
    assert can_restructure(user, tree["孙"].pk)


def test_the_top_level_needs_manage_tree(tree):
    user = granted(tree["甲"], can_manage=True)
    keeper = make_user("keeper", perms=["navigation.manage_tree"])
    assert not can_manage(user, None)
    assert can_manage(keeper, None)
    assert can_restructure(keeper, tree["甲"].pk)
    assert not can_restructure(user, tree["甲"].pk)


@pytest.mark.parametrize(
    "kwargs", [{"superuser": True}, {"perms": ["navigation.manage_tree"]}], ids=str
)
def test_superusers_and_keepers_of_the_tree_have_every_right(tree, kwargs):
    user = make_user("keeper", **kwargs)
    assert editable_section_ids(user) == publishable_section_ids(user) == ids(tree, "甲子孙乙丙")
    assert can_manage(user, tree["丙"].pk)
    assert permissions.manages_everything(user)


def test_nobody_else_has_any(tree):
    retired = granted(tree["甲"], "retired", can_manage=True, can_publish=True)
    retired.is_active = False
    for user in (AnonymousUser(), make_user("plain"), retired):
        assert not editable_section_ids(user)
        assert not can_edit(user, tree["甲"].pk)
        assert not can_manage(user, None)
        assert not permissions.rights_of(user).any


def test_django_s_own_permissions_give_no_rights(tree):
    user = make_user("clerk", perms=["navigation.change_section", "navigation.delete_section"])
    assert not can_manage(user, tree["甲"].pk)


def test_several_grants_add_up(tree):
    first = Group.objects.create(name="一")
    second = Group.objects.create(name="二")
    SectionGrant.objects.create(group=first, section=tree["孙"], can_publish=True)
    SectionGrant.objects.create(group=second, section=tree["乙"])
    user = make_user("both", groups=[first, second])
    assert editable_section_ids(user) == ids(tree, "孙乙丙")
    assert publishable_section_ids(user) == ids(tree, "孙")


def test_rights_reach_into_hidden_branches(tree):
    set_visibility(tree["甲"], "active", False)
    user = granted(tree["甲"], can_manage=True)
    assert can_manage(user, tree["孙"].pk)


def test_one_query_however_often_asked(tree):
    user = granted(tree["甲"], can_publish=True)
    user = type(user).objects.get(pk=user.pk)
    user.has_perm(permissions.MANAGE_TREE)  # Django caches its own permissions
    permissions.get_tree()
    with CaptureQueriesContext(connection) as queries:
        for _time in range(20):
            can_edit(user, tree["孙"].pk)
            can_publish(user, tree["丙"].pk)
            editable_section_ids(user)
    grants = [query for query in queries if "sectiongrant" in query["sql"]]
    assert len(grants) == 1
    assert len(queries) <= 2


def test_forgetting_reads_the_rights_anew(tree):
    user = granted(tree["子"], can_manage=True)
    assert can_manage(user, tree["孙"].pk)
    move_section(tree["孙"], tree["乙"])
    assert can_manage(user, tree["孙"].pk)
    permissions.forget(user)
    assert not can_manage(user, tree["孙"].pk)
