"""From a ledger to a clock: ``clock`` reads it whole, ``advance`` adds one event.

One function a kind of event, in ``EFFECTS``. Each takes the clock so far and gives the next one; an
event that cannot have happened gives the same clock with a problem more, never an exception.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from .effects import EFFECTS, STOPPING
from .events import Event, Kind
from .problems import Problem
from .rules import DEFAULT_RULES, ClockRules
from .state import Clock
from .verdicts import refuse

COMING_IN = {Kind.SUBMITTED, Kind.CONFIRMED}
WHILE_AWAITING = {Kind.TRANSFERRED, Kind.WITHDRAWN}
# Wrong of a new event, but no reason to void one that was right when it was entered.
ONLY_WHEN_NEW = {"delay-not-longer"}


def clock(events: Iterable[Event], calendar, rules: ClockRules = DEFAULT_RULES) -> Clock:
    """The clock of a ledger. Events may come in any order; they are read by :attr:`Event.sort_key`."""
    ordered = sorted(events, key=lambda event: event.sort_key)
    return reduce(_read, ordered, Clock(calendar, rules))


def advance(state: Clock, event: Event) -> Clock:
    """``state`` with ``event`` entered: what :func:`clock` says of all events together.

    One step when the event is the latest, a replay when it was entered belatedly.
    """
    if state.events and event.sort_key < state.events[-1].sort_key:
        return clock([*state.events, event], state.calendar, state.rules)
    return _read(state, event)


def check(
    events: Iterable[Event], event: Event, calendar, rules: ClockRules = DEFAULT_RULES
) -> list[Problem]:
    """What would be wrong if ``event`` were entered in the ledger; empty when nothing is.

    Includes what it would make wrong about other events. Refuse it when any problem is ``ignored``:
    some are so only of ``event``, and remarks once it is in the ledger (``ONLY_WHEN_NEW``).
    """
    before = clock(events, calendar, rules)
    found = Counter(advance(before, event).problems) - Counter(before.problems)
    return [_of_a_new(event, problem) for problem in found.elements()]


def _of_a_new(event: Event, problem: Problem) -> Problem:
    """``problem`` as it is when ``event`` is only about to be entered."""
    if problem.event == event and problem.code in ONLY_WHEN_NEW:
        return problem._replace(ignored=True)
    return problem


def _read(state: Clock, event: Event) -> Clock:
    state = replace(state, events=(*state.events, event))
    stop = state.stop
    if stop and (event.date > stop.date or event.kind in STOPPING):
        return refuse(state, "after-stop", event, stopped=stop.date)
    if not state.runs and not _may_precede_receipt(state, event):
        return refuse(state, "before-receipt", event)
    return EFFECTS[event.kind](state, event)


def _may_precede_receipt(state: Clock, event: Event) -> bool:
    return event.kind in COMING_IN or (bool(state.submitted) and event.kind in WHILE_AWAITING)
