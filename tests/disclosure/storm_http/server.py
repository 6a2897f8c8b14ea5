"""The production server on a database of one's own, with a crew that can be killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from .cluster import Cluster, free_port

ROOT = Path(__file__).resolve().parents[3]


class Server:
    """``with Server(folder, database_url, workers=3) as server``: gunicorn as ``make run`` starts it."""

    def __init__(self, folder: Path, database: str, *, workers: int):
        self.port = free_port()
        self.log = folder / "server.log"
        self.environment = {
            **os.environ,
            "VAR_DIR": str(folder / "var"),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "portal.settings.local",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "WORKERS": str(workers),
            "THREADS": "4",
            "REDIS_URL": "",
        }
        self.process = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *arguments):
        subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True
        )

    def __enter__(self):
        gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
        # Loaded once and forked: else the machine would do nothing but start the killed ones anew.
        gunicorn.append("--preload")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*gunicorn, "portal.wsgi"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        for _attempt in range(240):
            try:
                with urllib.request.urlopen(f"{self.address}/robots.txt", timeout=5):  # noqa: S310
                    return self
            except OSError:
                time.sleep(0.25)
        raise RuntimeError(f"the server does not answer; see {self.log}")

    def __exit__(self, *_exception):
        self.process.terminate()
        self.process.wait(timeout=60)

    def workers(self) -> list[int]:
        """Process ids of the workers that serve now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [
            pid
            for pid in map(int, children.read_text().split())
            if b"gunicorn" in _command_line(pid)
        ]


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


class Trouble(threading.Thread):
    """Kills a worker every second or two, and takes the database away now and then."""

    def __init__(self, server: Server, cluster: Cluster, *, seed: int, outage_every: float):
        super().__init__(daemon=True)
        self.server, self.cluster = server, cluster
        self.chance, self.outage_every = random.Random(seed), outage_every
        self.killed = self.crashes = self.restarts = 0
        self.is_over = threading.Event()

    def run(self):
        outage = time.monotonic() + self.outage_every
        while not self.is_over.wait(self.chance.uniform(0.8, 2.4)):
            self._kill_a_worker()
            if time.monotonic() >= outage:
                self._take_the_database_away()
                outage = time.monotonic() + self.outage_every

    def end(self):
        self.is_over.set()
        self.join()

    def _kill_a_worker(self):
        if crew := self.server.workers():
            try:
                os.kill(self.chance.choice(crew), signal.SIGKILL)
                self.killed += 1
            except ProcessLookupError:
                pass

    def _take_the_database_away(self):
        """Crash and restart in turn; a crash leaves clients without a database for a while."""
        if self.crashes <= self.restarts:
            self.cluster.crash()
            self.is_over.wait(self.chance.uniform(0.2, 2.0))
            self.cluster.start()
            self.crashes += 1
        else:
            self.cluster.restart()
            self.restarts += 1
