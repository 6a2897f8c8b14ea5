"""``manage.py chase_cases``: write the day's reminders; run it every morning."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from disclosure.chasing import chase
from portal.workdays import get_calendar


class Command(BaseCommand):
    help = (
        "Remind the officers of cases due within five working days, or overdue. Working days only."
    )

    def handle(self, *args, **options):
        # A timer knows weekdays, not which of them are holidays and which weekends are worked.
        if not get_calendar().is_workday(timezone.localdate()):
            self.stdout.write("No working day, no reminders.")
            return
        self.stdout.write(f"{chase()} reminders written.")
