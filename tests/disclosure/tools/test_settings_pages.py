"""The settings, the notice, contributors, the outbox and opinions, as those in charge meet them."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure import services as do
from disclosure.admin.settings_form import DeskSettingsForm
from disclosure.desk import desk as current
from disclosure.models import DepartmentMember, DeskSettings, OutgoingMail, PrivacyNotice
from disclosure.outcomes import Remedy
from portal.models import AuditEvent, Department
from tests.disclosure.desk.builders import EMAIL, submit
from tests.factories import make_user

SETTINGS = "/admin/disclosure/desksettings/1/change/"
NOTICE = "/admin/disclosure/privacynotice/"
MAILS = "/admin/disclosure/outgoingmail/"


def posted(**values):
    row = DeskSettings.objects.first() or DeskSettings()
    data = {**model_to_dict(row, fields=list(DeskSettingsForm.base_fields)), **values}
    return {
        name: "on" if value is True else value
        for name, value in data.items()
        if value not in (None, False)
    }


@pytest.fixture
def head(sign_in):
    return sign_in("head")


def errors(response):
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


# --- Settings -----------------------------------------------------------------------------------------
def test_the_head_saves_what_everything_then_reads(desk, head):
    response = head.post(
        SETTINGS, posted(prefix="京科", reply_pattern="{prefix}复〔{year}〕{serial}号")
    )
    assert response.status_code == 302
    assert current().number("reply", 2026, 7) == "京科复〔2026〕7号"


def test_the_first_saving_makes_the_row(desk, sign_in):
    DeskSettings.objects.all().delete()
    client = sign_in("head")
    assert client.get("/admin/disclosure/desksettings/", follow=True).status_code == 200
    data = posted(institution_name="某中心", prefix="某")
    assert client.post("/admin/disclosure/desksettings/add/", data).status_code == 302
    assert (DeskSettings.objects.get().pk, current().name) == (1, "某中心")


def test_every_setting_that_can_be_typed_is_on_the_page(desk, head):
    form = head.get(SETTINGS).context["adminform"].form
    fields = {field.name for field in DeskSettings._meta.get_fields() if field.editable}
    assert fields - set(form.fields) == {"id", "privacy_text"}


def test_numbers_are_shown_as_they_will_be(desk, head):
    page = head.get(SETTINGS).content.decode()
    assert "XXGK-2026-000012</output>" in page and "京科创公复〔2026〕12号</output>" in page
    page = head.post(SETTINGS, posted(prefix="新", case_pattern="{oops", court="")).content.decode()
    assert "新公复〔2026〕12号</output>" in page and ">—</output>" in page


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"case_pattern": "XX-{serial}"}, "case_pattern", "{year}"),
        ({"case_pattern": "{x.__class__}-{year}"}, "case_pattern", "只能使用"),
        ({"notice_pattern": "{prefix}公复〔{year}〕{serial}号"}, "notice_pattern", "会重复"),
        ({"prefix": ""}, "prefix", "请填写机关代字"),
        ({"reply_days": 30}, "reply_days", "20个工作日"),
        ({"uses_inquiry_wording": True}, "uses_inquiry_wording", "第五十五条"),
        ({"appeal_text": "向{某处}"}, "appeal_text", "不是可用的名称"),
        ({"retention_months": 1201}, "retention_months", "1200"),
        ({"retention_months": 11}, "retention_months", "12"),
        ({"remedy_repeated": "nonsense"}, "remedy_repeated", "nonsense"),
    ],
)
def test_what_would_not_work_is_said_beside_its_field(desk, head, values, field, message):
    before = model_to_dict(DeskSettings.objects.get())
    response = head.post(SETTINGS, posted(**values))
    assert response.status_code == 200 and message in errors(response)[field][0]
    assert model_to_dict(DeskSettings.objects.get()) == before


def test_remedies_the_law_leaves_open_are_chosen_and_the_others_are_not_offered(desk, head):
    head.post(SETTINGS, posted(remedy_repeated=Remedy.REVIEW_OR_SUIT.value))
    assert current().profile.remedies.overrides == {"repeated": Remedy.REVIEW_OR_SUIT}
    form = head.get(SETTINGS).context["adminform"].form
    assert form["remedy_repeated"].value() == "review-or-suit"
    assert "remedy_state_secret" not in form.fields
    head.post(SETTINGS, posted())
    assert current().profile.remedies.overrides == {}


def test_what_stands_in_the_way_of_signing_is_said(desk, head):
    assert "设置完整" in head.get(SETTINGS).content.decode()
    DeskSettings(institution_name="某中心", review_agency="").save()
    assert "缺少行政复议机关" in head.get(SETTINGS).content.decode()


def test_saving_the_settings_keeps_the_notice(desk, head):
    DeskSettings(institution_name="某中心", prefix="某", privacy_text="告知一").save()
    head.post(SETTINGS, posted(prefix="某某"))
    assert (PrivacyNotice.objects.count(), current().prefix) == (1, "某某")


# --- Notice -------------------------------------------------------------------------------------------
def test_a_new_notice_is_a_new_version_and_the_old_one_stays(desk, head):
    for text in ("告知一", "告知二"):
        assert head.post(f"{NOTICE}add/", {"text": text}).status_code == 302
    assert list(PrivacyNotice.objects.values_list("version", "text")) == [
        (2, "告知二"),
        (1, "告知一"),
    ]
    assert current().notice_version == 2 and DeskSettings.objects.get().privacy_text == "告知二"
    head.post(SETTINGS, posted())
    assert PrivacyNotice.objects.count() == 2


def test_an_agreed_version_cannot_be_changed(desk, sign_in):
    row = PrivacyNotice.objects.create(version=1, text="告知一")
    response = sign_in("superuser").post(f"{NOTICE}{row.pk}/change/", {"text": "别的"})
    assert response.status_code == 403
    row.refresh_from_db()
    assert row.text == "告知一"


@pytest.mark.parametrize("text", ["", "  ", "告知一"])
def test_an_empty_or_unchanged_notice_is_no_version(desk, head, text):
    head.post(f"{NOTICE}add/", {"text": "告知一"})
    response = head.post(f"{NOTICE}add/", {"text": text})
    assert response.status_code == 200 and errors(response)["text"]
    assert PrivacyNotice.objects.count() == 1


# --- Contributors -------------------------------------------------------------------------------------
def test_the_head_says_who_answers_for_a_department(desk, head):
    department = Department.objects.create(name="科研处")
    gone = make_user("gone")
    gone.is_active = False
    gone.save()
    page = "/admin/disclosure/departmentmember/add/"
    user = desk.users["department"]
    user.first_name = "赵敏"
    user.save()
    form = head.get(page).content.decode()
    assert ">赵敏</option>" in form
    assert 'id="change_id_department"' not in form  # choosing one is not changing it
    assert head.post(page, {"department": department.pk, "user": gone.pk}).status_code == 200
    assert head.post(page, {"department": department.pk, "user": user.pk}).status_code == 302
    assert head.post(page, {"department": department.pk, "user": user.pk}).status_code == 200
    assert DepartmentMember.objects.get().user == user
    assert "赵敏" in head.get("/admin/disclosure/departmentmember/").content.decode()


# --- Outbox and opinions ------------------------------------------------------------------------------
def test_the_outbox_masks_who_gets_it(desk, sign_in):
    submit()
    page = sign_in("intake").get(MAILS).content.decode()
    assert EMAIL not in page and "o***@example.cn" in page and "等待发送" in page


def test_a_mail_that_was_given_up_is_tried_again(desk, sign_in):
    submit()
    row = OutgoingMail.objects.get()
    sent = OutgoingMail.objects.create(
        template="assigned", recipient="a@example.cn", sent_at=timezone.now(), attempts=1
    )
    OutgoingMail.objects.filter(pk=row.pk).update(
        failed_at=timezone.now(), attempts=12, error="SMTPDataError"
    )
    data = {"action": "retry", "_selected_action": [row.pk, sent.pk]}
    page = sign_in("head").post(MAILS, data, follow=True).content.decode()
    assert "1 封邮件重新排队" in page
    row.refresh_from_db()
    sent.refresh_from_db()
    assert (row.failed_at, row.attempts, row.error) == (None, 0, "") and sent.attempts == 1
    assert AuditEvent.objects.get(verb="disclosure.retry_mail").user_id == desk.users["head"].pk


def test_a_mail_that_is_being_sent_is_left_to_its_sender(desk, sign_in):
    from disclosure import mail as sender

    submit()
    row = sender._take(OutgoingMail.objects.get().pk)
    sign_in("intake").post(MAILS, {"action": "retry", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.attempts == 1


@pytest.mark.parametrize("state", ["waiting", "failed", "sent", "nonsense"])
def test_the_outbox_is_filtered_by_state(desk, sign_in, state):
    submit()
    found = sign_in("intake").get(MAILS, {"state": state})
    assert found.status_code == 200
    assert len(found.context["cl"].result_list) == (state in ("waiting", "nonsense"))


def test_opinions_are_listed_without_numbers_of_people(desk, sign_in):
    case = desk.replied()
    do.rate(case, desk.by("applicant"), score=4, comment="很快，可致电13800138000")
    page = sign_in("head").get("/admin/disclosure/satisfaction/").content.decode()
    assert case.number in page and "很快" in page and "13800138000" not in page


@pytest.mark.parametrize("address", [MAILS, "/admin/disclosure/departmentmember/"])
def test_lists_do_not_ask_once_a_row(desk, sign_in, address):
    client = sign_in("superuser")

    def count():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    def add(number):
        for n in range(number):
            submit()
            DepartmentMember.objects.create(
                user=make_user(f"u{number}{n}"),
                department=Department.objects.create(name=f"处{number}{n}"),
            )

    add(2)
    few = count()
    add(9)
    assert count() == few


# --- Ready groups -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("group", "codenames"),
    [
        ("受理岗", {"view_outgoingmail", "view_satisfaction", "view_privacynotice"}),
        ("信息公开负责人", {"view_outgoingmail", "add_departmentmember", "change_desksettings"}),
        ("管理员", {"add_calendarversion", "view_calendarversion"}),
        ("审计员", {"view_auditevent"}),
    ],
)
def test_ready_groups_have_what_their_pages_need(db, group, codenames):
    found = Group.objects.get(name=group).permissions.values_list("codename", flat=True)
    assert codenames <= set(found)
