"""What each kind of event does to the clock."""

from dataclasses import replace

from . import consultation, terms
from .events import Event, Kind
from .facts import Run, Stop
from .rules import Channel
from .state import Clock
from .verdicts import accept, refuse

STOPPING = {Kind.DELIVERED, Kind.LAPSED, Kind.WITHDRAWN}


def submitted(state: Clock, event: Event) -> Clock:
    """条例第三十一条: received at once, or only when both sides have confirmed."""
    if state.submitted:
        return refuse(state, "second-submission", event, submitted=state.submitted)
    channel = event.get("channel", Channel.COUNTER)
    state = replace(state, submitted=event.date, channel=channel)
    if channel.needs_confirmation:
        return state
    return replace(state, runs=(Run(event.date),))


def confirmed(state: Clock, event: Event) -> Clock:
    if not state.submitted:
        return refuse(state, "confirm-without-submission", event)
    if not state.channel.needs_confirmation:
        return refuse(state, "confirm-not-needed", event, channel=state.channel.label)
    if state.runs:
        return refuse(state, "second-confirmation", event, received=state.received)
    state = replace(state, runs=(Run(event.date),))
    if state.channel is Channel.ORDINARY_MAIL and event.date > state.submitted:
        return accept(state, "confirm-late", event)
    return state


def transferred(state: Clock, event: Event) -> Clock:
    """Who handles it inside the institution is of no concern to the applicant's term."""
    return state


def decided(state: Clock, event: Event) -> Clock:
    """A decision is not yet a reply: the clock runs on until it is delivered."""
    if state.decided:
        return refuse(state, "second-decision", event, decided=state.decided)
    waiting = consultation.unanswered(state, event.date)
    state = replace(state, decided=event.date)
    if waiting:
        letters = "、".join(letter.id or letter.party.label for letter in waiting)
        return accept(state, "decision-letters-open", event, letters=letters)
    return state


def delivered(state: Clock, event: Event) -> Clock:
    """The reply is made (国办公开办函〔2016〕235号): signed for, or handed to the post."""
    due = state.due
    stopped = replace(state, stop=Stop(event.date, event.kind, event.get("method")))
    if due and event.date > due:
        return accept(stopped, "reply-late", event, due=due)
    return stopped


def lapsed(state: Clock, event: Event) -> Clock:
    """条例第三十条: no correction within the stated period and no good reason."""
    if not state.waiting_for:
        return refuse(state, "lapse-without-notice", event)
    until = state.runs[-1].until
    if until is None:
        return refuse(state, "lapse-no-period", event)
    if event.date <= until:
        return refuse(state, "lapse-early", event, until=until)
    return replace(state, stop=Stop(event.date, event.kind))


def withdrawn(state: Clock, event: Event) -> Clock:
    return replace(state, stop=Stop(event.date, event.kind))


EFFECTS = {
    Kind.SUBMITTED: submitted,
    Kind.CONFIRMED: confirmed,
    Kind.TRANSFERRED: transferred,
    Kind.CONSULT_SENT: consultation.sent,
    Kind.CONSULT_DELIVERED: consultation.delivered,
    Kind.CONSULT_UNDELIVERED: consultation.undelivered,
    Kind.CONSULT_RETURNED: consultation.returned,
    Kind.REASONS_ASKED: terms.reasons_asked,
    Kind.REASONS_GIVEN: terms.reasons_given,
    Kind.EXTENDED: terms.extended,
    Kind.DELAY_SET: terms.delay_set,
    Kind.SUPPLEMENT_ASKED: terms.supplement_asked,
    Kind.SUPPLEMENTED: terms.supplemented,
    Kind.FEE_NOTIFIED: terms.fee_notified,
    Kind.FEE_PAID: terms.fee_paid,
    Kind.DECIDED: decided,
    Kind.DELIVERED: delivered,
    Kind.LAPSED: lapsed,
    Kind.WITHDRAWN: withdrawn,
}
