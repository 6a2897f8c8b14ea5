"""Sending an application: what is asked for, what is refused, what is kept and how."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection

from disclosure import codes
from disclosure import services as do
from disclosure.models import Case, CaseEvent, Counter, DeskSettings, Draft, PrivacyNotice
from portal.models import AuditEvent

from .builders import EMAIL, NAME, NUMBER, PERSON, PHONE, WANTED, case_of, submit

SECRETS = [NAME, NUMBER, PHONE, EMAIL, "中关村大街", "2025年度大型仪器采购合同全文"]


def fields_of(error):
    return set(error.value.message_dict)


def upload(kind="identity"):
    return do.Upload(ContentFile(b"a picture", "card.png"), "欧阳小丽身份证.png", "image/png", kind)


# --- What is asked for --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"id_number": ""}, "id_number"),
        ({"id_number": "110105194912310021"}, "id_number"),
        ({"id_type": "driving_licence"}, "id_number"),
        ({"email": "nobody"}, "email"),
        ({"phone": "", "email": "", "address": ""}, "phone"),
        ({"applicant_type": "organisation"}, "category"),
        ({"applicant_type": "somebody"}, "applicant_type"),
        ({"name": "长" * 101}, "name"),
        ({"address": "长" * 201}, "address"),
    ],
)
def test_what_the_law_asks_for_must_be_there_and_be_right(desk, change, field):
    values = {name: getattr(PERSON, name) for name in PERSON.__dataclass_fields__} | change
    with pytest.raises(ValidationError) as error:
        submit(applicant=do.Applicant(**values))
    assert fields_of(error) == {field}
    assert not Case.objects.exists() and not Counter.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (do.Wanted(" "), "description"),
        (do.Wanted("合同", form="marble"), "form"),
        (do.Wanted("合同", ways=["pigeon"]), "ways"),
        (do.Wanted("长" * 4001), "description"),
        (do.Wanted("合同", title="长" * 201), "title"),
    ],
)
def test_what_is_wanted_is_checked_beside_its_field(desk, wanted, field):
    with pytest.raises(ValidationError) as error:
        submit(wanted)
    assert fields_of(error) == {field}


def test_one_bad_request_of_a_batch_opens_none_of_it(desk):
    with pytest.raises(ValidationError):
        submit(WANTED, do.Wanted(""))
    assert not Case.objects.exists() and not Counter.objects.exists()
    assert submit()[0].number == "XXGK-2026-000001"


@pytest.mark.parametrize("count", [0, 21])
def test_a_batch_has_one_to_twenty_requests(desk, count):
    with pytest.raises(ValidationError, match="1至20项"):
        do.submit(PERSON, [WANTED] * count, token=codes.new_token(), consent=do.Consent())


def test_officers_may_enter_what_came_incomplete(desk, intake):
    receipt = do.enter(intake, do.Applicant(name="某人"), [WANTED], channel="counter")[0]
    assert case_of(receipt).handler == intake.user


def test_an_organisation_is_counted_in_its_column(desk):
    organisation = do.Applicant(
        name="某律师事务所",
        applicant_type="organisation",
        category="legal",
        id_type="credit_code",
        id_number="91110000600037341L",
        phone=PHONE,
    )
    assert case_of(submit(applicant=organisation)[0]).report_column == "legal"


# --- Once only ----------------------------------------------------------------------------------------
def test_sending_a_form_again_shows_the_same_receipt(desk):
    token = codes.new_token()
    first = submit(WANTED, do.Wanted("验收报告"), token=token)
    assert submit(WANTED, do.Wanted("验收报告"), token=token) == first
    assert Case.objects.count() == 2
    assert do.receipts_of(token) == first


@pytest.mark.parametrize("token", ["", "short", "x" * 201])
def test_a_token_nobody_gave_out_is_refused(desk, token):
    with pytest.raises(ValidationError, match="表单已失效"):
        do.submit(PERSON, [WANTED], token=token, consent=do.Consent())


def test_a_receipt_does_not_show_a_code_that_was_replaced(desk):
    token = codes.new_token()
    case = case_of(submit(token=token)[0])
    do.reissue_code(case, desk.by("intake"))
    assert do.receipts_of(token)[0].code == ""


def test_codes_are_twelve_digits_and_differ(desk):
    found = {codes.query_code(codes.new_token(), 0) for _each in range(500)}
    assert len(found) == 500
    assert all(len(code) == 14 and code.replace("-", "").isdigit() for code in found)


# --- Consent ------------------------------------------------------------------------------------------
@pytest.fixture
def notice(desk):
    row = DeskSettings.objects.get()
    row.privacy_text = "我们这样处理您的个人信息。"
    row.save()
    return PrivacyNotice.objects.get()


def test_the_notice_in_force_must_have_been_agreed_to(notice):
    for version in (None, 0, 7):
        with pytest.raises(ValidationError) as error:
            submit(consent=do.Consent(version))
        assert fields_of(error) == {"consent"}
    case = case_of(submit(consent=do.Consent(1))[0])
    assert case.notice == notice and case.consented_at


def test_a_changed_notice_is_a_new_version_and_the_old_one_stays(notice):
    row = DeskSettings.objects.get()
    row.save()
    assert PrivacyNotice.objects.count() == 1
    row.privacy_text = "改了。"
    row.save()
    assert list(PrivacyNotice.objects.values_list("version", "text")) == [
        (2, "改了。"),
        (1, "我们这样处理您的个人信息。"),
    ]
    with pytest.raises(ValidationError):
        submit(consent=do.Consent(1))
    with pytest.raises(TypeError):
        notice.save()


def test_a_picture_of_a_document_needs_consent_of_its_own(desk):
    with pytest.raises(ValidationError) as error:
        submit(files=[upload()])
    assert fields_of(error) == {"scan_consent"}
    case = case_of(submit(files=[upload()], consent=do.Consent(scan=True))[0])
    file = case.files.get()
    assert (file.file.read(), file.name) == (b"a picture", "欧阳小丽身份证.png")
    assert file.consented_at and case.scan_consented_at


def test_files_of_a_submission_that_fails_do_not_stay(desk, settings):
    def stored():
        return {path for path in settings.PRIVATE_ROOT.rglob("*") if path.is_file()}

    before = stored()
    with pytest.raises(ValidationError):
        submit(WANTED, do.Wanted(""), files=[upload("other")])
    assert stored() == before
    submit(files=[upload("other")])
    assert len(stored() - before) == 1


# --- What is kept -------------------------------------------------------------------------------------
def test_nothing_personal_stands_in_any_table_in_the_clear(desk):
    case = desk.closed()
    receipt = submit(files=[upload()], consent=do.Consent(scan=True))[0]
    do.confirm_receipt(case_of(receipt), desk.by("intake"), note=f"拨打{PHONE}")
    text = everything_stored()
    assert case.number in text
    for secret in [*SECRETS, receipt.code, receipt.code.replace("-", "")]:
        assert secret not in text


def everything_stored():
    """Every value of every table of the desk and of the audit log, as the database holds it."""
    tables = [
        name
        for name in connection.introspection.table_names()
        if name.startswith(("disclosure_", "portal_audit"))
    ]
    assert len(tables) > 15
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found += cursor.fetchall()
    return str(found)


def test_names_of_rows_tell_nothing(desk):
    case = desk.closed()
    for row in (case, *case.letters.all(), *case.events.all(), *case.mails.all()):
        assert not [secret for secret in SECRETS if secret in f"{row} {row!r}"]
    assert not [secret for secret in SECRETS if secret in repr(PERSON) + repr(WANTED)]


def test_events_and_audit_hold_no_names(desk):
    desk.closed()
    said = str(list(CaseEvent.objects.values())) + str(list(AuditEvent.objects.values()))
    assert not [secret for secret in SECRETS if secret in said]


# --- Drafts -------------------------------------------------------------------------------------------
def test_a_draft_is_kept_sealed_for_a_day(desk, time_machine):
    token = do.save_draft({"name": NAME, "ways": ["post"]})
    assert do.load_draft(token)["name"] == NAME
    assert NAME not in str(list(Draft.objects.values())) and token not in str(
        list(Draft.objects.values())
    )
    do.save_draft({"name": "改"}, token)
    assert (do.load_draft(token)["name"], Draft.objects.count()) == ("改", 1)
    assert do.load_draft(codes.new_token()) is None
    time_machine.move_to("2026-03-03 10:01+08:00")
    assert do.load_draft(token) is None
    assert do.drop_expired() == 1


def test_a_draft_can_be_thrown_away(desk):
    token = do.save_draft({"name": NAME})
    do.drop_draft(token)
    assert do.load_draft(token) is None
