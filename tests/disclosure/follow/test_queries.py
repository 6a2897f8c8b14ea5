"""How many queries the status page takes: few, and no more for a long history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import services as do

from .visitor import CASE

# Case, ledger, letters, files, rating, the facts of the letter's remedy, and the content version.
BUDGETS = {"new": 10, "handling": 10, "waiting": 11, "replied": 12, "closed": 12}


def count(visitor):
    with CaptureQueriesContext(connection) as queries:
        assert visitor.client.get(CASE).status_code == 200
    return len(queries), [query["sql"][:150] for query in queries]


@pytest.mark.parametrize("stage", BUDGETS)
def test_each_stage_keeps_its_budget(visitor, desk, stage):
    visitor.open(getattr(desk, stage)())
    visitor.page()
    number, asked = count(visitor)
    assert number <= BUDGETS[stage], asked


def test_a_long_history_costs_no_more(visitor, desk):
    case = desk.handling()
    visitor.open(case)
    visitor.page()
    few, _asked = count(visitor)
    for number in range(8):
        letter = do.draft_letter(
            case, desk.by("intake"), "consultation_notice", {"comment_by": "2026-03-20"}
        )
        do.issue_letter(case, desk.by("intake"), letter, method="direct")
        do.consult(
            case, desk.by("intake"), party="third_party", name=f"公司{number}", concerns="报价"
        )
    many, asked = count(visitor)
    assert visitor.page().count("征求意见告知书") >= 8
    assert many == few, asked
