"""The statutory clock of an application for information (依申请公开).

A pure function of three values: a ledger of dated events, a working-day calendar, and rules.

    from disclosure.clock import Event, clock
    from portal.workdays import get_calendar

    now = clock([Event("2026-02-02", "submitted", channel="counter")], get_calendar())
    now.due, now.state(today), now.remaining(today)
    print(as_text(now.explain(today)))

No database, no settings, no clock on the wall: the same three values give the same answer for
ever. Everything it decides is written down for lawyers in docs/clock.md. Its sentences are plain
Chinese constants, not gettext: like the letters that quote them, they are legal text.
"""

from .events import DATA, Event, Kind
from .explain import Explanation, Span, explain
from .folding import advance, check, clock
from .inner import InnerClock, InnerState
from .problems import PROBLEMS, Problem
from .ruler import Mark, Ruler, ruler
from .rules import DEFAULT_RULES, Channel, ClockRules, Delivery, Institution, Party
from .state import Clock, State
from .text import HEADERS, as_rows, as_text
from .words import unproven

__all__ = [
    "DATA",
    "DEFAULT_RULES",
    "HEADERS",
    "PROBLEMS",
    "Channel",
    "Clock",
    "ClockRules",
    "Delivery",
    "Event",
    "Explanation",
    "InnerClock",
    "InnerState",
    "Institution",
    "Kind",
    "Mark",
    "Party",
    "Problem",
    "Ruler",
    "Span",
    "State",
    "advance",
    "as_rows",
    "as_text",
    "check",
    "clock",
    "explain",
    "ruler",
    "unproven",
]
