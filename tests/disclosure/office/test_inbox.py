"""The inbox: who sees which case, what waits for whom, and what may be searched."""

from datetime import date

import pytest

from disclosure import services as do
from disclosure.models import Case
from disclosure.outcomes import OUTCOMES
from portal.models import AuditEvent
from tests.disclosure.desk.builders import NAME, NUMBER, PERSON, STAGES, WANTED
from tests.disclosure.examples import decision_on
from tests.factories import make_user

from .conftest import INBOX, page_of

FIND = f"{INBOX}find/"


@pytest.fixture
def cases(desk):
    return {stage: getattr(desk, stage)() for stage in STAGES}


def shown(answer):
    assert answer.status_code == 200
    return {case.pk for case, _urgency in answer.context["rows"]}


def counts(answer):
    return {tab.code: tab.count for tab in answer.context["tabs"]}


@pytest.mark.parametrize("role", ["intake", "reviewer", "head"])
def test_the_desk_sees_every_case_with_masked_names(desk, cases, officer, role):
    answer = officer(desk.users[role]).get(INBOX, tab="all")
    assert shown(answer) == {case.pk for case in cases.values()}
    content = answer.content.decode()
    assert "欧**丽" in content
    assert NAME not in content
    assert NUMBER not in content


def test_a_department_sees_its_own_and_the_auditor_no_content(desk, cases, officer):
    department = desk.department()
    do.assign(cases["handling"], desk.by("intake"), department)
    answer = officer(desk.users["department"]).get(INBOX, tab="all")
    assert shown(answer) == {cases["handling"].pk}
    assert shown(officer(desk.another("department").who).get(INBOX, tab="all")) == set()
    answer = officer(desk.users["auditor"]).get(INBOX, tab="all")
    assert shown(answer) == {case.pk for case in cases.values()}
    assert "欧" not in answer.content.decode()
    assert WANTED.title not in answer.content.decode()


def test_an_auditor_of_a_department_reads_only_what_it_was_asked(desk, cases, officer):
    user = desk.users["auditor"]
    user.groups.add(*desk.users["department"].groups.all())
    department = desk.department()
    department.members.create(user=user)
    do.assign(cases["handling"], desk.by("intake"), department)
    answer = officer(user).get(INBOX, tab="all")
    assert {case.pk: case.may_read for case, _urgency in answer.context["rows"]} == {
        case.pk: stage == "handling" for stage, case in cases.items()
    }


def test_what_waits_for_whom(desk, cases, officer):
    row = do.assign(cases["handling"], desk.by("intake"), desk.department())
    do.request_extension(cases["review"], desk.by("intake"), reason="检索")
    mine = {
        role: shown(officer(desk.users[role]).get(INBOX, tab="mine"))
        for role in ("intake", "department", "reviewer", "head", "auditor")
    }

    def of(*stages):
        return {cases[stage].pk for stage in stages}

    assert mine == {
        "intake": of("new", "handling", "signed", "replied"),
        "department": of("handling"),
        "reviewer": of("review"),
        "head": of("signing", "review"),
        "auditor": set(),
    }
    contributor = people_of(desk)
    do.claim(cases["handling"], contributor, row)
    do.return_assignment(cases["handling"], contributor, row, opinion="可以公开")
    assert shown(officer(desk.users["department"]).get(INBOX, tab="mine")) == set()


def people_of(desk):
    return desk.by("department")


def test_the_drafter_is_not_asked_to_review(desk, cases, officer):
    user = desk.users["reviewer"]
    Case.objects.filter(pk=cases["review"].pk).update(drafter=user)
    assert shown(officer(user).get(INBOX, tab="mine")) == set()


def test_tabs_by_date_and_stage_are_counted(desk, cases, officer):
    at_desk = officer(desk.users["intake"])
    found = counts(at_desk.get(INBOX))
    assert {found[code] for code in ("new", "handling", "waiting", "review")} == {1}
    assert (found["overdue"], found["soon"], found["all"]) == (0, 0, 8)
    desk.later(25)  # Friday 27 March; due on Monday
    assert counts(at_desk.get(INBOX))["soon"] == 4
    desk.later(29)
    answer = at_desk.get(INBOX, tab="overdue")
    assert counts(answer)["overdue"] == 4
    assert "已逾期1个工作日" in answer.content.decode()
    assert shown(answer) == {cases[name].pk for name in ("handling", "review", "signing", "signed")}


