"""The own data: shown in full or taken along, both on purpose and both on record."""

import io
import json
import zipfile

import pytest

from disclosure import services as do
from portal.models import AuditEvent
from tests.disclosure.desk.builders import EMAIL, NAME, NUMBER, PHONE

from .visitor import act


@pytest.mark.parametrize("name", ["mine", "export"])
def test_looking_takes_a_deliberate_click(visitor, desk, name):
    visitor.open(desk.handling())
    assert visitor.client.get(act(name)).status_code == 405


def test_everything_typed_is_shown_in_full_and_that_is_on_record(visitor, desk):
    case = desk.handling()
    visitor.open(case)
    html = visitor.post("mine").content.decode()
    for text in (NAME, NUMBER, PHONE, EMAIL, "2025年度大型仪器采购合同全文"):
        assert text in html
    event = AuditEvent.objects.about(case).first()
    assert (event.verb, event.actor_kind, event.part) == (
        "disclosure.view",
        "applicant",
        "申请人信息",
    )


def unpacked(response):
    assert response["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as bundle:
        return json.loads(bundle.read("data.json")), bundle.read("data.html").decode()


def test_the_export_is_for_machines_and_for_people(visitor, desk):
    case = desk.closed()
    do.rate(case, desk.by("applicant"), score=4, comment="还行")
    visitor.open(case)
    response = visitor.post("export")
    assert f'filename="{case.number}.zip"' in response["Content-Disposition"]
    data, html = unpacked(response)
    assert (data["name"], data["id_number"], data["outcome"]) == (NAME, NUMBER, "released")
    assert data["satisfaction"] == {"score": 4, "comment": "还行"}
    assert NAME in html and "送达答复" in html
    assert AuditEvent.objects.about(case).first().verb == "disclosure.export"


def test_the_export_tells_no_answer_before_it_is_delivered(visitor, desk):
    case = desk.signed("internal")
    visitor.open(case)
    data, html = unpacked(visitor.post("export"))
    assert data["outcome"] == ""
    kinds = {entry["kind"] for entry in data["history"]}
    assert kinds == {"submitted", "registered", "code_reissued"}
    assert "审核" not in html and "拟写" not in html


def test_markup_in_what_was_typed_stays_text(visitor, desk):
    evil = do.Wanted("<script>alert(1)</script>", title="<b>x</b>")
    case = desk.new()
    do.edit(case, desk.by("applicant"), wanted=evil)
    visitor.open(case)
    _data, html = unpacked(visitor.post("export"))
    for page in (html, visitor.page(), visitor.post("mine").content.decode()):
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page
