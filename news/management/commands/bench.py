"""``manage.py bench``: how the public pages do on the data at hand, as ratios.

Absolute times depend on the machine and on its neighbours; what should hold anywhere is that a deep
page costs about what the first costs, and how much the page cache saves.
"""

import statistics
import time

from django.conf import settings
from django.core.cache import cache
from django.core.management import BaseCommand, CommandError
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from navigation.tree import get_tree
from news.models import Article, ArticlePlacement


class Command(BaseCommand):
    help = "测量首页、列表（首页、中间页、末页）和文章页，输出相对列表首页的比值和页面缓存的倍数。"

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=30, help="每页测量次数（默认 30）")

    def handle(self, *args, **options):
        self.client = Client(headers={"host": (settings.ALLOWED_HOSTS or ["localhost"])[0]})
        section, total = self._largest_section()
        rows = [
            self._measure(name, url, options["rounds"]) for name, url in self._pages(section, total)
        ]
        base = next(row["fresh"] for row in rows if row["name"] == "list-first")
        self.stdout.write(
            f"{connection.vendor}, {Article.objects.count()} articles, "
            f"/{section.path}/ with {total}; medians of {options['rounds']}"
        )
        self.stdout.write(
            f"{'page':<14}{'queries':>8}{'ms':>9}{'x list-first':>14}{'cache saves':>13}"
        )
        for row in rows:
            self.stdout.write(
                f"{row['name']:<14}{row['queries']:>8}{row['fresh']:>9.2f}"
                f"{row['fresh'] / base:>13.2f}x{row['fresh'] / row['kept']:>12.1f}x"
            )

    def _largest_section(self):
        counts = (
            ArticlePlacement.objects.published()
            .values_list("section_id")
            .annotate(total=Count("pk"))
            .order_by("-total")
        )
        for section_id, total in counts:
            node = get_tree().get(section_id)
            if node and node.kind == "list":
                return node, total
        raise CommandError("没有已发布的文章，请先执行 manage.py load_demo。")

    @staticmethod
    def _pages(section, total):
        pages = max(1, -(-total // section.page_size))
        placements = ArticlePlacement.objects.in_section(section.id).published()
        ids = placements.filter(article__external_url="").order_by("published_at")
        oldest = Article.objects.get(pk=ids.values_list("article_id", flat=True).first())
        newest = Article.objects.get(pk=ids.values_list("article_id", flat=True).last())
        yield "list-first", section.url
        yield "list-middle", f"{section.url}?page={max(1, pages // 2)}"
        yield "list-last", f"{section.url}?page={pages}"
        yield "article-new", newest.get_absolute_url()
        yield "article-old", oldest.get_absolute_url()
        yield "home", "/"

    def _measure(self, name, url, rounds):
        cache.clear()
        self._get(url)  # warms tree, snapshots, templates
        fresh = []
        for _round in range(rounds):
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                fresh.append(self._get(url))
            queries = len(captured)  # the log is emptied by the next request
        kept = [self._get(url) for _round in range(rounds)]
        return {
            "name": name,
            "queries": queries,
            "fresh": statistics.median(fresh),
            "kept": statistics.median(kept),
        }

    def _get(self, url):
        start = time.perf_counter()
        response = self.client.get(url, secure=settings.SECURE_SSL_REDIRECT)
        elapsed = (time.perf_counter() - start) * 1000
        if response.status_code != 200:
            raise CommandError(f"{url} answered {response.status_code}")
        return elapsed
