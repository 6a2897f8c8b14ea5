"""``manage.py check_audit``: prove that no event of the audit log was changed, removed or slipped in."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal.audit.log import find_problems
from portal.audit.triggers import are_laid
from portal.models import AuditEvent

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Check the audit log's chain. Prints the newest event's code: note it down elsewhere and "
        "give it with --seen next time, to prove that nothing was cut off the end."
    )

    def add_arguments(self, parser):
        parser.add_argument("--seen", default="", metavar="CODE", help="a code printed before")

    def handle(self, *, seen, **options):
        newest = AuditEvent.objects.order_by("-pk").first()
        found = 0
        for problem in find_problems(seen):
            found += 1
            if found <= SHOWN:
                where = f"event {problem.event_id}" if problem.event_id else "the log"
                self.stderr.write(f"{where}: {problem.text}")
        if not are_laid(connection):
            found += 1
            self.stderr.write("the log: the database's triggers against changes are missing")
        if found:
            raise CommandError(f"The audit log has {found} problems.", returncode=1)
        code = newest.mac if newest else "-"
        self.stdout.write(f"The audit log is sound: {AuditEvent.objects.count()} events. {code}")
