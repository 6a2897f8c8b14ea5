"""The clock is a pure function: no framework, no database, no time of its own."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from timeit import repeat

from .conftest import day, run

ROOT = Path(__file__).resolve().parents[3]
PROBE = """
import sys
import disclosure.clock, disclosure.clock.remedies
print([name for name in sys.modules if name.split(".")[0] == "django"])
"""


def test_the_clock_imports_no_django_at_all():
    found = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_it_reads_no_clock_on_the_wall(time_machine):
    found = run("03-02", ("03-06", "consult_sent"))
    before = found.explain(day("03-20"))
    time_machine.move_to("2031-01-01")
    assert run("03-02", ("03-06", "consult_sent")).explain(day("03-20")) == before


def test_explaining_a_case_is_quicker_than_sorting_ten_thousand_numbers():
    # A bound without seconds: machines differ, this one may be busy.
    events = [("03-06", "consult_sent"), ("03-18", "consult_returned"), ("03-20", "extended")]
    case = min(repeat(lambda: run("03-02", *events).explain(day("04-01")), number=20, repeat=5))
    numbers = [hash(str(n)) for n in range(20_000)]
    sorting = min(repeat(lambda: sorted(numbers), number=20, repeat=5))
    assert case < sorting / 2


def test_a_clock_is_a_value():
    assert run("03-02") == run("03-02")
    assert run("03-02") != run("03-03")
    found = run("03-02")
    assert found.explain(found.due + timedelta(days=3)) == found.explain(
        found.due + timedelta(days=3)
    )
