"""信息处理费: the bands of 国办函〔2020〕109号, off by default, one method at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.fees import FeeRules, FeesAreOff, Method, charge

ON = FeeRules(enabled=True)


def test_the_module_is_off_by_default():
    with pytest.raises(FeesAreOff):
        charge(FeeRules(), items=40)


@pytest.mark.parametrize(
    ("items", "due"),
    [(1, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (50, 7000)],
)
def test_by_item(items, due):
    assert charge(ON, items=items).due == due


@pytest.mark.parametrize(
    ("pages", "due"),
    [(0, 0), (30, 0), (31, 10), (68, 380), (100, 700), (101, 720), (200, 2700), (201, 2740)],
)
def test_by_page(pages, due):
    assert charge(ON, pages=pages).due == due


@pytest.mark.parametrize("both", [{"items": 1, "pages": 1}, {}])
def test_never_both_methods_and_never_none(both):
    with pytest.raises(ValueError, match=r"art\. 3"):
        charge(ON, **both)


@pytest.mark.parametrize(
    "wrong", [{"items": 0}, {"items": []}, {"items": 1, "earlier": -1}, {"pages": -1}]
)
def test_impossible_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match="at least one|negative"):
        charge(ON, **wrong)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_applications_one_by_one_cost_what_they_cost_together(month):
    """超额累进: it does not matter how the items of a month are spread over applications."""
    total, earlier = 0, 0
    for items in month:
        total += charge(ON, items=items, earlier=earlier).due
        earlier += items
    assert total == charge(ON, items=earlier).due


@given(st.integers(0, 500))
def test_one_more_never_costs_less(number):
    for units in ("items", "pages"):
        less, more = (charge(ON, **{units: number + step}).due for step in (1, 2))
        assert less <= more


@given(st.integers(1, 200), st.integers(0, 200))
def test_the_lines_count_each_unit_once(items, earlier):
    lines = charge(ON, items=items, earlier=earlier).lines
    counted = [unit for line in lines for unit in range(line.first, line.last + 1)]
    assert counted == list(range(earlier + 1, earlier + items + 1))


def test_the_reckoning_is_told_line_by_line_with_its_articles():
    assert charge(ON, items=["合同", "验收报告"], earlier=29).explanation == (
        "依据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第三条、第四条，按件计收，超额累进。",
        "同一申请人本自然月内此前已申请29件，本次申请计2件。",
        "该申请包含多项内容，按照“一事一申请”原则拆分为2件（第四条第一款）：1.合同；2.验收报告。",
        "第30件，共1件，每件100元，计100元（第四条第二款第（二）项）。",
        "第31件，共1件，每件200元，计200元（第四条第二款第（三）项）。",
        "合计300元。",
    )
    assert charge(ON, pages=120).explanation[1:] == (
        "本次申请提供120页。",
        "第1页至第30页，共30页，不收费（第五条）。",
        "第31页至第100页，共70页，每页10元，计700元（第五条）。",
        "第101页至第120页，共20页，每页20元，计400元（第五条）。",
        "合计1100元。",
    )


def test_an_application_about_one_matter_is_not_said_to_be_split():
    assert not any("拆分" in line for line in charge(ON, items=["合同"]).explanation)


def test_what_is_public_already_is_not_charged_by_page():
    fee = charge(ON, pages=300, outcome="already_public")
    assert (fee.due, fee.lines) == (0, ())
    assert fee.explanation[-1] == "合计0元。"
    assert charge(FeeRules(True, free_of_page_fee=frozenset()), pages=31, outcome="x").due == 10
    assert charge(ON, items=11, outcome="already_public").due == 100


def test_a_waived_fee_keeps_its_reckoning():
    fee = charge(ON, pages=68, waived="申请人为低保对象。")
    assert (fee.method, fee.total, fee.due) == (Method.PAGES, 380, 0)
    assert fee.explanation[-1] == "合计380元。免收，理由：申请人为低保对象。"
