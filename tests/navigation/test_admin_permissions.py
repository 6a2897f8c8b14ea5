"""Every door of the section admin, tried by everyone. A door is open only where the table says so."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from navigation.models import Section, SectionGrant, SectionRedirect
from tests.factories import make_section, make_user

from .helpers import form_data, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """甲(子(孙) 弟) 乙(丙 丁), by title; the manager's branch is 甲."""
    rows = {}
    for title, slug, parent in (
        ("甲", "a", None),
        ("子", "b", "甲"),
        ("孙", "c", "子"),
        ("弟", "d", "甲"),
        ("乙", "e", None),
        ("丙", "f", "乙"),
        ("丁", "g", "乙"),
    ):
        rows[title] = make_section(title, slug, rows.get(parent))
    return rows


def granted(section, **rights):
    group = Group.objects.create(name="分站")
    SectionGrant.objects.create(group=group, section=section, **rights)
    return group


@pytest.fixture
def sign_in(client, tree):
    """Sign a kind of user in and return the client."""
    makers = {
        "anonymous": lambda: None,
        "plain staff": lambda: make_user("plain"),
        "clerk": lambda: make_user(
            "clerk",
            perms=[f"navigation.{verb}_section" for verb in ("view", "add", "change", "delete")],
        ),
        "writer": lambda: make_user("writer", groups=[granted(tree["甲"], can_publish=True)]),
        "manager": lambda: make_user("manager", groups=[granted(tree["甲"], can_manage=True)]),
        "outsider": lambda: make_user(
            "outsider", staff=False, groups=[granted(tree["甲"], can_manage=True)]
        ),
        "keeper": lambda: make_user("keeper", perms=["navigation.manage_tree"]),
        "superuser": lambda: make_user("root", superuser=True),
    }

    def _sign_in(who):
        user = makers[who]()
        if user:
            client.force_login(user)
        return client

    return _sign_in


def add_child(client, section, sibling):
    client.post(url("add"), form_data(title="新", slug="new", parent=section.pk))


def change_title(client, section, sibling):
    client.post(url("change", section.pk), form_data(section, title="改名"))


def rename(client, section, sibling):
    data = form_data(section, slug="renamed")
    response = client.post(url("change", section.pk), data)
    if response.status_code == 200 and response.context and "adminform" in response.context:
        confirmed = response.context["adminform"].form["confirmed"].value()
        client.post(url("change", section.pk), data | {"confirmed": confirmed})


def delete(client, section, sibling):
    client.post(url("delete", section.pk), {"post": "yes"})


def toggle(client, section, sibling):
    client.post(url("toggle"), {"set": f"{section.pk}:top:0"})


def deactivate(client, section, sibling):
    client.post(url("toggle"), {"set": f"{section.pk}:active:0"})


def shift(client, section, sibling):
    client.post(url("shift"), {"move": f"{section.pk}:down"})


def in_two_steps(client, address, data):
    response = client.post(address, data)
    if response.headers.get("Content-Type") == "application/json":
        token = response.json().get("confirmed")
    else:
        preview = response.context and response.context.get("preview")
        token = preview and preview.token
    if token:
        client.post(address, data | {"confirmed": token})


def drop(client, section, sibling):
    data = {"section": section.pk, "target": sibling.pk, "where": "inside"}
    in_two_steps(client, url("drop"), data)


def move(client, section, sibling):
    in_two_steps(client, url("move", section.pk), {"target": sibling.pk, "where": "inside"})


def merge(client, section, sibling):
    in_two_steps(client, url("merge", section.pk), {"target": sibling.pk})


OF_THE_SECTION = [add_child, change_title]
OF_ITS_PARENT = [rename, delete, toggle, deactivate, shift, drop, move, merge]
DOORS = [*OF_THE_SECTION, *OF_ITS_PARENT]


def picture():
    return list(Section.objects.order_by("pk").values_list("title", "path", "position", "lft")) + [
        sorted(Section.objects.filter(show_in_top=False).values_list("pk", flat=True)),
        sorted(Section.objects.filter(is_active=False).values_list("pk", flat=True)),
    ]


def try_door(client, door, section, sibling):
    """Whether going through the door changed anything."""
    before = picture()
    door(client, section, sibling)
    return picture() != before


def pair(tree, where):
    """The section acted on (a leaf where it must be deletable) and its next sibling."""
    if where == "inside":
        Section.objects.filter(pk=tree["孙"].pk).update(kind="page")
        return tree["弟"], tree["子"]
    return {"own root": (tree["甲"], tree["乙"]), "foreign": (tree["丙"], tree["丁"])}[where]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize("where", ["inside", "foreign", "own root"])
@pytest.mark.parametrize("who", ["anonymous", "outsider", "plain staff", "clerk", "writer"])
def test_closed_to_everyone_without_the_right(sign_in, tree, who, where, door):
    assert not try_door(sign_in(who), door, *pair(tree, where))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize("who", ["superuser", "keeper"])
def test_open_everywhere_to_who_manages_the_tree(sign_in, tree, who, door):
    section = tree["丙"]
    assert try_door(sign_in(who), door, section, tree["丁"])


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_open_to_the_manager_inside_the_branch(sign_in, tree, door):
    shifted = tree["子"] if door is shift else tree["弟"]
    assert try_door(sign_in("manager"), door, shifted, tree["子"])


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_closed_to_the_manager_in_a_foreign_branch(sign_in, tree, door):
    assert not try_door(sign_in("manager"), door, *pair(tree, "foreign"))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_the_branch_s_own_root_is_the_parent_s_business(sign_in, tree, door):
    client = sign_in("manager")
    assert try_door(client, door, tree["甲"], tree["乙"]) == (door in OF_THE_SECTION)


