"""The content version turns over with content and with time, and never repeats."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from portal import content_version
from portal.models import ContentVersion, LinkGroup, MourningPeriod, SiteIdentity
from portal.site import get_site
from portal.snapshot import snapshot

pytestmark = pytest.mark.django_db


def test_reading_costs_one_query(django_assert_num_queries):
    content_version.bump()
    with django_assert_num_queries(1):
        content_version.current()


def test_saving_watched_content_changes_the_version():
    before = content_version.current()
    LinkGroup.objects.create(name="友情链接")
    assert content_version.current() != before


def test_a_rolled_back_version_is_never_used_again():
    seen = {content_version.current()}
    with pytest.raises(RuntimeError), transaction.atomic():
        seen.add(content_version.bump())
        raise RuntimeError
    after = content_version.bump()
    assert after not in seen


def test_the_version_turns_over_at_midnight_in_local_time():
    with time_machine.travel(datetime(2026, 11, 20, 15, 59, tzinfo=UTC), tick=False) as clock:
        content_version.bump()
        before = content_version.current()
        clock.shift(30)
        assert content_version.current() == before
        clock.shift(60)  # 00:00:30 in Shanghai
        assert content_version.current() != before


def test_the_version_turns_over_when_a_registered_moment_passes(monkeypatch):
    start = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    moment = start + timedelta(hours=1)
    providers = [*content_version._moment_providers, lambda now: moment if moment > now else None]
    monkeypatch.setattr(content_version, "_moment_providers", providers)
    with time_machine.travel(start, tick=False) as clock:
        content_version.bump()
        before = content_version.current()
        clock.move_to(moment - timedelta(seconds=1))
        assert content_version.current() == before
        clock.move_to(moment + timedelta(seconds=1))
        after = content_version.current()
        assert after != before
        assert ContentVersion.objects.get(pk=1).next_change_at > timezone.now()


def test_a_snapshot_is_built_once_per_version():
    built = []

    @snapshot
    def value():
        built.append(1)
        return len(built)

    assert [value(), value()] == [1, 1]
    content_version.bump()
    assert value() == 2


def test_the_site_snapshot_follows_the_identity_and_needs_no_query_when_warm(
    django_assert_num_queries,
):
    SiteIdentity.objects.create(name="示例中心")
    assert get_site().name == "示例中心"
    SiteIdentity.objects.get().delete()
    SiteIdentity.objects.create(name="改名后的中心")
    assert get_site().copyright == "改名后的中心"
    content_version.pin(content_version.read())
    get_site()
    with django_assert_num_queries(0):
        get_site()


def test_mourning_covers_both_of_its_days():
    MourningPeriod.objects.create(starts_on="2026-12-13", ends_on="2026-12-14")
    grey = {}
    for day in (12, 13, 14, 15):
        # Noon in Shanghai.
        with time_machine.travel(datetime(2026, 12, day, 4, tzinfo=UTC), tick=False):
            content_version.bump()
            grey[day] = get_site().mourning
    assert grey == {12: False, 13: True, 14: True, 15: False}


def test_the_page_turns_grey_and_back_by_itself(client):
    """Through the page cache: nobody has to touch anything at midnight."""
    MourningPeriod.objects.create(starts_on="2026-12-13", ends_on="2026-12-13")
    grey = []
    with time_machine.travel(datetime(2026, 12, 12, 15, 0, tzinfo=UTC), tick=False) as clock:
        content_version.bump()
        for _half_day in range(4):
            grey.append('class="mourning"' in client.get("/sitemap/").content.decode())
            clock.shift(12 * 3600)
    # 23:00 on the 12th, 11:00 and 23:00 on the 13th, 11:00 on the 14th.
    assert grey == [False, True, True, False]
