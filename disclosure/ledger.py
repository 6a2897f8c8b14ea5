"""The one way into a case's history, and everything that is derived from it.

Whatever a case says of its dates is a function of its entries, the calendar and the rules;
:func:`append` recomputes it in the same transaction, ``manage.py check_cases`` proves it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.addresses import case_url
from disclosure.clock import Clock, Event, Kind, check, clock
from disclosure.desk import desk
from disclosure.facts import without_names
from disclosure.models import Case, CaseEvent, DeskKind
from portal.personal import scrub
from portal.workdays import Deadline, get_calendar

DERIVED = (
    "received_on check_by due_on replied_on is_provisional calendar_version "
    "report_year report_outcome report_row"
).split()
# Of these a stopped case keeps what was reckoned at the time, whatever calendar and rules say now.
LIMITS = {"check_by", "due_on", "is_provisional", "calendar_version"}
FREE = ("note", "reason")
STOPPING = {Kind.DELIVERED, Kind.LAPSED, Kind.WITHDRAWN}


def lock(case) -> Case:
    """The case as it is now, nobody else's until the transaction ends. Take it before reading."""
    return Case.objects.select_for_update().get(pk=case.pk)


def append(case, kind, day: date | None, by, /, **data) -> CaseEvent:
    """Enter what happened on ``day`` (``None``: today) in the ledger of a locked case.

    Raises ``ValidationError`` with the clock's own sentences when it cannot have happened, or not
    on that day; remarks that do not stand in the way are in ``event.remarks``. ``data`` never
    holds personal data; names, numbers and addresses typed into a note are taken out all the same.
    """
    day = day or timezone.localdate()
    if day > timezone.localdate():
        raise ValidationError(_("日期不能晚于今天。"), code="future")
    entries = list(case.events.all())
    actor = getattr(by, "actor", by)
    entry = CaseEvent(
        case=case,
        sequence=entries[-1].sequence + 1 if entries else 1,
        round=case.round,
        date=day,
        kind=str(kind.value),
        data=_plain(_without_names(case, data)),
        actor_kind=actor.kind,
        actor=actor.label[:200],
        user_id=actor.user_id,
    )
    entry.remarks = _checked(entries, entry) if entry.is_for_clock else []
    entry.save()
    if entry.is_for_clock or kind is DeskKind.REOPENED:
        _keep(case, derive(case, [*entries, entry], get_calendar(), desk().rules))
    return entry


def _checked(entries, entry) -> list[str]:
    """What the clock remarks; raises what it refuses."""
    try:
        event = entry.as_clock_event()
    except ValueError as error:
        raise ValidationError(str(error), code="data") from error
    return _refused(list(_of_round(entries, entry.round)), event)


def refuse_impossible(case, event: Event) -> list[str]:
    """Try ``event`` without entering it: raises what the clock would refuse, returns its remarks."""
    return _refused(list(_of_round(case.events.all(), case.round)), event)


def _refused(entries, event: Event) -> list[str]:
    before = [entry.as_clock_event() for entry in entries]
    problems = check(before, event, get_calendar(), desk().rules)
    refused = [
        ValidationError(problem.text, code=problem.code) for problem in problems if problem.ignored
    ]
    if refused:
        raise ValidationError(refused)
    return [problem.text for problem in problems]


def _without_names(case, data: dict) -> dict:
    """What people type freely; everything else is a date, a code or a number."""
    typed = {name: without_names(case, data[name]) for name in FREE if data.get(name)}
    return data | typed


def _plain(data: dict) -> dict:
    plain = {}
    for name, value in data.items():
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, str):
            # A plain str: enumerations and marked text would not read back as what they are.
            value = scrub(str(value))
        if value not in (None, ""):
            plain[name] = value
    return plain


def _of_round(entries: Iterable[CaseEvent], number: int) -> Iterator[CaseEvent]:
    return (entry for entry in entries if entry.round == number and entry.is_for_clock)


