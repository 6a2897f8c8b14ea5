"""Living through the stories: all their steps in one order of time, each by the verb it names."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone as present

from disclosure.choices import Channel
from disclosure.services import Wanted
from portal.workdays import WorkCalendar, get_calendar

from .steps import Player

FILE = Path(__file__).with_name("stories.toml")
MORNING, PACE = time(9, 0), timedelta(minutes=3)

# One line of a story that stands for several steps; days are workdays after its own day.
ANSWERED = ((0, "send_to_review"), (1, "pass_review"), (1, "sign"), (2, "deliver"), (4, "close"))
UNTIL = {"reviewed": 1, "passed": 2, "signed": 3, "delivered": 4, "answered": 5}


@dataclass(frozen=True)
class Story:
    """One application (or several sent at once): who, what, when it came, what happened then."""

    key: str
    who: str
    channel: str
    start: date
    wanted: tuple[Wanted, ...]
    steps: tuple = ()

    def day(self, after: int, calendar: WorkCalendar) -> date:
        return calendar.add_workdays(self.start, after) if after else self.start


@dataclass(order=True)
class Moment:
    """A step on its day; ``place`` keeps the order of the file within a day."""

    day: date
    place: int
    story: Story = field(compare=False)
    verb: str = field(compare=False)
    values: dict = field(compare=False, default_factory=dict)


def read_stories(today: date) -> list[Story]:
    """The stories as they would have gone until ``today``."""
    calendar = get_calendar()
    return [_story(spec, today, calendar) for spec in _specs()]


def _specs() -> list[dict]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["story"]


def _story(spec: dict, today: date, calendar) -> Story:
    asked = spec.get("several") or [spec]
    wanted = tuple(
        Wanted(
            item["description"],
            title=item.get("title", ""),
            ways=item.get("ways", ["online"]),
            document_number=item.get("document_number", ""),
        )
        for item in asked
    )
    start = _start(spec["start"], today, calendar)
    steps = tuple(tuple(step) for step in spec.get("steps", ()))
    return Story(spec["key"], spec["who"], spec["channel"], start, wanted, steps)


def _start(start, today: date, calendar) -> date:
    """``17``: so many workdays ago; ``"-1:03-18"``: that day of last year, or the next workday."""
    if isinstance(start, int):
        return workdays_before(today, start, calendar)
    years, _colon, day = start.partition(":")
    return calendar.on_or_after(date.fromisoformat(f"{today.year + int(years)}-{day}"))


def workdays_before(day: date, count: int, calendar) -> date:
    """The workday ``count`` workdays before ``day``; with 0 the last one up to it."""
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    for _number in range(count):
        day -= timedelta(days=1)
        while not calendar.is_workday(day):
            day -= timedelta(days=1)
    return day


# --- One order of time ----------------------------------------------------------------------------
def moments(stories: list[Story], today: date) -> list[Moment]:
    """Every step that lies before tomorrow, in the order of time."""
    calendar, found = get_calendar(), []
    for story in stories:
        for after, verb, values in _plain_steps(story):
            day = story.day(after, calendar)
            if day > today:
                break  # What comes after it has not happened either.
            dated = {name: _dated(value, story, calendar) for name, value in values.items()}
            found.append(Moment(day, len(found), story, verb, dated))
    return sorted(found)


def _plain_steps(story: Story) -> Iterator[tuple[int, str, dict]]:
    yield 0, "arrive", {}
    confirm = Channel(story.channel).for_clock.needs_confirmation
    for after, verb, *rest in story.steps:
        values = rest[0] if rest else {}
        if verb == "take":
            if confirm:
                yield after, "confirm", {}
            yield after, "register", {}
            yield after, "verify", {}
        elif verb in UNTIL:
            yield after, "draft", values
            for later, step in ANSWERED[: UNTIL[verb]]:
                yield after + later, step, {}
        else:
            yield after, verb, values


def _dated(value, story, calendar):
    """``"@5"`` is the fifth workday of the story; also within tables and lists."""
    if isinstance(value, dict):
        return {name: _dated(item, story, calendar) for name, item in value.items()}
    if isinstance(value, list):
        return [_dated(item, story, calendar) for item in value]
    if isinstance(value, str) and value.startswith("@"):
        return story.day(int(value[1:]), calendar)
    return value


def play(people: dict, departments: dict, then, *, files, at: dict) -> dict:
    """Live through the stories; returns the cases by key. ``at`` names what is to be done on a day
    besides, ``{day: function}``, before anything else of that day."""
    today = present.localdate()
    player, last = Player(people, departments, files), None
    pending = sorted(at.items())
    for moment in moments(read_stories(today), today):
        while pending and pending[0][0] <= moment.day:
            _at(then, pending[0][0], 0)
            pending.pop(0)[1]()
        last = (moment.day, last[1] + 1) if last and last[0] == moment.day else (moment.day, 0)
        _at(then, *last)
        getattr(player, moment.verb)(moment.story, **moment.values)
    for day, work in pending:
        _at(then, day, 0)
        work()
    return player.cases


def _at(then, day: date, number: int) -> None:
    """Nine in the morning, and a little later for each deed; never in the future."""
    moment = present.make_aware(datetime.combine(day, MORNING)) + PACE * number
    then.moment = min(moment, present.now())
