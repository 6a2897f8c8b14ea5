"""Loading the demo's desk: on any day, at most once, never over somebody's work."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from disclosure.choices import Stage
from disclosure.demo import build as demo
from disclosure.integrity import find_problems
from disclosure.models import AnnualReport, Case, DeskSettings
from disclosure.yearly import live

from .demo_helpers import load

pytestmark = pytest.mark.django_db
STAGES = {Stage.NEW, Stage.HANDLING, Stage.REVIEW, Stage.SIGNING, Stage.SIGNED, Stage.WAITING}


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.VAR_DIR = tmp_path


# A Friday, a Sunday, the first days of a year, a long holiday, a year without official calendar.
@pytest.mark.parametrize(
    "day", ["2026-11-27", "2026-06-14", "2026-01-05", "2026-10-03", "2027-01-02"]
)
def test_it_lives_on_any_day(time_machine, day):
    time_machine.move_to(f"{day} 08:00+08:00")
    load()
    assert list(find_problems()) == []
    for report in AnnualReport.objects.all():
        assert live(report).failures == []
    assert Case.objects.open().count() >= 15
    assert not Case.objects.filter(created_at__gt=timezone.now()).exists()
    assert set(Case.objects.values_list("stage", flat=True)) >= STAGES


def test_passwords_are_new_each_time_and_kept_from_others(settings):
    load()
    note = settings.VAR_DIR / "demo-logins.txt"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    lines = [line.split() for line in note.read_text(encoding="utf-8").splitlines()]
    assert len({password for _role, _name, password in lines}) == len(lines) == 5
    assert min(len(password) for *_names, password in lines) >= 16


def test_a_desk_at_work_is_left_alone():
    DeskSettings(institution_name="自己的单位").save()
    load()
    assert not Case.objects.exists()
    assert DeskSettings.objects.get().institution_name == "自己的单位"


def test_without_keys_it_is_left_out(monkeypatch):
    def none():
        raise ImproperlyConfigured("no keys")

    monkeypatch.setattr(demo, "current_key", none)
    load()
    assert not Case.objects.exists() and not DeskSettings.objects.exists()
