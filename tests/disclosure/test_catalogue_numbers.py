"""索引号: how it is made, when it is given, and that nothing ever changes it."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from disclosure.catalogue import numbers
from disclosure.catalogue.genres import Genre, genre_of
from disclosure.models import CatalogueEntry, CatalogueSettings, IndexCounter
from disclosure.services.catalogue import NoNumber, settle
from navigation.services import delete_section, merge_sections, move_section, update_section
from news.models import Article
from news.services import workflow
from news.services.placements import place
from tests.factories import make_article, make_section, make_user

from .catalogue_helpers import (
    PREFIX,
    make_catalogue,
    make_category,
    make_entry,
    make_settings,
    number_of,
)

pytestmark = pytest.mark.django_db


def on(year, month=3, day=1):
    return timezone.make_aware(datetime(year, month, day, 9))


@pytest.fixture
def section():
    make_settings()
    return make_catalogue()


# --- The rule -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("000014349", "000014349/2017-00110"),
        ("0142768-8", "0142768-8/2017-00110"),
        ("11370812004339255B", "11370812004339255B/2017-00110"),
    ],
)
def test_a_number_is_written_as_the_national_guide_says(prefix, expected):
    settings = CatalogueSettings(prefix=prefix)
    settings.clean()
    assert settings.number("", 2017, 110) == expected
    assert numbers.STANDARD_NUMBER.fullmatch(expected)


def test_an_institution_may_have_a_pattern_of_its_own():
    settings = CatalogueSettings(pattern="KC01-{category}-{year}-{serial}", width=4)
    settings.full_clean()
    assert settings.is_ready
    assert settings.number("0102", 2026, 137) == "KC01-0102-2026-0137"
    assert settings.number("", 2026, 137) == "KC01-0000-2026-0137"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"prefix": ""}, "prefix"),
        ({"prefix": "1234567"}, "prefix"),
        ({"prefix": "01404053x"}, "prefix"),
        ({"prefix": "01404053X\n"}, "prefix"),
        ({"prefix": "0" * 19}, "prefix"),
        ({"width": 4}, "width"),
        ({"pattern": "{prefix}/{year}"}, "pattern"),
        ({"pattern": "{year}-{serial}-{serial}"}, "pattern"),
        ({"pattern": "{name}-{year}-{serial}"}, "pattern"),
        ({"pattern": "科-{year}-{serial}"}, "pattern"),
        ({"pattern": "{0.__class__}{year}{serial}"}, "pattern"),
        ({"pattern": "{year}-{serial}{"}, "pattern"),
        ({"pattern": "A" * 30 + "-{year}-{serial}"}, "pattern"),
    ],
)
def test_a_rule_that_makes_no_sound_numbers_is_refused_beside_its_field(values, field):
    settings = CatalogueSettings(**{"prefix": PREFIX, **values})
    with pytest.raises(ValidationError) as error:
        settings.full_clean()
    assert list(error.value.message_dict) == [field]


def test_organisation_codes_are_told_from_slips_of_the_pen():
    assert all(map(numbers.is_organisation_code, ("000014349", "01404053X", "01404053-X")))
    assert not any(map(numbers.is_organisation_code, ("000014348", "00001434", "科0001434", "")))


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于做好2026年度科学数据汇交工作的通知", Genre.NOTICE),
        ("科研仪器设备共享绩效评价实施细则（试行）", Genre.DETAILS),
        ("管理办法（修订）（2025年印发）", Genre.MEASURES),
        ("指导意见 ", Genre.OPINION),
        ("（试行）", Genre.OTHER),
        ("单位简介", Genre.OTHER),
        ("", Genre.OTHER),
    ],
)
def test_the_title_tells_the_kind_of_document(title, genre):
    assert genre_of(title) == genre


# --- When it is given -----------------------------------------------------------------------------
def test_publishing_in_the_catalogue_gives_the_next_number_of_the_year(section):
    first = make_article(section, published_at=on(2025))
    second = make_article(section, published_at=on(2026))
    third = make_article(section, published_at=on(2025, 12, 31))
    assert [number_of(article) for article in (first, second, third)] == [
        f"{PREFIX}/2025-00001",
        f"{PREFIX}/2026-00001",
        f"{PREFIX}/2025-00002",
    ]


def test_the_year_is_that_of_the_day_in_china(section):
    new_year = timezone.make_aware(datetime(2026, 1, 1, 0, 30))
    assert number_of(make_article(section, published_at=new_year)) == f"{PREFIX}/2026-00001"


def test_a_section_of_a_category_enters_what_it_and_those_below_it_publish(section):
    root = make_section("政策", slug="zcwj")
    below = make_section("共享政策", slug="gx", parent=root)
    other = make_section("其他", slug="qt")
    category = make_category("规章制度", sections=[root])
    nearer = make_category("开放共享", parent=category, sections=[below])
    entries = CatalogueEntry.objects
    assert entries.get(pk=make_article(root).pk).category == category
    assert entries.get(pk=make_article(below).pk).category == nearer
    assert entries.get(pk=make_article(other, also_in=[below]).pk).category == nearer
    assert number_of(make_article(other)) is None


def test_a_draft_waits_for_its_number_until_it_is_out(section):
    user = make_user(superuser=True)
    draft = make_article(section, status="draft")
    assert number_of(draft) is None
    workflow.submit(draft, user)
    assert not CatalogueEntry.objects.exists()
    workflow.publish(draft, user)
    assert number_of(draft).endswith("-00001")


def test_filing_a_published_article_in_the_catalogue_enters_it(section):
    article = make_article(make_section("别处", slug="b"))
    place(article, [article.section, section])
    assert number_of(article)


def test_an_entry_made_on_a_draft_is_numbered_when_it_is_out(section):
    elsewhere = make_section("别处", slug="b")
    draft = make_article(elsewhere, status="draft")
    CatalogueEntry.objects.create(article=draft)
    assert number_of(draft) is None
    workflow.publish(draft, make_user(superuser=True))
    assert number_of(draft)


def test_without_a_code_articles_are_published_all_the_same():
    article = make_article(make_catalogue())
    assert Article.objects.published().get() == article
    assert not CatalogueEntry.objects.exists()
    with pytest.raises(NoNumber, match="填写单位代码"):
        settle(article)


def test_a_year_whose_serials_are_used_up_says_so_and_keeps_publishing(section):
    IndexCounter.objects.create(year=2026, last=99999)
    article = make_article(section, published_at=on(2026))
    assert article.is_public
    with pytest.raises(NoNumber, match="已经用完"):
        settle(article)
    assert IndexCounter.objects.get().last == 99999


def test_a_lost_counter_goes_on_from_the_entries_there_are(section):
    make_article(section, published_at=on(2026))
    IndexCounter.objects.all().delete()
    assert number_of(make_article(section, published_at=on(2026))) == f"{PREFIX}/2026-00002"


def test_a_rule_that_would_repeat_a_number_is_noticed(section):
    old = make_article(make_section("别处", slug="b"))
    number = f"{PREFIX}/2026-00001"
    CatalogueEntry(article=old, index_number=number, year=2020, serial=7).save()
    article = make_article(section, published_at=on(2026))
    assert number_of(article) is None
    with pytest.raises(NoNumber, match="已经用过"):
        settle(article)


def test_a_save_that_is_taken_back_leaves_no_gap(section):
    with pytest.raises(RuntimeError), transaction.atomic():
        make_article(section, published_at=on(2026))
        raise RuntimeError
    assert number_of(make_article(section, published_at=on(2026))) == f"{PREFIX}/2026-00001"


# --- That it stays --------------------------------------------------------------------------------
def test_nothing_that_happens_to_the_article_changes_the_number(section):
    user, other = make_user(superuser=True), make_section("别处", slug="b")
    article = make_article(section, published_at=on(2025))
    number = number_of(article)
    article.title, article.published_at = "改名", on(2026)
    article.save()
    place(article, [other])
    workflow.withdraw(article, user)
    workflow.publish(article, user)
    update_section(other, slug="c")
    move_section(other, section.pk, "inside")
    merge_sections(Article.objects.get().section, section)
    CatalogueSettings.objects.update(prefix="000014349")
    settle(article)
    assert number_of(article) == number


def test_code_cannot_change_a_number_either(section):
    make_article(section)
    entry = CatalogueEntry.objects.get()
    entry.index_number = "01404053X/2026-99999"
    with pytest.raises(ValueError, match="never changed"):
        entry.save()
    with pytest.raises(ValueError, match="given by"):
        CatalogueEntry.objects.update(index_number=None)
    again = CatalogueEntry(article=entry.article)
    again.save()
    assert again.index_number == number_of(entry.article) is not None


def test_an_entry_taken_off_keeps_its_number_and_gets_it_back(section):
    article = make_article(section)
    entry = CatalogueEntry.objects.get()
    number, entry.is_listed = entry.index_number, False
    entry.save()
    article.save()
    assert CatalogueEntry.objects.published().count() == 0
    settle(article, relist=True)
    assert CatalogueEntry.objects.published().get().index_number == number


def test_the_number_of_a_deleted_article_is_not_given_again(section):
    make_article(section, published_at=on(2026)).delete()
    assert number_of(make_article(section, published_at=on(2026))) == f"{PREFIX}/2026-00002"


def test_a_merged_section_hands_its_category_and_its_links_on(section):
    source, target = make_section("甲", slug="a"), make_section("乙", slug="b")
    category = make_category("规章制度", sections=[source])
    CatalogueSettings.objects.update(guide_section=source)
    merge_sections(source, target)
    assert list(category.sections.all()) == [target]
    assert CatalogueSettings.load().guide_section == target


def test_deleting_a_section_only_ends_what_names_it(section):
    gone = make_section("甲", slug="a")
    category = make_category("规章制度", sections=[gone])
    CatalogueSettings.objects.update(guide_section=gone)
    delete_section(gone)
    assert not category.sections.exists()
    assert CatalogueSettings.load().guide_section is None


# --- manage.py assign_index_numbers ----------------------------------------------------------------
def run(**options):
    out = StringIO()
    call_command("assign_index_numbers", stdout=out, **options)
    return out.getvalue()


def test_the_command_numbers_what_is_waiting_in_the_order_of_publication():
    section = make_catalogue()
    later = make_article(section, "后", published_at=on(2026, 5))
    earlier = make_article(section, "先", published_at=on(2026, 2))
    make_article(section, "草稿", status="draft")
    make_article(make_section("别处", slug="b"), "别处")
    make_settings()
    assert "有 2 篇" in run(dry_run=True)
    assert not CatalogueEntry.objects.exists()
    assert "已编制 2 个" in run()
    assert number_of(earlier) < number_of(later)
    assert CatalogueEntry.objects.count() == 2
    assert "已编制 0 个索引号，修复 0 个" in run()


def test_the_command_says_what_is_missing():
    make_article(make_catalogue())
    with pytest.raises(CommandError, match="填写单位代码"):
        run()


def test_the_command_repairs_what_entries_repeat(section):
    entry = make_entry(section, "办法")
    CatalogueEntry.objects.update(words="", status="draft")
    assert "修复 1 个" in run()
    repaired = CatalogueEntry.objects.get()
    assert (repaired.words, repaired.status) == (entry.words, "published")
