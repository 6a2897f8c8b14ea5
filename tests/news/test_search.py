"""The site's search follows publishing at once, finds everything it should and nothing it must not."""

import random
import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from navigation.services import delete_section, merge_sections, move_section, set_visibility
from news.models import Article, ArticlePlacement, Topic
from news.search import site_search
from news.services.attachments import attach
from portal.management.commands.prepare import Command as Prepare
from portal.models import Department, Person, SearchEntry, SearchOccurrence
from portal.search import sources
from portal.search.backends import TABLE, get_index
from portal.search.engine import Filters
from portal.search.query import parse
from tests import office
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DAY = timedelta(days=1)


def found(text, filters=None, **options):
    return [hit.hit.title for hit in site_search().run(parse(text), filters, **options).page(1, 50)]


@pytest.fixture
def section():
    return make_section("科创动态", slug="kcdt")


class TestFinding:
    def test_words_in_title_and_text_in_any_order(self, section):
        make_article(section, "仪器开放", body="<p>平台<b>共享</b>服务</p>")
        for text in ("仪器", "共享", "共享 仪器", "平台仪器", "务", "仪器 共享 平台"):
            assert "仪器开放" in found(text), text

    def test_all_words_must_occur(self, section):
        make_article(section, "只有仪器", body="<p>无</p>")
        results = site_search().run(parse("仪器 苜蓿"))
        assert results.is_partial and results.total == 1
        assert not site_search().run(parse("苜蓿 油菜")).total

    def test_a_word_across_a_tag_is_one_word(self, section):
        make_article(section, "甲", body="<p>开<strong>放</strong>共享</p>")
        assert found('"开放共享"') == ["甲"]

    def test_a_word_across_two_paragraphs_is_not(self, section):
        make_article(section, "甲", body="<p>先开。</p><p>放下。</p>")
        assert found('"开放"') == []

    def test_a_quoted_phrase_stands_together(self, section):
        make_article(section, "连着", body="<p>共享绩效评价</p>")
        make_article(section, "隔开", body="<p>共享的绩效与评价</p>")
        assert found('"共享绩效"') == ["连着"]
        assert set(found("共享绩效")) == {"连着", "隔开"}

    def test_traditional_and_full_width_are_found_by_simplified_and_back(self, section):
        make_article(section, "臺灣儀器ＡＢＣ", body="<p>無</p>")
        for text in ("台湾", "仪器", "abc", "臺灣", "ＡＢＣ"):
            assert found(text) == ["臺灣儀器ＡＢＣ"], text

    @pytest.mark.parametrize(
        "text", ["科创发办字〔2026〕37号", "[2026]37号", "２０２６ ３７号", "37号", "科创发办字"]
    )
    def test_the_number_of_a_document(self, section, text):
        make_article(section, "细则", doc_number="科创发办字〔2026〕37号")
        make_article(section, "别的", doc_number="科创发条字〔2025〕137号")
        assert found(text)[0] == "细则"
        assert "别的" not in found("37号")

    def test_a_single_character(self, section):
        make_article(section, "光合作用", body="<p>无</p>")
        make_article(section, "研究", body="<p>阳光</p>")
        make_article(section, "别的", body="<p>无</p>")
        assert set(found("光")) == {"光合作用", "研究"}

    def test_people_departments_sections_and_topics(self, section):
        archive = make_section("专题", slug="zt", kind="topics")
        make_section("部门设置", slug="bmsz", kind="departments")
        Person.objects.create(name="周慎之", post="副主任", summary="分管条件保障")
        Department.objects.create(name="条件保障部", phone="010-0000 0017")
        Topic.objects.create(title="仪器流动", slug="t", section=archive, year=2026)
        assert found("周慎之") == ["周慎之（副主任）"]
        assert "条件保障部" in found("条件保障 电话")
        assert found("仪器流动") == ["仪器流动"]
        assert found("科创动态") == ["科创动态"]

    def test_an_attachment_by_its_name(self, section):
        article = make_article(section, "通知", body="<p>无</p>")
        attach(article, ContentFile(PDF, name="设备清单.pdf"), name="首批设备清单")
        (result,) = site_search().run(parse("设备清单")).page(1, 5)
        assert (result.kind, result.hit.title, result.hit.label) == (
            "attachment",
            "首批设备清单",
            "PDF",
        )

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("办法.docx", office.docx("第一条 本办法所称紫云英，是指绿肥。")),
            ("清单.xlsx", office.xlsx([["名称", "数量"], ["紫云英", 3]])),
            ("报告.pdf", office.pdf(["紫云英种植报告"])),
        ],
    )
    def test_the_words_inside_an_attachment(
        self, section, name, content, django_capture_on_commit_callbacks
    ):
        article = make_article(section, "通知", body="<p>无</p>")
        with django_capture_on_commit_callbacks(execute=True):
            attach(article, ContentFile(content, name=name))
        (result,) = site_search().run(parse("紫云英")).page(1, 5)
        assert result.kind == "attachment"
        assert "紫云英" in [piece.text for piece in result.snippet if piece.is_hit]

    def test_control_characters_in_a_text_do_no_harm(self, section):
        make_article(section, "甲\x0b乙", body="<p>丙\u200b丁</p>")
        assert len(found("甲")) == 1