def _keep(case, values: dict) -> None:
    for name, value in values.items():
        setattr(case, name, value)
    case.save(update_fields=list(values))


# --- What follows from it -----------------------------------------------------------------------------
def clock_of(case, number: int | None = None, *, entries=None, calendar=None, rules=None) -> Clock:
    """The statutory clock of a case, or of an earlier ``number`` of its rounds.

    A case that is reopened starts a clock of its own; those of earlier rounds stay provable.
    """
    entries = list(case.events.all()) if entries is None else entries
    events = [entry.as_clock_event() for entry in _of_round(entries, number or case.round)]
    return clock(events, calendar or get_calendar(), rules or desk().rules)


def derive(case, entries, calendar, rules) -> dict:
    """The columns of ``models.case.Derived`` as the ledger has them."""
    rounds = defaultdict(list)
    for entry in entries:
        rounds[entry.round].append(entry)
    clocks = {
        number: clock_of(case, number, entries=rounds[number], calendar=calendar, rules=rules)
        for number in rounds
    }
    now = clocks.get(case.round) or clock([], calendar, rules)
    notice = next((inner for inner in now.inner if inner.code == "supplement_notice"), None)
    return {
        "received_on": _first_receipt(clocks),
        "check_by": notice.due if notice and not notice.met else None,
        "due_on": ordered_until(rounds[case.round]) or now.due,
        "replied_on": now.stop.date if now.stop else None,
        "is_provisional": now.is_provisional,
        "calendar_version": calendar.version,
        **_reported(rounds, clocks),
    }


def _first_receipt(clocks: dict) -> date | None:
    """Of the first round; of a later one where the first was withdrawn before anybody confirmed."""
    days = (clocks[number].received for number in sorted(clocks))
    return next((day for day in days if day), None)


def ordered_until(entries) -> date | None:
    """The day a review decision or a judgment set for answering anew."""
    for entry in entries:
        if entry.kind == DeskKind.REOPENED and "until" in entry.data:
            return date.fromisoformat(entry.data["until"])
    return None


def _reported(rounds, clocks) -> dict:
    """What the annual report counts: an application once, in the year it was first answered, with
    the last answer of that year. What follows in later years no longer moves a published figure."""
    found = {"report_year": None, "report_outcome": "", "report_row": ""}
    # What was withdrawn unconfirmed and taken up again counts from its receipt on.
    received = {number: clock for number, clock in clocks.items() if clock.received}
    for number in sorted(received or clocks):
        stop = clocks[number].stop
        if not stop:
            continue
        if (found["report_year"] or stop.date.year) != stop.date.year:
            continue
        last = [entry for entry in rounds[number] if entry.kind == stop.kind.value][-1]
        found = {
            "report_year": stop.date.year,
            "report_outcome": last.data.get("outcome", ""),
            "report_row": last.data.get("row", ""),
        }
    return found


# --- When calendar or rules change --------------------------------------------------------------------
@transaction.atomic
def refresh_open(calendar=None) -> int:
    """Recompute every open case with the calendar and rules as they are now; how many moved."""
    if Case._meta.db_table not in connection.introspection.table_names():
        return 0  # migrated back to before there were cases
    calendar, rules, moved = calendar or get_calendar(), desk().rules, 0
    for case in Case.objects.open().select_for_update().order_by("pk"):
        values = derive(case, list(case.events.all()), calendar, rules)
        if any(getattr(case, name) != value for name, value in values.items()):
            _keep(case, values)
            moved += 1
    return moved


def open_deadlines(calendar) -> Iterator[Deadline]:
    """For previews of calendar imports: what every open case's limit would be."""
    rules = desk().rules
    for case in Case.objects.open().prefetch_related("events").order_by("pk"):
        values = derive(case, list(case.events.all()), calendar, rules)
        yield Deadline(f"case:{case.pk}", case.number, values["due_on"], case_url(case.pk))
