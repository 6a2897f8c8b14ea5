"""The inbox: who sees which case, what waits for whom, and what may be searched."""

import pytest

from disclosure import services as do
from disclosure.models import Case
from portal.models import AuditEvent
from tests.disclosure.desk.builders import NAME, NUMBER, PERSON, STAGES, WANTED
from tests.factories import make_user

from .conftest import INBOX

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
