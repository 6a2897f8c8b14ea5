"""A short storm over HTTP; ``python -m tests.disclosure.storm_http`` is the long one."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from tests.disclosure.storm_http.cluster import programs

ROOT = Path(__file__).resolve().parents[2]


def may_start_postgresql() -> bool:
    if programs() is None:
        return False
    return os.geteuid() != 0 or any(user.pw_name == "postgres" for user in pwd.getpwall())


@pytest.mark.slow
@pytest.mark.skipif(not may_start_postgresql(), reason="no PostgreSQL server programs here")
def test_no_application_is_lost_or_doubled_when_workers_and_database_die():
    command = [sys.executable, "-m", "tests.disclosure.storm_http", "--applications", "60"]
    chaos = ["--clients", "3", "--workers", "2", "--outage-every", "4"]
    run = subprocess.run([*command, *chaos], cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stdout + run.stderr[-2000:]
    figures = dict(line.rsplit(maxsplit=1) for line in run.stdout.splitlines()[:8])
    assert int(figures["acknowledged"]) == int(figures["cases"]) == 80
    assert int(figures["workers killed"]) >= 1 and int(figures["database crashes"]) >= 1
