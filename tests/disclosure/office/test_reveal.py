"""Personal data in plaintext: for a reason, on record, once, and to nobody else."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from disclosure import services as do
from disclosure.actions import Action as A
from disclosure.models import Case
from portal.models import AuditEvent
from tests.disclosure.desk.builders import NAME, NUMBER, PHONE

from .conftest import page_of


def reveal_of(case, kind="applicant", row=None):
    return reverse("admin:disclosure_case_reveal", args=[case.pk, kind, (row or case).pk])


def reveals():
    events = AuditEvent.objects.filter(verb__startswith="portal.reveal").order_by("pk")
    return [(str(event.part), event.reason, event.success) for event in events]


@pytest.fixture
def case(desk):
    return desk.handling()


@pytest.fixture
def at_desk(officer, desk):
    return officer(desk.users["intake"])


def test_the_page_shows_masks_only(case, at_desk):
    content = at_desk.get(page_of(case)).content.decode()
    assert "欧**丽" in content
    for secret in (NAME, NUMBER, PHONE):
        assert secret not in content


def test_a_value_is_shown_for_a_reason_and_logged(case, at_desk):
    address = f"{reveal_of(case)}?field=phone"
    form = at_desk.get(address).context["form"]
    assert form["fields_wanted"].value() == ["phone"]
    answer = at_desk.client.post(address, {"fields_wanted": ["phone"], "reason": "联系申请人"})
    content = answer.content.decode()
    assert PHONE in content
    assert NUMBER not in content
    assert "no-store" in answer.headers["Cache-Control"]
    assert reveals() == [("联系电话", "联系申请人", True)]


def test_all_values_leave_a_trace_each(case, at_desk):
    names = at_desk.get(reveal_of(case)).context["form"]["fields_wanted"].value()
    answer = at_desk.client.post(reveal_of(case), {"fields_wanted": names, "reason": "核对"})
    assert NAME in answer.content.decode()
    assert len(reveals()) == len(answer.context["shown"]) == 5


@pytest.mark.parametrize("data", [{"fields_wanted": ["name"]}, {"reason": "核对"}])
def test_without_a_reason_or_a_choice_nothing_is_shown(case, at_desk, data):
    answer = at_desk.client.post(reveal_of(case), {"reason": " ", **data})
    at_desk.get(page_of(case))
    answer = at_desk.client.post(reveal_of(case), data)
    assert answer.context["shown"] is None
    assert NAME not in answer.content.decode()
    assert reveals() == []


@pytest.mark.parametrize("role", ["reviewer", "auditor"])
def test_a_try_without_the_right_is_refused_and_logged(desk, case, officer, role):
    other = officer(desk.users[role])
    assert other.get(reveal_of(case)).status_code == 403
    answer = other.client.post(reveal_of(case), {"fields_wanted": ["name"], "reason": "好奇"})
    assert answer.status_code == 403
    assert [row[2] for row in reveals()] == [False, False]


def test_the_role_alone_does_not_reveal(desk, case, officer):
    """受理岗 without the vault's own right."""
    user = desk.users["intake"]
    user.groups.get().permissions.filter(codename="reveal_personal_data").delete()
    assert "查看全部原文" not in officer(user).get(page_of(case)).content.decode()
    answer = officer(user).client.post(reveal_of(case), {"fields_wanted": ["name"], "reason": "x"})
    assert answer.status_code == 403


def test_rows_of_another_case_are_not_there(desk, case, at_desk):
    other = desk.handling()
    row = do.consult(other, desk.by("intake"), party="co_author", name="某局", concerns="数据")
    assert at_desk.get(reveal_of(case, "consultation", row)).status_code == 404
    assert at_desk.get(reveal_of(case, "applicant", other)).status_code == 404
    assert at_desk.get(reveal_of(case, "nothing")).status_code == 404
    data = {"fields_wanted": ["name"], "reason": "寄送"}
    answer = at_desk.client.post(reveal_of(other, "consultation", row), data)
    assert "某局" in answer.content.decode()


def test_a_file_of_the_applicant(desk, case, at_desk, officer, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    row = case.files.model(case=case, kind="other", name="欧阳小丽.txt", content_type="text/plain")
    row.file.save("x", ContentFile("内容".encode()), save=False)
    row.save()
    address = reverse("admin:disclosure_case_file", args=[case.pk, row.pk])
    assert "欧阳" not in at_desk.get(page_of(case)).content.decode()
    assert at_desk.client.post(address, {"reason": ""}).context["form"].errors.keys() == {"reason"}
    assert reveals() == []
    answer = at_desk.client.post(address, {"reason": "查阅附件"})
    assert b"".join(answer.streaming_content).decode() == "内容"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert f"{case.number}-{row.pk}.txt" in answer.headers["Content-Disposition"]
    assert reveals() == [("文件", "查阅附件", True)]
    assert officer(desk.users["reviewer"]).get(address).status_code == 403


def test_an_anonymised_case_reveals_nothing(case, at_desk):
    Case.objects.filter(pk=case.pk).update(anonymised_at="2026-03-02T00:00Z")
    assert "查看原文" not in at_desk.get(page_of(case)).content.decode()
    assert at_desk.get(reveal_of(case)).status_code == 403


# --- What the desk has of its own ---------------------------------------------------------------------
def test_correcting_shows_no_plaintext_and_keeps_what_is_left_empty(case, at_desk):
    from .conftest import act_of

    content = at_desk.get(act_of(case, A.CORRECT)).content.decode()
    for secret in (NAME, NUMBER, PHONE):
        assert secret not in content
    answer = at_desk.do(
        case, A.CORRECT, phone="13900139000", clear=["email"], reason="录入有误", title="合同"
    )
    assert answer.status_code == 302, answer.context["form"].errors
    after = Case.objects.get(pk=case.pk)
    assert (after.phone, after.email, after.name, after.id_number, after.title) == (
        "13900139000",
        "",
        NAME,
        NUMBER,
        "合同",
    )
    assert after.events.last().data["fields"] == ["email", "phone", "title"]


def test_a_wrong_number_is_refused_beside_its_field(case, at_desk):
    answer = at_desk.do(case, A.CORRECT, id_number="110105194912310021", reason="录入有误")
    assert "id_number" in answer.context["form"].errors
    assert Case.objects.get(pk=case.pk).id_number == NUMBER


def test_own_data_goes_out_with_a_reason_on_record(desk, case, at_desk):
    answer = at_desk.do(case, A.EXPORT, reason="本人到场")
    data = answer.json()
    assert data["name"] == NAME
    assert NAME not in answer.headers["Content-Disposition"]
    event = AuditEvent.objects.about(case).first()
    assert (event.verb, event.reason) == ("disclosure.export", "本人到场")
    desk.users["intake"].groups.get().permissions.filter(codename="reveal_personal_data").delete()
    assert at_desk.do(case, A.EXPORT, reason="再来一次").status_code == 403