def test_the_most_pressing_stand_first(desk, officer):
    late, early = desk.handling(), desk.handling()
    Case.objects.filter(pk=early.pk).update(due_on="2026-03-10")
    new, closed = desk.new(), desk.closed()
    answer = officer(desk.users["intake"]).get(INBOX, tab="all")
    order = [case.pk for case, _urgency in answer.context["rows"]]
    assert order == [early.pk, late.pk, new.pk, closed.pk]


def test_a_letter_nobody_knows_to_have_arrived_is_something_to_do(desk, officer):
    """At any stage, listed among what is due, and counted."""
    later, by = desk.handling(), desk.by("intake")
    desk.later(1)
    case = desk.handling()
    row = do.consult(case, by, party="third_party", name="某公司", concerns="单价")
    do.draft_decision(case, by, decision_on(OUTCOMES["internal"]), method="post")
    do.send_to_review(case, by)
    Case.objects.filter(pk=later.pk).update(due_on="2026-04-30")
    answer = officer(desk.users["intake"]).get(INBOX, tab="all")
    assert [found.pk for found, _urgency in answer.context["rows"]] == [case.pk, later.pk]
    assert answer.content.decode().count("征求意见书已发出，未登记送达") == 1
    at_desk = officer(desk.users["intake"])
    for tab in ("undelivered", "mine"):
        assert case.pk in shown(at_desk.get(INBOX, tab=tab))
    assert counts(answer)["undelivered"] == 1
    page = at_desk.get(page_of(case)).content.decode()
    assert "请登记送达" in page and "《条例》第三十二条" in page and "2026-03-31" in page
    do.consultation_delivered(case, by, row)
    answer = at_desk.get(INBOX, tab="undelivered")
    assert (shown(answer), counts(answer)["undelivered"]) == (set(), 0)
    assert "请登记送达" not in at_desk.get(page_of(case)).content.decode()
    case.refresh_from_db()
    assert case.due_on.isoformat() == "2026-04-22"


def test_a_letter_that_came_back_is_no_task_any_more(desk, officer):
    case, by = desk.handling(), desk.by("intake")
    row = do.consult(case, by, party="third_party", name="某公司", concerns="单价")
    at_desk = officer(desk.users["intake"])
    assert counts(at_desk.get(INBOX))["undelivered"] == 1
    assert "未登记送达" in at_desk.get(page_of(case)).content.decode()
    do.consultation_undelivered(case, by, row, reasons="查无此人")
    answer = at_desk.get(INBOX, tab="all")
    assert counts(answer)["undelivered"] == 0 and "desk-todo" not in answer.content.decode()
    page = at_desk.get(page_of(case)).content.decode()
    assert "请登记送达" not in page and "desk-todo" not in page
    assert "退回 2026-03-02" in page and "情形：查无此人" in page


def test_a_letter_still_under_way_is_no_task_once_the_answer_is_signed(desk, officer):
    """Nothing can be recorded of it any more."""
    case, by = desk.handling(), desk.by("intake")
    do.consult(case, by, party="third_party", name="某公司", concerns="单价")
    do.draft_decision(case, by, decision_on(OUTCOMES["internal"]), method="post")
    do.send_to_review(case, by)
    at_desk = officer(desk.users["intake"])
    assert counts(at_desk.get(INBOX))["undelivered"] == 1
    do.pass_review(case, desk.by("reviewer"))
    do.sign(case, desk.by("head"))
    answer = at_desk.get(INBOX, tab="all")
    assert counts(answer)["undelivered"] == 0 and "desk-todo" not in answer.content.decode()
    assert "请登记送达" not in at_desk.get(page_of(case)).content.decode()


@pytest.mark.parametrize("role", ["department", "auditor"])
def test_letters_and_proceedings_are_the_desks_own_matter(desk, officer, role):
    case, by = desk.handling(), desk.by("intake")
    do.assign(case, by, desk.department())
    do.consult(case, by, party="third_party", name="某公司", concerns="单价")
    do.start_proceeding(case, by, route="suit", body="某院", received_on=date(2026, 3, 2))
    answer = officer(desk.users[role]).get(INBOX, tab="all")
    assert (counts(answer)["undelivered"], counts(answer)["proceeding"]) == (0, 0)
    assert "desk-todo" not in answer.content.decode()


