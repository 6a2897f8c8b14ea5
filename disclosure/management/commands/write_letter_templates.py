"""``manage.py write_letter_templates DIR``: the Word templates of all letters, to be adjusted."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from disclosure.letters import default_template
from disclosure.outcomes import LETTERS


class Command(BaseCommand):
    help = "把全部文书的 Word 模板写到一个文件夹，文件名为文书代码。"

    def add_arguments(self, parser):
        parser.add_argument("folder", help="文件夹，不存在时新建；已有的同名文件不覆盖")

    def handle(self, *args, folder, **options):
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            for kind in LETTERS:
                with Path(folder, f"{kind}.docx").open("xb") as file:
                    file.write(default_template(kind))
        except FileExistsError as error:
            raise CommandError(f"{error.filename} 已经存在，没有覆盖。") from error
        except OSError as error:
            raise CommandError(f"无法写入文件夹：{error.strerror}。") from error
        self.stdout.write(f"已写出 {len(LETTERS)} 个模板。")
