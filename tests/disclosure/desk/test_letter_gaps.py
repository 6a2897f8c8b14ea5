"""No letter goes out with a gap in it, whichever way it is made."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disclosure import services as do
from disclosure.models import Counter, DeskSettings, Letter

UNTIL = date(2026, 3, 16)
STEPS = {
    "correction": lambda case, by: do.ask_supplement(case, by, items="请写明年度", until=UNTIL),
    "explanation": lambda case, by: do.ask_reasons(case, by, until=UNTIL),
}


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_is_refused_while_the_settings_have_no_contact(desk, kind):
    case = desk.handling()
    row = DeskSettings.objects.get()
    row.office_phone = ""
    row.save()
    with pytest.raises(ValidationError) as refused:
        STEPS[kind](case, desk.by("intake"))
    assert "请先在“信息公开设置”中填写" in str(refused.value)
    case.refresh_from_db()
    assert case.stage == "handling" and not Letter.objects.exists()
    assert not Counter.objects.filter(series="notice").exists()
    row.office_phone = "010-12345678"
    row.save()
    STEPS[kind](case, desk.by("intake"))
    assert Letter.objects.get().kind == kind


def test_a_letter_before_the_receipt_is_confirmed_is_refused_in_words(desk):
    case = desk.new()
    kind = "registration"
    letter = do.draft_letter(case, desk.by("intake"), kind, {})
    with pytest.raises(ValidationError) as refused:
        do.issue_letter(case, desk.by("intake"), letter, method="direct")
    assert refused.value.code == "unconfirmed"
