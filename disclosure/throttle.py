"""Counting tries in the database, so that it works for several processes without Redis."""

import ipaddress
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from disclosure.models import Throttle
from portal.vault import blind_index

# Rows nobody added to for so long are forgotten; longer than any window in use.
FORGET = timedelta(days=2)


def _key(kind: str, value: str) -> str:
    return str(blind_index(f"{kind}:{value}", "throttle"))


@transaction.atomic
def count(kind: str, value: str, window: timedelta, limit: int = 0) -> int:
    """Note one more try and return how many there were in this window, this one included.

    Counted before anything is tried: of many tries sent at once, no more than the limit get
    through. The window begins with the first try and, once over, with the next; reaching ``limit``
    begins it anew, so that what follows is a pause of its full length.
    """
    now, key = timezone.now(), _key(kind, value)
    Throttle.objects.get_or_create(key=key)
    row = Throttle.objects.select_for_update().get(key=key)
    if row.since + window <= now:
        row.tries, row.since = 0, now
    row.tries += 1
    if row.tries == limit:
        row.since = now
    row.save()
    return row.tries


def is_counted(kind: str, value: str) -> bool:
    """Whether this was ever counted (and not forgotten), without counting it."""
    return Throttle.objects.filter(key=_key(kind, value), tries__gt=0).exists()


def forgive(kind: str, value: str) -> None:
    """Take one try back: it was right."""
    Throttle.objects.filter(key=_key(kind, value), tries__gt=0).update(tries=F("tries") - 1)


def origin(address: str) -> str:
    """Whom an address stands for: of IPv6, a household has 2⁶⁴ addresses and counts as one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), 64), strict=False))


def tidy() -> int:
    return Throttle.objects.filter(since__lt=timezone.now() - FORGET).delete()[0]
