"""The command; see the package."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from .clients import Applicants, Diary
from .cluster import Cluster, programs
from .server import Server, Trouble


def rage(server: Server, cluster: Cluster, options) -> tuple[Diary, Trouble]:
    """All applications, in fair weather at the end only: whoever was cut off tries again."""
    # Threads may share it: the next of a range's iterator is one step.
    diary, work = Diary(), iter(range(1, options.applications + 1))
    crews = [
        Applicants(server.address, work, diary, options.seed + number)
        for number in range(options.clients)
    ]
    trouble = Trouble(server, cluster, seed=options.seed, outage_every=options.outage_every)
    trouble.start()
    for crew in crews:
        crew.start()
    for crew in crews:
        crew.join()
    trouble.end()
    return diary, trouble


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.disclosure.storm_http")
    parser.add_argument("--applications", type=int, default=2000, help="forms to send")
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--workers", type=int, default=3, help="workers of the server")
    parser.add_argument("--outage-every", type=float, default=12, help="seconds")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if programs() is None:
        parser.error("PostgreSQL's server programs (initdb, pg_ctl) are not installed here")
    with tempfile.TemporaryDirectory(prefix="storm-") as name, Cluster(Path(name)) as cluster:
        server = Server(Path(name), cluster.url, workers=options.workers)
        server.environment["TRUSTED_PROXIES"] = "1"  # every applicant comes from an own address
        server.manage("migrate", "--no-input", "-v", "0")
        server.manage("collectstatic", "--no-input", "-v", "0")
        begin = time.monotonic()
        with server:
            diary, trouble = rage(server, cluster, options)
        return _report(server, diary, trouble, time.monotonic() - begin)


def _report(server, diary, trouble, seconds) -> int:
    os.environ.update(server.environment)
    import django

    django.setup()
    from disclosure.models import Case

    from .judge import problems_of

    problems = problems_of(diary)
    figures = {
        "forms": len({title.partition("号表")[0] for title in diary.begun}),
        "acknowledged": len(diary.seen),
        "cases": Case.objects.count(),
        "workers killed": trouble.killed,
        "database crashes": trouble.crashes,
        "database restarts": trouble.restarts,
        "seconds": round(seconds),
        "problems": len(problems),
    }
    for label, value in figures.items():
        print(f"{label:20}{value:>8}")  # noqa: T201
    for problem in problems[:40]:
        print(f"  {problem}")  # noqa: T201
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
