"""The published vectors: receipt → 7th, 15th, 20th and 40th working day (regulation notes 10.4)."""

import pytest

from disclosure.clock import Channel, Event, clock

from .conftest import codes, day, run

VECTORS = [
    ("2025-01-20", "2025-02-05", "2025-02-14", "2025-02-21", "2025-03-21"),
    ("2025-09-19", "2025-09-29", "2025-10-16", "2025-10-23", "2025-11-20"),
    ("2026-02-02", "2026-02-11", "2026-02-28", "2026-03-06", "2026-04-03"),
    ("2026-02-14", "2026-03-03", "2026-03-13", "2026-03-20", "2026-04-20"),
    ("2026-04-20", "2026-04-29", "2026-05-13", "2026-05-20", "2026-06-17"),
    ("2026-09-18", "2026-09-29", "2026-10-15", "2026-10-22", "2026-11-19"),
    ("2026-09-20", "2026-09-30", "2026-10-16", "2026-10-23", "2026-11-20"),
    ("2026-11-23", "2026-12-02", "2026-12-14", "2026-12-21", None),
]


@pytest.mark.parametrize(("received", "seventh", "_15", "twentieth", "_40"), VECTORS)
def test_the_supplement_limit_and_the_reply_limit(received, seventh, _15, twentieth, _40):
    found = run(received)
    assert found.inner[0].code == "supplement_notice"
    assert found.inner[0].due == day(seventh)
    assert found.due == found.first_due == day(twentieth)
    assert not found.is_provisional


@pytest.mark.parametrize(("received", "_7", "fifteenth", "_20", "_40"), VECTORS)
def test_fifteen_days_for_an_opinion(received, _7, fifteenth, _20, _40):
    found = run(received, (received, "consult_sent"), (received, "consult_delivered"))
    letter = found.inner[-1]
    assert (letter.code, letter.due) == ("third_party", day(fifteenth))


@pytest.mark.parametrize(("received", "_7", "_15", "_20", "fortieth"), VECTORS)
def test_the_longest_extension(received, _7, _15, _20, fortieth):
    found = run(received, (received, "extended", {"days": 20}))
    if fortieth is None:
        # 2026-12-21 + 8 working days = 12-31; + 5 (01-04 to 08), + 5 (11 to 15), + 2 (18, 19).
        assert found.due == day("2027-01-19")
        assert found.is_provisional
    else:
        assert found.due == day(fortieth)
        assert not found.is_provisional
    assert codes(found) == []


# 条例第三十一条, one line a channel: does the day of submission count, or the confirmation?
RECEIPT = [
    (Channel.COUNTER, False),
    (Channel.REGISTERED_MAIL, False),
    (Channel.ORDINARY_MAIL, True),
    (Channel.INTERNET, True),
    (Channel.FAX, True),
]


@pytest.mark.parametrize(("channel", "needs_confirmation"), RECEIPT)
def test_the_day_of_receipt_depends_on_the_channel(calendar, channel, needs_confirmation):
    submitted = Event(day("11-06"), "submitted", channel=channel)
    confirmed = Event(day("11-10"), "confirmed")
    alone = clock([submitted], calendar)
    both = clock([submitted, confirmed], calendar)
    if needs_confirmation:
        assert (alone.received, alone.due, alone.state(day("11-30")).value) == (
            None,
            None,
            "待确认收到",
        )
        assert both.received == day("11-10")
    else:
        assert alone.received == both.received == day("11-06")
        assert codes(both) == ["confirm-not-needed"]


def test_every_channel_is_in_the_table():
    assert [channel for channel, _needs in RECEIPT] == list(Channel)
