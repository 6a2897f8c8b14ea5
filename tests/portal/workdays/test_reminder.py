"""The 工作台 asks for next year's notice from November on, those who can import it."""

from datetime import date

import pytest

from portal.workdays import YearPlan, shipped_calendar
from portal.workdays.reminder import missing_year
from portal.workdays.services import apply_plans
from tests.factories import make_user

IMPORT = "portal.add_calendarversion"


@pytest.mark.parametrize(
    ("today", "year"),
    [("2026-10-31", None), ("2026-11-01", 2027), ("2027-01-01", 2027), ("2025-12-31", None)],
)
def test_when_a_notice_is_missed(today, year):
    assert missing_year(shipped_calendar(), date.fromisoformat(today)) == year


@pytest.mark.django_db
@pytest.mark.parametrize(("perms", "shown"), [([], False), ([IMPORT], True)])
def test_who_is_asked(client, time_machine, perms, shown):
    time_machine.move_to("2026-11-20 10:00+08:00")
    client.force_login(make_user("officer", perms=perms))
    assert ("2027年的放假安排尚未导入" in client.get("/admin/").content.decode()) == shown


@pytest.mark.django_db
def test_once_it_is_there_nobody_is_asked(client, time_machine):
    time_machine.move_to("2026-11-20 10:00+08:00")
    client.force_login(make_user("officer", perms=[IMPORT]))
    apply_plans([YearPlan(2027, {date(2027, 1, 1): "元旦"}, source="测试文件")])
    assert "放假安排尚未导入" not in client.get("/admin/").content.decode()
