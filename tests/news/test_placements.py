"""Filing articles in sections, and the derived rows that follow the article."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from news.models import Article, ArticleKeyword, ArticlePlacement
from news.services.placements import month_of, place
from portal import content_version
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db


def filed_in(article):
    return set(article.placements.values_list("section_id", flat=True))


def test_placing_makes_exactly_the_named_sections_and_the_first_is_home():
    first, second, third = make_section(), make_section(), make_section()
    article = make_article(first, also_in=[second])
    place(article, [third, first])
    article.refresh_from_db()
    assert article.section_id == third.pk
    assert filed_in(article) == {third.pk, first.pk}


def test_placing_accepts_ids_and_ignores_repetition():
    section = make_section()
    article = make_article(section)
    place(article, [section.pk, section, section.pk])
    assert filed_in(article) == {section.pk}


def test_an_article_needs_a_home():
    article = make_article(make_section())
    with pytest.raises(ValueError, match="home"):
        place(article, [])


def test_saving_files_the_article_at_home_even_without_place():
    section = make_section()
    article = Article.objects.create(title="甲", section=section)
    assert filed_in(article) == {section.pk}


def test_every_save_copies_the_columns_lists_use():
    section, other = make_section(), make_section()
    article = make_article(section, also_in=[other])
    until = timezone.now() + timedelta(days=3)
    article.status = Article.Status.WITHDRAWN
    article.published_at = timezone.make_aware(datetime(2020, 1, 1, 0, 30))
    article.expires_at = article.sticky_until = until
    article.save()
    for placement in article.placements.all():
        assert placement.status == "withdrawn"
        assert placement.published_at == article.published_at
        assert placement.expires_at == placement.sticky_until == until
        assert placement.month == 202001
        assert placement.has_cover is False


def test_the_month_is_counted_in_local_time():
    # 2025-12-31 17:00 UTC is the first of January in Shanghai.
    moment = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)
    assert month_of(moment) == 202601


def test_keyword_rows_exist_for_published_articles_only():
    article = make_article(make_section(), keywords="量子，传感, 量子；时间")
    rows = ArticleKeyword.objects.filter(article=article)
    assert set(rows.values_list("word", flat=True)) == {"量子", "传感", "时间"}
    article.status = Article.Status.DRAFT
    article.save()
    assert not rows.exists()


def test_placing_is_a_new_version_of_the_content():
    section, other = make_section(), make_section()
    article = make_article(section)
    before = content_version.read()
    place(article, [section, other])
    assert content_version.read() != before


@pytest.fixture
def drifted():
    section = make_section()
    article = make_article(section, keywords="甲，乙")
    ArticlePlacement.objects.filter(article=article).update(month=190001, status="draft")
    lost = make_article(section)
    lost.placements.all().delete()
    ArticleKeyword.objects.filter(article=article, word="甲").delete()
    return article, lost


def test_the_check_finds_drift_and_changes_nothing(drifted):
    article, lost = drifted
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_articles", stdout=out)
    for number in (article.pk, lost.pk):
        assert f"#{number}" in out.getvalue()
    assert article.placements.get().month == 190001


def test_the_repair_puts_everything_right(drifted):
    article, lost = drifted
    call_command("check_articles", "--fix", stdout=StringIO())
    assert article.placements.get().status == "published"
    assert article.placements.get().month == month_of(article.published_at)
    assert lost.placements.get().section_id == lost.section_id
    assert article.keyword_rows.count() == 2
    call_command("check_articles", stdout=StringIO())
