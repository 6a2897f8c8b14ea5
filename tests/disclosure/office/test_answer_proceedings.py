"""复议、诉讼 as timed follow-ups, and two heads who sign at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from disclosure import services as do
from disclosure.actions import Action
from disclosure.followups import days_left, days_left_label, due
from disclosure.templatetags.desk_answers import proceeding_due

from .answering import complaints
from .conftest import act_of

DAY = date(2026, 3, 2)


def started(desk, case, **changes):
    values = {"route": "review", "body": "示例市人民政府", "received_on": DAY, **changes}
    return do.start_proceeding(case, desk.by("intake"), **values)


def test_a_review_is_entered_answered_and_concluded(desk, officer):
    case, intake = desk.replied(), officer(desk.users["intake"])
    data = {"route": "review", "body": "示例市人民政府", "received_on": "2026-03-02"}
    assert (
        "body"
        in intake.do(case, Action.START_PROCEEDING, **{**data, "body": ""}).context["form"].errors
    )
    assert intake.do(case, Action.START_PROCEEDING, **data).status_code == 302
    row = case.proceedings.get()
    assert row.answer_by == date(2026, 3, 12)
    page = intake.get(act_of(case, Action.END_PROCEEDING, row)).content.decode()
    assert "2026-03-12（还有10日）" in page
    assert intake.do(case, Action.ANSWER_PROCEEDING, row, on="2026-03-02").status_code == 302
    row.refresh_from_db()
    assert row.answered_on == DAY and days_left(row) is None
    assert "已经登记过" in complaints(intake.do(case, Action.ANSWER_PROCEEDING, row))
    assert intake.do(case, Action.END_PROCEEDING, row, result="upheld").status_code == 302
    row.refresh_from_db()
    assert (row.result, row.concluded_on) == ("upheld", DAY)


def test_days_of_a_proceeding(desk):
    row = started(desk, desk.replied())
    assert [days_left(row, DAY + timedelta(days=n)) for n in (0, 10, 11)] == [10, 0, -1]
    labels = [days_left_label(row, DAY + timedelta(days=n)) for n in (9, 10, 12)]
    assert labels == ["还有1日", "今天到期", "已超期2日"]
    assert not proceeding_due(row)["is_late"]
    desk.later(11)
    assert proceeding_due(row)["is_late"]
    assert list(due(DAY + timedelta(days=9))) == [] and list(due(DAY + timedelta(days=10))) == [row]


def test_an_answer_is_not_given_before_the_matter_came(desk):
    case = desk.replied()
    row = started(desk, case)
    with pytest.raises(ValidationError, match="不能早于"):
        do.answer_proceeding(case, desk.by("intake"), row, on=DAY - timedelta(days=1))
    do.answer_proceeding(case, desk.by("intake"), row, on=DAY)
    assert case.events.filter(kind="proceeding_answered").count() == 1


def test_a_limit_before_the_notice_is_refused(desk, officer):
    data = {"route": "suit", "body": "法院", "received_on": "2026-03-02", "answer_by": "2026-03-01"}
    answer = officer(desk.users["intake"]).do(desk.replied(), Action.START_PROCEEDING, **data)
    assert "answer_by" in answer.context["form"].errors
