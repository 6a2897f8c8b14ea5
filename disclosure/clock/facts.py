"""What a ledger establishes, piece by piece."""

from datetime import date
from typing import NamedTuple

from .events import Kind
from .rules import Delivery, Party


class Letter(NamedTuple):
    """A letter asking for an opinion (征求意见书)."""

    id: str
    party: Party
    sent: date
    delivered: date | None = None
    returned: date | None = None
    # Came back, or could not be delivered: nobody has it, and nobody is waited for.
    undelivered: date | None = None
    # First proven after the term was over: like a letter sent then, it holds nothing.
    is_too_late: bool = False

    @property
    def is_proven(self) -> bool:
        """Whether it is known to have reached the other side: delivered, or answered. Before that
        nobody is known to be considering it, and the term is not held for it (art 33③ excludes the
        time consulting needs; arts 32 and 34 count from receipt)."""
        return bool(self.delivered or self.returned)

    def limit(self, calendar, rules) -> date | None:
        """The last day for an opinion: counted from delivery (arts 32 and 34)."""
        return self._limit(self.delivered, calendar, rules)

    def ends(self, calendar, rules) -> date | None:
        """The last day a proven letter holds the clock; ``None`` while it is still out.

        Answered without a recorded delivery, its time is counted from sending: it cannot have
        arrived earlier, and leaving the delivery out must not hold the clock for longer. One that
        came too late ends on the day it was sent: it holds nothing.
        """
        if self.is_too_late:
            return self.sent
        if not rules.silence_ends_pause:
            return self.returned
        limit = self._limit(self.delivered or (self.returned and self.sent), calendar, rules)
        return min((day for day in (self.returned, limit) if day), default=None)

    def _limit(self, received, calendar, rules) -> date | None:
        days = rules.letter_days(self.party)
        if received is None or days is None:
            return None
        return calendar.add_workdays(received, days)


class Run(NamedTuple):
    """One running of the reply term. ``start`` is day 0; the first begins with the receipt.

    ``asked`` and ``until`` describe the notice (补正 or 收费) that ended the run: the term was then
    not running, and begins anew with the next run.
    """

    start: date
    asked: date | None = None
    until: date | None = None
    cause: Kind | None = None


class Extension(NamedTuple):
    date: date
    days: int


class Stop(NamedTuple):
    """The event that ended the clock; ``method`` of a reply, where it was entered."""

    date: date
    kind: Kind
    method: Delivery | None = None
