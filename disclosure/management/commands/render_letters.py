"""``manage.py render_letters``: make the Word and PDF files of signed letters that lack them."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from disclosure.letters import is_available
from disclosure.letters.stored import store_quietly
from disclosure.models import Letter

FINAL = (Letter.Status.SIGNED, Letter.Status.DELIVERED)


class Command(BaseCommand):
    help = "补做已签发文书缺少的 Word 和 PDF 文件；可以随时重复执行。"

    def handle(self, *args, **options):
        missing = Q(docx="") | Q(pdf="") if is_available() else Q(docx="")
        letters = Letter.objects.filter(missing, status__in=FINAL, case__anonymised_at=None)
        keys = list(letters.values_list("pk", flat=True))
        for pk in keys:
            store_quietly(pk)
        left = letters.filter(pk__in=keys).count()
        self.stdout.write(f"已补做 {len(keys) - left} 件文书的文件。")
        if not is_available():
            self.stdout.write("本机没有安装生成 PDF 所需的组件，只生成了 Word 文件。")
        if left:
            raise CommandError(f"还有 {left} 件文书没有生成，原因见日志。")
