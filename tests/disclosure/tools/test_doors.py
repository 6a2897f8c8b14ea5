"""Every address of these pages, tried by everybody."""

import pytest

from disclosure import services as do
from disclosure.models import OutgoingMail, PrivacyNotice
from portal.admin_pages import AdminPage, all_pages, register_page

from .conftest import ROLES, outcome

WORKERS = ["intake", "department", "reviewer", "head", "superuser"]
LEADERS = ["intake", "head", "superuser"]
PAGES = {
    "/admin/disclosure/entry/": ["intake", "superuser"],
    "/admin/disclosure/deadlines/": WORKERS,
    "/admin/disclosure/workload/": LEADERS,
    "/admin/disclosure/radar/": LEADERS,
    "/admin/disclosure/outgoingmail/": LEADERS,
    "/admin/disclosure/satisfaction/": LEADERS,
    "/admin/disclosure/desksettings/1/change/": LEADERS,
    "/admin/disclosure/privacynotice/": LEADERS,
    "/admin/disclosure/privacynotice/1/change/": LEADERS,
    "/admin/disclosure/privacynotice/add/": ["head", "superuser"],
    "/admin/disclosure/departmentmember/": LEADERS,
    "/admin/disclosure/departmentmember/add/": ["head", "superuser"],
    "/admin/portal/auditevent/": ["auditor", "superuser"],
}
NOT_FOR_ANYBODY = [
    "/admin/disclosure/outgoingmail/add/",
    "/admin/disclosure/satisfaction/add/",
    "/admin/disclosure/privacynotice/1/delete/",
    "/admin/disclosure/desksettings/1/delete/",
    "/admin/disclosure/desksettings/add/",
]


@pytest.fixture
def rows(desk):
    PrivacyNotice.objects.create(pk=1, version=1, text="告知")
    return desk.replied()


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_for_those_it_is_for(sign_in, rows, role):
    client = sign_in(role)
    found = {address: outcome(client.get(address)) for address in PAGES}
    refused = "login" if role == "anonymous" else "403"
    assert found == {
        address: "200" if role in allowed else refused for address, allowed in PAGES.items()
    }


@pytest.mark.parametrize("role", ROLES)
def test_what_is_only_looked_at_is_changed_by_nobody(sign_in, rows, role):
    client = sign_in(role)
    refused = "login" if role == "anonymous" else "403"
    for address in NOT_FOR_ANYBODY:
        assert outcome(client.get(address)) == refused, address
        assert outcome(client.post(address, {"post": "yes"})) == refused, address
    assert PrivacyNotice.objects.get().text == "告知"


@pytest.mark.parametrize("role", ROLES)
def test_posting_is_for_the_same_people(sign_in, rows, role):
    client = sign_in(role)
    mails = OutgoingMail.objects.count()
    address = "/admin/disclosure/outgoingmail/"
    data = {
        "action": "retry",
        "_selected_action": list(OutgoingMail.objects.values_list("pk", flat=True)),
    }
    client.post(address, data)
    entered = outcome(client.post("/admin/disclosure/entry/", {"save": "1"}))
    assert entered == (
        "200" if role in ("intake", "superuser") else "login" if role == "anonymous" else "403"
    )
    made = outcome(client.post("/admin/disclosure/deadlines/", {"new": "1"}))
    assert made == ("200" if role in WORKERS else "login" if role == "anonymous" else "403")
    settings = {"institution_name": "别的名称"}
    changed = outcome(client.post("/admin/disclosure/desksettings/1/change/", settings))
    # The head's form has errors; it was let in.
    assert changed == (
        "200" if role in ("head", "superuser") else "login" if role == "anonymous" else "403"
    )
    assert OutgoingMail.objects.count() == mails


def test_lists_of_one_row_lead_nowhere(sign_in, rows, desk):
    do.rate(rows, desk.by("applicant"), score=5)
    client = sign_in("superuser")
    for model, row in (("outgoingmail", rows.mails.first()), ("satisfaction", rows.satisfaction)):
        for page in ("change", "history"):
            response = client.get(f"/admin/disclosure/{model}/{row.pk}/{page}/")
            assert response.status_code == 302 and response["Location"] == "/admin/"


def test_the_menu_names_each_user_their_own_pages(sign_in, rows):
    def menu(role):
        groups = sign_in(role).get("/admin/").context["app_list"]
        return [m["object_name"] for g in groups if g["name"] == "依申请公开" for m in g["models"]]

    assert menu("department") == ["Case", "disclosure_deadlines"]
    assert menu("auditor") == ["Case", "AnnualReport"]
    tools = ["disclosure_deadlines", "disclosure_workload", "disclosure_radar"]
    assert menu("head")[:4] == ["Case", *tools]
    assert menu("intake")[:2] == ["Case", "disclosure_entry"]


def test_a_page_is_behind_its_own_door_whatever_its_view_does(rf, desk):
    from django.core.exceptions import PermissionDenied

    from portal.admin_pages import guarded

    page = AdminPage("name", "route/", lambda request: "open", lambda user: user == "in")
    request = rf.get("/")
    request.user = "in"
    assert guarded(page)(request) == "open"
    request.user = "out"
    with pytest.raises(PermissionDenied):
        guarded(page)(request)


def test_a_second_page_of_a_name_takes_the_place_of_the_first():
    before = all_pages()
    try:
        first = register_page(AdminPage("twice", "a/", print, bool))
        second = register_page(AdminPage("twice", "b/", print, bool))
        assert second in all_pages() and first not in all_pages()
    finally:
        from portal import admin_pages

        admin_pages._pages.pop("twice")
    assert all_pages() == before