def test_whom_a_review_body_waits_for_sees_it_among_what_is_due(desk, officer):
    """Filed or not; once, and no longer than the answer is owed."""
    case, by = desk.closed(), desk.by("intake")
    later, filed = desk.handling(), desk.closed()
    row = do.start_proceeding(case, by, route="review", body="某府", received_on=date(2026, 3, 2))
    at_desk = officer(desk.users["intake"])
    answer = at_desk.get(INBOX, tab="all")
    order = [found.pk for found, _urgency in answer.context["rows"]]
    assert order == [case.pk, later.pk, filed.pk]
    assert answer.content.decode().count("2026-03-12 前答复复议机关或者法院") == 1
    assert case.pk in shown(at_desk.get(INBOX, tab="mine"))
    assert shown(at_desk.get(INBOX, tab="proceeding")) == {case.pk}
    do.answer_proceeding(case, by, row, on=date(2026, 3, 2))
    answer = at_desk.get(INBOX, tab="proceeding")
    assert (shown(answer), counts(answer)["proceeding"]) == (set(), 0)
    assert case.pk not in shown(at_desk.get(INBOX, tab="mine"))


def test_a_case_open_anew_and_before_a_court_stands_by_the_earlier_day(desk, officer):
    case, other, by = desk.handling(), desk.handling(), desk.by("intake")
    do.start_proceeding(case, by, route="suit", body="某院", received_on=date(2026, 3, 2))
    Case.objects.filter(pk=other.pk).update(due_on="2026-03-10")
    at_desk = officer(desk.users["intake"])
    rows = at_desk.get(INBOX, tab="all").context["rows"]
    assert [found.pk for found, _urgency in rows] == [other.pk, case.pk]
    Case.objects.filter(pk=other.pk).update(due_on="2026-03-20")
    rows = at_desk.get(INBOX, tab="all").context["rows"]
    assert [found.pk for found, _urgency in rows] == [case.pk, other.pk]


def test_filters(desk, cases, officer):
    at_desk = officer(desk.users["intake"])
    department = desk.department()
    do.assign(cases["handling"], desk.by("intake"), department)
    everything = {case.pk for case in cases.values()}
    new = cases["new"]

    def found(**query):
        return shown(at_desk.get(INBOX, tab="all", **query))

    assert found(channel="internet") == {new.pk}
    assert found(department=department.pk) == {cases["handling"].pk}
    assert found(handler=desk.users["intake"].pk) == everything - {new.pk}
    assert found(applicant_type="organisation") == set()
    assert found(year="2026") == everything
    assert found(year="2025") == set()
    # What nobody offered narrows nothing, and breaks nothing.
    assert found(year="x", handler="-1", channel="crow", p="99") == everything


def test_search_by_number_or_a_part_of_it(desk, cases, officer):
    at_desk = officer(desk.users["intake"])
    case = cases["waiting"]
    assert shown(at_desk.get(INBOX, tab="all", q=case.number)) == {case.pk}
    part = case.number[-6:].lower()
    assert shown(at_desk.get(INBOX, tab="all", q=f" {part} ")) == {case.pk}
    assert shown(at_desk.get(INBOX, tab="all", q=PERSON.phone)) == set()
    elsewhere = at_desk.get(INBOX, tab="closed", q=case.number)
    assert shown(elsewhere) == set()
    assert "在“全部”中有 1 件" in elsewhere.content.decode()


def test_search_by_id_number_goes_by_post_alone_and_is_on_record(desk, officer):
    case = desk.handling()
    at_desk = officer(desk.users["intake"])
    assert at_desk.get(FIND, id_number=NUMBER).context["rows"] is None
    answer = at_desk.client.post(FIND, {"id_number": f" {NUMBER.lower()} "})
    assert shown(answer) == {case.pk}
    assert NUMBER not in answer.content.decode().upper().replace(NUMBER.lower().upper(), "", 1)
    event = AuditEvent.objects.first()
    assert (event.verb, event.actor) == ("disclosure.find", "intake")
    assert NUMBER not in str(event.__dict__)
    for other in ("110105194912310", "", "x" * 100):
        answer = at_desk.client.post(FIND, {"id_number": other})
        assert not answer.context["rows"]


def test_only_who_may_read_numbers_may_look_for_one(desk, client):
    desk.handling()
    for role in ("department", "reviewer", "auditor"):
        client.force_login(desk.users[role])
        assert client.get(FIND).status_code == 403
        assert client.post(FIND, {"id_number": NUMBER}).status_code == 403
    client.force_login(make_user("plain"))
    assert client.post(FIND, {"id_number": NUMBER}).status_code == 403
