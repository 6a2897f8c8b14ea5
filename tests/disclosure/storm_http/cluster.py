"""A PostgreSQL of one's own, to be crashed at will."""

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path


def programs() -> Path | None:
    """Where the server's programs are, or ``None`` when none are installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


class Cluster:
    """``with Cluster(folder) as cluster: … cluster.crash(); cluster.start()``. Durable as in
    production: nothing about fsync is switched off."""

    def __init__(self, folder: Path):
        self.bin, self.folder, self.port = programs(), folder, free_port()
        self.data = folder / "pgdata"
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def __enter__(self):
        self.data.mkdir(parents=True)
        if self.user:
            owner = pwd.getpwnam(self.user)
            # The way there must be open to the user; the data itself is only the user's.
            self.folder.chmod(0o755)
            os.chown(self.data, owner.pw_uid, owner.pw_gid)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        self.start()
        return self

    def __exit__(self, *_exception):
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop", check=False)

    def start(self):
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data}"
        )
        log = self.data / "server.log"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", log, "-o", options, "start")

    def crash(self):
        """Stop without a checkpoint and without telling anybody: what a power cut leaves behind."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def restart(self):
        """The everyday way: connections are cut, data is written out, and it comes back."""
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "stop")
        self.start()

    def _run(self, program, *arguments, check=True):
        command = [str(self.bin / program), *map(str, arguments)]
        subprocess.run(
            command,
            check=check,
            user=self.user,
            group=self.user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
