"""Make the renditions of pictures again, e.g. after sizes or formats changed in a release."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.models import Picture
from portal.pictures import rebuild


class Command(BaseCommand):
    help = "Make picture renditions again from the stored originals."

    def add_arguments(self, parser):
        parser.add_argument(
            "--missing",
            action="store_true",
            help="only pictures whose renditions are out of date or whose files are gone",
        )

    def handle(self, *, missing, verbosity, **options):
        total = Picture.objects.count()
        done, failed = 0, []
        for number, picture in enumerate(Picture.objects.order_by("pk").iterator(100), start=1):
            try:
                done += rebuild(picture, missing_only=missing)
            except (OSError, ValidationError) as error:
                failed.append(f"{picture.pk} {picture.title}: {error}")
            if verbosity and (number % 10 == 0 or number == total):
                self.stdout.write(f"\r{number}/{total}", ending="" if number < total else "\n")
                self.stdout.flush()
        self.stdout.write(f"{done} of {total} pictures rebuilt.")
        if failed:
            raise CommandError("These originals cannot be read:\n" + "\n".join(failed))
