"""An applicant who mistyped the own name or number: everything follows, and it is on record."""

import pytest
from django.test import Client

from disclosure import radar
from disclosure import services as do
from disclosure.actions import Action
from disclosure.models import Case
from portal.models import AuditEvent
from tests.disclosure.desk.builders import NAME, NUMBER, PERSON, WANTED, case_of, submit
from tests.disclosure.office.conftest import act_of

from .visitor import act, everything, fresh

SAME = {
    "description": WANTED.description,
    "title": WANTED.title,
    "form": "electronic",
    "accepts_other": "on",
}
REACHED = {"phone": PERSON.phone, "email": PERSON.email, "address": PERSON.address}
OTHER = "110105194912310046"
ORGANISATION = do.Applicant(
    name="某律师事务所",
    applicant_type="organisation",
    category="legal",
    id_type="credit_code",
    id_number="91110000600037341L",
    phone="01062660000",
)


@pytest.fixture
def case(desk, visitor):
    case = desk.new()
    visitor.open(case)
    return case


def edited(visitor, case, **changes):
    visitor.done("edit", **{**SAME, **REACHED, "id_type": case.id_type, **changes})
    return fresh(case)


def test_everything_follows_another_name_and_number(visitor, desk, case):
    earlier = desk.counter(do.Applicant(name="李四", id_type="resident_id", id_number=OTHER))
    before = case.id_number_index
    case = edited(visitor, case, name="李四", id_number=OTHER)
    assert (case.name, case.id_number, case.name_masked) == ("李四", OTHER, earlier.name_masked)
    assert OTHER[6:14] not in case.id_number_masked
    assert case.id_number_index == earlier.id_number_index != before
    assert radar.volume(case).count == 2
    assert set(Case.objects.filter(id_number_index=OTHER)) == {case, earlier}
    assert not Case.objects.filter(id_number_index=NUMBER).exists()


def test_it_is_an_event_and_stands_in_the_audit_log_without_the_values(visitor, case):
    case = edited(visitor, case, name="李四", id_number=OTHER)
    entry = case.events.get(kind="edited")
    assert entry.data["fields"] == ["id_number", "name"]
    record = AuditEvent.objects.about(case).get(verb="disclosure.identity")
    assert (record.actor_kind, record.part) == ("applicant", "证件号码、姓名或者名称")
    for value in ("李四", OTHER, NAME, NUMBER):
        assert value not in str(entry.data) and value not in str(list(AuditEvent.objects.values()))


def test_other_changes_are_none_of_the_identity(visitor, case):
    case = edited(visitor, case, phone="13900139000")
    assert case.events.get(kind="edited").data["fields"] == ["phone"]
    assert not AuditEvent.objects.filter(verb="disclosure.identity").exists()


def test_who_was_verified_before_is_to_be_verified_again(visitor, desk, case):
    do.verify_identity(fresh(case), desk.by("intake"))
    assert edited(visitor, case, phone="13900139000").identity_verified_at
    changed = edited(visitor, case, name="李四")
    assert (changed.identity_verified_at, changed.identity_verified_by) == (None, None)


def test_so_it_is_when_an_officer_corrects_it(desk, case):
    do.verify_identity(case, desk.by("intake"))
    who = do.Applicant(name=NAME, id_type="resident_id", id_number=OTHER, phone="13800138000")
    do.correct(case, desk.by("intake"), applicant=who, reason="录错")
    assert fresh(case).identity_verified_at is None


def test_left_empty_they_stay_and_neither_is_shown(visitor, case):
    page = visitor.client.get(act("edit")).content.decode()
    assert NAME not in page and NUMBER not in page and case.id_number_masked in page
    case = edited(visitor, case, name="", id_number="")
    assert (case.name, case.id_number) == (NAME, NUMBER)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"id_number": "110105194912310021"}, "id_number", "校验位"),
        ({"id_number": "1"}, "id_number", "位数不正确"),
        ({"id_type": "licence"}, "id_type", "选择一个有效的选项"),
        ({"name": "长" * 101}, "name", "100"),
    ],
)
def test_a_wrong_number_is_told_beside_it_and_changes_nothing(
    visitor, case, changes, field, message
):
    before = everything(case)
    response = visitor.post("edit", **{**SAME, **REACHED, "id_type": "resident_id", **changes})
    page = response.content.decode()
    assert response.status_code == 200 and f'id="id_{field}_error"' in page and message in page
    assert everything(case) == before


def test_an_organisation_changes_its_name_code_and_column(visitor, desk):
    case = case_of(submit(applicant=ORGANISATION)[0])
    visitor.open(case)
    page = visitor.client.get(act("edit")).content.decode()
    assert 'name="id_type"' not in page and "统一社会信用代码" in page
    visitor.done("edit", **SAME, phone="01062660000", category="business", name="某公司")
    case = fresh(case)
    assert (case.name, case.report_column, case.id_type) == ("某公司", "business", "credit_code")


def test_a_person_becomes_no_organisation(visitor, case):
    page = visitor.client.get(act("edit")).content.decode()
    assert 'name="category"' not in page and "那是另一件申请，请撤回后重新提交" in page
    changed = edited(visitor, case, applicant_type="organisation", category="legal")
    assert (changed.applicant_type, changed.category) == ("natural", "")


def test_after_ten_minutes_who_applies_stays(visitor, case, time_machine):
    time_machine.move_to("2026-03-02 10:11+08:00")
    before = everything(case)
    response = visitor.post("edit", **SAME, **REACHED, id_type="resident_id", name="李四")
    assert response.status_code == 409 and everything(case) == before


def test_another_kind_of_document_needs_its_number(visitor, case):
    page = visitor.post("edit", **SAME, **REACHED, id_type="passport", id_number="")
    assert "请填写这种证件的号码" in str(page.context["form"].errors["id_number"])
    assert fresh(case).id_type == "resident_id"


def test_nobody_verifies_what_was_changed_behind_the_page(visitor, desk, case):
    client = Client()
    client.force_login(desk.users["intake"])
    address = act_of(case, Action.VERIFY_IDENTITY)
    latest = client.get(address).context["latest"]
    edited(visitor, case, name="李四")
    answer = client.post(address, {"latest": latest})
    assert "请按现在的内容重新核对" in answer.content.decode()
    assert fresh(case).identity_verified_at is None
    assert client.post(address, {"latest": answer.context["latest"]}).status_code == 302
    assert fresh(case).identity_verified_at
