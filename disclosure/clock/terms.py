"""What moves the applicant's term: 补正, extension, delay, fee (条例第三十条、第三十三条、第三十五条)."""

from dataclasses import replace
from datetime import date

from .events import Event, Kind
from .facts import Extension, Run
from .state import Clock
from .verdicts import accept, refuse

CONTINUES = "期限继续计算，不因此重新起算。"
RESTARTS = "按设置，期限仍自收到补正之日重新计算。"


# --- 补正 (art 30) ------------------------------------------------------------------------------------
def supplement_asked(state: Clock, event: Event) -> Clock:
    """Told once, within 7 working days: the term ends and begins anew with the correction."""
    if any(run.cause is Kind.SUPPLEMENT_ASKED for run in state.runs):
        return refuse(state, "second-supplement", event)
    if state.waiting_for:
        return refuse(state, "already-waiting", event)
    if state.due and event.date > state.due:
        return refuse(state, "after-term", event, due=state.due)
    days = state.rules.supplement_notice_days
    limit = state.calendar.add_workdays(state.received, days)
    if event.date > limit:
        if not state.rules.late_supplement_restarts:
            return refuse(state, "supplement-late", event, limit=limit, days=days, effect=CONTINUES)
        state = accept(state, "supplement-late", event, limit=limit, days=days, effect=RESTARTS)
    until = event.get("until")
    if until is None:
        return accept(_ask(state, event, None), "supplement-no-period", event)
    return _ask(state, event, until)


def supplemented(state: Clock, event: Event) -> Clock:
    """答复期限自行政机关收到补正的申请之日起计算: a full new term."""
    if state.waiting_for is not Kind.SUPPLEMENT_ASKED:
        return refuse(state, "supplement-not-asked", event)
    until = state.runs[-1].until
    state = _restart(state, event.date)
    if until and event.date > until:
        return accept(state, "supplement-overdue", event, until=until)
    return state


# --- Extension (art 33②) ------------------------------------------------------------------------------
def extended(state: Clock, event: Event) -> Clock:
    """Approved by the head and told to the applicant while the first term is still running."""
    days, told = event.get("days", state.rules.extension_days), event.get("notified", event.date)
    left = state.rules.extension_days - state.extension_days
    due = state.counted_due
    if len(state.extensions) >= state.rules.max_extensions or left < 1:
        return refuse(state, "extension-second", event)
    if not event.get("approved", True):
        return refuse(state, "extension-unapproved", event)
    if days < 1:
        return refuse(state, "extension-empty", event)
    if due and event.date > due:
        return refuse(state, "extension-late", event, due=due)
    if due and told > due and state.rules.extension_notified_within_term:
        return refuse(state, "extension-notified-late", event, due=due)
    extension = Extension(event.date, min(days, left))
    state = replace(state, extensions=(*state.extensions, extension))
    if days > left:
        return accept(state, "extension-too-long", event, limit=left)
    return state


# --- Excessive applications (art 35) ------------------------------------------------------------------
def reasons_asked(state: Clock, event: Event) -> Clock:
    return replace(state, reasons=(event.date,)) if not state.reasons else state


def reasons_given(state: Clock, event: Event) -> Clock:
    if not state.reasons:
        return refuse(state, "reasons-not-asked", event)
    return (
        replace(state, reasons=(state.reasons[0], event.date)) if len(state.reasons) < 2 else state
    )


def delay_set(state: Clock, event: Event) -> Clock:
    """A reasonable later day, set and told to the applicant after sound reasons were given.

    One that pauses entered since have overtaken stays, with a remark: ``due`` is the later day.
    ``check`` refuses to enter a new one that is not longer.
    """
    until = event.get("until")
    if len(state.reasons) < 2:
        return refuse(state, "delay-without-reasons", event)
    if until is None:
        return refuse(state, "delay-no-date", event)
    if state.due and event.date > state.due:
        return refuse(state, "after-term", event, due=state.due)
    until = _stated(state, until)
    due = state.due
    if due and state.delayed_to and until <= state.delayed_to:
        return refuse(state, "delay-not-longer", event, until=until, due=due)
    state = replace(state, delayed_to=until)
    if due and until <= due:
        return accept(state, "delay-not-longer", event, until=until, due=due)
    return state


# --- Fee (art 42; clock rules off unless set) ---------------------------------------------------------
def fee_notified(state: Clock, event: Event) -> Clock:
    if not state.rules.fee_clock:
        return accept(state, "fee-clock-off", event)
    if state.waiting_for:
        return refuse(state, "already-waiting", event)
    if state.due and event.date > state.due:
        return refuse(state, "after-term", event, due=state.due)
    until = event.get("until") or state.calendar.add_workdays(event.date, state.rules.fee_days)
    return _ask(state, event, until)


def fee_paid(state: Clock, event: Event) -> Clock:
    if not state.rules.fee_clock:
        return accept(state, "fee-clock-off", event)
    if state.waiting_for is not Kind.FEE_NOTIFIED:
        return refuse(state, "fee-not-notified", event)
    return _restart(state, event.date)


# --- What they share ----------------------------------------------------------------------------------
def _stated(state: Clock, day: date) -> date:
    """A last day written in a letter; on a day without work it moves (民法典第二百零三条)."""
    return state.calendar.on_or_after(day) if state.rules.roll_stated_dates else day


def _ask(state: Clock, event: Event, until: date | None) -> Clock:
    """The running term ends; nothing is due until the applicant has done what was asked."""
    is_past = until is not None and until < event.date
    period = None if until is None or is_past else _stated(state, until)
    asked = state.runs[-1]._replace(asked=event.date, until=period, cause=event.kind)
    state = replace(state, runs=(*state.runs[:-1], asked))
    return accept(state, "period-past", event, until=until) if is_past else state


def _restart(state: Clock, day: date) -> Clock:
    keep = state.rules.extension_survives_restart
    return replace(
        state,
        runs=(*state.runs, Run(day)),
        extensions=state.extensions if keep else (),
        delayed_to=state.delayed_to if keep else None,
    )
