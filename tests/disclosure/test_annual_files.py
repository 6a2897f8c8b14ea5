"""The report as a workbook and as a document, read back."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from disclosure.annual import TABLES, Applicant, CaseRecord, Proactive, build, docx, xlsx
from disclosure.annual.checks import checks

TABLE_PARAMS = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
SHEETS = {"2": "表二", "3": "表三", "4": "表四"}
HOSTILE = "=1+1"


@pytest.fixture(scope="module")
def hostile():
    return build(
        2026,
        [CaseRecord(HOSTILE, Applicant.NATURAL, 2026)],
        [],
        Proactive(),
        institution="=cmd|' /C calc'!A0",
    )


def book(report, **options):
    return load_workbook(BytesIO(xlsx.render(report, **options)))


# --- The workbook --------------------------------------------------------------------------------
@TABLE_PARAMS
def test_merged_cells_are_the_official_spans(published, table):
    sheet = book(published)[SHEETS[table.number]]
    expected = {
        (xlsx.TOP + y, 1 + x, xlsx.TOP + y + slot.rows - 1, x + slot.cols)
        for y, x, slot in table.placed()
        if slot.rows > 1 or slot.cols > 1
    }
    merged = {(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges}
    titles = {(1, 1, 1, table.width), (2, 1, 2, table.width)}
    assert merged == expected | titles


@TABLE_PARAMS
def test_figures_are_numbers_and_labels_are_words(published, table):
    sheet = book(published)[SHEETS[table.number]]
    for y, x, slot in table.placed():
        cell = sheet.cell(xlsx.TOP + y, 1 + x)
        assert cell.value == (published.figures[slot.key] if slot.key else slot.text)
        assert cell.data_type == ("n" if slot.key else "s")


def test_text_never_becomes_a_formula(hostile):
    sheets = book(hostile, audit=True)
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert sheets["表三"]["A1"].value.startswith("=cmd|")
    assert HOSTILE in [row[1].value for row in sheets["案件明细"].iter_rows()]


def test_the_public_workbook_holds_no_case(published):
    assert book(published).sheetnames == ["表二", "表三", "表四"]
    archive = ZipFile(BytesIO(xlsx.render(published)))
    assert not any(b"A00001" in archive.read(name) for name in archive.namelist())


def test_auditors_get_every_check_and_the_cases_of_every_figure(hostile):
    sheets = book(hostile, audit=True)
    rows = list(sheets["勾稽关系"].iter_rows(values_only=True))[1:]
    assert [row[0] for row in rows] == [check.code for check in checks(hostile)]
    assert {row[4] for row in rows} == {"相等"}
    details = list(sheets["案件明细"].iter_rows(values_only=True))[1:]
    assert [row[0].split("：")[1] for row in details] == [
        "一、本年新收政府信息公开申请数量，自然人",
        "四、结转下年度继续办理，自然人",
    ]


# --- The document --------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def document(published):
    return Document(BytesIO(docx.render(published)))


@TABLE_PARAMS
def test_cells_of_the_document_span_as_the_official_ones(document, published, table):
    drawn = document.tables[list(TABLES).index(table.number)]
    grid = [row.cells for row in drawn.rows]
    seen = []
    for y, x, slot in table.placed():
        area = {grid[y + dy][x + dx]._tc for dy in range(slot.rows) for dx in range(slot.cols)}
        assert len(area) == 1, (y, x)
        seen.append(area.pop())
        text = str(published.figures[slot.key]) if slot.key else slot.text
        assert grid[y][x].text == text
    assert len(set(seen)) == len(seen)


@TABLE_PARAMS
def test_heading_rows_repeat_and_no_row_breaks_over_pages(document, table):
    rows = document.tables[list(TABLES).index(table.number)].rows
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert repeated == [number < table.head for number in range(len(table.rows))]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_the_document_is_set_as_an_official_one(document, published):
    page = document.sections[0]
    assert [round(size.mm) for size in (page.page_width, page.page_height)] == [210, 297]
    assert [round(m.mm) for m in (page.top_margin, page.left_margin)] == [37, 28]
    title, *paragraphs = [p for p in document.paragraphs if p.text]
    assert title.text == published.title == document.core_properties.title
    headings = [p for p in paragraphs if p.style.name == "Heading 1"]
    assert [p.text for p in headings] == [section.heading for section in published.sections]
    fonts = {
        kind: p.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))
        for kind, p in (("title", title), ("heading", headings[0]), ("body", paragraphs[0]))
    }
    assert fonts == {"title": "方正小标宋简体", "heading": "黑体", "body": "仿宋_GB2312"}


def test_every_paragraph_of_the_report_is_in_the_document(document, published):
    texts = [p.text for p in document.paragraphs]
    for section in published.sections:
        for paragraph in section.paragraphs:
            assert paragraph in texts
