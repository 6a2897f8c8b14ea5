"""The form: both kinds of applicant, every mistake beside its field, several requests in one go."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure.models import ApplicantFile, Case, DeskSettings
from tests.disclosure.desk.builders import NAME, NUMBER, PHONE
from tests.files import PDF
from tests.news.conftest import png

from .helpers import (
    ORG_URL,
    ORGANISATION,
    PERSON_URL,
    RECEIPT_URL,
    WORDS,
    filled,
    links_of,
    mistakes_of,
)

pytestmark = pytest.mark.usefixtures("desk")


# --- Both kinds -------------------------------------------------------------------------------------
def test_a_citizen_applies(client):
    response = client.post(PERSON_URL, filled())
    assert (response.status_code, response.url) == (303, RECEIPT_URL)
    case = Case.objects.get()
    assert (case.name, case.id_number, case.phone) == (NAME, NUMBER, PHONE)
    assert (case.applicant_type, case.channel, case.stage) == ("natural", "internet", "new")
    assert (case.title, case.description, case.form, case.ways, case.accepts_other) == (
        "仪器采购合同",
        WORDS,
        "electronic",
        ["online"],
        True,
    )


def test_an_organisation_applies_and_is_counted_in_its_column(client):
    assert client.post(ORG_URL, filled(ORGANISATION)).status_code == 303
    case = Case.objects.get()
    assert (case.applicant_type, case.report_column) == ("organisation", "legal")
    assert (case.name, case.id_type) == ("某律师事务所", "credit_code")


def test_the_radio_decides_whatever_the_address_and_the_hidden_fields_are_ignored(client):
    data = filled(ORGANISATION, name=NAME, id_number="错", id_type="resident_id")
    assert client.post(PERSON_URL, data).status_code == 303
    assert Case.objects.get().name == "某律师事务所"


@pytest.mark.parametrize(("url", "chosen"), [(PERSON_URL, "person"), (ORG_URL, "organisation")])
def test_each_address_opens_the_form_for_its_applicant(client, url, chosen):
    page = client.get(url).content.decode().partition('id="form"')[2]
    radio = re.search(f'<input[^>]*value="{chosen}"[^>]*>', page)[0]
    assert " checked" in radio
    assert page.count(" checked") == 4  # applicant, form, way, other ways


def test_nothing_the_law_does_not_ask_for_is_asked(client):
    """条例 art. 29②: no purpose; neither a copy of an identity card nor a phone is compulsory."""
    page = client.get(PERSON_URL).content.decode()
    assert "用途" not in page
    assert "身份证明材料（选填）" in page
    data = filled(phone="", email="", address="示例市中关村大街1号", postcode="100000")
    assert client.post(PERSON_URL, data).status_code == 303


# --- Mistakes ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "anchor", "message"),
    [
        ({"name": " "}, "id_name", "请填写姓名。"),
        ({"name": "长" * 101}, "id_name", "100"),
        ({"id_number": ""}, "id_id_number", "请填写证件号码"),
        ({"id_number": "11010119900101"}, "id_id_number", "位数不正确"),
        ({"id_number": "110105194912310021"}, "id_id_number", "校验位"),
        ({"id_type": "licence"}, "id_id_type", "licence"),
        ({"phone": "", "email": ""}, "id_phone", "至少填写一项"),
        ({"email": "nobody"}, "id_email", "格式不正确"),
        ({"ways": ["email"], "email": ""}, "id_email", "选择电子邮件送达的"),
        ({"ways": ["post"]}, "id_address", "选择邮寄的"),
        ({"ways": []}, "id_ways_0", "请选择获取方式"),
        ({"ways": ["fax"]}, "id_ways_0", "fax"),
        ({"form": None}, "id_form_0", "请选择提供形式"),
        ({"applicant": None}, "id_applicant_0", "请选择申请人类型"),
        ({"r0-description": " "}, "id_r0-description", "请描述所需的信息"),
        ({"r0-description": "长" * 4001}, "id_r0-description", "4000"),
        ({"r0-title": f"{NAME}电话{PHONE}的投诉"}, "id_r0-title", "个人信息"),
        ({"r0-title": "长" * 201}, "id_r0-title", "200"),
    ],
)
def test_each_mistake_is_said_with_a_link_to_its_field(client, change, anchor, message):
    response = client.post(PERSON_URL, filled(**change))
    page = response.content.decode()
    assert response.status_code == 200
    assert message in "".join(mistakes_of(response))
    assert links_of(response) == [anchor]
    assert f'id="{anchor}"' in page
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("change", "anchor", "message"),
    [
        ({"org_name": ""}, "id_org_name", "请填写单位名称"),
        ({"credit_code": ""}, "id_credit_code", "请填写统一社会信用代码"),
        ({"credit_code": "91110000600037341X"}, "id_credit_code", "校验位"),
        ({"category": ""}, "id_category", "请选择组织类别"),
    ],
)
def test_the_mistakes_of_organisations_stand_by_their_own_fields(client, change, anchor, message):
    response = client.post(ORG_URL, filled(ORGANISATION, **change))
    assert message in "".join(mistakes_of(response))
    assert links_of(response) == [anchor]


def test_the_summary_lists_all_in_the_order_of_the_page_and_everything_typed_stays(client):
    data = filled(name="", id_number="1", address="示例路1号", **{"r0-description": ""})
    page = client.post(PERSON_URL, {**data, "ways": []}).content.decode()
    anchors = re.findall(r'<li><a href="#([^"]+)">', page.partition('id="mistakes"')[2])
    assert anchors[:4] == ["id_name", "id_id_number", "id_r0-description", "id_ways_0"]
    assert "有4处内容需要更正" in page
    assert 'role="alert" tabindex="-1" autofocus' in page
    for typed in ('value="1"', PHONE, "示例路1号", "仪器采购合同"):
        assert typed in page


def test_a_field_says_what_is_wrong_with_it_to_screen_readers(client):
    page = client.post(PERSON_URL, filled(id_number="1")).content.decode()
    field = re.search('<input[^>]*name="id_number"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_id_number_helptext id_id_number_error"' in field
    assert 'id="id_id_number_error"' in page and 'id="id_id_number_helptext"' in page


def test_fields_say_what_browsers_may_fill_in(client):
    page = client.get(PERSON_URL).content.decode()
    for name, kind in (("name", "name"), ("phone", "tel"), ("email", "email")):
        assert f'autocomplete="{kind}"' in re.search(f'<input[^>]*name="{name}"[^>]*>', page)[0]
    assert 'autocomplete="off"' in re.search('<input[^>]*name="id_number"[^>]*>', page)[0]


@pytest.mark.parametrize("requests", ["0", "-1", "9999", "二", "²", ""])
def test_a_count_nobody_could_send_breaks_nothing(client, requests):
    response = client.post(PERSON_URL, filled(requests=requests, step="save"))
    assert response.status_code == 200


@pytest.mark.parametrize("step", ["remove-x", "find-99", "remove-²", "dance", "-", "find-"])
def test_a_step_nobody_could_take_breaks_nothing(client, step):
    assert client.post(PERSON_URL, filled(step=step)).status_code == 200
    assert not Case.objects.exists()


# --- Several requests -------------------------------------------------------------------------------
def test_requests_are_added_and_removed_without_a_script(client):
    data = filled(step="add", altcha="")
    page = client.post(PERSON_URL, data).content.decode()
    assert "第1项申请" in page and "第2项申请" in page and WORDS in page
    two = {**data, "requests": "2", "r1-title": "验收报告", "r1-description": "验收报告全文"}
    page = client.post(PERSON_URL, {**two, "step": "remove-0"}).content.decode()
    assert WORDS not in page and "验收报告全文" in page and "第2项申请" not in page
    assert client.post(PERSON_URL, {**data, "step": "remove-0"}).status_code == 200


def test_several_requests_become_several_cases_of_one_batch(client):
    two = {"requests": "2", "r1-title": "", "r1-description": "验收报告全文"}
    assert client.post(PERSON_URL, filled(**two)).status_code == 303
    first, second = Case.objects.order_by("number")
    assert first.batch and first.batch == second.batch
    assert (first.description, second.description) == (WORDS, "验收报告全文")


def test_of_several_requests_one_mistake_opens_none(client):
    two = {"requests": "2", "r1-title": "", "r1-description": " "}
    response = client.post(PERSON_URL, filled(**two))
    assert links_of(response) == ["id_r1-description"]
    assert not Case.objects.exists()


# --- Consent and files ------------------------------------------------------------------------------
@pytest.fixture
def notice(desk):
    row = DeskSettings.objects.get()
    row.privacy_text = "我们这样处理您的个人信息。"
    row.save()


def test_the_notice_is_shown_with_its_version_and_must_be_agreed_to(client, notice):
    page = client.get(PERSON_URL).content.decode()
    assert "第1版" in page and "我们这样处理您的个人信息。" in page
    response = client.post(PERSON_URL, filled(notice_version="1"))
    assert links_of(response) == ["id_consent"]
    data = filled(notice_version="1", consent="on")
    assert client.post(PERSON_URL, data).status_code == 303
    case = Case.objects.get()
    assert case.notice.version == 1 and case.consented_at


@pytest.mark.parametrize("version", ["", "0", "x", "²", "9" * 12])
def test_agreeing_to_a_version_that_is_not_in_force_is_no_consent(client, notice, version):
    response = client.post(PERSON_URL, filled(notice_version=version, consent="on"))
    assert links_of(response) == ["id_consent"]
    assert "已更新" in "".join(mistakes_of(response))


def test_a_notice_changed_meanwhile_is_to_be_read_again(client, notice):
    row = DeskSettings.objects.get()
    row.privacy_text = "改了。"
    row.save()
    response = client.post(PERSON_URL, filled(notice_version="1", consent="on"))
    assert "已更新，请重新阅读" in "".join(mistakes_of(response))
    assert 'name="notice_version" value="2"' in response.content.decode()


def picture(name="身份证.png"):
    return SimpleUploadedFile(name, png())


def test_a_picture_of_a_document_is_taken_with_its_own_consent_only(client):
    response = client.post(PERSON_URL, filled(identity=picture()))
    assert links_of(response) == ["id_scan_consent"]
    assert "需要上传的请重新选择" in response.content.decode()
    assert client.post(PERSON_URL, filled(identity=picture(), scan_consent="on")).status_code == 303
    file = ApplicantFile.objects.get()
    assert (file.kind, file.content_type) == ("identity", "image/png") and file.consented_at


def test_a_paper_needs_no_consent_of_its_own(client):
    papers = SimpleUploadedFile("说明.pdf", PDF)
    assert client.post(PERSON_URL, filled(**{"r0-papers": papers})).status_code == 303
    assert ApplicantFile.objects.get().kind == "other"


def test_files_are_what_they_claim_and_not_too_many(client):
    fake = SimpleUploadedFile("证件.pdf", b"<html><script>")
    response = client.post(PERSON_URL, filled(identity=fake, scan_consent="on"))
    assert links_of(response) == ["id_identity"]
    six = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(6)]
    assert links_of(client.post(PERSON_URL, filled(**{"r0-papers": six}))) == ["id_r0-papers"]
    assert not Case.objects.exists()


# --- Files of several requests ------------------------------------------------------------------------
def paper(name):
    return SimpleUploadedFile(name, PDF)


def two(**more):
    return filled(requests="2", **{"r1-description": "验收报告全文"}, **more)


def names_by_case():
    return [[file.name for file in case.files.all()] for case in Case.objects.order_by("number")]


def test_each_file_goes_with_the_request_it_was_chosen_for(client):
    """Whoever works on one request has no business with the papers of another."""
    data = two(**{"r0-papers": paper("甲.pdf"), "r1-papers": [paper("乙.pdf"), paper("丙.pdf")]})
    assert client.post(PERSON_URL, data).status_code == 303
    assert names_by_case() == [["甲.pdf"], ["乙.pdf", "丙.pdf"]]


def test_what_shows_who_applies_goes_with_every_request(client):
    data = two(identity=picture(), scan_consent="on", **{"r1-papers": paper("乙.pdf")})
    assert client.post(PERSON_URL, data).status_code == 303
    assert names_by_case() == [["身份证.png"], ["身份证.png", "乙.pdf"]]
    assert all(case.scan_consented_at for case in Case.objects.all())


def test_a_bad_file_is_told_beside_the_request_it_is_for(client):
    fake = SimpleUploadedFile("乙.pdf", b"<html><script>")
    response = client.post(PERSON_URL, two(**{"r0-papers": paper("甲.pdf"), "r1-papers": fake}))
    assert links_of(response) == ["id_r1-papers"]
    assert 'id="id_r1-papers_error"' in response.content.decode()
    assert not Case.objects.exists()


def test_files_are_counted_over_the_whole_form(client):
    many = {name: [paper(f"{n}.pdf") for n in range(3)] for name in ("r0-papers", "r1-papers")}
    assert links_of(client.post(PERSON_URL, two(**many))) == ["id_r1-papers"]
    assert not Case.objects.exists()


def test_files_of_a_request_that_is_not_on_the_form_are_not_taken(client):
    data = filled(**{"r0-papers": paper("甲.pdf"), "r7-papers": paper("乙.pdf")})
    assert client.post(PERSON_URL, data).status_code == 303
    assert names_by_case() == [["甲.pdf"]]


def test_each_request_has_an_upload_of_its_own_without_a_script(client):
    page = client.post(PERSON_URL, filled(step="add", altcha="")).content.decode()
    for name in ("identity", "r0-papers", "r1-papers"):
        assert page.count(f'name="{name}"') == 1
