"""Enter published articles in the catalogue and repair what entries repeat of their articles."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from disclosure.catalogue.filing import covered_section_ids
from disclosure.models import CatalogueEntry
from disclosure.services.catalogue import NoNumber, settle, sync_entry
from news.models import Article, ArticlePlacement
from portal import content_version

SHOWN = 20
BATCH = 500


class Command(BaseCommand):
    help = (
        "给目录栏目、目录分类所属栏目里已发布而没有索引号的文章编制索引号（按发布时间先后），"
        "并修复目录条目的检索数据。--dry-run 只列出，不写入。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只列出要编号的文章")

    def handle(self, *args, dry_run, **options):
        waiting = list(self._articles().values_list("pk", flat=True))
        for pk in waiting if not dry_run else waiting[:SHOWN]:
            self._assign(pk, dry_run)
        if not dry_run:
            repaired = self._repair()
            self.stdout.write(f"已编制 {len(waiting)} 个索引号，修复 {repaired} 个条目。")
        else:
            self.stdout.write(f"有 {len(waiting)} 篇文章等待编制索引号，没有写入。")

    @staticmethod
    def _articles():
        """Oldest first, so that numbers follow the days of publication."""
        filed = ArticlePlacement.objects.filter(section_id__in=covered_section_ids())
        return (
            Article.objects.filter(status=Article.Status.PUBLISHED)
            .filter(
                Q(catalogue_entry=None, pk__in=filed.values("article_id"))
                | Q(catalogue_entry__is_listed=True, catalogue_entry__index_number=None)
            )
            .order_by("published_at", "pk")
        )

    def _assign(self, pk, dry_run):
        """Each in a transaction of its own: the site stays usable meanwhile."""
        article = Article.objects.defer("body").get(pk=pk)
        if dry_run:
            self.stdout.write(f"#{article.pk} {article.title}")
            return
        try:
            settle(article)
        except NoNumber as error:
            raise CommandError(error.messages[0]) from error

    @staticmethod
    def _repair() -> int:
        """Bring the derived columns in step; returns how many entries were not."""
        repaired = 0
        entries = CatalogueEntry.objects.select_related("article").defer("article__body")
        for entry in entries.order_by("pk").iterator(chunk_size=BATCH):
            repaired += sync_entry(entry, entry.article)
        if repaired:
            content_version.bump()
        return repaired
