"""Make the search index anew while the site goes on searching."""

import sys

from django.core.management.base import BaseCommand
from django.db import transaction

from portal import content_version
from portal.models import SearchEntry
from portal.search import sources, vocabulary
from portal.search.backends import get_index

BATCH = 200
WIDTH = 30


class Command(BaseCommand):
    help = "重建检索索引：只重写有变化的条目，期间检索照常可用。--all 清空后全部重建。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="清空索引后全部重建（期间检索结果不全）"
        )

    def handle(self, *args, **options):
        self.verbosity = options["verbosity"]
        if options["all"]:
            self._clear()
        written = sum(self._rebuild(source) for source in sources.all_sources())
        pruned = vocabulary.prune()
        if self.verbosity:
            self.stdout.write(f"检索索引已更新：重写 {written} 条，清理词语 {pruned} 个。")

    @staticmethod
    def _clear():
        with transaction.atomic():
            content_version.hold()
            vocabulary.clear()
            SearchEntry.objects.all()._raw_delete("default")
            get_index().clear()

    def _rebuild(self, source) -> int:
        """In batches of their own transactions: nobody waits for more than one of them."""
        ids = list(source.model._default_manager.order_by("pk").values_list("pk", flat=True))
        written = 0
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            written += sources.refresh(source.kind, batch)
            self._progress(source, min(start + BATCH, len(ids)), len(ids))
        gone = SearchEntry.objects.filter(kind=source.kind)
        orphans = set(gone.values_list("object_id", flat=True)) - set(
            source.model._default_manager.values_list("pk", flat=True)
        )
        sources.drop(source.kind, orphans)
        return written

    def _progress(self, source, done, total):
        if not self.verbosity or (done < total and not sys.stdout.isatty()):
            return
        filled = WIDTH * done // total
        bar = "█" * filled + "░" * (WIDTH - filled)
        self.stdout.write(f"\r{source.label} {bar} {done}/{total}", ending="")
        if done == total:
            self.stdout.write("")
        self.stdout.flush()
