"""A storm of submissions by processes that are killed at random.

    python -m tests.disclosure.storm --seconds 60 --workers 4

Each worker writes the token of a form down, sends it, and writes the number down only when it is
acknowledged. They are killed with SIGKILL and replaced. Afterwards every acknowledged number must
exist exactly once and belong to its token, numbers must have no gaps, and every form that was ever
begun can be sent again to end as exactly one case. Uses a test database of its own on DATABASE_URL.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "tests.disclosure.desk.process_settings"


@dataclass(frozen=True)
class Outcome:
    """What the storm came to, in numbers; ``problems`` is empty when all is well."""

    begun: int
    acknowledged: int
    killed: int
    cases: int
    problems: tuple[str, ...]


def rage(
    folder: Path, database: str, *, seconds: float, workers: int, seed: int = 1, enough=(0, 0)
) -> int:
    """Keep ``workers`` submitting, killing one every now and then; how many were killed.

    It lasts ``seconds``, and longer on a busy machine: until ``enough`` forms were acknowledged and
    processes killed, but not for ever.
    """
    chance, killed = random.Random(seed), 0
    crew = [_start(folder, database, number) for number in range(workers)]
    number, begin = workers, time.monotonic()

    def is_over():
        passed = time.monotonic() - begin
        acknowledged = sum(len(_whole_lines(path)) for path in folder.glob("done-*"))
        return passed > seconds + 240 or (
            passed > seconds and acknowledged >= enough[0] and killed >= enough[1]
        )

    while not is_over():
        time.sleep(chance.uniform(0.3, 1.2))
        victim = chance.randrange(workers)
        # One that is still starting has nothing to lose.
        if not (folder / f"begun-{crew[victim][1]}").exists():
            continue
        _kill(crew[victim][0])
        crew[victim], number, killed = _start(folder, database, number), number + 1, killed + 1
    for process, _number in crew:
        _kill(process)
    return killed


def _kill(process) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def _start(folder, database, number):
    command = [sys.executable, "-m", "tests.disclosure.storm", "--work", str(folder), str(number)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS, "TEST_DATABASE": database}
    return subprocess.Popen(command, cwd=ROOT, env=environment), number


def work(folder: Path, number: str) -> None:
    """Submit for ever; one line a form begun, one line a form acknowledged."""
    import django

    django.setup()
    from disclosure import codes

    with (
        open(folder / f"begun-{number}", "a") as begun,
        open(folder / f"done-{number}", "a") as done,
    ):
        while True:
            token = codes.new_token()
            print(token, file=begun, flush=True)  # noqa: T201
            receipts = _submit(token)
            line = " ".join([token, *(f"{receipt.number}={receipt.code}" for receipt in receipts)])
            print(line, file=done, flush=True)  # noqa: T201


def _submit(token):
    from tests.disclosure.desk.builders import WANTED, submit

    return submit(WANTED, WANTED, token=token)


def judge(folder: Path, killed: int) -> Outcome:
    """Compare what was acknowledged with what is there; then send every form again."""
    from disclosure.integrity import find_problems
    from disclosure.models import Case

    begun = [token for path in folder.glob("begun-*") for token in _whole_lines(path)]
    acknowledged = {
        token: shown.split(" ")
        for path in folder.glob("done-*")
        for token, _space, shown in (line.partition(" ") for line in _whole_lines(path))
    }
    problems = _unknown(acknowledged) + _gaps()
    again = {token: [f"{r.number}={r.code}" for r in _submit(token)] for token in begun}
    problems += [
        f"{shown} became {again[token]}"
        for token, shown in acknowledged.items()
        if again[token] != shown
    ]
    cases = Case.objects.count()
    if cases != 2 * len(begun):
        problems.append(f"{len(begun)} forms with two requests each ended as {cases} cases")
    problems += _gaps() + [f"{item.code}: {item.text}" for item in find_problems()]
    return Outcome(len(begun), len(acknowledged), killed, cases, tuple(problems))


def _whole_lines(path):
    """Lines that were written to their end: a kill may cut the last one short."""
    return [line[:-1] for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]


def _unknown(acknowledged) -> list[str]:
    from disclosure.models import Case

    kept = list(Case.objects.values_list("number", flat=True))
    shown = [pair.split("=")[0] for pairs in acknowledged.values() for pair in pairs]
    twice = sorted({number for number in shown if shown.count(number) > 1})
    lost = sorted(set(shown) - set(kept))
    return [f"lost: {number}" for number in lost] + [f"given twice: {number}" for number in twice]


def _gaps() -> list[str]:
    from disclosure.models import Case

    found = sorted(int(number[-6:]) for number in Case.objects.values_list("number", flat=True))
    return [] if found == list(range(1, len(found) + 1)) else ["the numbers have gaps"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", nargs=2, metavar=("FOLDER", "NUMBER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(Path(options.work[0]), options.work[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            killed = rage(
                Path(folder),
                str(connection.settings_dict["NAME"]),
                seconds=options.seconds,
                workers=options.workers,
                seed=options.seed,
            )
            outcome = judge(Path(folder), killed)
    finally:
        teardown_databases(made, verbosity=0)
    print(outcome)  # noqa: T201
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())
