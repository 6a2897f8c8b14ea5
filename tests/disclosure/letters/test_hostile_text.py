"""What strangers type comes out as text, and only as text."""

from dataclasses import replace

import pytest

from disclosure.letters import is_available, render, to_pdf
from disclosure.outcomes import OUTCOMES

from ..examples import CASE, decision_on, withheld
from .samples import docx_paragraphs, letter_of, pdf_text, squeeze

HOSTILE = {
    "jinja": "{{7*7}} {% for x in y %} {{ ''.__class__ }}",
    "gaps": "{申请人}{落款日期}{序号}【文号】",
    "xml": "<w:t>&amp;]]></w:t><script>alert(1)</script> \"'",
    "long": "很长的申请内容" * 715,
    "latin": "x" * 3000,
    "emoji": "😀👩‍👩‍👧‍👦𠮷",
    "fields": "=1+1 DDEAUTO c:\\windows\\system32",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_stands_in_the_word_file_as_it_was_typed(text):
    letter = letter_of("receipt", case=replace(CASE, content=text, applicant=text))
    found = docx_paragraphs(render(letter))
    assert any(f"申请公开：{text}。" in paragraph for paragraph in found)
    assert f"{text}：" in found


@pytest.mark.skipif(not is_available(), reason="the system lacks Pango")
@pytest.mark.parametrize("text", [v for k, v in HOSTILE.items() if k != "emoji"])
def test_it_stands_in_the_pdf_as_it_was_typed(text):
    letter = letter_of("receipt", case=replace(CASE, content=text))
    assert squeeze(f"申请公开：{text}。") in pdf_text(to_pdf(render(letter)))


def test_what_xml_cannot_hold_is_left_out():
    text = "甲\x00乙\x08丙\x1b丁\ud800戊\uffff己\u202e庚\x85辛"
    letter = letter_of("receipt", case=replace(CASE, content=text))
    found = "".join(docx_paragraphs(render(letter)))
    assert "申请公开：甲乙丙丁戊己庚 辛。" in found
    if is_available():
        assert "甲乙丙丁戊己庚辛" in pdf_text(to_pdf(render(letter)))


def test_a_value_never_becomes_a_paragraph_of_another_letter():
    letter = letter_of("receipt", case=replace(CASE, content="{联系方式}"))
    found = "".join(docx_paragraphs(render(letter)))
    assert found.count("填写的联系方式") == 1


def test_a_line_of_a_schedule_is_not_filled_a_second_time():
    (line,) = withheld("internal")
    hostile = replace(line, content="{申请人}{序号}{内容}")
    decision = replace(decision_on(OUTCOMES["partial"]), withheld=(hostile,))
    found = docx_paragraphs(render(letter_of("partial", decision=decision)))
    assert "{申请人}{序号}{内容}" in found
