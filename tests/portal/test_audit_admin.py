"""审计记录 in the admin: auditors read, filter and export; nobody writes; the export is recorded."""

import csv
import io

import pytest
from django.urls import reverse

from portal import audit
from portal.audit.verbs import EXPORT_LOG, PRUNE_LOG, REVEAL
from portal.models import AuditEvent, Department
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/portal/auditevent/"


@pytest.fixture
def auditor(client):
    client.force_login(make_user("auditor", perms=["portal.view_auditevent"]))
    return client


@pytest.fixture
def events():
    office = Department.objects.create(name="办公室")
    first = audit.record(audit.by_system("nightly"), REVEAL, office, "核对", part="电话")
    return [first, audit.record(audit.by_system("cleaner"), PRUNE_LOG, AuditEvent)]


def export(client, **data):
    response = client.post(LIST, {"action": "export_csv", **data})
    text = b"".join(response.streaming_content).decode()
    return response, text


def test_an_auditor_reads_the_list_and_one_event(auditor, events):
    page = auditor.get(LIST).content.decode()
    for word in ("nightly", "查看个人信息原文", "核对", "电话", f"部门 {events[0].object_id}"):
        assert word in page
    assert "新建" not in page
    one = auditor.get(reverse("admin:portal_auditevent_change", args=[events[0].pk]))
    assert events[0].mac in one.content.decode()
    assert "_save" not in one.content.decode()


def test_others_read_nothing(client, events):
    client.force_login(make_user("editor", perms=["portal.reveal_personal_data"]))
    assert client.get(LIST).status_code == 403
    response = client.post(LIST, {"action": "export_csv", "_selected_action": [events[0].pk]})
    assert response.status_code == 403
    assert AuditEvent.objects.count() == 2


@pytest.mark.parametrize("who", ["auditor", "superuser"])
def test_nobody_adds_changes_or_deletes(client, events, who):
    user = make_user("x", superuser=who == "superuser", perms=["portal.view_auditevent"])
    client.force_login(user)
    event = events[0]
    for name, args in (("add", []), ("change", [event.pk]), ("delete", [event.pk])):
        address = reverse(f"admin:portal_auditevent_{name}", args=args)
        assert client.post(address, {"reason": "x", "post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"})
    assert list(AuditEvent.objects.order_by("pk")) == events
    assert AuditEvent.objects.get(pk=event.pk).reason == "核对"


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        (f"verb={REVEAL}", "nightly", "cleaner"),
        (f"verb={PRUNE_LOG}", "cleaner", "nightly"),
        ("q=核对", "nightly", "cleaner"),
        ("q=cleaner", "cleaner", "nightly"),
        ("actor_kind__exact=system", "nightly", "没有"),
    ],
)
def test_the_list_is_filtered_and_searched(auditor, events, query, shown, hidden):
    page = auditor.get(f"{LIST}?{query}").content.decode()
    table = page[page.index("result_list") :]
    assert shown in table
    assert hidden not in table


def test_an_export_is_complete_readable_by_spreadsheets_and_recorded(auditor, events):
    response, text = export(auditor, _selected_action=[event.pk for event in events])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert "attachment" in response["Content-Disposition"]
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["mac"] for row in rows] == [event.mac for event in events]
    assert rows[0]["verb"] == "查看个人信息原文"
    assert rows[0]["at"].endswith("+08:00")
    event = AuditEvent.objects.first()
    assert (event.verb, event.actor, event.reason) == (EXPORT_LOG, "auditor", "2")


def test_all_filtered_events_can_be_exported_at_once(auditor, events):
    data = {"_selected_action": [events[0].pk], "select_across": "1"}
    response = auditor.post(f"{LIST}?verb={REVEAL}", {"action": "export_csv", **data})
    text = b"".join(response.streaming_content).decode()
    assert events[0].mac in text
    assert events[1].mac not in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_what_a_spreadsheet_would_run_is_text(auditor, start):
    office = Department.objects.create(name="办公室")
    event = audit.record(audit.by_system("x"), REVEAL, office, f'{start}HYPERLINK("x")')
    _response, text = export(auditor, _selected_action=[event.pk])
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0]["reason"] == f'\'{start}HYPERLINK("x")'
