"""期限日历: what is due, for whom, on which day; working days as the calendar has them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import services as do
from disclosure.agenda import agenda
from disclosure.office.deadlines import month_of, weeks_of
from tests.disclosure.desk.builders import NAME

PAGE = "/admin/disclosure/deadlines/"


def items(user):
    return [(item.day.isoformat(), item.kind, item.label) for item in agenda(user)]


def consulted(desk, case):
    by = desk.by("intake")
    row = do.consult(case, by, party="third_party", name="某公司", concerns="价款")
    do.consultation_delivered(case, by, row)
    return case


def test_the_reply_and_the_clocks_inside_it_are_due(desk):
    desk.handling()
    assert items(desk.users["intake"]) == [
        ("2026-03-11", "inner", "补正告知期限"),
        ("2026-03-30", "reply", "答复期限"),
    ]


def test_a_limit_nobody_has_to_use_is_gone_when_it_is_over(desk):
    desk.handling()
    desk.later(10)
    assert items(desk.users["intake"]) == [("2026-03-30", "reply", "答复期限")]


def test_waiting_for_the_applicant_is_due_on_the_day_the_notice_says(desk):
    desk.waiting()
    desk.later(30)
    assert items(desk.users["intake"]) == [("2026-03-16", "inner", "申请人补正期限")]


def test_consultations_departments_and_proceedings_have_their_days(desk):
    by = desk.by("intake")
    case = consulted(desk, desk.handling())
    do.assign(case, by, desk.department(), due_on=date(2026, 3, 9))
    answered = desk.replied()
    do.start_proceeding(answered, by, route="review", body="某市政府", received_on=date(2026, 3, 2))
    found = items(desk.users["head"])
    assert ("2026-03-23", "inner", "第三方提出意见期限") in found
    assert ("2026-03-09", "department", "科研处承办期限") in found
    assert ("2026-03-12", "proceeding", "行政复议答复和举证期限") in found
    do.end_proceeding(
        answered,
        by,
        proceeding=answered.proceedings.get(),
        result="upheld",
        on=date(2026, 3, 2),
    )
    assert not any(kind == "proceeding" for _day, kind, _label in items(desk.users["head"]))


def test_answered_cases_are_due_no_more(desk):
    desk.replied()
    assert items(desk.users["intake"]) == []


def test_contributors_see_their_own_departments_alone(desk):
    user = desk.users["department"]
    case, other = desk.handling(), desk.handling()
    assert items(user) == []
    do.assign(case, desk.by("intake"), desk.department(), due_on=date(2026, 3, 9))
    from portal.models import Department

    do.assign(other, desk.by("intake"), Department.objects.create(name="财务处"))
    do.assign(case, desk.by("intake"), Department.objects.get(name="财务处"))
    found = agenda(user)
    assert {item.number for item in found} == {case.number}
    assert [item.label for item in found] == ["科研处承办期限", "答复期限"]


@pytest.mark.parametrize("role", ["auditor"])
def test_auditors_have_no_agenda(desk, role):
    desk.handling()
    assert agenda(desk.users[role]) == []


# --- The page -----------------------------------------------------------------------------------------
def test_the_page_names_numbers_and_nobody(desk, sign_in):
    case = desk.handling()
    page = sign_in("intake").get(PAGE).content.decode()
    assert case.number in page and "答复期限" in page
    assert NAME not in page and case.title not in page


def test_what_is_overdue_is_on_top_of_every_month(desk, sign_in):
    case = desk.handling()
    desk.later(30)
    context = sign_in("intake").get(PAGE, {"month": "2026-05"}).context
    (late,) = context["overdue"]
    assert (late.number, late.over) == (case.number, 2)
    assert context["items"] == []


def test_below_the_month_stands_what_is_not_overdue_with_the_days_left(desk, sign_in):
    late = desk.handling()
    desk.later(28)  # 30 March, its last day
    case = desk.handling()
    page = sign_in("intake").get(PAGE)
    shown = [(item.number, item.label, item.left) for item in page.context["items"]]
    assert (late.number, "答复期限", 0) in shown and "今天到期" in page.content.decode()
    desk.later(29)
    page = sign_in("intake").get(PAGE, {"month": "2026-04"})
    assert [item.number for item in page.context["overdue"]] == [late.number]
    assert {item.number for item in page.context["items"]} == {case.number}
    assert "还有 19 个工作日" in page.content.decode()
    cells = [item for week in page.context["weeks"] for cell in week for item in cell.items]
    assert {item.number for item in cells} == {case.number}


def test_holidays_and_worked_weekends_are_marked(desk):
    days = {
        cell.date: cell
        for month in (date(2026, 2, 1), date(2026, 5, 1))
        for week in weeks_of(month, date(2026, 3, 2), [])
        for cell in week
        if cell.is_inside
    }
    assert days[date(2026, 2, 17)].mark == "休" and days[date(2026, 2, 17)].rest == "春节"
    assert days[date(2026, 5, 9)].mark == "班" and days[date(2026, 5, 9)].kind == "makeup"
    assert days[date(2026, 2, 7)].kind == "weekend"
    assert len(days) == 28 + 31


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "1999-01", "9999-12", "x", "2026-03-01", "2026-3"]
)
def test_a_month_that_is_none_is_this_one(text):
    assert month_of(text, date(2026, 3, 2)) == date(2026, 3, 1)


@pytest.mark.parametrize("month", ["2000-01", "2099-12"])
def test_the_first_and_the_last_month_can_be_shown(desk, sign_in, month):
    page = sign_in("intake").get(PAGE, {"month": month})
    assert page.status_code == 200
    assert "暂定" in page.content.decode()


def test_the_number_of_cases_costs_no_query(desk, sign_in):
    client = sign_in("intake")

    def count():
        client.get(PAGE)  # what is kept in memory is read anew after a change
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    def add(number):
        department = desk.department(f"处{number}")
        for _each in range(number):
            case = consulted(desk, desk.handling())
            do.assign(case, desk.by("intake"), department)

    add(1)
    few = count()
    add(4)
    assert count() == few
