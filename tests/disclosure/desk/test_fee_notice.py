"""The 收费通知 and what it does to a case that waits for something else."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disclosure import services as do
from disclosure.choices import Stage
from disclosure.desk import desk as settings_now
from disclosure.facts import facts_of
from disclosure.fees import FeeRules, charge
from disclosure.letters import Letter, render
from disclosure.models import DeskSettings
from tests.disclosure.letters.samples import docx_paragraphs

FEE = charge(FeeRules(enabled=True), items=1, earlier=10)


@pytest.fixture
def charging(desk):
    row = DeskSettings.objects.get()
    row.fees_enabled = True
    row.save()
    return desk


def test_the_notice_reads_as_sentences_and_shows_the_reckoning_step_by_step(charging):
    case = charging.handling()
    row = do.notify_fee(case, charging.by("intake"), FEE, payment="汇款")
    letter = Letter("fee", facts_of(case), settings_now().profile, facts=row.data)
    texts = docx_paragraphs(render(letter))
    assert (
        "根据《中华人民共和国政府信息公开条例》第四十二条第一款和《政府信息公开信息处理费管理办法》"
        "（国办函〔2020〕109号）第三条、第四条的规定，本件收取信息处理费100元。计算方法如下："
        in texts
    )
    assert set(FEE.explanation) <= set(texts)
    assert not any("。。" in text or "。、" in text for text in texts)


def test_money_that_comes_during_a_correction_does_not_end_the_waiting_for_it(charging):
    case, by = charging.handling(), charging.by("intake")
    do.notify_fee(case, by, FEE, payment="汇款")
    do.ask_supplement(case, by, items="请写明年度", until=date(2026, 3, 16))
    do.fee_paid(case, by, amount=100)
    assert case.stage == Stage.WAITING
    do.receive_supplement(case, charging.by("applicant"))
    assert case.stage == Stage.HANDLING


def test_a_fee_is_asked_for_once(charging):
    case, by = charging.handling(), charging.by("intake")
    do.notify_fee(case, by, FEE, payment="汇款")
    with pytest.raises(ValidationError, match="已经发出收费通知"):
        do.notify_fee(case, by, FEE, payment="汇款")
