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
    if _is_over(state, event):
        return refuse(state, "after-term", event, due=state.due)
    letter = Letter(name, event.get("party", Party.THIRD_PARTY), event.date)
    return replace(state, letters=(*state.letters, letter))


def delivered(state: Clock, event: Event) -> Clock:
    """The other side has the letter: its 15 working days begin."""
    name = event.get("letter", "")
    letter = _find(state, name)
    if problem := _not_on_its_way(letter):
        return refuse(state, problem, event, letter=name, delivered=letter and letter.delivered)
    return _prove(state, event, letter, delivered=event.date)


def undelivered(state: Clock, event: Event) -> Clock:
    """It came back, or it is certain that it reaches nobody: it holds nothing, now or later."""
    name = event.get("letter", "")
    letter = _find(state, name)
    if problem := _not_on_its_way(letter):
        return refuse(state, problem, event, letter=name, delivered=letter and letter.delivered)
    return _replaced(state, letter, letter._replace(undelivered=event.date))


def returned(state: Clock, event: Event) -> Clock:
    name = event.get("letter", "")
    letter = _find(state, name)
    if not letter or letter.returned or letter.undelivered:
        return refuse(state, "resume-without-pause", event, letter=name)
    state = _prove(state, event, letter, returned=event.date)
    letter = _find(state, name)
    end = letter.ends(state.calendar, state.rules)
    if event.date > end and not letter.is_too_late:
        return accept(state, "opinion-late", event, limit=end)
    return state


def unanswered(state: Clock, day: date) -> list[Letter]:
    """Letters without an answer whose time has not run out by ``day``."""
    waiting = []
    for letter in state.letters:
        limit = letter.limit(state.calendar, state.rules)
        if not (letter.returned or letter.undelivered) and (limit is None or day <= limit):
            waiting.append(letter)
    return waiting


def _find(state, name):
    return next((letter for letter in state.letters if letter.id == name), None)


def _not_on_its_way(letter) -> str:
    """Why neither its delivery nor its return can be entered (any more); empty when it can."""
    if not letter or letter.returned or letter.undelivered:
        return "letter-unknown"
    return "letter-delivered-twice" if letter.delivered else ""


def _replaced(state, letter, by) -> Clock:
    letters = tuple(by if each is letter else each for each in state.letters)
    return replace(state, letters=letters)


def _is_over(state, event) -> bool:
    return bool(state.due and event.date > state.due)


def _prove(state, event, letter, **proof) -> Clock:
    """``letter`` with a day it was delivered or answered. A first one after the term is kept but
    holds nothing: what nobody was known to have by the last day cannot bring the term back."""
    too_late = not letter.is_proven and _is_over(state, event)
    proven = letter._replace(**proof, is_too_late=letter.is_too_late or too_late)
    due, state = state.due, _replaced(state, letter, proven)
    return accept(state, "after-term", event, due=due) if too_late else state
