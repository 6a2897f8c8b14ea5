"""All leaves and grounds by their codes."""

from .closings import CLOSED, NOT_HANDLED
from .grounds import GROUNDS
from .leaf import Ground, Outcome
from .taxonomy import GIVEN, NOT_AVAILABLE, REFUSED

OUTCOMES: dict[str, Outcome] = {
    leaf.code: leaf for leaf in (*GIVEN, *REFUSED, *NOT_AVAILABLE, *NOT_HANDLED, *CLOSED)
}


def find(code: str) -> Outcome | Ground | None:
    """The leaf or the ground with this code."""
    return OUTCOMES.get(code) or GROUNDS.get(code)
