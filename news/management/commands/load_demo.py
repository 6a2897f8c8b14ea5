"""Load, extend or remove the demo institution."""

from django.core.management.base import BaseCommand, CommandError

from navigation.models import Section
from news.demo_loader.build import DemoBuilder
from news.demo_loader.bulk import add_articles, remove_articles
from news.demo_loader.remove import DemoRemover
from news.models import Article, DemoRecord
from portal.models import SiteIdentity

LOADED = DemoRecord.objects.all().LOADED


class Command(BaseCommand):
    help = "载入演示单位的全部内容；重复执行不会重复载入。--remove 只删除演示内容。"

    def add_arguments(self, parser):
        parser.add_argument("--remove", action="store_true", help="删除演示内容，保留其他内容")
        parser.add_argument(
            "--force", action="store_true", help="与 --remove 合用：改动过的演示内容也删除"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="只在空数据库里载入，而且只载入一次"
        )
        parser.add_argument(
            "--articles",
            nargs="?",
            type=int,
            const=0,
            metavar="N",
            help="另外批量生成 N 篇合成文章；与 --remove 合用则只删除合成文章",
        )
        parser.add_argument(
            "--documents", type=int, default=0, metavar="N", help="另外批量生成 N 份合成文件"
        )

    def handle(self, *args, **options):
        if options["force"] and not options["remove"]:
            raise CommandError("--force 只能与 --remove 合用。")
        if options["remove"]:
            self._remove(options)
        elif not (options["if_empty"] and not self._is_untouched()):
            self._load(options)

    def _say(self, text):
        if self.verbosity > 1:
            self.stdout.write(text)

    def execute(self, *args, **options):
        self.verbosity = options["verbosity"]
        return super().execute(*args, **options)

    @staticmethod
    def _is_untouched() -> bool:
        models = (DemoRecord, Section, Article, SiteIdentity)
        return not any(model.objects.exists() for model in models)

    def _load(self, options):
        count = options["articles"]
        if count is not None and count < 1:
            raise CommandError("请给出要生成的篇数，如 --articles 1000。")
        made = DemoBuilder(say=self._say).build()
        DemoRecord.objects.get_or_create(
            key=LOADED, defaults={"model": "", "object_id": 0, "fingerprint": "-"}
        )
        self.stdout.write(f"演示内容已载入，新建 {made} 项。" if made else "演示内容已是最新。")
        if count:
            add_articles(count, say=self._say)
            self.stdout.write(f"已生成 {count} 篇合成文章。")
        if options["documents"] > 0:
            add_articles(options["documents"], say=self._say, kind="documents")
            self.stdout.write(f"已生成 {options['documents']} 份合成文件。")

    def _remove(self, options):
        removed, kept = remove_articles(say=self._say)
        if removed or options["articles"] is not None:
            self.stdout.write(f"已删除 {removed} 篇合成文章。")
        if kept:
            self.stdout.write(f"{kept} 篇合成文章已被编辑过，予以保留。")
        if options["articles"] is not None:
            return
        remover = DemoRemover(force=options["force"])
        remover.remove()
        self.stdout.write(f"已删除 {remover.removed} 项演示内容。")
        if remover.kept:
            self.stdout.write(f"以下 {len(remover.kept)} 项予以保留：")
            for line in remover.kept:
                self.stdout.write(f"  {line}")
