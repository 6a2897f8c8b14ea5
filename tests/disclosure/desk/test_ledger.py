"""The ledger: only ever added to, never impossible, and the cached dates are always its replay."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from disclosure import ledger, people
from disclosure import services as do
from disclosure.clock import Event, Kind
from disclosure.desk import desk as desk_settings
from disclosure.integrity import find_problems
from disclosure.models import AppendOnly, Case, CaseEvent, DeskKind, DeskSettings
from portal.workdays import YearPlan, calendar_of, get_calendar
from portal.workdays.changes import preview
from portal.workdays.services import apply_plans

from .builders import STAGES, case_of, submit


# --- Append-only --------------------------------------------------------------------------------------
def test_an_entry_is_never_changed_or_deleted(desk):
    case = desk.handling()
    entry = case.events.first()
    entry.date = date(2025, 1, 1)
    for attempt in (
        entry.save,
        entry.delete,
        lambda: case.events.update(date="2025-01-01"),
        case.events.all().delete,
        lambda: CaseEvent.objects.bulk_create([CaseEvent(case=case, sequence=9)]),
        lambda: CaseEvent.objects.bulk_update([entry], ["date"]),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    assert case.events.first().date == date(2026, 3, 2)


def test_a_case_with_a_history_cannot_be_deleted(desk):
    with pytest.raises(ProtectedError):
        desk.handling().delete()


def test_two_entries_cannot_have_one_place(desk):
    case = desk.handling()
    twin = case.events.first()
    twin.pk, twin._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


# --- What cannot have happened --------------------------------------------------------------------------
def test_nothing_happens_tomorrow(desk):
    case = desk.new()
    with pytest.raises(ValidationError, match="不能晚于今天"):
        do.confirm_receipt(case, desk.by("intake"), on=date(2026, 3, 3))


def test_what_the_clock_refuses_is_refused_in_its_words_and_leaves_no_trace(desk):
    case = desk.new()
    do.confirm_receipt(case, desk.by("intake"))
    before = case.events.count()
    with pytest.raises(ValidationError, match="已于2026-03-02确认收到"):
        do.confirm_receipt(case, desk.by("intake"))
    assert case.events.count() == before


def test_an_entry_may_not_make_an_earlier_one_impossible(desk):
    """Delivered belatedly, before something already entered: refused, not silently void."""
    case = desk.handling()
    desk.later(4)
    with transaction.atomic():
        ledger.append(
            case, Kind.CONSULT_SENT, None, desk.by("intake"), letter="1", party="co_author"
        )
    with pytest.raises(ValidationError), transaction.atomic():
        ledger.append(case, Kind.WITHDRAWN, date(2026, 3, 3), desk.by("intake"))


def test_remarks_do_not_stand_in_the_way(desk, intake, time_machine):
    time_machine.move_to("2026-03-04 10:00+08:00")
    receipt = do.enter(
        intake, _person(), [do.Wanted("合同")], channel="ordinary_mail", on=date(2026, 3, 2)
    )[0]
    entry = do.confirm_receipt(case_of(receipt), intake)
    assert entry.remarks == ["平常信函应当于收到的当日与申请人确认。"]


def test_numbers_typed_into_a_note_are_taken_out(desk):
    case = desk.new()
    do.confirm_receipt(case, desk.by("intake"), note="拨打13800138000，a@example.cn")
    assert case.events.last().data["note"] == "拨打[mobile]，[email]"


def test_the_clock_sees_only_what_it_knows(desk):
    case = desk.closed()
    clock = ledger.clock_of(case)
    assert [event.kind for event in clock.events] == [
        Kind.SUBMITTED,
        Kind.DECIDED,
        Kind.DELIVERED,
    ]
    assert clock.problems == ()


# --- The cached dates -----------------------------------------------------------------------------------
@pytest.mark.parametrize("stage", STAGES)
def test_after_every_verb_the_columns_are_the_replay(desk, stage):
    getattr(desk, stage)()
    assert list(find_problems()) == []


KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.SUBMITTED])
STEPS = st.lists(st.tuples(KINDS, st.integers(0, 60), st.integers(0, 40)), max_size=9)


@given(STEPS, st.sampled_from(["counter", "internet", "ordinary_mail"]))
@hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_after_any_history_the_columns_are_what_the_pure_clock_says(desk, steps, channel):
    """Entries are tried in any order and on any day; what is refused changes nothing."""
    desk.later(100)
    start, by = date(2026, 3, 2), desk.by("intake")
    receipt = do.enter(by, _person(), [do.Wanted("合同")], channel=channel, on=start)[0]
    case, entered = case_of(receipt), [Event(start, "submitted", channel=channel, id=1)]
    for kind, after, more in steps:
        data = _data(kind, start + timedelta(days=after + more))
        try:
            with transaction.atomic():
                entry = ledger.append(case, kind, start + timedelta(days=after), by, **data)
        except ValidationError:
            case = Case.objects.get(pk=case.pk)
            continue
        entered.append(Event(entry.date, kind, id=entry.sequence, **data))
    said = ledger.clock(entered, get_calendar(), desk_settings().rules)
    kept = Case.objects.get(pk=case.pk)
    assert (kept.received_on, kept.due_on) == (said.received, said.due)
    assert kept.replied_on == (said.stop and said.stop.date)
    assert kept.is_provisional == said.is_provisional
    assert [problem.text for problem in said.problems if problem.ignored] == []
    assert ledger.clock_of(kept) == said


def _data(kind, until):
    if str(kind).startswith("consult_"):
        return {"letter": "1", **({"party": "co_author"} if kind is Kind.CONSULT_SENT else {})}
    if kind in (Kind.SUPPLEMENT_ASKED, Kind.DELAY_SET, Kind.FEE_NOTIFIED):
        return {"until": until.isoformat()}
    return {}


def _person():
    return do.Applicant(name="甲")


def test_dates_changed_past_the_ledger_are_found_and_repaired(desk):
    case = desk.handling()
    Case.objects.filter(pk=case.pk).update(due_on=date(2030, 1, 1))
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_cases", stderr=said)
    assert f"derived: {case.number}: due_on is 2030-01-01, the ledger says 2026-03-30" in (
        said.getvalue()
    )
    call_command("check_cases", "--fix", stdout=StringIO(), stderr=StringIO())
    case.refresh_from_db()
    assert case.due_on == date(2026, 3, 30)
    call_command("check_cases", stdout=StringIO())


def test_after_an_upgrade_limits_of_open_cases_are_reckoned_anew(desk):
    """A letter nobody is known to have once held the term, and the case had no last day."""
    case, other, done = desk.handling(), desk.handling(), desk.replied()
    do.consult(case, desk.by("intake"), party="third_party", name="某公司", concerns="单价")
    case.refresh_from_db()
    due_on = case.due_on
    assert due_on is not None
    Case.objects.filter(pk=case.pk).update(due_on=None)
    Case.objects.filter(pk=done.pk).update(due_on=date(2026, 3, 27))
    said = StringIO()
    call_command("check_cases", "--fix", stdout=said, stderr=said)
    assert f"{case.number}: due_on is None, the ledger says {due_on}" in said.getvalue()
    assert other.number not in said.getvalue() and "Repaired 1 cases." in said.getvalue()
    for row in (case, done):
        row.refresh_from_db()
    assert (case.due_on, done.due_on) == (due_on, date(2026, 3, 27))


def test_an_entry_removed_past_the_model_is_found(desk):
    case = desk.handling()
    table = connection.ops.quote_name(CaseEvent._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE case_id = %s AND sequence = 1", [case.pk])  # noqa: S608
    assert {problem.code for problem in find_problems()} >= {"sequence"}


# --- When the calendar or the rules change --------------------------------------------------------------
NOTICE = YearPlan(2026, {date(2026, 3, 9): "临时放假"}, {}, True, "测试通知")


def test_a_new_calendar_is_previewed_and_moves_open_cases_only(desk):
    case, done, waiting = desk.handling(), desk.replied(), desk.waiting()
    changed = preview([NOTICE], get_calendar()).deadlines
    labels = {change.label: (change.before, change.after) for change in changed}
    assert labels[case.number] == (date(2026, 3, 30), _after_notice(case))
    assert done.number not in labels and waiting.number not in labels
    apply_plans([NOTICE])
    for row in (case, done):
        row.refresh_from_db()
    assert (case.due_on, case.calendar_version) == (_after_notice(case), calendar_of(None).version)
    assert done.due_on == date(2026, 3, 30)
    assert list(find_problems()) == []


def _after_notice(case):
    after = get_calendar().with_plans([NOTICE])
    return ledger.clock_of(case, calendar=after).due


def test_a_calendar_that_is_not_applied_moves_nothing(desk):
    case = desk.handling()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        apply_plans([NOTICE])
        raise ZeroDivisionError
    case.refresh_from_db()
    assert case.due_on == date(2026, 3, 30)


def test_changed_rules_move_open_cases(desk):
    case, done = desk.handling(), desk.closed()
    row = DeskSettings.objects.get()
    row.institution, row.reply_days = "public_service", 15
    row.save()
    case.refresh_from_db()
    done.refresh_from_db()
    assert (case.due_on, done.due_on) == (date(2026, 3, 23), date(2026, 3, 30))
    assert list(find_problems()) == []


def test_the_applicants_actor_and_the_users_number_are_kept(desk):
    receipt = submit()[0]
    case = case_of(receipt)
    do.confirm_receipt(case, desk.by("intake"))
    first, second = case.events.all()
    assert (first.actor_kind, first.user_id) == ("applicant", None)
    assert (second.actor, second.user_id) == ("intake", desk.users["intake"].pk)


def test_a_desk_event_says_nothing_to_the_clock(desk):
    case = desk.handling()
    before = ledger.clock_of(case)
    with transaction.atomic():
        ledger.append(case, DeskKind.CLAIMED, None, people.system("test"), department=1)
    assert ledger.clock_of(case) == before
