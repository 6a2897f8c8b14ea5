"""``manage.py check_cases [--fix]``: prove that every case says what its ledger says."""

from django.core.management.base import BaseCommand, CommandError

from disclosure.integrity import find_problems, fix_problems
from disclosure.models import Case


class Command(BaseCommand):
    help = (
        "Check cases: dates against the ledger, the ledger's sequence, numbers against their "
        "counters. Exits with 1 when something is broken."
    )

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="derive dates anew from the ledger")

    def handle(self, *args, fix=False, **options):
        problems = self._reported()
        if fix and any(problem.is_fixable for problem in problems):
            self.stdout.write(f"Repaired {fix_problems()} cases.")
            problems = self._reported()
        if problems:
            raise CommandError(f"{len(problems)} problems.", returncode=1)
        self.stdout.write(f"The cases are sound: {Case.objects.count()}.")

    def _reported(self):
        problems = list(find_problems())
        for problem in problems:
            self.stderr.write(f"{problem.code}: {problem.number}: {problem.text}")
        return problems
