"""Read the texts of attachments that have none yet, e.g. after an upgrade or a restored backup."""

from django.core.management.base import BaseCommand

from news.models import Attachment
from news.services.texts import fill, readable_attachments
from portal.uploads.text import UnreadableError


class Command(BaseCommand):
    help = "读取附件中的文字，供检索使用；只读取还没有文字的附件，可随时中断，再次执行时接着读。"

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="全部附件重新读取")

    def handle(self, *args, verbosity, **options):
        rows = readable_attachments() if options["all"] else readable_attachments().filter(text="")
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        done, failed = 0, []
        for number, pk in enumerate(keys, start=1):
            # One row at a time, as it is now: the site stays usable meanwhile.
            attachment = Attachment.objects.filter(pk=pk).first()
            try:
                done += attachment is not None and fill(attachment, strict=True)
            except (UnreadableError, OSError) as error:
                failed.append(f"#{pk} {attachment.title}：{error}")
            if verbosity:
                self.stdout.write(f"\r{number}/{len(keys)}", ending="")
                self.stdout.flush()
        self._report(len(keys), done, failed)

    def _report(self, total, done, failed):
        empty = total - done - len(failed)
        self.stdout.write(
            f"\n共 {total} 个附件：读出文字 {done} 个，没有文字 {empty} 个，失败 {len(failed)} 个。"
        )
        for line in failed:
            self.stdout.write(f"  {line}")
