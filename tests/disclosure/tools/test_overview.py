"""工作量, 重复与频次, and the panels of the 工作台: right figures, few queries, advice only."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disclosure import radar, workload
from disclosure import services as do
from disclosure.models import Case, DeskSettings, OutgoingMail
from portal import content_version
from tests.disclosure.desk.builders import NAME, NUMBER, PERSON, case_of
from tests.factories import make_user

TODAY = date(2026, 3, 2)
WORK, RADAR = "/admin/disclosure/workload/", "/admin/disclosure/radar/"
OTHERS = [
    do.Applicant(name=f"甲{n}", id_type="passport", id_number=f"E1234567{n}", phone="13800138000")
    for n in range(3)
]


def entered(desk, text, who=PERSON):
    receipts = do.enter(desk.by("intake"), who, [do.Wanted(text)], channel="counter")
    return case_of(receipts[0])


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


# --- Workload -----------------------------------------------------------------------------------------
def test_officers_have_what_they_handle(desk):
    desk.waiting()
    late, soon = desk.handling(), desk.handling()
    Case.objects.filter(pk=late.pk).update(due_on=TODAY - timedelta(days=1))
    Case.objects.filter(pk=soon.pk).update(due_on=TODAY)
    nobody = desk.counter()
    Case.objects.filter(pk=nobody.pk).update(handler=None)
    mine, none = workload.by_officer(TODAY)
    assert (mine.name, mine.open, mine.soon, mine.overdue, mine.waiting) == ("intake", 3, 1, 1, 1)
    assert (none.name, none.open, none.answered, none.median) == ("尚未指定", 1, 0, None)


def test_answers_of_this_year_and_their_median_are_counted(desk):
    for received, replied in (("03-02", "03-06"), ("03-02", "03-09"), ("03-02", "03-02")):
        case = desk.replied()
        Case.objects.filter(pk=case.pk).update(
            received_on=f"2026-{received}", replied_on=f"2026-{replied}"
        )
    old = desk.replied()
    Case.objects.filter(pk=old.pk).update(replied_on="2025-12-30", received_on="2025-12-01")
    gone = desk.handling()
    do.withdraw(gone, desk.by("applicant"))
    (mine,) = workload.by_officer(TODAY)
    assert (mine.answered, mine.median, mine.open) == (3, 4, 0)


def test_departments_have_what_they_were_asked(desk):
    department, by = desk.department(), desk.by("intake")
    first, second = desk.handling(), desk.handling()
    do.assign(first, by, department, due_on=date(2026, 3, 4))
    row = do.assign(second, by, department, due_on=date(2026, 3, 20))
    (load,) = workload.by_department(date(2026, 3, 5))
    assert (load.name, load.open, load.overdue, load.waiting) == ("科研处", 2, 1, 2)
    user = desk.by("department")
    do.claim(second, user, row)
    desk.later(3)
    do.return_assignment(second, user, row, opinion="可以公开")
    (load,) = workload.by_department(TODAY)
    assert (load.open, load.waiting, load.answered, load.median) == (1, 1, 1, 3)


def test_an_empty_desk_has_a_page_too(desk, sign_in):
    assert "还没有申请" in sign_in("head").get(WORK).content.decode()


def test_workload_costs_the_same_for_many(desk, sign_in):
    client, by = sign_in("head"), desk.by("intake")

    def add(number):
        for n in range(number):
            case = desk.handling()
            Case.objects.filter(pk=case.pk).update(handler=make_user(f"r{number}{n}"))
            do.assign(case, by, desk.department(f"处{number}{n}"))

    add(1)
    few = queries(client, WORK)
    add(5)
    assert queries(client, WORK) == few


# --- Radar --------------------------------------------------------------------------------------------
def test_duplicates_volume_and_common_wishes_are_shown_masked(desk, sign_in):
    row = DeskSettings.objects.get()
    row.volume_per_month = 3
    row.save()
    text = "2025年度大型仪器采购合同全文"
    mine = [entered(desk, text) for _each in range(4)]
    others = [entered(desk, text, who) for who in OTHERS]
    context = sign_in("head").get(RADAR).context
    newest, likenesses = context["duplicates"][0]
    assert newest == others[-1] and len(likenesses) == 3
    (often,) = context["frequent"]
    assert (often.case, often.month, often.is_high) == (mine[-1], 4, True)
    (group,) = context["several"]
    assert {case.pk for case in group} == {case.pk for case in (*mine, *others)}
    page = sign_in("intake").get(RADAR).content.decode()
    assert NAME not in page and NUMBER not in page and "欧**丽" in page


def test_radar_only_shows(desk, sign_in):
    entered(desk, "甲")
    entered(desk, "甲")
    page = sign_in("head").get(RADAR).content.decode()
    main = page[page.index('id="content"') :]
    assert "不能据此直接拒绝" in main
    assert not re.search(r"<(form|button|input)\b", main)
    assert sign_in("intake").post(RADAR).status_code == 405


def test_related_requests_of_another_kind_are_no_duplicates(desk):
    entered(desk, "2023年度科研仪器采购合同")
    entered(desk, "职工食堂承包协议")
    assert radar.open_duplicates() == []


def test_who_asked_long_ago_is_not_frequent(desk, time_machine):
    time_machine.move_to("2024-01-02 10:00+08:00")
    for _each in range(8):
        entered(desk, "甲")
    time_machine.move_to("2026-03-02 10:00+08:00")
    assert radar.frequent(TODAY) == []
    nameless = do.Applicant(name="某人")
    for _each in range(4):
        entered(desk, "乙", nameless)
    assert radar.frequent(TODAY) == []


def test_radar_costs_the_same_for_many(desk, sign_in):
    client = sign_in("head")
    for who in OTHERS:
        entered(desk, "甲乙丙丁戊己庚辛", who)
    few = queries(client, RADAR)
    for _each in range(6):
        entered(desk, "甲乙丙丁戊己庚辛")
        entered(desk, "申请公开职工食堂承包协议")
    assert queries(client, RADAR) == few + 1  # now somebody is frequent, and is read


# --- Panels -------------------------------------------------------------------------------------------
def panel(client, name="desk"):
    panels = client.get("/admin/").context["panels"]
    return next((panel for panel in panels if panel["name"] == name), None)


def lines(client):
    return {str(line["label"]): line["count"] for line in panel(client)["lines"]}


@pytest.fixture
def busy(desk):
    desk.counter()
    desk.review()
    desk.signing()
    desk.signed()
    case = desk.handling()
    Case.objects.filter(pk=case.pk).update(due_on=TODAY - timedelta(days=3))
    do.assign(case, desk.by("intake"), desk.department(), due_on=TODAY)
    return case


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            "intake",
            {
                "待登记": 1,
                "征求意见书已发出，未登记送达": 0,
                "待送达": 1,
                "待答复复议诉讼": 0,
                "即将到期": 0,
                "已经逾期": 1,
            },
        ),
        ("reviewer", {"待审核": 1}),
        ("head", {"待签发": 1, "待答复复议诉讼": 0, "即将到期": 0, "已经逾期": 1}),
        ("department", {"待本部门签收": 1, "待本部门回复": 0, "本部门逾期": 0}),
    ],
)
def test_each_role_sees_what_waits_for_it(sign_in, busy, role, expected):
    assert lines(sign_in(role)) == expected


def test_ones_own_cases_that_are_due_are_named(sign_in, busy):
    (mine,) = panel(sign_in("intake"))["mine"]
    assert (mine["number"], mine["is_overdue"]) == (busy.number, True)
    assert panel(sign_in("head"))["mine"] == []


def test_letters_and_proceedings_that_wait_are_counted_and_led_to(desk, sign_in):
    by, case = desk.by("intake"), desk.handling()
    for name in ("甲公司", "乙公司"):
        row = do.consult(case, by, party="third_party", name=name, concerns="价款")
    answered = desk.replied()
    proceeding = do.start_proceeding(answered, by, route="review", body="某府", received_on=TODAY)
    client = sign_in("intake")
    found = {str(line["label"]): line for line in panel(client)["lines"]}
    for label, tab in (
        ("征求意见书已发出，未登记送达", "undelivered"),
        ("待答复复议诉讼", "proceeding"),
    ):
        assert found[label]["count"] == 1  # cases, as the tab it leads to counts
        page = client.get(found[label]["url"]).context
        assert (page["tab"].code, page["tab"].count) == (tab, 1)
    for row in case.consultations.all():
        do.consultation_delivered(case, by, row)
    do.answer_proceeding(answered, by, proceeding, on=TODAY)
    assert {"征求意见书已发出，未登记送达": 0, "待答复复议诉讼": 0}.items() <= lines(client).items()


def test_ones_own_proceedings_that_are_due_are_named_once(desk, sign_in):
    by, case = desk.by("intake"), desk.replied()
    do.start_proceeding(
        case, by, route="suit", body="某院", received_on=TODAY, answer_by=TODAY + timedelta(days=3)
    )
    (mine,) = panel(sign_in("intake"))["mine"]
    assert (mine["number"], mine["what"]) == (case.number, "行政诉讼（未经复议）")
    assert (mine["due"], mine["is_overdue"]) == (TODAY + timedelta(days=3), False)
    assert panel(sign_in("head"))["mine"] == []


@pytest.mark.parametrize("role", ["auditor", "staff"])
def test_who_does_not_work_there_has_no_panel(sign_in, busy, role):
    client = sign_in(role)
    assert panel(client) is None and panel(client, "desk-mail") is None


def test_a_desk_that_cannot_sign_yet_says_so_to_its_head_alone(desk, sign_in):
    assert panel(sign_in("head"))["unset"] == []
    DeskSettings.objects.update(court="")
    content_version.bump()
    for role in ("intake", "reviewer", "head"):
        page = sign_in(role).get("/admin/").content.decode()
        assert ("人民法院的名称" in page and "去设置" in page) == (role == "head")


def test_mail_that_does_not_get_out_is_told(desk, sign_in):
    client = sign_in("intake")
    mail = OutgoingMail.objects.create(template="assigned", recipient="a@example.cn")
    assert panel(client, "desk-mail") is None
    mail.next_try_at = timezone.now() - timedelta(minutes=31)
    mail.save()
    assert panel(client, "desk-mail")["stuck"] == 1
    mail.failed_at = timezone.now()
    mail.save()
    found = panel(client, "desk-mail")
    assert (found["failed"], found["stuck"]) == (1, 0)
    assert panel(sign_in("reviewer"), "desk-mail") is None


def test_a_missing_calendar_is_told_to_those_who_can_import_it(desk, sign_in):
    desk.users["head"].groups.add(Group.objects.get(name="管理员"))
    desk.later(270)
    assert panel(sign_in("head"), "workdays")["year"] == 2027
    assert panel(sign_in("intake"), "workdays") is None


def test_panels_cost_the_same_for_many(desk, sign_in, busy):
    client = sign_in("superuser")
    few = queries(client, "/admin/")
    for _each in range(5):
        desk.handling()
    assert queries(client, "/admin/") == few