class TestRanking:
    def test_title_before_text(self, section):
        make_article(section, "别的", body="<p>苜蓿 苜蓿 苜蓿 苜蓿</p>", days_ago=1)
        make_article(section, "苜蓿研究", body="<p>无</p>", days_ago=700)
        assert found("苜蓿") == ["苜蓿研究", "别的"]

    def test_the_exact_title_first_however_old(self, section):
        make_article(section, "开放共享平台上线通知", days_ago=1)
        make_article(section, "开放共享", days_ago=3000)
        assert found("开放共享")[0] == "开放共享"

    def test_words_together_before_words_apart(self, section):
        # Far from the beginning, which counts by itself.
        before = "前言。" * 50
        make_article(section, "甲", body=f"<p>{before}绩效很好。后来才评价。</p>", days_ago=1)
        make_article(section, "乙", body=f"<p>{before}绩效评价很好。</p>", days_ago=2)
        assert found("绩效评价") == ["乙", "甲"]

    def test_newer_first_among_equals(self, section):
        make_article(section, "旧", body="<p>苜蓿</p>", days_ago=900)
        make_article(section, "新", body="<p>苜蓿</p>", days_ago=3)
        assert found("苜蓿") == ["新", "旧"]

    def test_an_article_before_its_file_of_the_same_name(self, section):
        article = make_article(section, "苜蓿研究", body="<p>见附件</p>")
        attach(article, ContentFile(PDF, name="苜蓿研究.pdf"))
        results = site_search().run(parse("苜蓿研究")).page(1, 5)
        assert [result.kind for result in results] == ["article", "attachment"]

    def test_by_date(self, section):
        make_article(section, "苜蓿研究", body="<p>无</p>", days_ago=700)
        make_article(section, "别的", body="<p>苜蓿</p>", days_ago=1)
        assert found("苜蓿", by_date=True) == ["别的", "苜蓿研究"]

    def test_an_old_exact_title_is_found_behind_a_thousand_newer_texts(self, section, monkeypatch):
        monkeypatch.setattr("portal.search.engine.LIMIT", 5)
        make_article(section, "苜蓿", body="<p>无</p>", days_ago=5000)
        for number in range(8):
            make_article(section, f"第{number}篇", body="<p>苜蓿</p>", days_ago=number)
        results = site_search().run(parse("苜蓿"))
        assert results.is_capped
        assert results.page(1, 1)[0].hit.title == "苜蓿"


class TestFilters:
    @pytest.fixture(autouse=True)
    def _articles(self, section):
        self.other = make_section("通知公告", slug="tzgg")
        make_article(section, "新动态", body="<p>苜蓿</p>", days_ago=2)
        make_article(self.other, "苜蓿通知", body="<p>无</p>", days_ago=400)

    def test_by_section(self, section):
        assert found("苜蓿", Filters(sections=frozenset({section.pk}))) == ["新动态"]

    def test_by_date(self):
        assert found("苜蓿", Filters(since=timezone.now() - 7 * DAY)) == ["新动态"]
        assert found("苜蓿", Filters(until=timezone.now() - 7 * DAY)) == ["苜蓿通知"]

    def test_by_kind(self):
        assert found("苜蓿", Filters(kinds=("attachment",))) == []
        assert len(found("苜蓿", Filters(kinds=("article",)))) == 2

    def test_in_the_title_alone(self):
        assert found("苜蓿", Filters(title_only=True)) == ["苜蓿通知"]

    def test_counts_beside_filters_are_those_without_them(self, section):
        results = site_search().run(parse("苜蓿"), Filters(sections=frozenset({section.pk})))
        sections = {candidate.section_id for candidate in results.unfiltered}
        assert sections == {section.pk, self.other.pk}
        assert results.total == 1


