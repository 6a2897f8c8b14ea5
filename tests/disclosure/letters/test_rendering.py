"""Every kind of letter as a Word file and as its PDF copy."""

import re
from dataclasses import replace

import pytest

from disclosure.letters import file_name, is_available, render, title, to_pdf
from disclosure.letters.texts import SCHEDULE_TITLE
from disclosure.outcomes import LETTERS, OUTCOMES, paragraphs, remedy_paragraph

from ..examples import AGENCY, AUTHORISED, CASE, INQUIRED, INSTITUTE, decision_on, withheld
from .samples import docx_paragraphs, facts_for, letter_of, pdf_text, squeeze

ALL_KINDS = pytest.mark.parametrize("kind", LETTERS)
needs_pdf = pytest.mark.skipif(not is_available(), reason="the system lacks Pango")


@ALL_KINDS
def test_no_gap_is_left_in_a_letter_that_lacks_nothing(kind):
    text = "\n".join(docx_paragraphs(render(letter_of(kind))))
    assert not set("{}【】") & set(text)
    assert title(kind, AGENCY) in text


@ALL_KINDS
def test_a_letter_says_everything_its_kind_must_hold(kind):
    letter = letter_of(kind)
    text = "\n".join(docx_paragraphs(render(letter)))
    values = letter.values()
    for name in LETTERS[kind].placeholders:
        for line in values[name]:
            assert line in text


@pytest.mark.parametrize("kind", [kind for kind in LETTERS if kind != "rectification"])
def test_a_body_that_takes_inquiries_never_speaks_of_applications(kind):
    """Art. 55: its sector's rules have the word; what is corrected (art. 41) keeps its name."""
    for leaf in (OUTCOMES[code] for code in LETTERS[kind].outcomes or ("released",)):
        decision = decision_on(leaf) if LETTERS[kind].outcomes else None
        letter = letter_of(kind, decision=decision, profile=INQUIRED)
        text = "\n".join(docx_paragraphs(render(letter)))
        typed = "|".join(map(re.escape, _typed(letter)))
        assert "申请" not in re.sub(typed, "", text)
        assert "咨询" in text or kind == "third_party_opinion"


def _typed(letter) -> list[str]:
    """What officers and applicants wrote, the longest first."""
    inputs = letter.decision.inputs.values() if letter.decision else ()
    lines = [str(value) for value in (*letter.facts.values(), *inputs)]
    return sorted(lines, key=len, reverse=True)


def test_only_a_body_under_sector_rules_can_take_inquiries():
    agency = replace(AGENCY, takes_inquiries=True)
    assert title("released", agency) == "政府信息公开申请答复书"
    assert title("released", INQUIRED) == "信息公开咨询答复书"
    assert paragraphs(decision_on(OUTCOMES["not_existing"]), CASE, INQUIRED)[0] == (
        "本单位于2026年11月2日收到您提出的信息公开咨询（登记编号：2026-0012）。"
        "您咨询：2025年度仪器采购合同。"
    )


@pytest.mark.parametrize("profile", (AGENCY, AUTHORISED, INSTITUTE), ids=lambda p: p.body)
@pytest.mark.parametrize("leaf", OUTCOMES.values(), ids=OUTCOMES)
def test_every_paragraph_of_a_decision_is_in_the_word_file(leaf, profile):
    decision = decision_on(leaf)
    found = docx_paragraphs(render(letter_of(leaf.letter, decision=decision, profile=profile)))
    wanted = paragraphs(decision, CASE, profile)
    start = found.index(wanted[0])
    assert found[start : start + len(wanted)] == wanted
    remedy = remedy_paragraph(decision, CASE, profile)
    after = found[start + len(wanted)]
    # A notice without a remedy leaves no empty paragraph where one would stand.
    assert after == (remedy or ("附件：" + SCHEDULE_TITLE if leaf.has_schedule else ""))


@needs_pdf
@ALL_KINDS
def test_the_pdf_copy_says_what_the_word_file_says(kind):
    docx = render(letter_of(kind, attachments=("检索记录", "送达回证")))
    text = pdf_text(to_pdf(docx))
    for paragraph in docx_paragraphs(docx):
        assert squeeze(paragraph) in text


def test_the_schedule_has_a_row_for_every_ground_it_rests_on():
    lines = withheld("third_party", "internal", "not_existing")
    decision = replace(decision_on(OUTCOMES["partial"]), withheld=lines)
    found = docx_paragraphs(render(letter_of("partial", decision=decision)))
    table = found[found.index(SCHEDULE_TITLE) + 1 :]
    assert table[:4] == ["序号", "内容", "依据", "处理"]
    assert table[4::4][:3] == ["一", "二", "三"]
    assert table[5::4][:3] == ["第1部分", "第2部分", "第3部分"]
    assert table[6::4][:3] == ["第十五条、第三十二条", "第十六条第一款", "第三十六条第（四）项"]


def test_attachments_are_numbered_when_there_are_several():
    one = docx_paragraphs(render(letter_of("released", attachments=("合同",))))
    assert "附件：合同" in one
    two = docx_paragraphs(render(letter_of("released", attachments=("合同", "清单"))))
    at = two.index("附件：1．合同")
    assert two[at + 1] == "　　　2．清单"
    assert not any("附件" in text for text in docx_paragraphs(render(letter_of("released"))))


def test_corrections_are_listed_one_by_one():
    facts = facts_for("correction") | {"corrections": ("请写明年度", "请写明文号")}
    found = docx_paragraphs(render(letter_of("correction", facts=facts)))
    at = found.index("1．请写明年度")
    assert found[at + 1] == "2．请写明文号"


@pytest.mark.parametrize(
    "kind", [code for code, kind in LETTERS.items() if kind.reader in ("第三方", "其他机关")]
)
def test_other_readers_are_not_told_who_asked(kind):
    letter = letter_of(kind, facts=facts_for(kind) | {"applicant": CASE.applicant})
    text = "\n".join(docx_paragraphs(render(letter)))
    for secret in (CASE.applicant, CASE.number, CASE.content):
        assert secret not in text
    assert CASE.number not in file_name(letter)


def test_facts_cannot_stand_for_the_institution():
    facts = facts_for("receipt") | {"name": "别的机关"}
    assert "别的机关" not in "".join(docx_paragraphs(render(letter_of("receipt", facts=facts))))


def test_files_are_named_by_number_and_kind():
    assert file_name(letter_of("refusal")) == "2026-0012-答复书.docx"
    assert file_name(letter_of("correction"), "pdf") == "2026-0012-补正告知书.pdf"
    odd = replace(CASE, number="../2026/张某-7")
    assert file_name(letter_of("receipt", case=odd)) == "2026-7-登记回执.docx"
