"""Templates: the default ones, and what officers upload."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu

from disclosure.letters import (
    default_template,
    is_available,
    names_for,
    names_in,
    ready,
    render,
    template_problems,
    to_pdf,
)
from disclosure.letters.texts import blocks
from disclosure.outcomes import LETTERS

from ..examples import INSTITUTE
from .samples import docx_paragraphs, letter_of, pdf_text


def upload(data: bytes, name="模板.docx"):
    return SimpleUploadedFile(name, data)


def changed(kind, change) -> bytes:
    """The default template after ``change(document)``, as Word would save it."""
    document = Document(BytesIO(default_template(kind)))
    change(document)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def problems_of(kind, change):
    return template_problems(kind, upload(changed(kind, change)))


def replaced(old, new):
    def change(document):
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                run.text = run.text.replace(old, new)

    return change


def added(text):
    return lambda document: document.add_paragraph(text)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    buffer = BytesIO(data)
    with ZipFile(buffer, "a") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", LETTERS)
def test_a_default_template_may_be_uploaded_again(kind):
    file = upload(default_template(kind))
    assert template_problems(kind, file) == []
    assert file.tell() == 0
    assert set(LETTERS[kind].placeholders) <= set(names_for(kind))


def test_an_unknown_name_is_refused_and_named():
    assert problems_of("receipt", added("{身份证号}")) == ["“{身份证号}”不是这种文书可用的名称。"]
    # On the list, but nothing a receipt has a value for.
    assert problems_of("receipt", added("{缴费期限}")) == ["“{缴费期限}”不是这种文书可用的名称。"]


def test_a_missing_compulsory_name_is_refused_and_named():
    assert problems_of("refusal", replaced("{救济途径}", "")) == [
        "缺少“{救济途径}”，这种文书必须写明。"
    ]
    assert problems_of("receipt", replaced("{答复期限}", "二十日")) == [
        "缺少“{答复期限}”，这种文书必须写明。"
    ]


@pytest.mark.parametrize("text", ("{{ 申请人 }}", "{% if x %}", "{{ ''.__class__ }}"))
def test_template_languages_are_refused(text):
    assert problems_of("receipt", added(text))


@pytest.mark.parametrize("text", ("｛申请人｝", "{申请人", "申请人}"))
def test_wrong_braces_are_pointed_at(text):
    (problem,) = problems_of("receipt", added(text))
    assert problem.startswith(f"“{text}”中的大括号不成对")


def test_a_letter_to_a_third_party_may_not_name_the_applicant():
    assert problems_of("third_party_consultation", added("{申请人}")) == [
        "这种文书不能透露申请人，请删除“{申请人}”。"
    ]


def test_even_a_template_that_names_the_applicant_is_told_nothing():
    data = changed("third_party_consultation", added("{申请人}{申请内容}{登记编号}"))
    found = docx_paragraphs(render(letter_of("third_party_consultation"), data))
    assert "【申请人】【申请内容】【登记编号】" in found


def test_lines_of_a_schedule_only_stand_in_its_row():
    assert problems_of("partial", added("{认定}")) == ["“{认定}”不是这种文书可用的名称。"]

    def row_in_a_refusal(document):
        document.add_table(1, 1).cell(0, 0).text = "{序号}"

    assert problems_of("refusal", row_in_a_refusal) == ["“{序号}”不是这种文书可用的名称。"]


@pytest.mark.parametrize(
    ("tag", "word"),
    (("w:ins", "修订痕迹"), ("w:commentReference", "批注"), ("w:object", "嵌入的对象")),
)
def test_what_tells_who_wrote_it_or_holds_files_is_refused(tag, word):
    def change(document):
        document.paragraphs[0]._p.append(OxmlElement(tag))

    (problem,) = problems_of("receipt", change)
    assert word in problem


def test_fields_other_than_page_numbers_are_refused():
    def change(document):
        run = document.add_paragraph().add_run()._r
        for part in ("DDE", "AUTO c:\\x"):
            code = OxmlElement("w:instrText")
            code.text = part
            run.append(code)

    assert problems_of("receipt", change) == ["模板中有域“DDEAUTO”；除页码以外，请改为普通文字。"]


def test_what_word_would_fetch_from_elsewhere_is_refused():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"

    def change(document):
        document.part.relate_to("http://tracker.example/x.png", kind, is_external=True)

    (problem,) = problems_of("receipt", change)
    assert "tracker.example" in problem


def test_macros_and_other_files_are_refused():
    data = with_part(default_template("receipt"), "word/vbaProject.bin", b"x")
    assert template_problems("receipt", upload(data))
    assert template_problems("receipt", upload(default_template("receipt"), "模板.docm"))
    assert template_problems("receipt", upload(b"%PDF-1.7"))
    assert template_problems("receipt", upload(b""))


def test_a_broken_file_is_refused_with_words():
    buffer = BytesIO()
    with ZipFile(BytesIO(default_template("receipt"))) as old, ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, b"<broken" if name == "word/document.xml" else data)
    assert template_problems("receipt", upload(buffer.getvalue())) == [
        "文件已损坏，请在 Word 中打开并另存为 .docx，再重新上传。"
    ]


def test_numbers_that_word_would_not_write_are_a_broken_file():
    def change(document):
        document.paragraphs[0]._p.get_or_add_pPr().get_or_add_spacing().set(qn("w:line"), "a")

    assert problems_of("receipt", change) == [
        "文件已损坏，请在 Word 中打开并另存为 .docx，再重新上传。"
    ]


def test_a_place_that_the_pdf_does_not_reach_is_pointed_at():
    def change(document):
        hidden = OxmlElement("w:customXml")
        hidden.append(document.add_paragraph("藏起来的字")._p)
        document.element.body.insert(0, hidden)

    assert problems_of("receipt", change) == [
        "“藏起来的字”所在的位置不能写入 PDF，请改为普通段落或者表格。"
    ]


def test_the_institutions_own_words_and_headers_are_kept():
    def change(document):
        document.add_paragraph("本机关网站：www.example.cn")
        document.sections[0].header.paragraphs[0].text = "编号 {登记编号}"

    data = changed("receipt", change)
    assert template_problems("receipt", upload(data)) == []
    letter = letter_of("receipt")
    made = render(letter, data)
    assert "本机关网站：www.example.cn" in docx_paragraphs(made)
    header = Document(BytesIO(made)).sections[0].header
    assert header.paragraphs[0].text == f"编号 {letter.case.number}"
    if is_available():
        assert pdf_text(to_pdf(made)).startswith(f"编号{letter.case.number}")


def test_a_gap_that_word_cut_into_runs_is_filled():
    def change(document):
        paragraph = document.add_paragraph("甲")
        for piece in ("{登记", "编", "号}乙{收到", "日期}"):
            paragraph.add_run(piece).bold = piece == "{登记"

    made = render(letter_of("receipt"), changed("receipt", change))
    last = Document(BytesIO(made)).paragraphs[-1]
    assert last.text == "甲2026-0012乙2026年11月2日"
    assert [run.text for run in last.runs if run.bold] == ["2026-0012"]


def test_a_template_that_asks_for_more_is_not_ready_without_it():
    data = changed("receipt", added("{复议机关}"))
    letter = letter_of("receipt")
    assert ready(letter, names_in(data)) == []
    poor = type(letter.profile)(letter.profile.name)
    assert ready(letter_of("receipt", profile=poor), names_in(data)) == ["缺少“复议机关”。"]


def test_content_controls_and_text_boxes_are_filled_too():
    def change(document):
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        control.append(content)
        content.append(document.add_paragraph("控件{登记编号}")._p)
        document.element.body.insert(0, control)
        run = document.add_paragraph("外").add_run()._r
        box = OxmlElement("w:txbxContent")
        run.append(box)
        box.append(document.add_paragraph("框{登记编号}")._p)

    found = docx_paragraphs(render(letter_of("receipt"), changed("receipt", change)))
    assert {"控件2026-0012", "框2026-0012", "外"} <= set(found)


def test_the_type_area_is_that_of_official_documents():
    section = Document(BytesIO(default_template("refusal"))).sections[0]
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (round(Emu(width).mm), round(Emu(height).mm)) == (156, 225)
    body = next(
        p
        for p in Document(BytesIO(default_template("refusal"))).paragraphs
        if p.text == "{答复正文}"
    )
    assert body.runs[0].font.size.pt == 16
    assert body.paragraph_format.line_spacing.pt == 28
    assert body.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_all_templates_are_written_and_none_is_overwritten(tmp_path):
    folder = tmp_path / "模板"
    call_command("write_letter_templates", folder, verbosity=0)
    assert {file.stem for file in folder.iterdir()} == set(LETTERS)
    adjusted = folder / "receipt.docx"
    assert adjusted.read_bytes() == default_template("receipt")
    with pytest.raises(CommandError, match="已经存在"):
        call_command("write_letter_templates", folder)


def test_only_a_co_author_is_told_that_silence_is_consent():
    """条例 art. 34 says so of those who made the information together, and of nobody else."""
    telling = {kind for kind in LETTERS if "视为同意" in "".join(blocks(kind))}
    assert telling == {"co_author_consultation"}


@pytest.mark.parametrize(
    ("kind", "days"),
    [("third_party_consultation", 7), ("third_party_opinion", 7), ("co_author_consultation", 9)],
)
def test_letters_name_the_days_the_institution_goes_by(kind, days):
    """Under art. 55 the terms are those of its own rules, and the clock counts those."""
    profile = replace(INSTITUTE, third_party_days=7, co_author_days=9)
    text = "".join(docx_paragraphs(render(letter_of(kind, profile=profile))))
    assert f"{days}个工作日" in text and "15个工作日" not in text
