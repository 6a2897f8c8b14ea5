"""The sender of mails as it really runs: beside the server, through a real SMTP server."""

import configparser
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import DatabaseError, connection

from disclosure.management.commands import send_mail_queue
from disclosure.models import OutgoingMail

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"


class Mailbox:
    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        self.messages.append(envelope.content.decode())
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("never happened")


def is_alive(pid) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def children(pid):
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in found]


def sender_of(pid):
    """The process id of the sender among the children of ``pid``."""
    for child in children(pid):
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"send_mail_queue" in command:
            return child
    return None


@pytest.fixture
def smtp():
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    box.port = server.port
    yield box
    server.stop()


@pytest.fixture
def server(transactional_db, smtp, tmp_path):
    """gunicorn as ``make run`` starts it, on this test's database."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.disclosure.desk.process_settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_SMTP_PORT": str(smtp.port),
        "PORT": str(free_port()),
        "WORKERS": "1",
        "MAIL_WORKER": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "portal.wsgi"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        yield process
        if process.poll() is None:
            process.terminate()
            process.wait(30)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_brings_its_sender_and_takes_it_along(server, smtp, how):
    OutgoingMail.objects.create(template="assigned", recipient="officer@example.cn")
    sender = wait_for(lambda: sender_of(server.pid))
    wait_for(lambda: smtp.messages)
    assert "To: officer@example.cn" in smtp.messages[0]
    wait_for(lambda: OutgoingMail.objects.exclude(sent_at=None).exists())
    others = children(server.pid)
    server.send_signal(how)
    server.wait(30)
    wait_for(lambda: not is_alive(sender))
    for pid in others:
        wait_for(lambda pid=pid: not is_alive(pid))
    assert len(smtp.messages) == 1


def test_without_being_asked_the_server_brings_none():
    text = (DEPLOY / "gunicorn.py").read_text(encoding="utf-8")
    known = {"__file__": str(DEPLOY / "gunicorn.py")}
    exec(compile(text, "gunicorn.py", "exec"), known)  # noqa: S102 - our own file
    started = []
    known["subprocess"] = type("P", (), {"Popen": lambda *args, **options: started.append(args)})
    known["MAIL_WORKER"] = False
    known["when_ready"](None)
    assert started == []
    known["on_exit"](None)


def test_a_database_that_is_away_for_a_while_ends_no_loop(db, monkeypatch, caplog):
    rounds = []

    def send():
        rounds.append(1)
        if len(rounds) == 1:
            raise DatabaseError("server closed the connection of user@host")
        if len(rounds) == 3:
            raise KeyboardInterrupt
        return 1, 0

    monkeypatch.setattr(send_mail_queue, "send_waiting", send)
    monkeypatch.setattr(send_mail_queue, "close_old_connections", lambda: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("send_mail_queue", loop=True, pause=0)
    assert len(rounds) == 3
    assert "DatabaseError" in caplog.text and "user@host" not in caplog.text


def test_reminders_are_written_on_working_days(db, time_machine, capsys):
    time_machine.move_to("2026-02-17 08:00+08:00")  # Tuesday, 春节
    call_command("chase_cases")
    time_machine.move_to("2026-05-09 08:00+08:00")  # Saturday, worked
    call_command("chase_cases")
    said = capsys.readouterr().out.splitlines()
    assert said == ["No working day, no reminders.", "0 reminders written."]


# --- Where mails go -----------------------------------------------------------------------------------
def settings_say(tmp_path, **environment):
    script = (
        "from django.conf import settings as s;"
        "print(s.EMAIL_BACKEND, getattr(s, 'EMAIL_FILE_PATH', ''), s.EMAIL_HOST)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.local",
            "VAR_DIR": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.split()


def test_on_one_machine_mails_become_files_unless_a_server_is_named(tmp_path):
    backend, folder, _host = settings_say(tmp_path)
    assert backend.endswith("filebased.EmailBackend") and folder == str(tmp_path / "mail")
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
    backend, host = settings_say(tmp_path, EMAIL_URL="smtp://mail.example.cn:25")
    assert backend.endswith("smtp.EmailBackend") and host == "mail.example.cn"


# --- Units --------------------------------------------------------------------------------------------
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))


@pytest.mark.parametrize("name", UNITS)
def test_units_run_commands_that_exist(name):
    from django.core.management import get_commands, load_command_class

    text = (DEPLOY / name).read_text(encoding="utf-8")
    found = re.findall(r"manage\.py (\w+)((?: --\w+)*)", text)
    for looped in re.findall(r"for command in ([\w ]+);", text):
        found += [(command, "") for command in looped.split()]
    known = get_commands()
    for command, options in found:
        parser = load_command_class(known[command], command).create_parser("manage.py", command)
        parser.parse_args(options.split())
    assert found or name == "mingchuang.service"


@pytest.mark.parametrize("timer", sorted(path.name for path in DEPLOY.glob("*.timer")))
def test_each_timer_has_its_service(timer):
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(DEPLOY / timer, encoding="utf-8")
    assert unit["Timer"]["OnCalendar"].endswith("Asia/Shanghai")
    assert (DEPLOY / timer.replace(".timer", ".service")).exists()
