"""The production server as ``deploy/gunicorn.py`` sets it up: what it lets through to the portal."""

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.test_faults import free_port

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def port():
    number = free_port()
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(number), "WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
    process = subprocess.Popen([*command, "tests.echo:echo"], cwd=ROOT, env=environment)
    yield number
    process.terminate()
    process.wait(timeout=60)


def ask(port, address):
    """The answer, as soon as the server is up."""
    for _attempt in range(240):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
        except ConnectionRefusedError:
            time.sleep(0.25)
        else:
            return answer.status, answer.read()
        finally:
            connection.close()
    raise RuntimeError("the server does not answer")


def test_a_query_of_ten_thousand_characters_reaches_the_portal(port):
    query = "q=" + quote("科" * 10_000)
    assert ask(port, f"/search/?{query}") == (200, str(len(query)).encode())


def test_a_line_without_end_does_not(port):
    assert ask(port, "/search/?q=" + "a" * 200_000)[0] == 414
