"""What must hold of every ledger, whatever it says."""

from datetime import date, timedelta
from functools import reduce

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from disclosure.clock import Clock, ClockRules, Event, Kind, State, advance, clock
from portal.workdays import YearPlan, shipped_calendar

CALENDAR = shipped_calendar()
FIRST = date(2025, 1, 1)
quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

days = st.integers(0, 700).map(lambda n: FIRST + timedelta(days=n))
near = st.integers(0, 90)
letters = st.sampled_from(["甲", "乙", "丙"])
# Kinds that do not depend on each other on the same day in other ways than by their order in law.
kinds = st.sampled_from([kind for kind in Kind if kind is not Kind.SUBMITTED])
rules = st.builds(
    ClockRules,
    fee_clock=st.booleans(),
    late_supplement_restarts=st.booleans(),
    pause_from_sending_day=st.booleans(),
    silence_ends_pause=st.booleans(),
    reasons_pause=st.booleans(),
    extension_survives_restart=st.booleans(),
    max_extensions=st.integers(1, 2),
)


@st.composite
def events(draw, start):
    """Any event up to ninety days after ``start``, possible or not."""
    day, kind = start + timedelta(days=draw(near)), draw(kinds)
    data = {}
    if str(kind).startswith("consult_"):
        data["letter"] = draw(letters)
    if kind is Kind.CONSULT_SENT:
        data["party"] = draw(st.sampled_from(["third_party", "co_author", "other_organ"]))
    if kind is Kind.EXTENDED:
        data["days"] = draw(st.integers(-1, 25))
    if kind in (Kind.SUPPLEMENT_ASKED, Kind.DELAY_SET, Kind.FEE_NOTIFIED) and draw(st.booleans()):
        data["until"] = day + timedelta(days=draw(near))
    return Event(day, kind, **data)


@st.composite
def ledgers(draw, max_size=8):
    start = draw(days)
    channel = draw(st.sampled_from(["counter", "internet"]))
    first = Event(start, "submitted", channel=channel)
    return [first, *draw(st.lists(events(start), max_size=max_size))]


@st.composite
def pauses(draw, start, size=3):
    """Letters of different names, sent after ``start``, delivered at once, and answered."""
    found = []
    for name in ["甲", "乙", "丙"][: draw(st.integers(0, size))]:
        sent = start + timedelta(days=draw(st.integers(0, 40)))
        found.append((name, sent, sent + timedelta(days=draw(st.integers(0, 30)))))
    return found


def paused(start, letters, *more, calendar=CALENDAR):
    found = [Event(start, "submitted")]
    for name, sent, back in letters:
        found.append(Event(sent, "consult_sent", letter=name, party="other_organ"))
        found.append(Event(sent, "consult_delivered", letter=name))
        found.append(Event(back, "consult_returned", letter=name))
    return clock([*found, *more], calendar)


@given(ledgers(), rules, st.randoms())
@quick
def test_entering_events_one_by_one_in_any_order_is_reading_them_all(ledger, its_rules, random):
    whole = clock(ledger, CALENDAR, its_rules)
    shuffled = list(ledger)
    random.shuffle(shuffled)
    assert reduce(advance, shuffled, Clock(CALENDAR, its_rules)) == whole
    assert clock(shuffled, CALENDAR, its_rules) == whole


@given(ledgers(), rules)
@quick
def test_every_day_is_accounted_for_once_and_the_counted_ones_make_the_term(ledger, its_rules):
    found = clock(ledger, CALENDAR, its_rules)
    today = ledger[0].date + timedelta(days=120)
    account = found.explain(today)
    if not found.received:
        assert account.spans == ()
        return
    assert account.spans[0].start == found.received
    for before, after in zip(account.spans, account.spans[1:], strict=False):
        assert after.start == before.end + timedelta(days=1)
    if found.due is None:
        assert account.counted == found.elapsed(today)
        return
    counted = [span for span in account.spans if span.is_counted]
    assert counted[-1].end == found.due
    beyond = CALENDAR.workdays_between(found.counted_due, found.due)
    assert account.counted == found.term + beyond
    # The number a span claims for its days is the number they have when counted one by one.
    numbers = [number for span in counted for number in range(span.numbers[0], span.numbers[1] + 1)]
    assert numbers == list(range(1, account.counted + 1))


