"""``manage.py anonymise_cases [--dry-run]``: let go of personal data whose time is over."""

from django.core.management.base import BaseCommand

from disclosure import retention, throttle
from disclosure.models import Case
from disclosure.services import drop_expired


class Command(BaseCommand):
    help = (
        "Delete pictures of documents and anonymise filed and answered cases whose retention is over; tidy "
        "expired drafts and counters. What the annual report counts stays."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be done")

    def handle(self, *args, dry_run=False, **options):
        due = retention.due()
        if dry_run:
            for number in Case.objects.filter(pk__in=due.cases).values_list("number", flat=True):
                self.stdout.write(number)
            self.stdout.write(f"{len(due.scans)} pictures and {len(due.cases)} cases are due.")
            return
        cases = Case.objects.filter(pk__in=due.cases).iterator(100)
        # Not all that was due a moment ago must be so still.
        scans = sum(map(retention.delete_scan, due.scans))
        done = sum(map(retention.anonymise, cases))
        drafts, counters = drop_expired(), throttle.tidy()
        self.stdout.write(
            f"Deleted {scans} pictures, anonymised {done} cases, dropped "
            f"{drafts} drafts and {counters} counters."
        )
