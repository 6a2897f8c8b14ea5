"""The one table: every role at every stage may do exactly what it says, and nothing else."""

import inspect

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from disclosure import people, services
from disclosure.actions import PERMISSIONS, TABLE, Action, Role, allowed, may, may_enter
from disclosure.choices import Stage
from disclosure.models import Case
from tests.factories import make_user

from .builders import PERSON, STAGES, WANTED

ROLES = [role.value for role in Role]
# Verbs that are not acts on a case at a stage: looking, and what the vault does.
NOT_VERBS = {Action.VIEW, Action.VIEW_LOG, Action.REVEAL, Action.EXPORT}
VERBS = {
    verb.action: verb
    for name, verb in inspect.getmembers(services, callable)
    if hasattr(verb, "action")
}
# The only role-stage pairs of the acts that matter most, written down a second time by hand.
ONLY = {
    Action.SIGN: {("head", Stage.SIGNING)},
    Action.PASS_REVIEW: {("reviewer", Stage.REVIEW)},
    Action.APPROVE_EXTENSION: {
        ("head", stage) for stage in (Stage.HANDLING, Stage.REVIEW, Stage.SIGNING)
    },
    Action.DELIVER: {("intake", Stage.SIGNED)},
    Action.REOPEN: {("head", Stage.REPLIED), ("head", Stage.CLOSED)},
    Action.EDIT: {("applicant", Stage.NEW)},
    Action.REVEAL: {(role, stage) for role in ("intake", "head") for stage in Stage},
    Action.VIEW: {
        (role, stage)
        for role in ("applicant", "intake", "department", "reviewer", "head")
        for stage in Stage
    },
}


def who(desk, role):
    return people.APPLICANT if role == "applicant" else desk.users[role]


@pytest.fixture
def cases(desk):
    """A case at each stage, all of them given to the department."""
    department = desk.department()
    found = {stage: getattr(desk, stage)() for stage in STAGES}
    for case in found.values():
        case.assignments.create(department=department, due_on="2026-03-10")
    return found


def test_every_action_but_looking_has_one_verb_of_its_name():
    assert set(VERBS) == set(Action) - NOT_VERBS
    for action, verb in VERBS.items():
        assert verb.__name__ == action.value
        assert getattr(services, action.value) is verb


def test_every_action_is_somebodys():
    assert {action for row in TABLE.values() for own in row.values() for action in own} == set(
        Action
    )


@pytest.mark.parametrize("action", ONLY)
def test_the_acts_that_matter_most_belong_to_nobody_else(action):
    pairs = {
        (role.value, stage) for stage in Stage for role in Role if action in TABLE[stage][role]
    }
    assert pairs == ONLY[action]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says_and_nothing_else(desk, cases, role):
    for stage, case in cases.items():
        row = TABLE[Stage(stage)][Role(role)]
        assert allowed(who(desk, role), case) == row
        assert {action for action in Action if may(who(desk, role), action, case)} == row


@pytest.mark.parametrize("role", ROLES)
def test_every_verb_refuses_what_the_table_does_not_allow(desk, cases, role):
    """Each verb is called with no arguments at all: it must refuse before it looks at them."""
    for stage, case in cases.items():
        row = TABLE[Stage(stage)][Role(role)]
        ever = {action for each in TABLE.values() for action in each[Role(role)]}
        before = Case.objects.values().get(pk=case.pk), case.events.count()
        for action in set(VERBS) - row:
            wanted = ValidationError if action in ever else PermissionDenied
            with pytest.raises(wanted):
                VERBS[action](case, desk.by(role))
        assert (Case.objects.values().get(pk=case.pk), case.events.count()) == before


@pytest.mark.parametrize("role", ROLES)
def test_every_verb_lets_in_whom_the_table_allows(desk, cases, role):
    """Called with no arguments an allowed verb comes as far as missing them, or does its work."""
    for stage, case in cases.items():
        for action in TABLE[Stage(stage)][Role(role)] & set(VERBS):
            try:
                VERBS[action](Case.objects.get(pk=case.pk), desk.by(role))
            except TypeError as error:
                assert "missing" in str(error)
            except ValidationError as error:
                assert getattr(error, "code", None) != "wrong_stage"
            Case.objects.filter(pk=case.pk).update(stage=stage)


def test_the_list_shows_what_may_be_viewed(desk, cases):
    everybody = [*desk.users.values(), make_user("nobody"), make_user("root", superuser=True)]
    for user in everybody:
        shown = set(Case.objects.visible_to(user))
        assert shown == {case for case in cases.values() if may(user, Action.VIEW, case)}
    assert set(Case.objects.visible_to(make_user("idle"))) == set()
    assert not Case.objects.visible_to(AnonymousUser()).exists()


def test_a_contributor_of_another_department_may_nothing(desk, cases):
    other = desk.another("department").who
    assert all(allowed(other, case) == frozenset() for case in cases.values())


def test_an_account_that_was_closed_may_nothing(desk, cases):
    user = desk.users["intake"]
    user.is_active = False
    user.save()
    assert allowed(user, cases["new"]) == frozenset()
    assert not may_enter(user)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("intake", "applicant")])
def test_only_the_desk_enters_applications(desk, role):
    with pytest.raises(PermissionDenied):
        services.enter(desk.by(role), PERSON, [WANTED], channel="counter")
    assert not Case.objects.exists()


def test_each_ready_group_gives_one_role(desk):
    for role, permission in PERMISSIONS.items():
        user = desk.users[role.value]
        assert [each for each in PERMISSIONS.values() if user.has_perm(each)] == [permission]


def test_an_anonymised_case_is_only_looked_at(desk, cases):
    case = cases["closed"]
    case.anonymised_at = "2026-03-02T00:00Z"
    case.save()
    assert allowed(desk.users["intake"], case) == {Action.VIEW, Action.VIEW_LOG}
    with pytest.raises(PermissionDenied):
        services.reissue_code(case, desk.by("intake"))
