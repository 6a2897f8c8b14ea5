"""How an effect says that something about an event is wrong."""

from dataclasses import replace

from .events import Event
from .problems import report
from .state import Clock


def refuse(state: Clock, code: str, event: Event, **facts) -> Clock:
    """The same clock: the event has no effect, and why is kept."""
    problem = report(state.rules, code, event, **facts)
    return replace(state, problems=(*state.problems, problem))


def accept(state: Clock, code: str, event: Event, **facts) -> Clock:
    """The event counts, but something about it is not as it should be."""
    problem = report(state.rules, code, event, ignored=False, **facts)
    return replace(state, problems=(*state.problems, problem))
