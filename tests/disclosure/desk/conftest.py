"""A desk with its people, and a case at any stage."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from disclosure import people
from disclosure.models import DeskSettings
from tests.factories import make_user

from .builders import Desk

TODAY = "2026-03-02 10:00+08:00"
GROUPS = {
    "intake": "受理岗",
    "department": "承办部门",
    "reviewer": "审核岗",
    "head": "信息公开负责人",
    "auditor": "审计员",
}


@pytest.fixture
def desk(db, time_machine):
    """Monday 2 March 2026 at ten; settings complete enough to sign."""
    time_machine.move_to(TODAY)
    DeskSettings(
        institution_name="京科创中心",
        prefix="京科创",
        office_phone="010-12345678",
        review_agency="示例市人民政府",
        court="示例市海淀区人民法院",
    ).save()
    users = {
        role: make_user(role, groups=[Group.objects.get(name=name)])
        for role, name in GROUPS.items()
    }
    return Desk(users, time_machine)


@pytest.fixture
def intake(desk):
    return people.staff_member(desk.users["intake"])


@pytest.fixture
def monday():
    return date(2026, 3, 2)
