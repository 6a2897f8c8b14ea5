"""``manage.py bench_search``: how long searches take on the data at hand, beside a list page.

The words are chosen from the data: rare, middling and common keywords, then the kinds of query that
cost something else. As elsewhere, ratios count and milliseconds depend on the machine.
"""

import statistics
import time
from datetime import timedelta

from django.core.management import BaseCommand, CommandError
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from navigation.tree import get_tree
from news.models import Article, ArticleKeyword
from news.pages import ListPage
from news.search import site_search
from news.section_index import section_index
from portal import content_version
from portal.search.engine import Filters
from portal.search.query import parse

PAGE = 10


class Command(BaseCommand):
    help = "测量各类检索的用时，输出毫秒和相对于栏目列表页查询的倍数。"

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=15, help="每种检索测量次数（默认 15）")

    def handle(self, *args, **options):
        # As inside a request: the version of the content is asked for once.
        content_version.pin(content_version.read())
        self.rounds = options["rounds"]
        try:
            self._report()
        finally:
            content_version.pin(None)

    def _report(self):
        base, _total = self._median(self._list_page)
        self.stdout.write(
            f"{connection.vendor}, {Article.objects.count()} articles; medians of {self.rounds}; "
            f"a list page reads its rows in {base:.1f} ms"
        )
        self.stdout.write(f"{'search':<28}{'found':>7}{'ms':>9}{'x list':>9}  query")
        for name, query, run in self._searches():
            elapsed, total = self._median(run)
            self.stdout.write(
                f"{name:<28}{total:>7}{elapsed:>9.1f}{elapsed / base:>8.1f}x  {query}"
            )

    def _median(self, run):
        total = run()  # warms dictionary, tree, statement caches
        times = []
        for _round in range(self.rounds):
            start = time.perf_counter()
            run()
            times.append((time.perf_counter() - start) * 1000)
        return statistics.median(times), total

    @staticmethod
    def _list_page():
        node = next((n for n in get_tree().by_id.values() if n.kind == "list"), None)
        if node is None:
            raise CommandError("没有文章列表栏目，请先执行 manage.py load_demo。")
        return len(ListPage(section_index(node.id), 1, node.page_size).items)

    def _keywords(self):
        rows = ArticleKeyword.objects.values_list("word").annotate(n=Count("*")).order_by("n")
        words = [word for word, _count in rows if len(word) > 1]
        if len(words) < 3:
            raise CommandError("关键词太少，请先执行 manage.py load_demo --articles 100000。")
        return words[0], words[len(words) // 2], words[-1]

    def _searches(self):
        rare, middling, common = self._keywords()
        year = timezone.now() - timedelta(days=365)
        yield from (self._whole(*row) for row in (
            ("rare word", rare, {}),
            ("middling word", middling, {}),
            ("common word", common, {}),
            ("common word by date", common, {"by_date": True}),
            ("common word, one year", common, {"filters": Filters(since=year)}),
            ("common word in titles", common, {"filters": Filters(title_only=True)}),
            ("two words", f"{common} {middling}", {}),
            ("quoted phrase", f'"{common}{middling}"', {}),
            ("single character", common[0], {}),
            ("every text", "的", {}),
            ("nothing, then some words", f"{common} 龘龘", {}),
        ))  # fmt: skip
        for name, typed in (("suggest by characters", common[:1]), ("suggest by initials", "kf")):
            yield name, typed, lambda typed=typed: len(site_search().suggest(typed))
        wrong = common[:-1] + "龘"
        yield "did you mean", wrong, lambda: len(site_search().did_you_mean(parse(wrong)))

    @staticmethod
    def _whole(name, text, options):
        def run():
            results = site_search().run(parse(text), **options)
            results.page(1, PAGE)
            return results.total

        return name, text, run
