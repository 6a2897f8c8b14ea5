"""Every change is a new version; what an old one said can be asked for ever."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, transaction

from portal import content_version
from portal.models import CalendarVersion, CalendarYear
from portal.workdays import YearPlan, calendar_of, get_calendar, shipped_calendar
from portal.workdays.services import StaleCalendarError, apply_plans, load_shipped

pytestmark = pytest.mark.django_db
NOTICE = YearPlan(2027, {date(2027, 1, 1): "元旦"}, {date(2027, 1, 2): "元旦"}, True, "测试文件")


def test_migrate_files_the_shipped_years():
    (version,) = CalendarVersion.objects.all()
    assert (version.number, version.created_by, version.note) == (1, None, "随系统提供")
    assert [year.year for year in version.years.all()] == [2024, 2025, 2026]
    assert get_calendar().plans == shipped_calendar().plans
    assert get_calendar().version == 1


def test_filing_them_again_changes_nothing():
    assert load_shipped() is None
    assert CalendarVersion.objects.count() == 1


def test_a_release_files_only_the_years_it_adds(monkeypatch):
    from portal.workdays import services

    corrected = YearPlan(2026, {date(2026, 3, 2): "加假"}, source="本单位导入")
    apply_plans([corrected])
    monkeypatch.setattr(
        services, "shipped_plans", lambda: (*shipped_calendar().plans.values(), NOTICE)
    )
    version = load_shipped()
    assert [year.year for year in version.years.all()] == [2027]
    assert calendar_of(None).plans[2026] == corrected
    assert calendar_of(None).plans[2027] == NOTICE


def test_a_forecast_of_ones_own_gives_way_to_the_shipped_notice(monkeypatch):
    from portal.workdays import services

    apply_plans([YearPlan(2027, {date(2027, 1, 1): "元旦"}, is_official=False)])
    monkeypatch.setattr(services, "shipped_plans", lambda: (NOTICE,))
    assert load_shipped().number == 3
    assert calendar_of(None).is_official(2027)


def test_without_any_version_the_shipped_calendar_is_used():
    CalendarVersion.objects.all().delete()
    assert calendar_of(None) == shipped_calendar()
    assert calendar_of(0) == shipped_calendar()


def test_applying_a_notice_makes_the_next_version():
    version = apply_plans([NOTICE], note="试", base=1)
    assert (version.number, version.source, version.note) == (2, "测试文件", "试")
    assert get_calendar().version == 2
    assert get_calendar().plans[2027] == NOTICE
    # Years it does not mention stand as before.
    assert get_calendar().plans[2026] == shipped_calendar().plans[2026]


def test_an_old_version_stays_as_it_was():
    first = calendar_of(1)
    apply_plans([NOTICE])
    apply_plans([YearPlan(2026, source="改")])
    assert calendar_of(1) == first
    assert calendar_of(2).plans[2026] == first.plans[2026]
    assert calendar_of(3).plans[2026].off == {}
    assert calendar_of(3).plans[2027] == NOTICE


def test_a_version_that_never_was_is_not_found():
    with pytest.raises(LookupError):
        calendar_of(7)


def test_a_preview_that_has_become_old_is_refused():
    apply_plans([NOTICE], base=1)
    with pytest.raises(StaleCalendarError, match="第 2 版"):
        apply_plans([NOTICE], base=1)
    assert CalendarVersion.objects.count() == 2


def test_a_version_needs_a_year():
    with pytest.raises(ValueError, match="at least one"):
        apply_plans([])


def test_rows_are_written_once():
    version = CalendarVersion.objects.get()
    version.note = "改"
    with pytest.raises(TypeError):
        version.save()
    year = CalendarYear.objects.first()
    year.off = {}
    with pytest.raises(TypeError):
        year.save()


def test_a_year_stands_once_in_a_version():
    version = CalendarVersion.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarYear.objects.create(version=version, year=2026, is_official=True)


def test_a_version_outlives_its_author():
    from tests.factories import make_user

    user = make_user("officer")
    version = apply_plans([NOTICE], by=user)
    user.delete()
    version.refresh_from_db()
    assert version.created_by is None


def test_the_calendar_is_kept_in_memory_until_it_changes(django_assert_num_queries):
    get_calendar()
    content_version.pin(content_version.read())
    with django_assert_num_queries(0):
        assert get_calendar() is get_calendar()
    apply_plans([NOTICE])
    assert get_calendar().version == 2


def test_one_query_reads_a_calendar(django_assert_num_queries):
    apply_plans([NOTICE])
    with django_assert_num_queries(1):
        calendar_of(None)


@pytest.mark.django_db(transaction=True)
def test_after_a_flush_the_shipped_years_are_there_again():
    call_command("flush", interactive=False, verbosity=0)
    assert CalendarVersion.objects.get().number == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_apply_at_once_one_is_told():
    barrier, outcomes = Barrier(2), []

    def apply():
        try:
            barrier.wait()
            outcomes.append(apply_plans([NOTICE], base=1).number)
        except StaleCalendarError:
            outcomes.append("stale")
        finally:
            connections.close_all()

    threads = [Thread(target=apply) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["2", "stale"]
    assert list(CalendarVersion.objects.values_list("number", flat=True)) == [2, 1]


def test_there_is_no_migration_missing():
    call_command("makemigrations", "portal", check=True, dry_run=True, verbosity=0)
    assert connection.vendor in ("sqlite", "postgresql")
