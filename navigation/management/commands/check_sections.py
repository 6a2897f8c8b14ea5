"""``manage.py check_sections [--fix]``: prove that the section tree is sound, or make it so."""

from django.core.management.base import BaseCommand, CommandError

from navigation.integrity import find_problems, fix_problems
from navigation.models import Section


class Command(BaseCommand):
    help = (
        "Check the section tree: parents, order, addresses, tree columns, redirects, kinds and "
        "links. Exits with 1 when something is broken."
    )

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="repair what can be repaired")

    def handle(self, *args, fix=False, **options):
        problems = find_problems()
        self._report(problems)
        if problems and fix:
            fix_problems()
            left = find_problems()
            self.stdout.write(f"Repaired {len(problems) - len(left)} of {len(problems)} problems.")
            problems = left
        if problems:
            raise CommandError(self._verdict(problems, fix), returncode=1)
        self.stdout.write(f"The section tree is sound: {Section.objects.count()} sections.")

    def _report(self, problems):
        for problem in problems:
            self.stderr.write(f"{problem.code}: section {problem.section_id}: {problem.text}")

    def _verdict(self, problems, fixed):
        by_hand = [problem for problem in problems if not problem.is_fixable]
        advice = "" if fixed or len(by_hand) == len(problems) else " Run with --fix to repair."
        if by_hand:
            advice += f" {len(by_hand)} of them need a person: change them in the admin."
        return f"The section tree has {len(problems)} problems.{advice}"
