"""Gunicorn for one machine and for production alike; everything comes from the environment."""

import os
import subprocess
import sys
from pathlib import Path

from gunicorn.http import message

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS", "2"))
threads = int(os.environ.get("THREADS", "4"))
worker_class = "gthread"
timeout = int(os.environ.get("TIMEOUT", "60"))
graceful_timeout = 30
keepalive = 5
# A query of 10,000 Chinese characters is a line of 90,000 bytes; it gets the ordinary page, cut short.
# Gunicorn itself goes no further than 8,190 bytes, or has no limit at all. nginx.conf says the same.
limit_request_line = message.MAX_REQUEST_LINE = 128 * 1024
max_requests = 20000
max_requests_jitter = 2000
# The control socket would stand in the home folder and be shared by all portals of a user.
control_socket_disable = True
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")
accesslog = os.environ.get("ACCESS_LOG") or None
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")


# `make run` sets it: the server then brings its own sender of mails, which ends with it. In production
# that is a service of its own (deploy/mingchuang-mail.service).
MAIL_WORKER = os.environ.get("MAIL_WORKER") == "1"
_children = []


def when_ready(server):
    """Say where the portal is, once it answers."""
    address = f"http://{bind}"
    sys.stdout.write(f"\n  网站　{address}/\n  管理　{address}/admin/\n\n按 Ctrl+C 停止\n")
    sys.stdout.flush()
    if MAIL_WORKER:
        command = "manage.py send_mail_queue --loop --with-parent".split()
        root = Path(__file__).resolve().parent.parent
        # The arguments are fixed; killed with SIGKILL, the server takes the sender along too.
        _children.append(subprocess.Popen([sys.executable, *command], cwd=root))  # noqa: S603


def on_exit(server):
    for child in _children:
        child.terminate()
        child.wait(10)
