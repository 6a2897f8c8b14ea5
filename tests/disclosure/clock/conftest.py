"""The calendar that comes with the software, and a short way to write ledgers."""

from datetime import date

import pytest

from disclosure.clock import DEFAULT_RULES, Event, clock
from portal.workdays import shipped_calendar


def day(text) -> date:
    """``"03-30"`` is in 2026, the year most scenarios play in."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def entry(text, kind, **data) -> Event:
    """An event; dates among the data may be short as well."""
    for name in ("until", "notified"):
        if name in data:
            data[name] = day(data[name])
    return Event(day(text), kind, **data)


def ledger(received, *entries) -> list[Event]:
    """A ledger of an application handed over on ``received``; an entry is (day, kind[, data])."""
    events = [entry(received, "submitted", channel="counter")]
    for text, kind, *data in entries:
        events.append(entry(text, kind, **(data[0] if data else {})))
    return events


def run(received, *entries, rules=DEFAULT_RULES, calendar=None):
    """The clock of such a ledger."""
    return clock(ledger(received, *entries), calendar or shipped_calendar(), rules)


def codes(found) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.fixture(scope="session")
def calendar():
    return shipped_calendar()