def naively_due(found):
    """The last day found by looking at every day and every letter, the slow and obvious way."""
    shift = 1 if found.rules.pause_from_sending_day else 0
    stretches = [
        (letter.sent, letter.ends(CALENDAR, found.rules))
        for letter in found.letters
        if letter.delivered or letter.returned
    ]
    if found.rules.reasons_pause and found.reasons:
        stretches.append((found.reasons[0], (*found.reasons, None)[1]))
    left, day = found.term, found.started
    while left:
        day += timedelta(days=1)
        if day > found.started + timedelta(days=600):
            return None
        moved = day + timedelta(days=shift)
        stop = found.stop.date if found.stop else date.max
        held = any(
            sent < moved <= min(back or date.max, stop) for sent, back in stretches if sent < stop
        )
        if CALENDAR.is_workday(day) and not held:
            left -= 1
    return day


@given(ledgers(), rules)
@quick
def test_the_last_day_is_what_counting_day_by_day_gives(ledger, its_rules):
    found = clock(ledger, CALENDAR, its_rules)
    assume(found.runs and not found.waiting_for)
    assert found.counted_due == naively_due(found)


@given(ledgers(), rules, near)
@quick
def test_state_remaining_and_elapsed_agree(ledger, its_rules, later):
    day = ledger[0].date + timedelta(days=later)
    found = clock(ledger, CALENDAR, its_rules).on(day)
    state, left = found.state(day), found.remaining(day)
    assert (left is None) == (not found.runs or found.waiting_for is not None)
    if state is State.OVERDUE:
        assert left <= 0 and day > found.due
    elif left is not None and not found.stop:
        assert left >= 0
        if not found.delayed_to:
            assert found.elapsed(day) + left == found.term


@given(days, st.integers(0, 30))
@quick
def test_received_later_is_never_due_earlier(start, later):
    early = clock([Event(start, "submitted")], CALENDAR)
    late = clock([Event(start + timedelta(days=later), "submitted")], CALENDAR)
    assert early.due <= late.due


@given(st.data(), days, st.integers(0, 10))
@quick
def test_also_with_pauses_after_both(data, start, later):
    second = start + timedelta(days=later)
    letters = data.draw(pauses(second))
    assert paused(start, letters).due <= paused(second, letters).due


@given(st.data(), days, st.integers(0, 2), st.integers(0, 30), st.booleans())
@quick
def test_a_longer_pause_is_never_due_earlier(data, start, which, longer, extended):
    letters = data.draw(pauses(start))
    assume(len(letters) > which)
    name, sent, back = letters[which]
    stretched = list(letters)
    stretched[which] = (name, sent, back + timedelta(days=longer))
    more = [Event(start + timedelta(days=25), "extended", days=20)] if extended else []
    assert paused(start, letters, *more).due <= paused(start, stretched, *more).due
    # And one pause fewer is never due later.
    assert paused(start, letters[:-1], *more).due <= paused(start, letters, *more).due


@given(ledgers(), rules, near)
@quick
def test_a_pause_of_one_day_is_nothing(ledger, its_rules, later):
    day = ledger[0].date + timedelta(days=later)
    plain = clock(ledger, CALENDAR, its_rules)
    assume(not plain.stop or day <= plain.stop.date)
    pair = [
        Event(day, "consult_sent", letter="丁", party="other_organ"),
        Event(day, "consult_returned", letter="丁"),
    ]
    found = clock([*ledger, *pair], CALENDAR, its_rules)
    assert (found.due, found.excluded) == (plain.due, plain.excluded)


@given(st.data(), days, st.integers(0, 200), st.booleans())
@quick
def test_one_more_holiday_never_moves_a_due_date_earlier(data, start, offset, extended):
    letters = data.draw(pauses(start))
    more = [Event(start + timedelta(days=20), "extended", days=20)] if extended else []
    holiday = start + timedelta(days=offset)
    plan = CALENDAR.plans.get(holiday.year) or YearPlan(holiday.year, source="测试")
    assume(holiday not in plan.work)
    longer = YearPlan(plan.year, {**plan.off, holiday: "加假"}, plan.work, True, "测试")
    base = CALENDAR.with_plans([plan])
    before = paused(start, letters, *more, calendar=base).due
    assert before <= paused(start, letters, *more, calendar=base.with_plans([longer])).due


@given(ledgers(max_size=10))
@quick
def test_events_of_one_day_in_whatever_order(ledger):
    # All on one day: the extreme case.
    day = ledger[0].date
    same = [Event(day, event.kind, **dict(event.data)) for event in ledger]
    assert clock(same, CALENDAR) == clock(reversed(same), CALENDAR)


@given(ledgers(), rules, near)
@quick
def test_the_past_does_not_change(ledger, its_rules, later):
    """How it stood on a day depends on what had happened by then alone."""
    day = ledger[0].date + timedelta(days=later)
    known = [event for event in ledger if event.date <= day]
    whole = clock(ledger, CALENDAR, its_rules)
    assert whole.on(day) == clock(known, CALENDAR, its_rules)
    assert whole.state(day) == clock(known, CALENDAR, its_rules).state(day)
