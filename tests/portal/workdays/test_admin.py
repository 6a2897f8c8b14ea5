"""工作日历 in the admin: looked at by those who may, imported in two steps, never changed."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import CalendarVersion
from portal.workdays import Deadline, YearPlan, calendar_of, register_deadlines
from portal.workdays import deadlines as registry
from portal.workdays.services import apply_plans
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/portal/calendarversion/"
ADD = f"{LIST}add/"
CSV = """日期,类型,名称
2027-01-01,放假,元旦
2027-01-04,放假,元旦
2027-01-09,上班,元旦
"""
VIEW, IMPORT = "portal.view_calendarversion", "portal.add_calendarversion"


def upload(text=CSV, name="2027.csv", **data):
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return {"file": file, "source": "测试文件", **data}


def hidden(response):
    """The fields of the confirming form, as a browser would send them back."""
    return {field.name: field.value() for field in response.context["form"]}


@pytest.fixture
def officer(client):
    client.force_login(make_user("officer", perms=[VIEW, IMPORT]))
    return client


@pytest.fixture
def reader(client):
    client.force_login(make_user("reader", perms=[VIEW]))
    return client


@pytest.fixture(autouse=True)
def no_deadlines(monkeypatch):
    monkeypatch.setattr(registry, "_providers", [])


# --- Looking ------------------------------------------------------------------------------------------
def test_the_year_view_marks_holidays_and_worked_days(reader):
    response = reader.get(f"{LIST}?year=2026")
    assert response.context["workdays"] == 248
    months = response.context["months"]
    assert [month.workdays for month in months] == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
    february = {cell.day: cell for week in months[1].weeks for cell in week if cell}
    assert len(february) == 28
    assert (february[14].kind, february[14].mark) == ("makeup", "班")
    assert (february[17].kind, february[17].mark, february[17].name) == ("holiday", "休", "春节")
    assert (february[7].kind, february[2].kind) == ("weekend", "workday")
    # The first of February 2026 is a Sunday: the last of a week that begins on Monday.
    assert [bool(cell) for cell in months[1].weeks[0]] == [False] * 6 + [True]
    html = response.content.decode()
    assert "国办发明电〔2025〕7号" in html
    assert "2月15日至2月23日" in html


def test_a_year_without_a_notice_says_that_it_is_provisional(reader):
    html = reader.get(f"{LIST}?year=2027").content.decode()
    assert "暂行" in html
    assert "端午节" in html


def test_this_year_is_shown_unless_another_is_asked_for(reader, time_machine):
    time_machine.move_to("2026-11-20 10:00+08:00")
    for query in ("", "?year=1999", "?year=x", "?year=²", "?year=99999999999999"):
        response = reader.get(LIST + query)
        assert (response.status_code, response.context["year"]) == (200, 2026)
    assert response.context["years"] == [2024, 2025, 2026, 2027]
    cells = [c for week in response.context["months"][10].weeks for c in week if c and c.is_today]
    assert [cell.day for cell in cells] == [20]


def test_an_old_version_can_be_looked_at(reader):
    apply_plans([YearPlan(2026, {date(2026, 3, 2): "加假"}, source="改")])
    assert reader.get(f"{LIST}?year=2026").context["workdays"] != 248
    old = reader.get(f"{LIST}?year=2026&version=1")
    assert old.context["workdays"] == 248
    assert "已被更新的版本代替" in old.content.decode()
    assert "已被更新的版本代替" not in reader.get(f"{LIST}?version=2").content.decode()
    assert reader.get(f"{LIST}?version=9").status_code == 404


def test_the_address_of_a_version_leads_to_it(reader):
    version = CalendarVersion.objects.get()
    response = reader.get(f"{LIST}{version.pk}/change/")
    assert response.url == f"{LIST}?version=1"
    assert reader.get(f"{LIST}99/change/").status_code == 404
    assert reader.get(f"{LIST}x/change/").status_code == 404


def test_the_page_asks_no_more_for_many_versions(reader):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            reader.get(LIST)
        return len(queries)

    notice = YearPlan(2027, {date(2027, 1, 1): "元旦"}, source="测试文件")
    author = make_user("author")
    apply_plans([notice], by=author)
    few = asked()
    for _each in range(12):
        apply_plans([notice], by=author)
    assert asked() == few


# --- Rights -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("perms", "look", "begin", "confirm"),
    [
        ([], 403, 403, 403),
        ([VIEW], 200, 403, 403),
        ([IMPORT], 403, 200, 302),
        ([VIEW, IMPORT], 200, 200, 302),
    ],
)
def test_looking_and_importing_are_rights_of_their_own(client, perms, look, begin, confirm):
    root = make_user("root", superuser=True)
    client.force_login(root)
    data = hidden(client.post(ADD, upload()))
    client.force_login(make_user("somebody", perms=perms))
    assert client.get(LIST).status_code == look
    assert client.get(ADD).status_code == begin
    assert client.post(ADD, upload()).status_code == begin
    assert client.post(ADD, data).status_code == confirm
    assert CalendarVersion.objects.count() == (2 if confirm == 302 else 1)


def test_the_import_button_is_shown_to_those_who_may(client):
    for name, perms, shown in (("a", [VIEW], False), ("b", [VIEW, IMPORT], True)):
        client.force_login(make_user(name, perms=perms))
        assert (f'href="{ADD}" class="addlink"' in client.get(LIST).content.decode()) == shown


def test_nobody_changes_or_deletes_a_version(client):
    client.force_login(make_user("root", superuser=True))
    version = CalendarVersion.objects.get()
    client.post(f"{LIST}{version.pk}/change/", {"note": "改", "number": 5})
    assert client.post(f"{LIST}{version.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": version.pk, "post": "yes"})
    version.refresh_from_db()
    assert (version.number, version.note) == (1, "随系统提供")


# --- Importing ----------------------------------------------------------------------------------------
def test_a_notice_is_previewed_then_applied(officer):
    register_deadlines(
        lambda calendar: [
            Deadline("1", "申请甲", calendar.add_workdays(date(2026, 12, 4), 20), "/cases/1/")
        ]
    )
    response = officer.post(ADD, upload(note="首次"))
    html = re.sub(r"\s+", "", response.content.decode())
    assert '<ahref="/cases/1/">申请甲</a>' in html
    assert "<td>2027-01-04</td><td>2027-01-05</td>" in html
    assert "2027-01-09（星期六）" in html
    assert CalendarVersion.objects.count() == 1

    applied = officer.post(ADD, hidden(response), follow=True)
    assert "已生效：工作日历第 2 版。" in applied.content.decode()
    version = CalendarVersion.objects.get(number=2)
    assert (version.created_by.username, version.source, version.note) == (
        "officer",
        "测试文件",
        "首次",
    )
    assert calendar_of(None).plans[2027].work == {date(2027, 1, 9): "元旦"}
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.user.username) == (str(version.pk), "officer")


def test_mistakes_stand_beside_the_file_and_what_was_typed_stays(officer):
    response = officer.post(ADD, upload("日期,类型,名称\n2027-02-30,放假,春节\n", note="别丢"))
    assert response.context["form"].errors["file"] == [
        "第2行：日期“2027-02-30”无法识别，请写成 2026-01-01 的形式。"
    ]
    assert 'value="别丢"' in response.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "请填写此项"),
        (upload(name="a.pdf"), "请选择 JSON、CSV 或 xlsx"),
        (upload(b"\0" * (1024 * 1024 + 1)), "超过 1 MB"),
        ({**upload(), "source": ""}, "请填写依据文件的发文字号"),
    ],
)
def test_what_cannot_be_imported_is_told(officer, data, words):
    assert words in officer.post(ADD, data).content.decode()
    assert CalendarVersion.objects.count() == 1


def test_what_is_already_so_is_not_applied_again(officer):
    officer.post(ADD, hidden(officer.post(ADD, upload())))
    again = officer.post(ADD, upload())
    assert "无需导入" in again.content.decode()
    assert "确认并生效" not in again.content.decode()


def test_a_calendar_changed_in_between_is_previewed_anew(officer):
    data = hidden(officer.post(ADD, upload()))
    apply_plans([YearPlan(2027, {date(2027, 1, 1): "元旦"}, source="别人导入")])
    response = officer.post(ADD, data)
    assert "刚刚被更新为第 2 版" in response.content.decode()
    assert CalendarVersion.objects.count() == 2
    assert officer.post(ADD, hidden(response)).status_code == 302
    assert CalendarVersion.objects.count() == 3


@pytest.mark.parametrize(
    "data",
    [
        {"plans": "{", "base": 1},
        {"plans": "[]", "base": 1},
        {"plans": '{"year": 2027, "source": "x", "holidays": [{"name": 1}]}', "base": 1},
        {"plans": "x", "base": "x"},
        {"plans": "x"},
    ],
)
def test_a_tampered_confirmation_is_refused(officer, data):
    response = officer.post(ADD, data)
    assert response.status_code == 200
    assert CalendarVersion.objects.count() == 1


def test_markup_in_a_notice_is_only_text(officer):
    text = "日期,类型,名称\n2027-01-04,放假,<script>alert(1)</script>\n"
    response = officer.post(ADD, upload(text))
    assert "<script>alert" not in response.content.decode()
    officer.post(ADD, hidden(response))
    assert "<script>alert" not in officer.get(f"{LIST}?year=2027").content.decode()
