"""Deadlines as an iCalendar file (RFC 5545): whole days, and nothing but numbers and what is due."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from disclosure.addresses import absolute, case_url
from disclosure.agenda import Item

OCTETS = 75  # of a line, without its end (RFC 5545 section 3.1)
CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar_file(items: Iterable[Item], name: str, host: str, request=None) -> bytes:
    """The file. The same items give the same bytes: a client that asks again is told so."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Mingchuang//Disclosure desk//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for item in items:
        lines += _event(item, host, request)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(item: Item, host, request):
    yield "BEGIN:VEVENT"
    yield f"UID:{item.key}@{host}"
    yield f"DTSTAMP:{item.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{item.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{item.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'{item.number} {item.label}')}"
    if path := case_url(item.case_id):
        yield f"URL:{absolute(path, request)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """TEXT of section 3.3.11: what has a meaning is escaped, and a line never ends inside."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(value.splitlines())


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, never cutting a character."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        # A continued line begins with a blank, which counts.
        if len(piece) + len(octets) > OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
