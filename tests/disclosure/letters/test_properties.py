"""The files tell nothing about who wrote them and for whom."""

from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from disclosure.letters import Applicant, application_form, is_available, render, to_pdf
from disclosure.outcomes import LETTERS

from ..examples import AGENCY, CASE
from .samples import letter_of
from .test_templates import changed

NEUTRAL = "author category comments content_status identifier keywords last_modified_by subject"


def check(data: bytes, title: str):
    properties = Document(BytesIO(data)).core_properties
    assert [getattr(properties, name) for name in NEUTRAL.split()] == [""] * 8
    assert properties.title == title
    assert properties.created == properties.modified
    assert properties.created.year == 2000
    with ZipFile(BytesIO(data)) as archive:
        names = {name for name in archive.namelist() if name.startswith("docProps/")}
        assert names == {"docProps/core.xml"}


@pytest.mark.parametrize("kind", LETTERS)
def test_a_word_file_names_its_kind_only(kind):
    letter = letter_of(kind)
    check(render(letter), letter.title)


def test_what_an_officers_word_wrote_into_a_template_is_taken_out():
    attached = (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    )

    def change(document):
        document.core_properties.author = "李某某"
        document.core_properties.last_modified_by = "李某某"
        settings = next(
            part
            for part in document.part.package.iter_parts()
            if str(part.partname) == "/word/settings.xml"
        )
        key = settings.relate_to("file:///C:/Users/李某某/公文.dotm", attached, is_external=True)
        node = OxmlElement("w:attachedTemplate")
        node.set(qn("r:id"), key)
        document.settings.element.append(node)

    data = render(letter_of("receipt"), changed("receipt", change))
    check(data, letter_of("receipt").title)
    with ZipFile(BytesIO(data)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert "李某某".encode() not in everything
    assert b"attachedTemplate" not in everything


@pytest.mark.skipif(not is_available(), reason="the system lacks Pango")
def test_a_pdf_names_its_kind_only():
    letter = letter_of("refusal")
    data = to_pdf(render(letter))
    found = pypdfium2.PdfDocument(data).get_metadata_dict(skip_empty=True)
    assert found["Title"] == letter.title
    assert set(found) <= {"Title", "Producer"}
    assert CASE.applicant not in str(found)


@pytest.mark.parametrize("applicant", Applicant)
def test_a_blank_form_names_its_kind_only(applicant):
    check(application_form(applicant, AGENCY), f"政府信息公开申请表（{applicant}）")
