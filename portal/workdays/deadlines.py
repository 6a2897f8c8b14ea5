"""Who has open deadlines: rooms above register a provider, an import asks what it would move."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .calendar import WorkCalendar


class Deadline(NamedTuple):
    """One open deadline. ``key`` is stable and unique over all providers; ``due`` may be unknown."""

    key: str
    label: str
    due: date | None
    url: str = ""


@dataclass(frozen=True)
class DeadlineChange:
    """A deadline that another calendar puts on another day."""

    label: str
    before: date | None
    after: date | None
    url: str = ""


Provider = Callable[[WorkCalendar], Iterable[Deadline]]
_providers: list[Provider] = []
_followers: list[Callable[[WorkCalendar], object]] = []


def register_deadlines(provider: Provider) -> Provider:
    """Register ``provider(calendar)``, which reckons every open deadline with ``calendar``.

    It is called twice for each preview and must neither store nor cache what it finds.
    """
    _providers.append(provider)
    return provider


def follow_calendar(follower: Callable[[WorkCalendar], object]):
    """Register ``follower(calendar)``, called with each new calendar in the transaction that files
    it: whoever keeps dates reckoned with the old one brings them up to date there and then."""
    _followers.append(follower)
    return follower


def tell_followers(calendar: WorkCalendar) -> None:
    for follower in _followers:
        follower(calendar)


def deadline_changes(before: WorkCalendar, after: WorkCalendar) -> list[DeadlineChange]:
    """The open deadlines that differ between two calendars, earliest new date first."""
    found = []
    for provider in _providers:
        old = {deadline.key: deadline for deadline in provider(before)}
        for new in provider(after):
            due = old[new.key].due if new.key in old else None
            if due != new.due:
                found.append(DeadlineChange(new.label, due, new.due, new.url))
    return sorted(found, key=lambda change: (change.after or date.max, change.label))
