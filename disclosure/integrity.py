"""What must always hold of the desk's tables; ``manage.py check_cases`` proves it.

Only code that goes around ``disclosure.services`` (raw SQL, a fixture, a restored backup) can break
these.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from disclosure import ledger
from disclosure.desk import desk
from disclosure.models import Case, Counter, Letter
from portal.workdays import get_calendar


@dataclass(frozen=True)
class Problem:
    """One broken rule; ``code`` is stable, ``text`` is for people."""

    code: str
    number: str
    text: str

    @property
    def is_fixable(self) -> bool:
        return self.code == "derived"


def find_problems() -> Iterator[Problem]:
    calendar, rules = get_calendar(), desk().rules
    for case in Case.objects.prefetch_related("events").order_by("pk").iterator(500):
        entries = list(case.events.all())
        yield from _of_ledger(case, entries)
        for name, value in wrong_columns(case, entries, calendar, rules).items():
            kept = getattr(case, name)
            yield Problem("derived", case.number, f"{name} is {kept}, the ledger says {value}")
    yield from _counters()


def _of_ledger(case, entries) -> Iterator[Problem]:
    if [entry.sequence for entry in entries] != list(range(1, len(entries) + 1)):
        yield Problem("sequence", case.number, "entries of the ledger are missing")
    if max((entry.round for entry in entries), default=0) != case.round:
        yield Problem("round", case.number, "the ledger does not reach the round of the case")


def wrong_columns(case, entries, calendar, rules) -> dict:
    """The derived columns that do not say what the ledger says. Limits of a case whose clock has
    stopped stay as they were reckoned then, whatever calendar and rules say now."""
    said = ledger.derive(case, entries, calendar, rules)
    names = set(said) - (ledger.LIMITS if case.replied_on else set())
    return {name: said[name] for name in sorted(names) if getattr(case, name) != said[name]}


def _counters() -> Iterator[Problem]:
    """Every number given out is used: as many rows as the counters say."""
    used = {"case": Case.objects.count()}
    signed = Letter.objects.exclude(reference="")
    for letter in signed.only("kind"):
        used[letter.series] = used.get(letter.series, 0) + 1
    given = {}
    for counter in Counter.objects.all():
        given[counter.series] = given.get(counter.series, 0) + counter.last
    for series in sorted(used.keys() | given.keys()):
        has, says = used.get(series, 0), given.get(series, 0)
        if has != says:
            yield Problem("counter", series, f"{says} numbers were given out, {has} are in use")


def fix_problems() -> int:
    """Derive the columns of every case anew; how many changed."""
    calendar, rules, fixed = get_calendar(), desk().rules, 0
    for pk in Case.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            wrong = wrong_columns(case, list(case.events.all()), calendar, rules)
            for name, value in wrong.items():
                setattr(case, name, value)
            if wrong:
                case.save(update_fields=list(wrong))
                fixed += 1
    return fixed
