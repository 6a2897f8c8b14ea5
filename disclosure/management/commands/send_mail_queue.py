"""``manage.py send_mail_queue [--loop]``: send the mails that are waiting."""

import logging
import os
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from disclosure.mail import send_waiting

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send waiting mails once, or for ever with --loop. Several may run beside each other."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--pause", type=float, default=15, help="seconds between two rounds")
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="with --loop: end when the process that started this one is gone",
        )

    def handle(self, *args, loop=False, pause=15, with_parent=False, **options):
        if not loop:
            sent, failed = send_waiting()
            self.stdout.write(f"{sent} sent, {failed} failed.")
            return
        parent = os.getppid() if with_parent else None
        while _goes_on(parent):
            if not self._round():
                _wait(pause, parent)

    def _round(self) -> int:
        """One round; how many were sent. A database that is away for a while ends nothing."""
        close_old_connections()
        try:
            sent, failed = send_waiting()
        except DatabaseError as error:
            logger.warning("The mail queue cannot be read: %s", type(error).__name__)
            return 0
        if sent or failed:
            self.stdout.write(f"{sent} sent, {failed} failed.")
        return sent


def _goes_on(parent) -> bool:
    """An orphan gets another parent: whoever started it was stopped, or killed."""
    return parent is None or os.getppid() == parent


def _wait(pause, parent):
    """``pause`` seconds, looking for the parent every one of them."""
    until = time.monotonic() + pause
    while (left := until - time.monotonic()) > 0 and _goes_on(parent):
        time.sleep(min(left, 1))
