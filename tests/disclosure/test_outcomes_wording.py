"""What a letter says: every leaf, every gap filled, nothing said that was not asked or decided."""

from dataclasses import replace
from datetime import date

import pytest

from disclosure.outcomes import GROUNDS, OUTCOMES, Decision, Withheld, paragraphs, problems
from disclosure.outcomes import articles as law

from .examples import AGENCY, AUTHORISED, CASE, INSTITUTE, complete, decision_on, value_for

LEAVES = pytest.mark.parametrize("leaf", OUTCOMES.values(), ids=OUTCOMES)
REGULATION = "《中华人民共和国政府信息公开条例》"


def letter(decision, case=CASE, profile=AGENCY):
    return "\n".join(paragraphs(decision, case, profile))


@LEAVES
@pytest.mark.parametrize("profile", [AGENCY, AUTHORISED, INSTITUTE], ids=lambda p: p.body)
def test_a_complete_decision_leaves_no_gap(leaf, profile):
    decision = decision_on(leaf)
    assert problems(decision, profile) == []
    text = letter(decision, profile=profile)
    assert "【" not in text and "{" not in text
    assert "。。" not in text and "：。" not in text
    if leaf.articles:
        assert f"{profile.lead}{law.cite(leaf.articles)}" in text


@LEAVES
def test_everything_an_officer_typed_is_in_the_letter(leaf):
    decision = decision_on(leaf)
    text = letter(decision)
    for value in decision.inputs.values():
        if isinstance(value, str):
            assert value in text
        elif isinstance(value, date):
            assert "2026年11月3日" in text
        elif isinstance(value, tuple):
            assert "、".join(value) in text


@LEAVES
def test_what_is_missing_shows_as_a_marked_gap(leaf):
    needed = [item for item in leaf.inputs if item.is_needed({})]
    text = letter(Decision(leaf.code))
    assert text.count("【") >= len([item for item in needed if item.kind != "flag"])


def test_the_letter_begins_with_what_was_received():
    text = letter(decision_on(OUTCOMES["released"]))
    assert text.startswith(
        "本机关于2026年11月2日收到您提出的政府信息公开申请（登记编号：2026-0012）。"
        "您申请公开：2025年度仪器采购合同。\n经审查，现答复如下："
    )


def test_a_corrected_application_is_answered_as_corrected():
    case = replace(CASE, corrected_on=date(2026, 11, 20))
    text = letter(decision_on(OUTCOMES["released"]), case)
    assert "于2026年11月20日收到您补正的申请" in text


def test_an_organisation_is_addressed_as_one():
    text = letter(decision_on(OUTCOMES["partial"]), replace(CASE, is_organisation=True))
    assert "贵单位" in text and "您" not in text


def test_a_refusal_names_paragraph_finding_and_reasons():
    text = letter(decision_on(OUTCOMES["in_process"]))
    assert (
        "您申请公开的政府信息属于在履行行政管理职能过程中形成的过程性信息（讨论记录、过程稿），且法律、"
        "法规、规章未规定应当公开。根据《中华人民共和国政府信息公开条例》第十六条第二款、"
        "第三十六条第（三）项的规定，本机关决定不予公开。\n理由：填写的reasons。" in text
    )


def test_a_public_institution_goes_by_its_own_rules_and_has_no_government_information():
    text = letter(decision_on(OUTCOMES["internal"]), profile=INSTITUTE)
    assert f"根据《示例院信息公开办法》，参照{REGULATION}第十六条第一款" in text
    assert "本单位" in text and "本机关" not in text
    assert "政府信息" not in text.replace(REGULATION, "")
    assert letter(decision_on(OUTCOMES["internal"]), profile=replace(INSTITUTE, rules="")).count(
        f"参照{REGULATION}第十六条第一款"
    )


