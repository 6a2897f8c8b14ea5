"""Why a decision cannot be signed: each missing thing is named, and nothing else is."""

import json
from datetime import date

import pytest

from disclosure.outcomes import (
    GROUNDS,
    OUTCOMES,
    RESULT_ROWS,
    Decision,
    InstitutionProfile,
    Kind,
    Override,
    Withheld,
    from_data,
    problems,
    report_row,
    to_data,
)

from .examples import complete, decision_on, value_for, withheld

LEAVES = pytest.mark.parametrize("leaf", OUTCOMES.values(), ids=OUTCOMES)
MOVED = Override("3.6.3", "按上级要求归类", "王某", date(2026, 11, 25))


@LEAVES
def test_a_complete_decision_has_no_problem(leaf):
    assert problems(decision_on(leaf)) == []


@LEAVES
def test_each_needed_input_is_missed_when_it_is_blank(leaf):
    whole = decision_on(leaf)
    for name in whole.inputs:
        for nothing in (None, "", "  \n", ()):
            inputs = {**whole.inputs, name: nothing}
            label = next(item.label for item in leaf.inputs if item.name == name)
            found = problems(Decision(leaf.code, inputs, whole.withheld))
            assert any(text.startswith(f"缺少“{label}”") for text in found), name


@LEAVES
def test_a_value_of_the_wrong_kind_is_refused(leaf):
    for item in leaf.inputs:
        wrong = 7 if item.kind is Kind.TEXT else "javascript:alert(1)"
        values = {**complete(leaf), item.name: wrong}
        found = problems(Decision(leaf.code, values, decision_on(leaf).withheld))
        assert f"“{item.label}”填写的内容不符合要求。" in found


@pytest.mark.parametrize(
    "link", ["/zwgk/1.html", "//evil.example", "mailto:a@b.cn", "http:x", "https://a b"]
)
def test_a_link_on_paper_is_a_whole_address(link):
    assert problems(Decision("already_public", {"link": link})) == [
        "“公开网址”填写的内容不符合要求。"
    ]


def test_one_of_two_ways_is_enough():
    assert problems(Decision("already_public", {"access": "市档案馆"})) == []
    assert problems(Decision("already_public", {"link": "https://www.example.cn/1"})) == []
    assert problems(Decision("already_public")) == [
        "缺少“公开网址”（或者“获取的方式、途径”）。",
        "缺少“获取的方式、途径”（或者“公开网址”）。",
    ]


def test_the_responsible_agency_is_named_or_said_to_be_unknown():
    assert problems(Decision("not_ours", {"reasons": "非本机关制作"})) == [
        "缺少“负责公开的机关”（或者“无法确定负责公开的机关”）。",
        "缺少“该机关的联系方式”（或者“无法确定负责公开的机关”）。",
    ]
    assert problems(Decision("not_ours", {"reasons": "x", "agency_unknown": True})) == []


def test_leftovers_of_another_leaf_do_no_harm():
    values = {**complete(OUTCOMES["released"]), "search_scope": "档案系统"}
    assert problems(Decision("released", values)) == []


def test_an_unknown_leaf_is_no_leaf():
    assert problems(Decision("")) == ["请选择处理结果。"]


# --- The schedule --------------------------------------------------------------------------------
def test_a_partial_release_needs_its_schedule():
    assert problems(Decision("partial", complete(OUTCOMES["partial"]))) == [
        "部分公开必须逐项列明不予公开的内容。"
    ]


def test_each_line_of_the_schedule_is_checked_and_named():
    schedule = (
        *withheld("state_secret"),
        Withheld(" ", "nothing"),
        Withheld("附件", "third_party", {"interest": ("商业秘密",)}),
    )
    assert problems(Decision("partial", complete(OUTCOMES["partial"]), schedule)) == [
        "清单第2项：缺少不予公开的内容。",
        "清单第2项：请选择不予公开的依据。",
        "清单第3项：缺少“征求第三方意见的情况”。",
        "清单第3项：缺少“理由”。",
    ]


@LEAVES
def test_only_a_partial_release_has_a_schedule(leaf):
    found = problems(Decision(leaf.code, complete(leaf), withheld(*GROUNDS)))
    assert bool(found) == (leaf.code != "partial")


# --- The officer's override ----------------------------------------------------------------------
@LEAVES
def test_a_case_counts_in_the_row_of_its_leaf_unless_it_was_moved(leaf):
    assert report_row(Decision(leaf.code)) == leaf.row
    assert report_row(Decision(leaf.code, override=MOVED)) == "3.6.3"


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        (MOVED, []),
        (Override("3.7", "理由", "王某", MOVED.on), ["年度报告中没有这一行，请重新选择归类。"]),
        (
            Override("3.1", "理由", "王某", MOVED.on),
            ["改归的类别与原类别相同，请取消改归。"],
        ),
        (Override("3.6.3", " ", "王某", MOVED.on), ["改归年度报告类别，必须写明理由。"]),
        (
            Override("3.6.3", "理由", "", MOVED.on),
            ["改归年度报告类别，必须记录经办人和日期。"],
        ),
        (
            Override("3.6.3", "理由", "王某", None),
            ["改归年度报告类别，必须记录经办人和日期。"],
        ),
    ],
)
def test_an_override_has_a_reason_an_officer_and_a_date(override, expected):
    decision = Decision("released", complete(OUTCOMES["released"]), override=override)
    assert problems(decision) == expected


def test_a_case_may_be_moved_to_any_row_of_results():
    for row in RESULT_ROWS:
        leaf = OUTCOMES["other" if row != "3.6.3" else "released"]
        override = Override(row, "理由", "王某", MOVED.on)
        assert problems(Decision(leaf.code, complete(leaf), override=override)) == []


def test_the_settings_are_part_of_what_is_missing():
    found = problems(decision_on(OUTCOMES["state_secret"]), InstitutionProfile("某局"))
    assert found == ["缺少行政复议机关的名称，救济途径无法写明。"]


# --- As stored data ------------------------------------------------------------------------------
@LEAVES
def test_a_decision_survives_a_json_column(leaf):
    values = {item.name: value_for(item) for item in leaf.inputs}
    schedule = withheld(*GROUNDS) if leaf.has_schedule else ()
    decision = Decision(leaf.code, values, schedule, MOVED)
    assert from_data(json.loads(json.dumps(to_data(decision)))) == decision
    assert from_data(to_data(Decision(leaf.code))) == Decision(leaf.code)
