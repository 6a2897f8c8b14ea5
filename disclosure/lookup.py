"""An applicant's way to a case: number and query code, nothing else."""

import hmac
import unicodedata
from datetime import timedelta

from django.views.decorators.debug import sensitive_variables

from disclosure import codes, throttle
from disclosure.desk import desk
from disclosure.models import Case

# As long as the column.
MAX_NUMBER = 60
DUMMY = "0" * 64
# Numbers can be guessed, codes cannot: with a small limit, anybody could keep applicants from their
# own case. So many wrong codes on one number are still none of a million million.
TRIES_ON_A_NUMBER = 20


class Paused(Exception):
    """Too many wrong tries from this address or on this number. ``minutes`` is the whole pause."""

    def __init__(self, minutes: int):
        super().__init__(minutes)
        self.minutes = minutes


@sensitive_variables()
def find(number: str, code: str, address: str) -> Case | None:
    """The case, or ``None`` for a wrong number or a wrong code: nobody learns which.

    The same queries and the same digest are made in both cases. Raises :class:`Paused` after too
    many wrong tries, also for the right code: what an attacker may not try, nobody may.
    """
    number = tidy_number(number)
    window = timedelta(minutes=desk().query_pause_minutes)
    limit = desk().query_tries
    watched = {
        ("address", throttle.origin(address)): limit,
        ("number", number): limit * TRIES_ON_A_NUMBER,
    }
    for what, most in watched.items():
        # The number's tries are not counted for an address that is paused already.
        if throttle.count(*what, window, most) > most:
            raise Paused(desk().query_pause_minutes)
    case = Case.objects.filter(number=number, anonymised_at=None).first()
    known = case.query_digest if case else DUMMY
    if not hmac.compare_digest(known, codes.code_digest(number, code[:40])):
        return None
    for what in watched:
        throttle.forgive(*what)
    return case


def tidy_number(text: str) -> str:
    """A number as people type it: other width, small letters, blanks. PostgreSQL knows no NUL."""
    text = unicodedata.normalize("NFKC", text[: MAX_NUMBER * 2].replace("\0", ""))
    return "".join(text.split()).upper()


def may_submit(address: str) -> bool:
    """Whether another submission from this address is taken this hour; counts it."""
    tries = throttle.count("submission", throttle.origin(address), timedelta(hours=1))
    return tries <= desk().submissions_per_hour
