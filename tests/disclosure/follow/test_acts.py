"""What an applicant may do at which stage, and that nothing else happens."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure import services as do
from disclosure.choices import Stage
from disclosure.following.acts import ACTS
from disclosure.models import Satisfaction
from portal.models import AuditEvent
from tests.disclosure.desk.builders import STAGES

from .visitor import act, everything, fresh

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WANTED = {"description": "2025年度采购合同", "form": "electronic", "ways": ["online"]}
VALID = {
    "confirm": {},
    "edit": {**WANTED, "phone": "13900139000"},
    "withdraw": {"sure": "on"},
    "supplement": WANTED,
    "reasons": {"reasons": "用于研究"},
    "rate": {"score": "5"},
}
# Written down by hand: what the page offers at each stage (reasons only once asked for).
OFFERED = {
    "new": {"confirm", "edit", "withdraw"},
    "handling": {"withdraw"},
    "waiting": {"supplement", "withdraw"},
    "review": {"withdraw"},
    "signing": {"withdraw"},
    "signed": set(),
    "replied": {"rate"},
    "closed": {"rate"},
}


def asked_for_reasons(desk):
    case = desk.handling()
    do.ask_reasons(case, desk.by("intake"), until=date(2026, 3, 12))
    return case


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", ACTS)
def test_each_act_is_offered_and_works_at_its_stages_only(visitor, desk, stage, name):
    case = getattr(desk, stage)()
    visitor.open(case)
    is_offered = name in OFFERED[stage]
    assert (f'href="{act(name)}"' in visitor.page()) == is_offered
    before = everything(case)
    if name == "confirm" and stage != "new":
        # It was received: that is said, not refused.
        assert "不需要重复确认" in visitor.done(name)
        assert everything(case) == before
        return
    shown, sent = visitor.client.get(act(name)), visitor.post(name, **VALID[name])
    if is_offered:
        assert (shown.status_code, sent.status_code) == (200, 302)
        assert everything(case) != before
    else:
        assert (shown.status_code, sent.status_code) == (409, 409)
        for response in (shown, sent):
            assert f"不能{ACTS[name].title}" in response.content.decode() or (
                "不能直接修改" in response.content.decode()
            )
        assert everything(case) == before


@pytest.mark.parametrize("name", [name for name in ACTS if name != "edit"])
def test_done_twice_it_is_done_once(visitor, desk, name):
    stage = {"confirm": "new", "supplement": "waiting", "rate": "replied"}.get(name, "handling")
    case = asked_for_reasons(desk) if name == "reasons" else getattr(desk, stage)()
    visitor.open(case)
    assert str(ACTS[name].said) in visitor.done(name, **VALID[name])
    after = everything(case)
    assert str(ACTS[name].again) in visitor.done(name, **VALID[name])
    assert everything(case) == after
    assert str(ACTS[name].again) not in visitor.page()


def test_a_twin_that_was_quicker_is_no_error(visitor, desk, monkeypatch):
    """Both looked before either wrote: the second is refused by the verb, and thanked all the same."""
    case = desk.new()
    visitor.open(case)
    do.confirm_receipt(fresh(case), desk.by("applicant"))
    monkeypatch.setattr("disclosure.following.acts.Act.is_done", _after_the_first(False))
    assert "不需要重复确认" in visitor.done("confirm")
    assert case.events.filter(kind="confirmed").count() == 1


def _after_the_first(first):
    from disclosure.following.acts import Act

    real, asked = Act.is_done, []

    def is_done(self, standing):
        asked.append(1)
        return first if len(asked) < 3 else real(self, standing)

    return is_done


def test_nobody_may_what_the_verb_forbids(visitor, desk, monkeypatch):
    case = desk.new()
    visitor.open(case)

    def forbidden(*args, **options):
        raise PermissionDenied

    monkeypatch.setattr("disclosure.services.confirm_receipt", forbidden)
    response = visitor.post("confirm")
    assert response.status_code == 403 and "不能确认收到" in response.content.decode()


def test_confirming_starts_the_clock_today(visitor, desk):
    case = desk.new()
    desk.later(2)
    visitor.open(case)
    html = visitor.done("confirm")
    case = fresh(case)
    assert (case.received_on, case.due_on) == (date(2026, 3, 4), date(2026, 4, 1))
    assert "最迟" in html and "2026年4月1日" in html
    entry = case.events.get(kind="confirmed")
    assert (entry.actor_kind, entry.user_id) == ("applicant", None)


def test_editing_changes_what_was_sent_for_ten_minutes(visitor, desk, time_machine):
    case = desk.new()
    visitor.open(case)
    start = visitor.client.get(act("edit")).content.decode()
    assert "2025年度大型仪器采购合同全文" in start and "13800138000" in start
    visitor.done("edit", **VALID["edit"])
    case = fresh(case)
    assert (case.description, case.phone, case.ways) == (
        "2025年度采购合同",
        "13900139000",
        ["online"],
    )
    assert case.name == "欧阳小丽" and case.id_number
    time_machine.move_to("2026-03-02 10:11+08:00")
    before = everything(case)
    response = visitor.post("edit", **VALID["edit"])
    assert response.status_code == 409 and "不能直接修改" in response.content.decode()
    assert everything(case) == before


def test_a_supplement_brings_new_words_and_files_and_restarts_the_term(visitor, desk):
    case = desk.waiting()
    desk.later(4)
    visitor.open(case)
    assert "请写明年度" in visitor.page()
    assert "请写明年度" in visitor.client.get(act("supplement")).content.decode()
    files = [SimpleUploadedFile(f"说明{n}.pdf", PDF) for n in (1, 2)]
    visitor.done("supplement", **WANTED, files=files)
    case = fresh(case)
    assert (case.stage, case.due_on) == (Stage.HANDLING, date(2026, 4, 3))
    assert case.description == "2025年度采购合同"
    assert [(row.kind, row.name) for row in case.files.all()] == [
        ("supplement", "说明1.pdf"),
        ("supplement", "说明2.pdf"),
    ]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([("a.exe", b"MZ")], "不能上传"),
        ([("a.pdf", b"not a pdf")], "a"),
        ([(f"{n}.pdf", PDF) for n in range(6)], "最多上传5个文件"),
    ],
)
def test_a_bad_file_is_named_and_the_words_stay(visitor, desk, files, message):
    case = desk.waiting()
    visitor.open(case)
    before = everything(case)
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    response = visitor.post("supplement", **WANTED, files=uploads)
    html = response.content.decode()
    assert response.status_code == 200 and message in html and 'id="id_files_error"' in html
    assert WANTED["description"] in html
    assert everything(case) == before


@pytest.mark.parametrize(
    ("stage", "name", "data", "message"),
    [
        ("new", "withdraw", {}, "请勾选"),
        ("waiting", "supplement", {**WANTED, "description": " "}, "请描述所需的信息"),
        ("waiting", "supplement", {**WANTED, "form": "stone"}, "选择一个有效"),
        ("new", "edit", {**WANTED, "email": "nonsense"}, "邮件"),
        ("new", "edit", {**WANTED, "phone": "", "email": "", "address": ""}, "至少填写一项"),
        ("replied", "rate", {}, "请选择一项评价"),
        ("replied", "rate", {"score": "6"}, "请选择一项评价"),
        ("replied", "rate", {"score": "4", "comment": "长" * 1001}, "1000"),
    ],
)
def test_bad_input_is_told_beside_the_field(visitor, desk, stage, name, data, message):
    case = getattr(desk, stage)()
    visitor.open(case)
    before = everything(case)
    response = visitor.post(name, **data)
    html = response.content.decode()
    assert response.status_code == 200 and message in html and 'class="sum"' in html
    assert everything(case) == before


def test_reasons_are_kept_sealed_and_only_once_asked_for(visitor, desk):
    case = asked_for_reasons(desk)
    visitor.open(case)
    visitor.done("reasons", reasons="我在写一篇论文")
    letter = case.letters.get(kind="explanation")
    assert letter.data["reasons_given"] == "我在写一篇论文"
    assert "论文" not in str(list(case.events.values()))


def test_withdrawing_ends_the_case(visitor, desk):
    case = desk.review()
    visitor.open(case)
    html = visitor.done("withdraw", sure="on")
    assert "<b>已撤回</b>" in html and fresh(case).outcome == "withdrawn"
    assert 'aria-current="step"' not in html


def test_a_mark_is_given_once_with_a_comment(visitor, desk):
    case = desk.replied()
    visitor.open(case)
    assert "您已评价：4分" in visitor.done("rate", score="4", comment="还行")
    row = Satisfaction.objects.get(case=case)
    assert (row.score, row.comment) == (4, "还行")


def test_every_act_is_on_record_as_the_applicants(visitor, desk):
    case = desk.new()
    visitor.open(case)
    visitor.done("confirm")
    visitor.done("withdraw", sure="on")
    events = AuditEvent.objects.about(case)[:2]
    assert [event.verb for event in events] == ["disclosure.withdraw", "disclosure.confirm_receipt"]
    assert {event.actor_kind for event in events} == {"applicant"}


def test_an_act_nobody_knows_is_not_found(visitor, desk):
    visitor.open(desk.new())
    assert visitor.client.get(act("sign")).status_code == 404
    assert visitor.post("sign").status_code == 404


@pytest.mark.parametrize("name", ["edit", "withdraw"])
def test_a_form_of_a_case_looked_up_before_does_nothing_to_the_one_after(visitor, desk, name):
    first, second = desk.new(), desk.new()
    visitor.open(first)
    page = visitor.client.get(act(name)).content.decode()
    assert f'name="case" value="{first.number}"' in page
    visitor.open(second)
    before = everything(second)
    long = "很长的一段话" * 30
    answer = visitor.post(name, **VALID[name] | {"case": first.number, "description": long})
    assert answer.status_code == 409
    assert "没有提交" in answer.content.decode() and long in answer.content.decode()
    assert everything(second) == before and fresh(first).stage == Stage.NEW
    assert visitor.post(name, **VALID[name], case=second.number).status_code == 302
