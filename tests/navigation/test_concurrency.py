"""Eight writers at once leave a sound tree. Real threads, real transactions, both databases."""

import random
import threading

import pytest
from django.db import connection, connections

from navigation import exceptions
from navigation.integrity import find_problems
from navigation.locks import tree_lock
from navigation.models import Section
from navigation.services import (
    create_section,
    delete_section,
    merge_sections,
    move_section,
    shift_section,
    update_section,
)

from .helpers import assert_sound

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(work, count=8):
    """Run ``work(number)`` in ``count`` threads that start together; return what they raised."""
    barrier, errors = threading.Barrier(count), []

    def run(number):
        try:
            barrier.wait(timeout=30)
            work(number)
        except Exception as error:  # every one of them is a finding
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return errors


def pick(dice):
    ids = list(Section.objects.order_by("pk").values_list("pk", flat=True))
    return dice.choice(ids) if ids else None


def create(dice, number, step):
    create_section(
        title=f"{number}", slug=f"t{number}-{step}", parent=dice.choice([None, pick(dice)])
    )


def move(dice, number, step):
    move_section(pick(dice), pick(dice), dice.choice(["before", "after", "inside"]))


def to_top(dice, number, step):
    move_section(pick(dice), None)


def rename(dice, number, step):
    update_section(pick(dice), slug=f"r{number}-{step}")


def shift(dice, number, step):
    shift_section(pick(dice), dice.choice([-2, -1, 1, 2]))


def delete(dice, number, step):
    delete_section(pick(dice))


def merge(dice, number, step):
    merge_sections(pick(dice), pick(dice))


VERBS = [create, create, create, move, move, move, to_top, rename, shift, delete, merge]


def write_at_random(number, steps, done):
    """Mixed writes; a refusal is an answer, and so is a section another thread just deleted."""
    dice = random.Random(number)
    for step in range(steps):
        verb = dice.choice(VERBS)
        try:
            verb(dice, number, step)
            done.append(verb.__name__)
        except (exceptions.SectionRefused, Section.DoesNotExist, KeyError):
            continue


def grow(width):
    for number in range(width):
        top = create_section(title=f"栏目{number}", slug=f"s{number}")
        for child in range(3):
            create_section(title=f"子{child}", slug=f"c{child}", parent=top)


def storm(steps):
    grow(6)
    done = []
    errors = in_threads(lambda number: write_at_random(number, steps, done))
    assert errors == []
    assert set(done) == {verb.__name__ for verb in VERBS}
    assert_sound()
    assert find_problems() == []


@pytest.mark.postgres
@pytest.mark.slow
def test_eight_mixed_writers_on_postgresql():
    storm(steps=25)


@pytest.mark.skipif(
    connection.vendor == "postgresql", reason="PostgreSQL has the longer run of this test"
)
def test_eight_mixed_writers_on_sqlite():
    storm(steps=8)


def test_eight_writers_at_the_top_level_take_turns():
    in_threads(lambda number: create_section(title="顶层", slug=f"t{number}"))
    assert sorted(Section.objects.values_list("tree_id", flat=True)) == list(range(1, 9))
    assert_sound()


def test_of_eight_writers_of_one_address_one_wins():
    errors = in_threads(lambda number: create_section(title=f"{number}", slug="one"))
    assert Section.objects.count() == 1
    assert [type(error) for error in errors] == [exceptions.SlugTaken] * 7


def test_opposite_moves_never_close_a_circle():
    """甲 into 乙 while 乙 into 甲: whoever comes second is refused."""
    for attempt in range(5):
        first = create_section(title="甲", slug=f"a{attempt}")
        second = create_section(title="乙", slug=f"b{attempt}")
        pairs = [(first, second), (second, first)]
        errors = in_threads(lambda number, pairs=pairs: move_section(*pairs[number]), count=2)
        assert [type(error) for error in errors] == [exceptions.MoveIntoSelf]
    assert_sound()


def test_a_waiting_writer_sees_what_the_one_before_it_wrote():
    """The lock is taken before rows are loaded: an instance from before it is not trusted."""
    section = create_section(title="甲", slug="a")
    target = create_section(title="乙", slug="b")
    locked, waiting = threading.Event(), threading.Event()

    def work(number):
        if number == 0:
            with tree_lock():
                locked.set()
                waiting.wait(timeout=10)
                move_section(section, target)
        else:
            locked.wait(timeout=10)
            stale = target
            waiting.set()
            update_section(stale, slug="z")

    assert in_threads(work, count=2) == []
    assert set(Section.objects.values_list("path", flat=True)) == {"z", "z/a"}
    assert_sound()
