"""Check that lists and related reading agree with the articles; ``--fix`` repairs them."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from news.models import Article
from news.services.documents import derived_values
from news.services.placements import copied_values, indexed_words, sync
from portal import content_version

BATCH = 500
SHOWN = 20


def problems_of(article) -> list[str]:
    """What is out of step; ``article`` has placements, keyword rows and document at hand."""
    found = []
    placements = list(article.placements.all())
    if article.section_id not in {placement.section_id for placement in placements}:
        found.append("主栏目缺少收录记录")
    expected = copied_values(article)
    for placement in placements:
        if any(getattr(placement, name) != value for name, value in expected.items()):
            found.append(f"栏目 {placement.section_id} 的收录记录已过时")
    rows = {row.word: row.published_at for row in article.keyword_rows.all()}
    if rows != dict.fromkeys(indexed_words(article), article.published_at):
        found.append("关键词索引已过时")
    document = getattr(article, "document", None)
    expected = derived_values(article) if document else {}
    if any(getattr(document, name) != value for name, value in expected.items()):
        found.append("文件信息的检索数据已过时")
    return found


class Command(BaseCommand):
    help = "检查文章的栏目收录、关键词索引与文件信息是否与文章一致；--fix 予以修复。"

    def add_arguments(self, parser):
        parser.add_argument("--fix", action="store_true", help="修复发现的问题")

    def handle(self, *args, fix, **options):
        total = 0
        for article in self._articles():
            problems = problems_of(article)
            if not problems:
                continue
            total += 1
            if total <= SHOWN:
                self.stdout.write(f"#{article.pk} {article.title}：{'；'.join(problems)}")
            if fix:
                self._repair(article.pk)
        self._report(total, fix)

    @staticmethod
    def _articles():
        articles = Article.objects.select_related("document").defer("body").order_by("pk")
        return articles.prefetch_related("placements", "keyword_rows").iterator(chunk_size=BATCH)

    @staticmethod
    def _repair(pk):
        """On the row as it is now, in a transaction of its own: the site stays usable meanwhile."""
        with transaction.atomic():
            sync(Article.objects.select_for_update().defer("body").get(pk=pk))

    def _report(self, total, fix):
        if total and fix:
            content_version.bump()
            self.stdout.write(f"已修复 {total} 篇文章。")
        elif total:
            raise CommandError(f"{total} 篇文章的收录或索引与文章不一致，可用 --fix 修复。")
        else:
            self.stdout.write("全部一致。")
