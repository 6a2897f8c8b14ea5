"""Pages of one's own case name things as the institution does, and as the form did."""

import io
import zipfile

from disclosure.models import DeskSettings

from .visitor import CASE, LOOKUP, act


def pages_of(visitor) -> str:
    found = [visitor.client.get(path) for path in (LOOKUP, CASE, act("edit"), act("withdraw"))]
    found.append(visitor.post("withdraw"))  # not ticked, so asked again
    packed = visitor.client.post(act("export")).getvalue()
    exported = zipfile.ZipFile(io.BytesIO(packed)).read("data.html").decode()
    return "".join(response.content.decode() for response in found) + exported


def test_an_institution_whose_rules_say_so_is_asked_throughout(visitor, desk):
    case = desk.new()
    visitor.open(case)
    asked = set(
        "申请编号 申请人 收到申请之日 修改申请 撤回申请 见申请回执 提交申请时 重新提交申请 "
        "那是另一件申请 我确定撤回这件申请 <h3>提交申请 审查申请内容".split()
    ) | {f"申请 {case.number}"}
    before = pages_of(visitor)
    assert {words for words in asked if words in before} == asked
    row = DeskSettings.objects.get()
    row.institution, row.appeal_body = "public_service", "示例市卫生健康委员会"
    row.uses_inquiry_wording = True
    row.save()
    after = pages_of(visitor)
    kept = {words for words in asked if words in after}
    new = {words for words in asked if words.replace("申请", "咨询") in after}
    assert (kept, new) == (set(), asked)


def test_what_is_wanted_is_called_as_in_the_form(visitor, desk):
    visitor.open(desk.new())
    form = visitor.client.get("/apply/person/").content.decode()
    mine = visitor.client.post(act("mine")).content.decode()
    for shown in (visitor.client.get(act("edit")).content.decode(), mine):
        assert "信息名称或文件标题" in shown and "所需信息的名称" not in shown
    for label in ("信息名称或文件标题", "发文字号", "索引号", "内容描述"):
        assert label in form and label in visitor.client.get(act("edit")).content.decode()