def test_a_line_of_the_schedule_says_what_on_which_ground_and_why():
    schedule = (
        Withheld("附件二。", "state_secret", {"reasons": "已定密"}),
        Withheld("验收报告", "not_existing", {"search_scope": "档案系统"}),
        Withheld("登记簿", "not_ours", complete(GROUNDS["not_ours"])),
        Withheld("名单", "not_ours", {"reasons": "非本机关制作", "agency_unknown": True}),
        Withheld("产权", "special_access", complete(GROUNDS["special_access"])),
    )
    partial = OUTCOMES["partial"]
    decision = Decision("partial", complete(partial), schedule)
    assert problems(decision) == []
    lines = paragraphs(decision, CASE, AGENCY)[-5:]
    assert lines == [
        f"（一）附件二。该内容属于依法确定为国家秘密的政府信息。根据{REGULATION}第十四条的规定，"
        "不予公开。理由：已定密。",
        f"（二）验收报告。该内容经检索档案系统，没有找到。根据{REGULATION}第三十六条第（四）项的规定，"
        "告知该政府信息不存在。",
        f"（三）登记簿。该内容不属于本机关负责公开。根据{REGULATION}第三十六条第（五）项的规定，"
        "不予提供。理由：填写的reasons。负责公开的机关：填写的agency；联系方式：填写的agency_contact。",
        f"（四）名单。该内容不属于本机关负责公开。根据{REGULATION}第三十六条第（五）项的规定，"
        "不予提供。理由：非本机关制作。",
        "（五）产权。该内容属于填写的inquiry，有关法律、行政法规对信息的获取有特别规定。"
        f"根据{REGULATION}第三十六条第（七）项的规定，依照填写的special_law的规定向填写的agency查询。",
    ]


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_every_ground_can_stand_in_a_schedule(ground):
    schedule = (Withheld("附件", ground.code, complete(ground)),)
    decision = Decision("partial", complete(OUTCOMES["partial"]), schedule)
    line = paragraphs(decision, CASE, AGENCY)[-1]
    assert "【" not in line
    assert law.cite(ground.articles) in line
    assert all(value in line for value in complete(ground).values() if isinstance(value, str))


def test_what_the_law_only_allows_is_said_when_it_was_typed():
    leaf = OUTCOMES["petition"]
    assert "渠道" not in letter(decision_on(leaf))
    access = next(item for item in leaf.inputs if item.optional)
    told = Decision(leaf.code, {**complete(leaf), access.name: value_for(access)})
    assert letter(told).endswith("您可以通过以下渠道提出：填写的access。")


def test_information_given_keeps_its_list_when_a_way_is_told_too():
    text = letter(Decision("released", {"released": ("合同",), "access": "到馆查阅"}))
    assert "现向您提供：合同。" in text and "获取的方式、途径和时间：到馆查阅。" in text
    assert "【" not in text


def test_reasons_of_several_paragraphs_stay_several():
    text = letter(Decision("state_secret", {"reasons": "第一点。\n\n第二点。"}))
    assert text.endswith("理由：第一点。\n第二点。")


def test_typed_text_is_never_a_template():
    text = letter(Decision("state_secret", {"reasons": "见{您}与{0.__class__}"}))
    assert "见{您}与{0.__class__}" in text


@pytest.mark.parametrize("code", ["lapsed", "unpaid"])
def test_a_last_day_is_named_as_the_notice_named_it(code):
    """“在3日前” may leave out the 3rd; the notices say 最迟于."""
    text = letter(decision_on(OUTCOMES[code]))
    assert "最迟于2026年11月3日" in text and "日前" not in text


def test_what_would_have_to_be_made_is_not_called_information_that_exists():
    text = letter(decision_on(OUTCOMES["needs_making"]))
    assert (
        "您申请公开的内容不是本机关已经制作或者获取的现成信息，需要对现有政府信息进行加工" in text
    )


def test_a_public_institution_does_not_say_that_content_is_no_information():
    schedule = (Withheld("附件", "not_information", {"reasons": "是私人信件"}),)
    decision = Decision("partial", complete(OUTCOMES["partial"]), schedule)
    line = paragraphs(decision, CASE, INSTITUTE)[-1]
    assert "不属于信息" not in line
    assert "该内容不是本单位在履行职责过程中制作或者获取的，以一定形式记录、保存的信息" in line
