"""Drafting: every leaf of the taxonomy through the one form, with its letter beside it."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from disclosure import services as do
from disclosure.actions import Action
from disclosure.office.deciding import DraftDecision
from disclosure.office.inputs import shown
from disclosure.office.schedule import initial_rows
from disclosure.outcomes import GROUNDS, OUTCOMES
from disclosure.outcomes.rows import full_label
from tests.disclosure.desk.builders import NAME
from tests.disclosure.examples import decision_on, withheld

from .conftest import act_of

# Drafted only once the step they tell of was taken.
NOT_YET = {"lapsed", "withdrawn", "unpaid"}


def sent(decision, **changes) -> dict:
    """The form as a browser sends it for ``decision``."""
    values = {"outcome": decision.outcome, "method": "post"}
    for item in decision.leaf.inputs:
        values[f"in_{item.name}"] = shown(item, decision.inputs.get(item.name))
    if decision.leaf.has_schedule:
        values |= initial_rows(decision.withheld)
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in {**values, **changes}.items()
        if value not in (None, "", [])
    }


def form_of(desk, case, **data):
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return DraftDecision(case, desk.by("intake"), data=query)


def text_of(paper) -> str:
    pieces = [text for block in paper.blocks for text, _gap in block.pieces]
    return "\n".join(
        pieces + [cell for block in paper.blocks for row in block.rows for cell in row]
    )


@pytest.mark.parametrize("code", list(OUTCOMES))
def test_every_leaf_is_drafted_and_makes_its_letter(desk, code):
    case, decision = desk.handling(), decision_on(OUTCOMES[code])
    desk.ask_first(case, code)
    form = form_of(desk, case, **sent(decision))
    assert form.is_valid(), form.errors
    text = text_of(form.paper)
    assert form.paper.problems == []
    assert form.paper.row == full_label(decision.leaf.row)
    assert "仪器采购合同" in text and NAME not in text
    if code in NOT_YET:
        with pytest.raises(ValidationError) as refused:
            form.act()
        assert refused.value.code == "not_yet"
        return
    form.act()
    assert case.decision == decision
    letter = do.answer_of(case)
    assert (letter.kind, letter.method) == (decision.leaf.letter, "post")


@pytest.mark.parametrize("code", list(OUTCOMES))
def test_what_a_leaf_lacks_is_said_beside_its_field(desk, code):
    case = desk.handling()
    form = form_of(desk, case, outcome=code)
    needed = {f"in_{i.name}" for i in OUTCOMES[code].inputs if not i.optional}
    assert needed and not form.is_valid()
    missing = {name for name in form.errors if name.startswith("in_")}
    assert missing == needed
    assert "__all__" not in form.errors
    assert case.decision is None


def test_a_line_of_the_schedule_is_checked_beside_its_fields(desk):
    decision = decision_on(OUTCOMES["partial"])
    data = sent(decision, w1_content="", rows="1,2", w2_content="附件", w2_ground="")
    form = form_of(desk, desk.handling(), **data)
    assert not form.is_valid()
    assert form.errors["w1_content"] == ["缺少不予公开的内容。"]
    assert form.errors["w2_ground"] == ["请选择不予公开的依据。"]


@pytest.mark.parametrize("ground", list(GROUNDS))
def test_every_ground_can_stand_in_a_schedule(desk, ground):
    leaf = OUTCOMES["partial"]
    decision = type(decision_on(leaf))(leaf.code, decision_on(leaf).inputs, withheld(ground))
    form = form_of(desk, desk.handling(), **sent(decision))
    assert form.is_valid(), form.errors
    assert form.decision == decision
    assert "第1部分" in text_of(form.paper)


def test_rows_are_added_and_dropped_and_keep_what_was_typed(desk):
    case, data = desk.handling(), sent(decision_on(OUTCOMES["partial"]))
    added = form_of(desk, case, **data, ask="add")
    assert [row.number for row in added.schedule.rows] == [1, 2]
    assert not added.is_valid() and not added.errors
    assert added["w1_content"].value() == "第1部分"
    data |= {"rows": "1,2", "w2_content": "第2部分", "ask": "drop-1"}
    dropped = form_of(desk, case, **data)
    assert [row.number for row in dropped.schedule.rows] == [2]
    assert dropped["w2_content"].value() == "第2部分"
    again = form_of(desk, case, **{**data, "rows": "2", "ask": "drop-2"})
    assert len(again.schedule.rows) == 1


def test_asking_for_fields_or_a_preview_neither_saves_nor_complains(desk, officer):
    case, user = desk.handling(), desk.users["intake"]
    answer = officer(user).do(case, Action.DRAFT_DECISION, outcome="third_party", ask="fields")
    page = answer.content.decode()
    assert answer.status_code == 200 and "涉及的权益" in page and "errornote" not in page
    assert "【理由】" in page
    case.refresh_from_db()
    assert case.decision is None


def test_a_draft_is_saved_once_and_comes_back(desk, officer):
    case, user = desk.handling(), desk.users["intake"]
    decision = decision_on(OUTCOMES["partial"])
    answer = officer(user).do(case, Action.DRAFT_DECISION, **sent(decision))
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.decision == decision
    page = officer(user).get(act_of(case, Action.DRAFT_DECISION)).context["form"]
    assert page["in_released"].value() == "released甲\nreleased乙"
    assert page["w1_ground"].value() == "third_party"


def test_a_line_for_third_parties_asks_whose_objection_it_heeds(desk, officer):
    case, user = desk.handling(), desk.users["intake"]
    desk.objection(case, "甲乙公司")
    desk.objection(case, "丙丁公司")
    desk.objection(case, "戊己公司", result="agreed")
    data = sent(decision_on(OUTCOMES["partial"]))
    asked = form_of(desk, case, **data, ask="fields")["w1_honours"]
    assert [code for code, _label in asked.field.choices] == ["01", "02"]
    page = str(asked)
    assert "合同单价" in page and "甲乙公司" not in page and 'type="checkbox"' in page
    form = form_of(desk, case, **data, w1_honours=["09"])
    assert not form.is_valid() and "w1_honours" in form.errors
    officer(user).do(case, Action.DRAFT_DECISION, **data, w1_honours=["01", "02"])
    case.refresh_from_db()
    assert case.decision.withheld[0].honours == ("01", "02")
    page = officer(user).get(act_of(case, Action.DRAFT_DECISION)).context["form"]
    assert page["w1_honours"].value() == ["01", "02"]


def test_where_nobody_objects_it_is_not_asked_and_where_one_does_it_need_not_be_said(desk):
    case, data = desk.handling(), sent(decision_on(OUTCOMES["partial"]))
    desk.objection(case, "甲公司", result="agreed")
    assert "w1_honours" not in form_of(desk, case, **data).fields
    desk.objection(case, "乙公司")
    assert "可以不勾选" in form_of(desk, case, **data)["w1_honours"].help_text
    desk.objection(case, "丙公司")
    assert "须书面告知" in form_of(desk, case, **data)["w1_honours"].help_text


def test_a_line_on_another_ground_heeds_nobody(desk):
    case = desk.handling()
    desk.objection(case)
    form = form_of(
        desk, case, **sent(replace(decision_on(OUTCOMES["partial"]), withheld=withheld("internal")))
    )
    assert form.is_valid() and "w1_honours" not in form.fields


def test_a_case_is_counted_elsewhere_only_with_a_reason(desk):
    case, data = desk.handling(), sent(decision_on(OUTCOMES["released"]))
    form = form_of(desk, case, **data, override_row="3.6.3")
    assert not form.is_valid() and "override_reason" in form.errors
    form = form_of(desk, case, **data, override_row="3.1", override_reason="因为")
    assert not form.is_valid() and "override_row" in form.errors
    form = form_of(desk, case, **data, override_row="3.6.3", override_reason="统计口径另有规定")
    assert form.is_valid(), form.errors
    assert form.paper.row == full_label("3.6.3")
    form.act()
    assert case.decision.override.by == "intake"


def test_the_form_knows_what_the_case_knows(desk):
    from datetime import date

    case = desk.waiting()
    do.receive_supplement(case, desk.by("intake"))
    form = form_of(desk, case, outcome="still_unclear", ask="fields")
    assert form["in_corrections_asked_on"].value() == date(2026, 3, 2).isoformat()


def test_a_refusal_shows_that_review_comes_first(desk):
    form = form_of(desk, desk.handling(), **sent(decision_on(OUTCOMES["state_secret"])))
    form.is_valid()
    assert "先向示例市人民政府申请行政复议" in text_of(form.paper)
    assert form.paper.remedy == "先申请行政复议，不能直接起诉"
    assert any(text.startswith("第十四条") for text in form.paper.articles)


def test_settings_that_lack_the_review_body_are_named_before_signing(desk):
    from disclosure.models import DeskSettings

    DeskSettings(institution_name="京科创中心", prefix="京科创").save()
    form = form_of(desk, desk.handling(), **sent(decision_on(OUTCOMES["state_secret"])))
    form.is_valid()
    assert any("行政复议机关" in problem for problem in form.paper.problems)
