"""Inbox and case page take as many queries for thirty rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import services as do
from portal.models import Department

from .conftest import INBOX, page_of


def queries(officer, address, **data):
    officer.get(address, **data)  # what is kept in memory afterwards
    officer.client.force_login(officer.user)
    with CaptureQueriesContext(connection) as found:
        assert officer.client.get(address, data).status_code == 200
    return [query["sql"] for query in found]


@pytest.mark.parametrize("role", ["intake", "department", "reviewer", "head", "auditor"])
def test_the_inbox(desk, officer, role):
    user = officer(desk.users[role])
    department = desk.department()
    numbers = {}
    for count in (1, 29):
        for _row in range(count):
            do.assign(desk.handling(), desk.by("intake"), department)
        numbers[count] = len(queries(user, INBOX, tab="all"))
    assert numbers[29] == numbers[1] <= 22


@pytest.mark.parametrize("role", ["intake", "department", "auditor"])
def test_the_page_of_a_case(desk, officer, role):
    user, by = officer(desk.users[role]), desk.by("intake")
    case = desk.handling()
    do.assign(case, by, desk.department("科研处"))
    fill(case, by, range(1))
    few = queries(user, page_of(case))
    fill(case, by, range(1, 30))
    many = queries(user, page_of(case))
    assert len(many) == len(few) <= 45, many


def fill(case, by, numbers):
    """One row of everything a case can have many of."""
    for number in numbers:
        department = Department.objects.create(name=f"部门{number}")
        department.members.create(user=by.user)
        do.assign(case, by, department)
        do.consult(case, by, party="co_author", name=f"某局{number}", concerns="数据")
        case.letters.create(kind="correction")
        case.released.create(file="sealed/x", name="合同.pdf", content_type="application/pdf")
        case.files.create(kind="other", file="sealed/x", name="a.pdf", content_type="a/b")
        case.proceedings.create(
            route="review", body="市政府", received_on="2026-03-02", answer_by="2026-03-12"
        )
