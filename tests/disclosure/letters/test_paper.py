"""What applicants print: blank forms and the receipt."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from disclosure.letters import (
    Applicant,
    PdfUnavailable,
    Receipt,
    application_form,
    is_available,
    pdf,
    receipt_pdf,
    render,
    to_pdf,
)

from ..examples import AGENCY, INQUIRED, INSTITUTE
from .samples import docx_paragraphs, letter_of, pdf_text, squeeze

needs_pdf = pytest.mark.skipif(not is_available(), reason="the system lacks Pango")
RECEIPT = Receipt(
    institution=AGENCY,
    number="2026-000127",
    query_code="K7QF-2M9X",
    applicant="张小三",
    submitted_on=date(2026, 11, 26),
    content="2025年度仪器采购合同",
    follow_url="https://www.example.cn/xxgk/query/",
)


def test_a_citizen_is_asked_for_what_the_law_lists_and_no_more():
    text = "\n".join(docx_paragraphs(application_form(Applicant.CITIZEN, AGENCY)))
    for label in ("姓名*", "证件名称*", "证件号码*", "联系电话", "获取信息的方式*"):
        assert label in text
    assert "名称、文号或者其他特征性描述*" in text
    assert "用途" not in text.replace("不需要说明用途", "")
    assert "复印件" not in text.replace("不需要附身份证件复印件", "")


def test_an_organisation_is_asked_for_its_code_and_its_category_of_the_annual_report():
    text = "\n".join(docx_paragraphs(application_form(Applicant.ORGANISATION, INSTITUTE)))
    assert "信息公开申请表（法人或者其他组织）" in text
    assert "政府信息" not in text
    assert "统一社会信用代码*" in text
    for category in ("商业企业", "科研机构", "社会公益组织", "法律服务机构"):
        assert category in text


@needs_pdf
@pytest.mark.parametrize("applicant", Applicant)
def test_a_blank_form_is_one_printed_page(applicant):
    docx = application_form(applicant, AGENCY)
    data = to_pdf(docx)
    assert len(pypdfium2.PdfDocument(data)) == 1
    for paragraph in docx_paragraphs(docx):
        assert squeeze(paragraph) in pdf_text(data)


@needs_pdf
def test_a_receipt_says_how_to_follow_the_case_and_hides_the_name():
    text = pdf_text(receipt_pdf(RECEIPT))
    for wanted in ("2026-000127", "K7QF-2M9X", "张*三", "2026年11月26日", RECEIPT.content):
        assert wanted in text
    assert RECEIPT.follow_url in text
    assert "张小三" not in text
    assert "答复期限待双方确认后计算" in text


@needs_pdf
def test_a_receipt_is_of_an_inquiry_where_the_rules_say_so():
    assert pdf_text(receipt_pdf(RECEIPT)).startswith("申请回执")
    assert pdf_text(receipt_pdf(replace(RECEIPT, institution=INQUIRED))).startswith("咨询回执")


@needs_pdf
def test_a_confirmed_receipt_shows_the_day_of_receipt_and_the_day_of_the_answer():
    confirmed = replace(
        RECEIPT, received_on=date(2026, 11, 27), due_on=date(2026, 12, 25), contact="010-1"
    )
    text = pdf_text(receipt_pdf(confirmed))
    assert "收到申请之日2026年11月27日答复期限2026年12月25日" in text
    assert "待双方确认" not in text


@needs_pdf
def test_a_receipt_takes_hostile_text_as_text():
    hostile = "<img src=x onerror=1>{{7*7}}&amp;\x00{申请人}"
    text = pdf_text(receipt_pdf(replace(RECEIPT, content=hostile)))
    assert squeeze("<img src=x onerror=1>{{7*7}}&amp;{申请人}") in text


@needs_pdf
def test_a_pdf_carries_its_fonts():
    page = pypdfium2.PdfDocument(receipt_pdf(RECEIPT))[0]
    fonts = [text.get_font() for text in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]
    assert fonts
    assert all(font.is_embedded for font in fonts)


@needs_pdf
def test_nothing_is_fetched_for_a_pdf(tmp_path):
    picture = tmp_path / "secret.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">secret</text></svg>')
    html = f'<p>甲<img alt="" src="{picture.as_uri()}"></p>'
    assert "secret" not in pdf_text(pdf.html_to_pdf(html, "甲"))


def test_a_machine_without_the_libraries_says_what_to_install(monkeypatch):
    def missing(name, *rest, _import=__import__, **options):
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return _import(name, *rest, **options)

    pdf._weasyprint.cache_clear()
    monkeypatch.setattr("builtins.__import__", missing)
    docx = render(letter_of("receipt"))
    assert not pdf.is_available()
    with pytest.raises(PdfUnavailable, match="请下载 Word 文件.*libpango-1.0-0"):
        to_pdf(docx)
