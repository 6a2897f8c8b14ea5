"""申请人评价: for the desk, without names."""

import pytest
from django.contrib.auth.models import Permission

from disclosure import services as do
from tests.disclosure.desk.builders import NAME, PHONE

LIST = "/admin/disclosure/satisfaction/"


@pytest.mark.parametrize(
    ("role", "status"), [("intake", 200), ("head", 200), ("department", 403), ("auditor", 403)]
)
def test_opinions_are_for_the_desk_and_name_nobody(desk, client, role, status):
    case = desk.replied()
    do.rate(case, desk.by("applicant"), score=2, comment=f"我是{NAME}，电话{PHONE}，太慢")
    user = desk.users[role]
    user.user_permissions.add(Permission.objects.get(codename="view_satisfaction"))
    client.force_login(user)
    response = client.get(LIST)
    assert response.status_code == status
    page = response.content.decode()
    assert NAME not in page and PHONE not in page
    assert ("太慢" in page) is (status == 200)
