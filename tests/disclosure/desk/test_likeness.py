"""Comparing texts quickly gives what comparing them slowly gives."""

import random

import pytest
from rapidfuzz import fuzz

from disclosure import likeness, radar
from disclosure.likeness import Text
from disclosure.models import Case
from portal.vault import cipher
from portal.vault import fields as vault_fields

from .builders import PERSON, case_of, submit
from .test_radar import mine, other

WORDS = "申请公开二〇二五年度大型仪器采购合同全文及附件招标文件评标报告"


def varied(text, changes, chance):
    letters = list(text)
    for _each in range(changes):
        at = chance.randrange(len(letters) + 1)
        letters[at : at + 1] = chance.choice(["", chance.choice(WORDS), chance.choices(WORDS, k=2)])
    return "".join(letters)


@pytest.mark.parametrize("least", [radar.SAME, radar.ALIKE])
def test_no_likeness_is_lost_by_looking_at_pairs_first(least):
    chance = random.Random(7)
    for _each in range(400):
        text = "".join(chance.choices(WORDS, k=chance.randrange(1, 60)))
        again = varied(text, chance.randrange(0, 30), chance)
        slow = fuzz.ratio(text, again, score_cutoff=least)
        assert Text.of(text).score(Text.of(again), least) == slow


def test_a_text_is_opened_once_and_anew_when_it_changed(desk, monkeypatch):
    first, last = other("2025年度大型仪器采购合同全文"), mine("职工食堂承包协议")
    radar.alike(last)
    opened = []
    real = cipher.unseal
    monkeypatch.setattr(vault_fields, "unseal", lambda *a: opened.append(a) or real(*a))
    again = Case.objects.get(pk=last.pk)
    radar.alike(again)
    assert len(opened) == 1  # its own
    first.description = "职工食堂承包协议"
    first.save()
    assert [item.case for item in radar.alike(last)] == [first]


def test_several_things_are_compared_with_one_reading(desk, django_assert_num_queries):
    mine("2025年度大型仪器采购合同全文")
    cases = [
        Case(description=text, **PERSON.values(is_complete=True))
        for text in ("2025年度大型仪器采购合同全文", "职工食堂承包协议")
    ]
    with django_assert_num_queries(2):
        found = radar.alike_each(cases)
    assert [len(each) for each in found] == [1, 0]


def test_nothing_personal_is_shown_of_what_is_kept(desk):
    case = case_of(submit()[0])
    assert case.description not in repr(likeness.known(Case.objects.all()))
