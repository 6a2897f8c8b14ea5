"""The audit log: what goes in, that nothing comes out, and that tampering shows."""

from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from portal import audit
from portal.audit import triggers
from portal.audit.log import find_problems, prune
from portal.audit.verbs import EXPORT_LOG, PRUNE_LOG, REVEAL
from portal.models import AuditEvent, Department
from portal.models.audit import AppendOnly
from tests.factories import make_user

from .vault_helpers import new_key, together

SYSTEM = audit.by_system("test")


def add(count=1, reason=""):
    office = Department.objects.get_or_create(name="办公室")[0]
    return [audit.record(SYSTEM, REVEAL, office, reason or f"第{n}次") for n in range(count)]


def tamper(sql, *values):
    """What somebody who owns the database can do: the triggers go first."""
    triggers.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@contextmanager
def refused_by_database():
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        yield connection.cursor()


def check(*args):
    out = StringIO()
    call_command("check_audit", *args, stdout=out, stderr=out)
    return out.getvalue()


# --- What an event says -------------------------------------------------------------------------
@pytest.mark.django_db
def test_an_event_says_who_what_when_where_and_why(rf):
    request = rf.get("/", REMOTE_ADDR="10.1.2.3")
    request.user = make_user("zhang")
    office = Department.objects.create(name="办公室")
    before = timezone.now()
    event = audit.record(audit.by_user(request), REVEAL, office, " 核对 ", part="电话")
    event.refresh_from_db()
    assert before <= event.at <= timezone.now()
    assert (event.actor_kind, event.user_id, event.actor) == ("user", request.user.pk, "zhang")
    assert (event.ip, event.verb, event.verb_label) == ("10.1.2.3", REVEAL, "查看个人信息原文")
    assert (event.object_type, event.object_id) == ("portal.department", str(office.pk))
    assert (event.object_label, event.part, event.reason) == (f"部门 {office.pk}", "电话", "核对")
    assert event.success
    assert list(AuditEvent.objects.about(office)) == [event]


@pytest.mark.django_db
def test_an_applicant_is_recognised_but_the_query_code_is_not_kept(rf):
    request = rf.get("/", REMOTE_ADDR="10.1.2.3")
    office = Department.objects.create(name="办公室")
    events = [
        audit.record(audit.by_applicant(request, code), REVEAL, office)
        for code in ("QX7K-22PM", "QX7K-22PM", "AAAA-0001")
    ]
    assert events[0].actor == events[1].actor != events[2].actor
    assert events[0].actor_kind == "applicant"
    assert "QX7K" not in str(vars(events[0]))


@pytest.mark.django_db
def test_values_typed_into_the_reason_are_taken_out():
    event = add(reason="申请人11010519491231002X电话13800138000邮箱a@example.cn")[0]
    assert event.reason == "申请人[resident_id]电话[mobile]邮箱[email]"


@pytest.mark.django_db
def test_long_texts_are_cut_and_the_chain_stays_sound():
    add(reason="长" * 5000)
    event = AuditEvent.objects.get()
    assert len(event.reason) == 300
    assert event.is_genuine()


@pytest.mark.django_db
def test_only_registered_verbs_are_recorded():
    office = Department.objects.create(name="办公室")
    with pytest.raises(audit.UnknownVerb):
        audit.record(SYSTEM, "portal.reveel", office)
    for code in (REVEAL, "no-dot", "部门.看", "a." + "x" * 40):
        with pytest.raises(audit.UnknownVerb):
            audit.register_verb(code, "标签")
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_a_row_without_number_and_a_visitor_without_name_are_refused(rf):
    with pytest.raises(ValueError, match="saved row"):
        audit.record(SYSTEM, REVEAL, Department(name="新"))
    request = rf.get("/")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    with pytest.raises(ValueError, match="Nobody is signed in"):
        audit.by_user(request)


# --- Append-only --------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "attempt",
    [
        lambda event: event.save(),
        lambda event: event.save(update_fields=["reason"]),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.update(reason="x"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent._base_manager.all().delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["reason"]),
        lambda event: AuditEvent.objects.bulk_create([AuditEvent(at=timezone.now())]),
        lambda event: models.Model.save_base(event, raw=True),
    ],
)
def test_the_model_lets_no_event_be_changed(attempt):
    event = add()[0]
    event.reason = "geändert"
    with pytest.raises(AppendOnly), transaction.atomic():
        attempt(event)
    assert AuditEvent.objects.get().reason == "第0次"


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_database_lets_no_event_be_changed(sql):
    add()
    with refused_by_database() as cursor:
        cursor.execute(sql.format(triggers.TABLE))
    assert AuditEvent.objects.get().reason == "第0次"


@pytest.mark.django_db
def test_an_event_made_by_hand_is_chained_like_any_other():
    add()
    AuditEvent.objects.create(verb=REVEAL, previous="0" * 64, mac="0" * 64)
    assert list(find_problems()) == []


# --- Tampering shows ----------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_sound_log_is_said_to_be_sound():
    assert "sound: 0 events" in check()
    events = add(5)
    assert f"sound: 5 events. {events[-1].mac}" in check()
    assert "sound" in check("--seen", events[2].mac)


COLUMNS = {
    "at": "2020-01-01 00:00:00+00:00",
    "actor_kind": "user",
    "user_id": 99,
    "actor": "别人",
    "ip": "1.1.1.1",
    "verb": EXPORT_LOG,
    "object_type": "x.y",
    "object_id": "99",
    "object_label": "别的",
    "part": "别的",
    "reason": "别的",
    "success": False,
    "previous": "0" * 64,
}


