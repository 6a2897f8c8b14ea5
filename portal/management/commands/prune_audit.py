"""``manage.py prune_audit``: delete events of the audit log that are older than they have to be."""

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.audit import by_system
from portal.audit.log import prune


class Command(BaseCommand):
    help = "Delete events older than AUDIT_RETENTION_DAYS; that they were deleted is an event."

    def handle(self, *args, **options):
        count = prune(settings.AUDIT_RETENTION_DAYS, by_system("prune_audit"))
        self.stdout.write(f"{count} events deleted.")
