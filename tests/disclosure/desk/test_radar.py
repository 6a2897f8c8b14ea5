"""Advice on repeats and volume: shown, never acted upon."""

from disclosure import radar
from disclosure import services as do
from disclosure.models import DeskSettings

from .builders import NUMBER, PERSON, PHONE, case_of, submit


def other(text):
    person = do.Applicant(name="李四", id_type="passport", id_number="E12345678", phone=PHONE)
    return case_of(submit(do.Wanted(text), applicant=person)[0])


def mine(text):
    return case_of(submit(do.Wanted(text))[0])


def test_the_same_request_of_the_same_applicant_is_a_repeat_once_answered(desk):
    first = desk.handling()
    again = case_of(submit(do.Wanted(first.description, title=first.title))[0])
    (found,) = radar.alike(again)
    assert (found.case, found.score, found.is_same_applicant) == (first, 100, True)
    assert not found.is_repeat
    replied = desk.replied()
    last = case_of(submit(do.Wanted(first.description, title=first.title))[0])
    assert [item.case for item in radar.alike(last) if item.is_repeat] == [replied]


def test_writing_differently_is_no_difference(desk):
    first = mine("申请公开2025年度大型仪器采购合同全文，含附件。")
    again = mine("申請公開 ２０２５ 年度大型儀器採購合同全文（含附件）")
    assert [item.case for item in radar.alike(again)] == [first]


def test_a_title_that_repeats_the_description_is_no_difference(desk):
    text = "2025年度大型仪器采购合同全文"
    first = case_of(submit(do.Wanted(text, title="2025年度大型仪器采购"))[0])
    assert [item.score for item in radar.alike(mine(text))] == [100]
    assert first.title


def test_other_matters_and_withdrawn_ones_are_no_likeness(desk):
    mine("职工食堂承包协议")
    gone = mine("2025年度大型仪器采购合同全文")
    do.withdraw(gone, desk.by("applicant"))
    assert radar.alike(mine("2025年度大型仪器采购合同全文")) == []


def test_the_same_applicants_come_first(desk):
    others = other("2025年度大型仪器采购合同全文")
    own = mine("2025年度大型仪器采购合同的全文")
    found = radar.alike(mine("2025年度大型仪器采购合同全文"))
    assert [item.case for item in found] == [own, others]
    assert [item.is_same_applicant for item in found] == [True, False]


def test_volume_is_counted_by_calendar_month_and_person(desk, time_machine):
    row = DeskSettings.objects.get()
    row.volume_per_month = 2
    row.save()
    time_machine.move_to("2026-02-28 10:00+08:00")
    mine("甲")
    time_machine.move_to("2026-03-02 10:00+08:00")
    other("乙")
    cases = [mine(text) for text in "丙丁戊"]
    found = radar.volume(cases[-1])
    assert (found.count, found.limit, found.is_high) == (3, 2, True)
    assert radar.earlier_this_month(cases[-1]) == 2
    assert PERSON.id_number == NUMBER


def test_who_has_no_number_is_counted_alone(desk, intake):
    receipts = do.enter(
        intake, do.Applicant(name="某人"), [do.Wanted("甲"), do.Wanted("乙")], channel="oral"
    )
    assert radar.volume(case_of(receipts[1])).count == 1


def test_what_several_people_want_may_be_published(desk):
    texts = ["2025年度大型仪器采购合同全文", "2025年度大型仪器采购合同的全文"]
    wanted = [mine(texts[0]), other(texts[1])]
    mine(texts[0])
    assert list(radar.wanted_by_several(least=3)) == []
    (group,) = radar.wanted_by_several(least=2)
    assert set(wanted) < set(group)
