"""Remedies: what may be done against which decision, and by whom it is printed."""

from dataclasses import replace

import pytest

from disclosure.outcomes import (
    GROUNDS,
    OUTCOMES,
    Decision,
    InstitutionProfile,
    Remedy,
    RemedySettings,
    remedy_paragraph,
)

from .examples import AGENCY, AUTHORISED, CASE, INSTITUTE, complete, decision_on, withheld

LEAVES = pytest.mark.parametrize("leaf", OUTCOMES.values(), ids=OUTCOMES)
FIRST = (
    "如对本答复不服，您根据《中华人民共和国行政复议法》第二十条、第二十三条第一款第（四）项、第三十四条的"
    "规定，应当自收到本答复之日起60日内先向示例市人民政府申请行政复议；对行政复议决定不服，或者行政复议机关"
    "逾期不作答复的，可以自收到行政复议决定书之日起或者行政复议期限届满之日起15日内向示例市中级人民法院"
    "提起行政诉讼。"
)
EITHER = (
    "如对本答复不服，您可以自收到本答复之日起60日内向示例市人民政府申请行政复议，"
    "或者自收到本答复之日起6个月内向示例市中级人民法院提起行政诉讼。"
)
NOTHING = {"special_access", "petition", "repeated", "publication", "withdrawn"}


def remedy(decision, profile=AGENCY):
    return remedy_paragraph(decision, CASE, profile)


@LEAVES
@pytest.mark.parametrize("profile", [AGENCY, AUTHORISED], ids=lambda p: p.body)
def test_bodies_bound_by_administrative_law_print_the_remedy_of_the_leaf(leaf, profile):
    if leaf.has_schedule:
        return
    expected = FIRST if leaf.review_first else "" if leaf.code in NOTHING else EITHER
    assert remedy(decision_on(leaf), profile) == expected


@LEAVES
def test_a_public_institution_prints_appeal_and_never_a_suit(leaf):
    text = remedy(decision_on(leaf), INSTITUTE)
    assert "诉讼" not in text and "复议" not in text
    assert ("向示例院办公厅申诉" in text) == (leaf.code not in NOTHING)


def test_a_partial_release_has_one_remedy_for_what_is_refused_and_one_for_the_rest():
    schedule = withheld("third_party", "not_existing", "in_process", "special_access")
    text = remedy(Decision("partial", complete(OUTCOMES["partial"]), schedule))
    first, rest = text.split("。如对")
    assert first.startswith("如对本答复第二部分第（一）、（三）项不予公开的内容不服，您根据")
    assert "应当自收到本答复之日起60日内先向示例市人民政府申请行政复议" in first
    assert rest.startswith("本答复的其他内容不服，您可以自收到本答复之日起60日内")
    assert "6个月" in rest and "6个月" not in first


def test_items_that_follow_each_other_are_named_as_a_range():
    refused = ["third_party"] * 2 + ["not_existing"] + ["third_party"] * 30
    text = remedy(Decision("partial", complete(OUTCOMES["partial"]), withheld(*refused)))
    assert "第二部分第（一）、（二）、（四）至（三十三）项不予公开" in text


def test_a_partial_release_without_a_refusal_leaves_the_choice():
    schedule = withheld("not_existing", "needs_making", "not_information")
    assert remedy(Decision("partial", complete(OUTCOMES["partial"]), schedule)) == EITHER


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_a_refused_line_is_named_exactly_when_review_must_come_first(ground):
    text = remedy(Decision("partial", complete(OUTCOMES["partial"]), withheld(ground.code)))
    assert ("第（一）项" in text) == (ground.remedy is Remedy.REVIEW_FIRST)


def test_a_notice_gets_the_text_of_the_settings():
    settings = replace(AGENCY.remedies, notice_text="{您}可以向{机关名称}咨询。")
    profile = replace(AGENCY, remedies=settings)
    assert remedy(decision_on(OUTCOMES["repeated"]), profile) == "您可以向示例市数据局咨询。"
    assert remedy(decision_on(OUTCOMES["released"]), profile) == EITHER


def test_an_open_question_can_be_settled_by_the_institutions_lawyer():
    overrides = {"repeated": Remedy.REVIEW_OR_SUIT, "reissue": Remedy.NOTICE}
    profile = replace(AGENCY, remedies=replace(AGENCY.remedies, overrides=overrides))
    assert profile.problems() == []
    assert remedy(decision_on(OUTCOMES["repeated"]), profile) == EITHER
    assert remedy(decision_on(OUTCOMES["reissue"]), profile) == ""


def test_what_the_law_settles_cannot_be_overridden():
    overrides = {"state_secret": Remedy.REVIEW_OR_SUIT, "unheard_of": Remedy.NOTICE}
    profile = replace(AGENCY, remedies=replace(AGENCY.remedies, overrides=overrides))
    assert profile.problems() == [
        "“国家秘密”的救济途径由法律规定，不能另行设置。",
        "“unheard_of”的救济途径由法律规定，不能另行设置。",
    ]
    assert remedy(decision_on(OUTCOMES["state_secret"]), profile) == FIRST


def test_settings_say_what_they_lack():
    assert InstitutionProfile("", remedies=RemedySettings(court=" ")).problems() == [
        "缺少机关名称。",
        "缺少行政复议机关的名称，救济途径无法写明。",
        "缺少人民法院的名称，救济途径无法写明。",
    ]
    text = "{您}可以向{上级}反映。"
    lacking = replace(INSTITUTE, remedies=RemedySettings(notice_text=text))
    assert lacking.problems() == [
        "缺少受理申诉的主管部门或者机构的名称。",
        "救济途径的文字中，“{上级}”不是可用的名称。",
    ]
