"""``manage.py rotate_keys``: seal everything anew with the first key of FIELD_KEYS."""

import time

from django.core.management.base import BaseCommand, CommandError

from portal.audit import by_system, record
from portal.audit.verbs import ROTATE_KEYS
from portal.models import AuditEvent
from portal.vault.keys import current_key
from portal.vault.rotation import delete_unnamed, encrypted_columns, replaced_files, rotate

ROUNDS = 3


class Command(BaseCommand):
    help = (
        "Seal every encrypted column and file anew with the current key (the first of FIELD_KEYS). "
        "May run beside the portal, be broken off and be repeated. Exits with 1 while anything "
        "remains under another key."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what there is to do")
        parser.add_argument(
            "--grace",
            type=int,
            default=90,
            help="seconds to wait before replaced files are deleted; longer than a request may take",
        )

    def handle(self, *, dry_run, grace, **options):
        self.columns = encrypted_columns()
        self.stdout.write(f"Current key: {current_key().id}")
        if dry_run:
            self._tell_keys()
            return
        moved = 0
        # A second round finds what a slow writer put back with a former key meanwhile.
        for _round in range(ROUNDS):
            moved += self._rotate_all()
            self._delete_replaced(grace)
            if not self._remaining():
                break
        if moved:
            record(by_system("rotate_keys"), ROTATE_KEYS, AuditEvent, f"{current_key().id} {moved}")
        self._verdict()

    def _tell_keys(self):
        for column in self.columns:
            counts = ", ".join(f"{key} {n}" for key, n in sorted(column.key_counts().items()))
            self.stdout.write(f"{column}: {column.remaining().count()} to do ({counts or 'empty'})")
        self.stdout.write(f"Replaced files to delete: {sum(1 for _name in replaced_files())}")

    def _rotate_all(self):
        for column in self.columns:
            column.done, column.failed = 0, []
            rotate(column, self._progress)
            if column.done:
                self.stdout.write(f"{column}: {column.done} moved")
        return sum(column.done for column in self.columns)

    def _progress(self, column):
        self.stdout.write(f"{column}: {column.done}…")

    def _delete_replaced(self, grace):
        names = list(replaced_files())
        if names:
            self.stdout.write(f"Waiting {grace} seconds to delete {len(names)} replaced files.")
            time.sleep(grace)
            # A copy made here is not needed either where a slow writer put the old name back.
            delete_unnamed([*names, *(name for column in self.columns for name in column.made)])

    def _remaining(self):
        return {column: left for column in self.columns if (left := column.remaining().count())}

    def _verdict(self):
        for column in self.columns:
            for pk, reason in column.failed:
                self.stderr.write(f"{column}, row {pk}: {reason}")
        left = self._remaining()
        if left:
            places = "; ".join(f"{column}: {count}" for column, count in left.items())
            raise CommandError(
                f"Still under another key: {places}. Keep the former keys. Restart every process "
                "that still runs with the former settings, then run this again.",
                returncode=1,
            )
        self.stdout.write("Everything is sealed with the current key; the former can be removed.")
