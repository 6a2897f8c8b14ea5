"""The pages of the desk follow the one table: every role at every stage, every action."""

import pytest
from django.urls import reverse

from disclosure.actions import TABLE, Action, Role
from disclosure.choices import Stage
from disclosure.models import Case
from disclosure.office.steps import all_steps
from portal.models import AuditEvent
from tests.disclosure.desk.builders import STAGES
from tests.factories import make_user

from .conftest import INBOX, act_of, page_of

# Done by the applicant alone, or no act at all: there is no page of the desk for these.
NO_STEP = {
    Action.VIEW,
    Action.VIEW_LOG,
    Action.REVEAL,
    Action.EDIT,
    Action.RATE,
}
STAFF = [role.value for role in Role if role is not Role.APPLICANT]
STEPS = all_steps()


def test_every_action_is_a_step_or_named_as_none():
    assert set(STEPS) | NO_STEP == set(Action)
    assert not set(STEPS) & NO_STEP


@pytest.fixture
def cases(desk):
    """A case at each stage, all given to the department, and one row of everything in each."""
    department = desk.department()
    found = {stage: getattr(desk, stage)() for stage in STAGES}
    for case in found.values():
        case.assignments.create(department=department, due_on="2026-03-10")
        case.consultations.create(
            code="01", party="third_party", name="某公司", concerns="价格", sent_on="2026-03-02"
        )
        case.proceedings.create(
            route="review", body="市政府", received_on="2026-03-02", answer_by="2026-03-12"
        )
        case.released.create(file="sealed/x", name="合同.pdf", content_type="application/pdf")
        if not case.letters.exists():
            case.letters.create(kind="correction")
    return found


def addresses(case):
    """(action, address) of every step; to a row of the case where the step is about one."""
    for action, step in STEPS.items():
        model = step.target_model
        row = model.objects.filter(case=case).first() if model else None
        yield action, act_of(case, action, row)


def state(case):
    """Everything a refused attempt must leave as it is."""
    rows = [list(getattr(case, name).values()) for name in ("assignments", "consultations")]
    about = AuditEvent.objects.about(case).count()
    return Case.objects.values().get(pk=case.pk), case.events.count(), rows, about


def expected(role, stage, action):
    """What the table says of the answer to a GET."""
    row = TABLE[Stage(stage)][Role(role)]
    if action in row:
        return 200
    ever = {each for every in TABLE.values() for each in every[Role(role)]}
    return 409 if action in ever else 403


POSTED = {"reason": "理由", "on": "2026-03-02"}


@pytest.mark.parametrize("role", STAFF)
def test_the_act_view_answers_as_the_table_says(desk, cases, client, role):
    """Shown what is allowed; what is not answers 403 or 409 to both methods and changes nothing."""
    client.force_login(desk.users[role])
    for stage, case in cases.items():
        before = state(case)
        for action, address in addresses(case):
            wanted = expected(role, stage, action)
            assert client.get(address).status_code == wanted, (stage, action)
            if wanted != 200:
                assert client.post(address, POSTED).status_code == wanted, (stage, action)
        assert state(case) == before, stage


@pytest.mark.parametrize("role", STAFF)
def test_the_page_has_no_button_the_table_does_not_allow(desk, cases, client, role):
    client.force_login(desk.users[role])
    for stage, case in cases.items():
        content = client.get(page_of(case)).content.decode()
        for action in set(STEPS) - TABLE[Stage(stage)][Role(role)]:
            assert f"/do/{action.value}/" not in content, (stage, action)


def outsiders(desk):
    return {
        "another department": desk.another("department").who,
        "staff without a role": make_user("plain"),
    }


def test_who_may_not_see_a_case_finds_nothing(desk, cases, client):
    case = cases["handling"]
    for name, user in outsiders(desk).items():
        client.force_login(user)
        assert client.get(page_of(case)).status_code == 404, name
        for action, address in addresses(case):
            assert client.get(address).status_code == 404, (name, action)
            assert client.post(address).status_code == 404, (name, action)
    client.logout()
    for _action, address in [*addresses(case), ("view", page_of(case)), ("list", INBOX)]:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"][:14]) == (302, "/admin/login/?")


def test_what_is_not_there_is_not_there(desk, cases, client):
    client.force_login(desk.users["intake"])
    case = cases["handling"]
    other = cases["review"].consultations.get()
    for address in (
        act_of(case, "no_such"),
        act_of(case, Action.VIEW),
        act_of(case, Action.CONSULTATION_DELIVERED),  # without its row
        act_of(case, Action.CONSULTATION_DELIVERED, other),  # a row of another case
        act_of(case, Action.REGISTER, other),  # a row for a step that has none
        reverse("admin:disclosure_case_change", args=[0]),
    ):
        assert client.get(address).status_code == 404, address


def test_every_role_has_the_desk_in_the_index_and_nobody_else(desk, client):
    for role in STAFF:
        client.force_login(desk.users[role])
        assert f'href="{INBOX}"' in client.get("/admin/").content.decode(), role
        assert client.get(INBOX).status_code == 200
    client.force_login(make_user("plain"))
    assert f'href="{INBOX}"' not in client.get("/admin/").content.decode()
    assert client.get(INBOX).status_code == 403


def test_no_model_form_adds_changes_or_deletes(desk, client):
    case = desk.handling()
    client.force_login(make_user("root", superuser=True))
    for tail in ("add/", f"{case.pk}/delete/", f"{case.pk}/history/"):
        assert client.get(f"{INBOX}{tail}").status_code == 404
    assert client.post(page_of(case), {"stage": "closed"}).status_code == 405
