"""The portal as a visitor meets it: prepared by the same command as ``make run``, served by
gunicorn in a process of its own, with the demo content, on the database the suite runs on."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Portal:
    """A running portal."""

    url: str
    user: str
    password: str
    environment: dict

    def manage(self, *arguments):
        """Run a management command against this portal's database; fail with what it says."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _own_database(environment):
    """On PostgreSQL: a database of its own; return a function that drops it."""
    url = environment.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        environment.pop("DATABASE_URL", None)
        return lambda: None
    import psycopg2

    name = f"mingchuang_browser_{os.getpid()}"

    def run(statement):
        connection = psycopg2.connect(url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    run(f'CREATE DATABASE "{name}"')
    environment["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    return lambda: run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _wait_until_it_answers(url, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("The portal stopped before it answered.")
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The portal did not answer within a minute.")


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    port = _free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.local",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "CACHE_PREFIX": f"browser-{os.getpid()}",
        "PORT": str(port),
        "WORKERS": "1",
    }
    drop = _own_database(environment)
    running = Portal(f"http://127.0.0.1:{port}", "", "", environment)
    running.manage("prepare")
    # Enough for lists of several pages.
    running.manage("load_demo", "--articles", "600")
    login = Path(environment["VAR_DIR"], "admin-login.txt").read_text(encoding="ascii")
    running.user, running.password = login.split()
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "portal.wsgi"]
    with Path(environment["VAR_DIR"], "gunicorn.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_it_answers(running.url, process)
            yield running
        finally:
            process.terminate()
            process.wait(20)
            drop()


@pytest.fixture
def visit(page, portal):
    """Open a path of the portal; fail on script errors, CSP violations and foreign requests."""
    faults = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    page.on(
        "request",
        lambda request: (
            faults.append(f"foreign request: {request.url}")
            if not request.url.startswith((portal.url, "data:", "blob:"))
            else None
        ),
    )

    def go(path):
        response = page.goto(portal.url + path)
        page.wait_for_load_state("networkidle")
        return response

    yield go
    assert faults == []


@pytest.fixture(scope="session")
def pages(portal):
    """One address of every kind of public page, read from the portal's own links."""
    script = (
        "from tests.browser.addresses import addresses; import json; print(json.dumps(addresses()))"
    )
    import json

    return json.loads(portal.manage("shell", "--no-imports", "-c", script).splitlines()[-1])