class TestNothingUnpublished:
    """Whatever hides a record hides it from search and suggestions at once."""

    def assert_hidden(self, text="苜蓿"):
        search = site_search()
        assert search.run(parse(text)).total == 0
        assert search.suggest(text) == []
        assert search.did_you_mean(parse("目须")) == ""

    @pytest.mark.parametrize("status", ["draft", "review", "withdrawn"])
    def test_by_status(self, section, status):
        article = make_article(section, "苜蓿", keywords="苜蓿", status=status)
        attach(article, ContentFile(PDF, name="苜蓿.pdf"))
        self.assert_hidden()
        article.status = "published"
        article.save()
        assert set(found("苜蓿")) == {"苜蓿"} and len(found("苜蓿")) == 2
        article.status = status
        article.save()
        self.assert_hidden()

    def test_by_time(self, section):
        now = timezone.now()
        article = make_article(section, "苜蓿", keywords="苜蓿", published_at=now + DAY)
        attach(article, ContentFile(PDF, name="苜蓿.pdf"))
        self.assert_hidden()
        article.published_at, article.expires_at = now - 2 * DAY, now - DAY
        article.save()
        self.assert_hidden()
        article.expires_at = None
        article.save()
        assert len(found("苜蓿")) == 2

    def test_by_a_section_switched_off(self, section):
        article = make_article(section, "苜蓿", keywords="苜蓿")
        attach(article, ContentFile(PDF, name="苜蓿.pdf"))
        set_visibility(section, "active", False)
        self.assert_hidden()
        set_visibility(section, "active", True)
        assert len(found("苜蓿")) == 2

    def test_but_not_while_another_of_its_sections_is_on(self, section):
        other = make_section("通知公告", slug="tzgg")
        article = make_article(section, "苜蓿", also_in=[other])
        attach(article, ContentFile(PDF, name="苜蓿.pdf"))
        set_visibility(section, "active", False)
        assert len(found("苜蓿")) == 2

    def test_by_deletion(self, section):
        article = make_article(section, "苜蓿", keywords="苜蓿")
        attach(article, ContentFile(PDF, name="苜蓿.pdf"))
        article.delete()
        self.assert_hidden()
        assert not SearchEntry.objects.exclude(kind="section").exists()

    def test_by_the_switch_of_a_person_department_or_topic(self, section):
        archive = make_section("专题", slug="zt", kind="topics")
        make_section("部门设置", slug="bmsz", kind="departments")
        for make in (
            lambda: Person.objects.create(name="苜蓿", post="主任"),
            lambda: Department.objects.create(name="苜蓿"),
            lambda: Topic.objects.create(title="苜蓿", slug="t", section=archive, year=2026),
        ):
            record = make()
            assert len(found("苜蓿")) == 1
            record.is_visible = False
            record.save()
            self.assert_hidden()

    def test_an_edited_word_is_found_no_longer(self, section):
        article = make_article(section, "苜蓿", keywords="苜蓿", body="<p>苜蓿</p>")
        article.title, article.body, article.keywords, article.summary = (
            "油菜",
            "<p>油菜</p>",
            "",
            "",
        )
        article.save()
        self.assert_hidden()
        assert found("油菜") == ["油菜"]


