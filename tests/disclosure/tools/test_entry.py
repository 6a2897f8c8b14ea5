"""代为登记: each channel with both kinds of applicant, checked before it is saved, saved once."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure.models import ApplicantFile, Case, CaseEvent, OutgoingMail
from portal.models import AuditEvent
from portal.vault.files import EncryptedFileStorage
from tests.disclosure.desk.builders import NAME, NUMBER
from tests.files import PDF

from .forms import ENTRY, ORGANISATION, PERSON, entry

CHANNELS = {
    "counter": False,
    "oral": False,
    "registered_mail": False,
    "ordinary_mail": True,
    "email": True,
    "fax": True,
}


@pytest.fixture
def client(sign_in):
    return sign_in("intake")


def save(client, data, **more):
    return client.post(ENTRY, {**data, "save": "1", **more})


def test_the_form_explains_the_day_of_receipt_beside_each_channel(client):
    page = client.get(ENTRY).content.decode()
    for channel, waits in CHANNELS.items():
        rule = re.search(f'id="rule-{channel}">(.*?)</span>', page, re.DOTALL)[1]
        assert ("双方确认之日才是收到之日" in rule) is waits
        assert "《条例》第三十一条" in rule
    assert 'value="internet"' not in page
    assert "no-store" in client.get(ENTRY)["Cache-Control"]


@pytest.mark.parametrize("who", [PERSON, ORGANISATION], ids=["person", "organisation"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_each_channel_takes_both_kinds_of_applicants(client, channel, who):
    page = save(client, entry(who=who, channel=channel, on="2026-02-27")).content.decode()
    case = Case.objects.get()
    assert (case.channel, case.name, case.id_number) == (channel, who["name"], who["id_number"])
    assert case.category == who.get("category", "")
    assert case.work_unit == who.get("work_unit", "")
    assert case.handler.username == "intake"
    received = None if CHANNELS[channel] else date(2026, 2, 27)
    assert case.received_on == received
    assert ("待双方确认" in page) is (received is None)
    assert case.number in page and re.search(r"\d{4}-\d{4}-\d{4}", page)
    assert AuditEvent.objects.get(verb="disclosure.enter").user_id == case.handler_id


def test_the_confirmation_is_entered_along_where_the_law_asks_for_one(client):
    values = {"on": "2026-02-25", "confirmed_on": "2026-02-27", "note": "电话13800138000"}
    save(client, entry(channel="fax", **values))
    case = Case.objects.get()
    assert case.received_on == date(2026, 2, 27)
    confirmed = CaseEvent.objects.get(kind="confirmed")
    assert "13800138000" not in str(confirmed.data)
    assert AuditEvent.objects.filter(verb="disclosure.confirm_receipt").count() == 1


def test_a_confirmation_typed_for_the_counter_is_not_kept(client):
    save(client, entry(channel="counter", confirmed_on="2026-03-01"))
    assert Case.objects.get().received_on == date(2026, 3, 2)
    assert not CaseEvent.objects.filter(kind="confirmed").exists()


def test_several_requests_become_cases_of_one_batch(client):
    page = save(client, entry("甲合同", {"description": "乙报告", "form": "paper"}, "丙清单"))
    cases = list(Case.objects.order_by("pk"))
    assert [case.description for case in cases] == ["甲合同", "乙报告", "丙清单"]
    assert len({case.batch for case in cases}) == 1 and cases[0].batch
    assert [case.number[-1] for case in cases] == ["1", "2", "3"]
    assert page.content.decode().count("打印回执（PDF）") == 3


def test_one_request_more_keeps_what_was_typed_and_complains_of_nothing(client):
    page = client.post(ENTRY, {**entry("甲"), "name": "", "more": "1"}).content.decode()
    assert 'name="wanted-1-description"' in page and ">甲</textarea>" in page.replace("\n", "")
    assert "errorlist" not in page
    # A blank one that was not needed after all is no request.
    blank = {"description": "", "form": "electronic", "accepts_other": "on"}
    save(client, entry("甲", blank))
    assert Case.objects.count() == 1


def test_there_is_no_room_for_more_than_twenty(client):
    page = client.post(ENTRY, {**entry(*["甲"] * 20), "more": "1"}).content.decode()
    assert 'name="wanted-20-description"' not in page and 'name="more"' not in page
    save(client, entry(*["甲"] * 21))
    assert not Case.objects.exists()


# --- Looking at it before it is saved -----------------------------------------------------------------
def test_the_check_saves_nothing_and_carries_everything(client):
    data = entry("甲合同", channel="fax")
    page = client.post(ENTRY, {**data, "check": "1"}).content.decode()
    assert not Case.objects.exists() and not OutgoingMail.objects.exists()
    for name, value in data.items():
        assert f'name="{name}" value="{value}"' in page
    assert "没有发现相似的申请" in page


def test_likely_duplicates_are_shown_and_stop_nobody(client, desk):
    first = desk.handling()
    data = entry("2025年度大型仪器采购合同全文")
    page = client.post(ENTRY, {**data, "check": "1"}).content.decode()
    assert first.number in page and "同一申请人" in page and "仍然登记" in page
    save(client, data)
    assert Case.objects.count() == 2


def test_the_volume_of_the_month_is_advice_too(client, desk):
    from disclosure.models import DeskSettings

    row = DeskSettings.objects.get()
    row.volume_per_month = 2
    row.save()
    desk.counter()
    check = {"check": "1"}
    assert "数量提示" not in client.post(ENTRY, entry("甲") | check).content.decode()
    page = client.post(ENTRY, entry("甲", "乙") | check).content.decode()
    assert "提出 3 项申请" in page


def test_back_from_the_check_everything_is_still_there(client):
    page = client.post(ENTRY, {**entry("甲合同"), "back": "1"}).content.decode()
    assert f'value="{NAME}"' in page and "甲合同" in page and "errorlist" not in page


# --- Once ---------------------------------------------------------------------------------------------
def test_saving_twice_shows_the_same_number_and_code(client):
    data = entry("甲", "乙")
    pages = [save(client, data).content.decode() for _twice in range(2)]
    found = [re.findall(r"\d{4}-\d{4}-\d{4}", page) for page in pages]
    assert found[0] == found[1] and len(found[0]) == 2
    assert Case.objects.count() == 2


def test_another_application_typed_over_a_saved_one_is_not_lost(client):
    data = entry("甲")
    save(client, data)
    page = client.post(ENTRY, {**data, "wanted-0-description": "乙", "check": "1"})
    text = page.content.decode()
    assert Case.objects.get().number in text
    token = re.search(r'name="token" value="([^"]+)"', text)[1]
    assert token != data["token"]
    save(client, {**data, "wanted-0-description": "乙", "token": token})
    assert Case.objects.count() == 2


@pytest.mark.parametrize("token", ["", "short", "x" * 300])
def test_a_token_of_somebody_elses_making_is_replaced(client, token):
    page = save(client, {**entry("甲"), "token": token}).content.decode()
    assert "表单已失效" in page and not Case.objects.exists()
    fresh = re.search(r'name="token" value="([^"]+)"', page)[1]
    save(client, {**entry("甲"), "token": fresh})
    assert Case.objects.count() == 1


# --- What is wrong ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"channel": ""}, "请选择提交渠道"),
        ({"channel": "internet"}, "internet"),
        ({"on": ""}, "请填写收件日期"),
        ({"on": "2026-03-03"}, "日期不能晚于今天"),
        ({"on": "0026-03-01"}, "请检查年份"),
        ({"on": "昨天"}, "日期"),
        ({"channel": "fax", "confirmed_on": "2026-02-01"}, "不能早于收件日期"),
        ({"channel": "fax", "confirmed_on": "2026-04-01"}, "日期不能晚于今天"),
        ({"name": " "}, "请填写姓名或者名称"),
        ({"name": "甲" * 101}, "100"),
        ({"name": "a\0b"}, "空"),
        ({"id_number": "110105194912310021"}, "id_number"),
        ({"id_type": ""}, "请选择证件类型"),
        ({"email": "不是邮箱"}, "email"),
        ({"applicant_type": "organisation"}, "请选择组织类别"),
        ({"applicant_type": "robot"}, "robot"),
        ({"wanted-0-description": ""}, "请描述所需的信息"),
        ({"wanted-0-ways": "pigeon"}, "pigeon"),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(client, values, message):
    response = save(client, {**entry("甲合同"), **values})
    page = response.content.decode()
    assert response.status_code == 200 and not Case.objects.exists()
    assert message in page
    if "wanted-0-description" not in values:
        assert "甲合同" in page


@pytest.mark.parametrize("count", ["-3", "0", "x", "", "9" * 30])
def test_a_number_of_things_that_is_none_counts_as_one(client, count):
    save(client, {**entry("甲"), "wanted-TOTAL_FORMS": count})
    assert Case.objects.get().description == "甲"


def test_an_empty_post_is_a_form_with_errors(client):
    response = client.post(ENTRY, {})
    assert response.status_code == 200 and "请选择提交渠道" in response.content.decode()


# --- The scan -----------------------------------------------------------------------------------------
def scan(name="来信.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def test_the_scan_is_sealed_and_hangs_on_every_case(client):
    save(client, entry("甲", "乙"), files=[scan(), scan("附件.pdf")])
    assert ApplicantFile.objects.count() == 4
    row = ApplicantFile.objects.first()
    assert (row.name, row.kind, row.content_type) == ("来信.pdf", "other", "application/pdf")
    with row.file.open() as file:
        assert file.read() == PDF
    with EncryptedFileStorage().inner.open(row.file.name) as stored:
        assert b"%PDF" not in stored.read()


@pytest.mark.parametrize(
    "file", [scan("信.exe", b"MZ\0\0"), scan("信.pdf", b"<html>"), scan("信.pdf", b"")]
)
def test_a_file_that_is_not_what_it_claims_saves_nothing(client, file):
    page = save(client, entry("甲"), files=[file]).content.decode()
    assert not Case.objects.exists() and "errorlist" in page
    assert 'name="wanted-0-description" value="甲"' in page


def test_a_full_disk_is_said_and_leaves_neither_case_nor_file(client, monkeypatch):
    kept = []
    real = EncryptedFileStorage._save

    def full(self, name, content):
        if kept:
            raise OSError(28, "No space left on device")
        kept.append(real(self, name, content))
        return kept[0]

    monkeypatch.setattr(EncryptedFileStorage, "_save", full)
    page = save(client, entry("甲"), files=[scan(), scan()]).content.decode()
    assert "磁盘已满" in page and not Case.objects.exists()
    assert not EncryptedFileStorage().exists(kept[0])


# --- The receipt on paper -----------------------------------------------------------------------------
def test_the_receipt_is_printed_for_whoever_has_the_token(client, sign_in):
    data = entry("甲")
    save(client, data)
    address = f"{ENTRY}receipt/"
    response = client.post(address, {"token": data["token"], "place": "0"})
    assert response["Content-Type"] == "application/pdf" and response.content[:5] == b"%PDF-"
    assert Case.objects.get().number in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    for place in ("1", "x", "", "-9"):
        assert client.post(address, {"token": data["token"], "place": place}).status_code == 404
    assert client.post(address, {"token": "y" * 43, "place": "0"}).status_code == 404
    assert client.get(address).status_code == 405
    assert sign_in("head").post(address, {"token": data["token"], "place": "0"}).status_code == 403


def test_nothing_personal_gets_into_logs(client, caplog):
    caplog.set_level("DEBUG")
    data = entry("甲", channel="fax")
    page = save(client, data).content.decode()
    code = re.search(r"\d{4}-\d{4}-\d{4}", page)[0]
    for secret in (NAME, NUMBER, data["token"], code, "13800138000"):
        assert secret not in caplog.text