@pytest.mark.parametrize("door", [drop, move, merge], ids=lambda door: door.__name__)
@pytest.mark.parametrize("target", ["乙", "丙"])
def test_nothing_is_pushed_into_a_foreign_branch(sign_in, tree, door, target):
    assert not try_door(sign_in("manager"), door, tree["弟"], tree[target])


@pytest.mark.parametrize(
    ("target", "where"),
    [("甲", "before"), ("甲", "after"), ("丙", "before"), ("乙", "after"), (None, "inside")],
)
@pytest.mark.parametrize("door", ["drop", "move"])
def test_nothing_is_put_beside_a_foreign_section_or_at_the_top(sign_in, tree, door, target, where):
    client, section = sign_in("manager"), tree["弟"]
    data = {"section": section.pk, "target": tree[target].pk if target else "", "where": where}
    before = picture()
    in_two_steps(client, url(door, *([section.pk] if door == "move" else [])), data)
    assert picture() == before


@pytest.mark.parametrize("parent", ["乙", "丙", None])
def test_nothing_is_added_to_a_foreign_branch_or_at_the_top(sign_in, tree, parent):
    data = form_data(title="新", slug="new", parent=tree[parent].pk if parent else "")
    response = sign_in("manager").post(url("add"), data)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["parent"]
    assert not Section.objects.filter(slug="new").exists()


def test_a_crafted_parent_does_not_move_an_existing_section(sign_in, tree):
    sign_in("superuser").post(
        url("change", tree["弟"].pk), form_data(tree["弟"], title="改名", parent=tree["乙"].pk)
    )
    tree["弟"].refresh_from_db()
    assert (tree["弟"].title, tree["弟"].parent_id) == ("改名", tree["甲"].pk)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("anonymous", 302),
        ("outsider", 302),
        ("plain staff", 403),
        ("clerk", 200),
        ("writer", 200),
        ("manager", 200),
        ("superuser", 200),
    ],
)
def test_who_sees_the_tree(sign_in, who, status):
    assert sign_in(who).get(url("changelist")).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 302), ("plain staff", 403), ("writer", 403), ("manager", 200)]
)
@pytest.mark.parametrize("page", ["move", "merge"])
def test_who_sees_the_forms(sign_in, tree, who, status, page):
    assert sign_in(who).get(url(page, tree["弟"].pk)).status_code == status


@pytest.mark.parametrize("page", ["move", "merge", "delete"])
def test_the_manager_sees_no_form_for_a_foreign_section(sign_in, tree, page):
    assert sign_in("manager").get(url(page, tree["丙"].pk)).status_code == 403


@pytest.mark.parametrize("who", ["anonymous", "plain staff", "manager", "superuser"])
def test_no_action_works_by_posting_to_the_list(sign_in, tree, who):
    before = picture()
    data = {"action": "delete_selected", "_selected_action": [tree["弟"].pk], "post": "yes"}
    response = sign_in(who).post(url("changelist"), data)
    assert response.status_code == {"anonymous": 302, "plain staff": 403}.get(who, 405)
    client = sign_in(who) if who == "anonymous" else None
    if client:
        client.post(url("changelist") + "?_popup=1", data)
    assert picture() == before


@pytest.mark.parametrize("page", ["toggle", "shift", "drop"])
def test_buttons_do_not_answer_to_links(sign_in, page):
    assert sign_in("superuser").get(url(page)).status_code == 405


@pytest.mark.parametrize("page", ["toggle", "shift", "drop"])
def test_buttons_want_the_csrf_token(tree, page):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("root", superuser=True))
    data = {"set": f"{tree['弟'].pk}:top:0", "move": f"{tree['子'].pk}:down"}
    data |= {"section": tree["弟"].pk, "target": tree["子"].pk, "where": "before"}
    before = picture()
    assert client.post(url(page), data).status_code == 403
    assert picture() == before


@pytest.mark.parametrize(
    "value", ["", "x", "1", "1:top", "1:top:2", "1:title:1", "0:top:1", "²:top:1"]
)
def test_crafted_buttons_are_not_found(sign_in, tree, value):
    client = sign_in("superuser")
    assert client.post(url("toggle"), {"set": value}).status_code == 404
    assert client.post(url("shift"), {"move": value}).status_code == 404


def test_rights_are_widened_only_by_who_manages_the_tree(sign_in, tree):
    group = Group.objects.create(name="新组")
    grant = {
        "grants-TOTAL_FORMS": 1,
        "grants-0-group": group.pk,
        "grants-0-can_publish": "on",
        "grants-0-section": tree["弟"].pk,
    }
    client = sign_in("manager")
    client.post(url("change", tree["弟"].pk), form_data(tree["弟"], title="改名", **grant))
    assert Section.objects.filter(title="改名").exists()
    assert not SectionGrant.objects.filter(group=group).exists()
    client = sign_in("keeper")
    client.post(url("change", tree["弟"].pk), form_data(tree["弟"], **grant))
    assert SectionGrant.objects.get(group=group).can_publish


@pytest.mark.parametrize(
    ("who", "allowed"), [("anonymous", False), ("manager", False), ("keeper", True)]
)
def test_redirects_are_for_who_manages_the_tree(sign_in, tree, who, allowed):
    client = sign_in(who)
    listing = client.get(reverse("admin:navigation_sectionredirect_changelist"))
    assert (listing.status_code == 200) == allowed
    data = {"old_path": "/jiu/lanmu/", "section": tree["丙"].pk}
    client.post(reverse("admin:navigation_sectionredirect_add"), data)
    assert SectionRedirect.objects.filter(old_path="jiu/lanmu").exists() == allowed