def test_the_code_covers_every_column():
    assert set(COLUMNS) | {"id", "mac"} == {field.name for field in AuditEvent._meta.fields}


@pytest.mark.django_db
@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_is_found(column):
    event = add(3)[1]
    tamper(f"UPDATE {triggers.TABLE} SET {column} = %s WHERE id = %s", COLUMNS[column], event.pk)  # noqa: S608
    problems = list(find_problems())
    assert event.pk in [problem.event_id for problem in problems]


@pytest.mark.django_db
@pytest.mark.parametrize("removed", [0, 1, 2])
def test_a_removed_event_is_found(removed):
    events = add(4)
    tamper(f"DELETE FROM {triggers.TABLE} WHERE id = %s", events[removed].pk)  # noqa: S608
    assert [problem.event_id for problem in find_problems()] == [events[removed + 1].pk]


@pytest.mark.django_db
def test_events_cut_off_the_end_are_found_by_a_code_noted_before():
    events = add(4)
    tamper(f"DELETE FROM {triggers.TABLE} WHERE id >= %s", events[2].pk)  # noqa: S608
    assert list(find_problems(events[1].mac)) == []
    assert [problem.event_id for problem in find_problems(events[3].mac)] == [None]


@pytest.mark.django_db
def test_a_chain_rebuilt_without_the_key_is_found(settings):
    events = add(3)
    key = settings.BLIND_INDEX_KEY
    settings.BLIND_INDEX_KEY = new_key()
    event = events[2]
    event.reason = "geändert"
    tamper(
        f"UPDATE {triggers.TABLE} SET reason = %s, mac = %s WHERE id = %s",  # noqa: S608
        event.reason,
        event.expected_mac(),
        event.pk,
    )
    settings.BLIND_INDEX_KEY = key
    assert [problem.event_id for problem in find_problems()] == [event.pk]


@pytest.mark.django_db
def test_missing_triggers_are_told():
    add()
    assert "sound" in check()
    triggers.lift(connection)
    with pytest.raises(CommandError, match="1 problems"):
        check()
    triggers.lay(connection)
    triggers.lay(connection)
    assert "sound" in check()


# --- Two transactions at once -------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_leave_one_chain():
    office = Department.objects.create(name="办公室")

    def write(number):
        def work():
            for step in range(10):
                with transaction.atomic():
                    audit.record(SYSTEM, REVEAL, office, f"{number}-{step}")
                    if step % 3 == 0:
                        transaction.set_rollback(True)

        return work

    assert together(*(write(number) for number in range(8))) == []
    assert AuditEvent.objects.count() == 8 * 6
    assert list(find_problems()) == []
    codes = list(AuditEvent.objects.order_by("pk").values_list("previous", "mac"))
    assert [mac for _previous, mac in codes[:-1]] == [previous for previous, _mac in codes[1:]]


@pytest.mark.django_db
def test_recording_is_cheap(django_assert_max_num_queries):
    office = Department.objects.create(name="办公室")
    add()
    # Savepoint, lock, newest event, insert, release.
    with django_assert_max_num_queries(5):
        audit.record(SYSTEM, REVEAL, office)


@pytest.mark.django_db(transaction=True)
def test_a_witness_outside_the_database_hears_of_committed_events_only(caplog):
    caplog.set_level("INFO", logger="portal.audit.log")
    event = add()[0]
    with transaction.atomic():
        add()
        transaction.set_rollback(True)
    assert [record.message for record in caplog.records] == [
        f"Audit event {event.pk} {REVEAL} {event.mac}"
    ]


# --- Retention ----------------------------------------------------------------------------------
def long_ago(days, count=3):
    with time_machine.travel(timezone.now() - timedelta(days=days), tick=True):
        return add(count)


@pytest.mark.django_db
def test_old_events_are_pruned_and_the_gap_is_explained():
    long_ago(500)
    long_ago(450)
    kept = [*long_ago(300), *add(2)]
    assert prune(400, SYSTEM) == 6
    events = list(AuditEvent.objects.order_by("pk"))
    assert events[:-1] == kept
    assert (events[-1].verb, events[-1].actor_kind) == (PRUNE_LOG, "system")
    assert list(find_problems()) == []
    assert prune(400, SYSTEM) == 0
    assert AuditEvent.objects.count() == len(kept) + 1


@pytest.mark.django_db
def test_an_empty_half_year_is_pruned_too():
    long_ago(500)
    assert prune(400, SYSTEM) == 3
    assert list(find_problems()) == []
    assert "sound: 1 events" in check()


@pytest.mark.django_db
def test_old_events_deleted_without_a_word_are_found():
    old, new = long_ago(500), add(2)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {triggers.TABLE} WHERE id <= %s", [old[-1].pk])  # noqa: S608
    assert [problem.event_id for problem in find_problems()] == [new[0].pk]


@pytest.mark.django_db
def test_nothing_younger_than_six_months_can_be_pruned(settings):
    long_ago(150)
    with pytest.raises(ValueError, match="184 days"):
        prune(183, SYSTEM)
    out = StringIO()
    call_command("prune_audit", stdout=out)
    assert "0 events deleted" in out.getvalue()


@pytest.mark.django_db
def test_the_database_itself_keeps_six_months():
    """Whatever a setting or a slip in a command says."""
    long_ago(183)
    with refused_by_database() as cursor:
        cursor.execute(f"DELETE FROM {triggers.TABLE}")  # noqa: S608
    assert AuditEvent.objects.count() == 3
