"""The desk's settings: what may be chosen, and that everything reads the same ones."""

import pytest
from django.core.exceptions import ValidationError

from disclosure.clock import ClockRules
from disclosure.desk import desk as current
from disclosure.models import DeskSettings
from disclosure.models.settings import CLOCK_RULES
from disclosure.outcomes import InstitutionProfile, Remedy
from disclosure.patterns import render, validate_pattern

pytestmark = pytest.mark.django_db


def wrong(**values):
    with pytest.raises(ValidationError) as error:
        DeskSettings(institution_name="中心", **values).full_clean()
    return set(error.value.message_dict)


def test_defaults_are_sound_and_are_those_of_the_pure_modules():
    DeskSettings(institution_name="中心").full_clean()
    assert current().rules == ClockRules()
    assert current().profile == InstitutionProfile(name=current().name)
    assert not current().fee_rules.enabled


def test_every_rule_of_the_clock_is_a_setting():
    assert set(CLOCK_RULES) | {"institution"} == set(ClockRules.__dataclass_fields__)


@pytest.mark.parametrize("institution", ["organ", "authorised"])
def test_bodies_under_the_regulation_keep_its_terms(institution):
    assert wrong(institution=institution, reply_days=30, third_party_days=5) == {
        "reply_days",
        "third_party_days",
    }
    DeskSettings(institution="public_service", institution_name="所", reply_days=30).full_clean()


def test_only_art_55_units_speak_of_inquiries():
    assert wrong(uses_inquiry_wording=True) == {"uses_inquiry_wording"}
    row = DeskSettings(institution="public_service", uses_inquiry_wording=True)
    row.full_clean()
    row.save()
    assert current().application_word == "信息公开咨询"


@pytest.mark.parametrize(
    "values",
    [
        {"appeal_text": "向{某处}申诉"},
        {"notice_text": "{code.__globals__}"},
        {"court": ""},
        {"reply_days": 0},
        {"query_tries": 0},
        {"case_pattern": "XXGK-{serial}"},
        {"reply_pattern": "{prefix}〔{year}〕"},
    ],
)
def test_what_would_not_work_is_refused_beside_its_field(values):
    assert wrong(**values) == set(values)


def test_remedies_the_law_settles_cannot_be_chosen():
    assert wrong(remedy_overrides={"third_party": "notice"})
    assert wrong(remedy_overrides={"repeated": "nonsense"})
    row = DeskSettings(institution_name="中心", remedy_overrides={"repeated": "review-or-suit"})
    row.full_clean()
    row.save()
    assert current().profile.remedies.overrides == {"repeated": Remedy.REVIEW_OR_SUIT}


def test_there_is_one_row_and_a_saved_one_is_read_at_once():
    DeskSettings(institution_name="甲").save()
    DeskSettings(institution_name="乙").save()
    assert (DeskSettings.objects.count(), current().name) == (1, "乙")


@pytest.mark.parametrize(
    "pattern",
    [
        "{year}-{serial.__class__}",
        "{year}-{serial!r}",
        "{year}-{serial:>1000000}",
        "{year}-{serial:0100d}",
        "{year}-{serial}-{secret}",
        "{year}-{serial}-{0}",
        "{year}-{serial",
        "{year}",
        "",
    ],
)
def test_a_pattern_reaches_nothing_but_prefix_year_and_serial(pattern):
    with pytest.raises(ValidationError):
        validate_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("XXGK-{year}-{serial:06d}", "XXGK-2026-000012"),
        ("{prefix}公复〔{year}〕{serial}号", "京公复〔2026〕12号"),
        ("{year}{{甲}}{serial:03d}", "2026{甲}012"),
    ],
)
def test_numbers_look_as_their_pattern_says(pattern, number):
    validate_pattern(pattern)
    assert render(pattern, year=2026, serial=12, prefix="京") == number


def test_letters_are_told_the_terms_of_the_clock():
    row = DeskSettings(institution="public_service", third_party_days=7, co_author_days=9)
    row.save()
    assert (current().profile.third_party_days, current().profile.co_author_days) == (7, 9)
