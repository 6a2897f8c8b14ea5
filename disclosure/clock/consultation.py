"""Letters asking for opinions (条例第三十二条、第三十三条第三款、第三十四条)."""

from dataclasses import replace
from datetime import date

from .events import Event
from .facts import Letter
from .rules import Party
from .state import Clock
from .verdicts import accept, refuse


def sent(state: Clock, event: Event) -> Clock:
    name = event.get("letter", "")
    if _find(state, name):
        return refuse(state, "letter-reused", event, letter=name)
    # On the last day itself it may still go out: an extension of the same day gives it effect.
    if state.due and event.date > state.due:
        return refuse(state, "after-term", event, due=state.due)
    letter = Letter(name, event.get("party", Party.THIRD_PARTY), event.date)
    return replace(state, letters=(*state.letters, letter))


def delivered(state: Clock, event: Event) -> Clock:
    """The other side has the letter: its 15 working days begin."""
    name = event.get("letter", "")
    letter = _find(state, name)
    if not letter or letter.returned:
        return refuse(state, "letter-unknown", event, letter=name)
    if letter.delivered:
        return refuse(
            state, "letter-delivered-twice", event, letter=name, delivered=letter.delivered
        )
    return _exchange(state, letter, letter._replace(delivered=event.date))


def returned(state: Clock, event: Event) -> Clock:
    name = event.get("letter", "")
    letter = _find(state, name)
    if not letter or letter.returned:
        return refuse(state, "resume-without-pause", event, letter=name)
    answered = letter._replace(returned=event.date)
    state = _exchange(state, letter, answered)
    end = answered.ends(state.calendar, state.rules)
    return accept(state, "opinion-late", event, limit=end) if event.date > end else state


def unanswered(state: Clock, day: date) -> list[Letter]:
    """Letters without an answer whose time has not run out by ``day``."""
    waiting = []
    for letter in state.letters:
        limit = letter.limit(state.calendar, state.rules)
        if letter.returned is None and (limit is None or day <= limit):
            waiting.append(letter)
    return waiting


def _find(state, name):
    return next((letter for letter in state.letters if letter.id == name), None)


def _exchange(state, old, new):
    letters = tuple(new if letter is old else letter for letter in state.letters)
    return replace(state, letters=letters)
