"""The official years that come with the software: ``data/<year>.json``, one notice a file."""

from functools import cache
from pathlib import Path

from .calendar import WorkCalendar, YearPlan

DATA = Path(__file__).with_name("data")


@cache
def shipped_plans() -> tuple[YearPlan, ...]:
    """The notices in ``data/``, in order of years."""
    from .notices import read_notice

    plans = [
        plan for path in DATA.glob("*.json") for plan in read_notice(path.name, path.read_bytes())
    ]
    return tuple(sorted(plans, key=lambda plan: plan.year))


@cache
def shipped_calendar() -> WorkCalendar:
    """Version 0: what is known without any database."""
    return WorkCalendar.of(shipped_plans())