class TestWithTheDatabase:
    def test_a_change_taken_back_leaves_the_index_as_it_was(self, section):
        article = make_article(section, "苜蓿")
        with pytest.raises(RuntimeError), transaction.atomic():
            article.title = "油菜"
            article.save()
            make_article(section, "油菜二")
            assert len(found("油菜")) == 2
            raise RuntimeError
        assert found("苜蓿") == ["苜蓿"]
        assert found("油菜") == []

    def test_a_moved_or_merged_section_takes_its_results_along(self, section):
        target = make_section("通知公告", slug="tzgg")
        make_article(section, "苜蓿")
        parent = make_section("科技创新", slug="kjcx")
        move_section(section, parent)
        (result,) = site_search().run(parse("苜蓿")).page(1, 5)
        assert result.hit.url.startswith("/kjcx/kcdt/")
        merge_sections(section, target)
        (result,) = site_search().run(parse("苜蓿")).page(1, 5)
        assert result.hit.url.startswith("/tzgg/")
        assert found("苜蓿", Filters(sections=frozenset({target.pk}))) == ["苜蓿"]
        assert found("科创动态") == []

    def test_a_deleted_section_is_forgotten(self, section):
        delete_section(section)
        assert found("科创动态") == []

    def test_an_unchanged_record_is_not_written_again(self, section):
        article = make_article(section, "苜蓿")
        assert sources.refresh("article", [article.pk]) == 0
        article.title = "油菜"
        article.save()
        assert sources.refresh("article", [article.pk]) == 0

    def test_rebuilding_repairs_everything(self, section, capsys):
        kept = make_article(section, "苜蓿", keywords="苜蓿")
        gone = make_article(section, "油菜")
        Article.objects.filter(pk=kept.pk).update(title="紫云英")
        rows = Article.objects.filter(pk=gone.pk)
        ArticlePlacement.objects.filter(article=gone).delete()
        rows._raw_delete(rows.db)
        SearchEntry.objects.filter(kind="section").update(digest="")
        call_command("rebuild_search")
        assert "重写 2 条" in capsys.readouterr().out
        assert found("紫云英") == ["紫云英"]
        assert not SearchEntry.objects.filter(kind="article", object_id=gone.pk).exists()
        assert found("科创动态") == ["科创动态"]

    def test_rebuilding_all_gives_the_same(self, section):
        for number in range(30):
            make_article(section, f"第{number}篇苜蓿", keywords=f"词{number}，共有")
        before = (index_rows(), found("苜蓿"), sorted(occurrences()))
        call_command("rebuild_search", "--all", verbosity=0)
        assert (index_rows(), found("苜蓿"), sorted(occurrences())) == before

    def test_a_site_from_before_the_search_is_indexed_when_it_is_prepared(self, section):
        make_article(section, "苜蓿")
        SearchEntry.objects.all().delete()
        get_index().clear()
        assert found("苜蓿") == []
        Prepare()._ensure_search()
        assert found("苜蓿") == ["苜蓿"]

    def test_random_edits_leave_the_index_a_rebuild_would_make(self, section):
        rng = random.Random(7)
        words = "苜蓿 油菜 仪器 共享 平台 数据 量子".split()
        for _step in range(120):
            articles = list(Article.objects.all())
            choice = rng.random()
            if choice < 0.4 or not articles:
                make_article(
                    section,
                    "".join(rng.sample(words, 2)),
                    body=f"<p>{''.join(rng.sample(words, 3))}</p>",
                    keywords="，".join(rng.sample(words, 2)),
                    days_ago=rng.randint(0, 900),
                )
            elif choice < 0.8:
                article = rng.choice(articles)
                article.title = "".join(rng.sample(words, 2))
                article.status = rng.choice(["published", "published", "draft"])
                article.published_at -= timedelta(hours=rng.randint(0, 99))
                article.save()
            else:
                rng.choice(articles).delete()
        grown = {word: found(word) for word in words}
        rows, held = index_rows(), sorted(occurrences())
        call_command("rebuild_search", "--all", verbosity=0)
        assert {word: found(word) for word in words} == grown
        assert (index_rows(), sorted(occurrences())) == (rows, held)


def index_rows() -> int:
    table = f"{TABLE}_docsize" if connection.vendor == "sqlite" else TABLE
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


def occurrences():
    return SearchOccurrence.objects.values_list("term__text", "entry__object_id", "entry__kind")


@pytest.mark.django_db(transaction=True)
def test_flushing_the_database_flushes_the_index(section):
    make_article(section, "苜蓿")
    assert not get_index().is_empty()
    call_command("flush", interactive=False, verbosity=0)
    assert get_index().is_empty()


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_leave_a_sound_index(section):
    """Everybody saves articles with the same words; nothing is lost, nothing is there twice."""
    articles = [make_article(section, f"第{n}篇", keywords="共享，仪器") for n in range(8)]
    failures = []

    def write(article):
        try:
            for turn in range(4):
                article.title = f"苜蓿{article.pk}第{turn}次"
                article.keywords = f"共享，仪器，新词{turn}"
                article.save()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(article,)) for article in articles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(found("苜蓿")) == 8
    assert index_rows() == SearchEntry.objects.count()
    assert len(found("第3次")) == 8
