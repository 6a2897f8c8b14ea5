"""The report as HTML: readable by ear, safe, and framed where it is wide."""

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from disclosure.annual import KEYS, TABLES, Key, Section, html


@pytest.fixture(scope="module")
def page(published):
    return lxml_html.fragment_fromstring(html.render(published))


def tables(page):
    return dict(zip(TABLES, page.iter("table"), strict=True))


def test_spans_are_the_official_ones(page):
    for number, table in tables(page).items():
        drawn = [
            [(int(c.get("rowspan") or 1), int(c.get("colspan") or 1)) for c in row]
            for row in table.iter("tr")
        ]
        assert drawn == [[(s.rows, s.cols) for s in row] for row in TABLES[number].rows]


def test_every_figure_is_in_its_cell(page, published):
    for number, table in tables(page).items():
        drawn = [cell.text_content() for row in table.iter("tr") for cell in row]
        slots = [slot for row in TABLES[number].rows for slot in row]
        assert drawn == [str(published.figures[s.key]) if s.key else s.text for s in slots]


def test_every_cell_names_headings_of_its_own_table(page):
    for table in tables(page).values():
        heads = {cell.get("id") for cell in table.iter("th")}
        for cell in table.iter("td", "th"):
            assert set((cell.get("headers") or "").split()) <= heads
            if cell.tag == "td" and cell.text.isdigit():
                assert cell.get("headers")
        assert {cell.get("scope") for cell in table.iter("th")} <= {
            "col",
            "row",
            "colgroup",
            "rowgroup",
        }


def test_names_are_unique_on_the_page(page):
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(set(ids)) == len(ids)


def test_a_figure_is_read_with_its_headings(page):
    table = tables(page)["3"]
    words = {cell.get("id"): cell.text for cell in table.iter("th")}
    cell = next(c for c in table.iter("td") if c.text == "282")
    assert [words[name] for name in cell.get("headers").split()] == [
        "申请人情况",
        "自然人",
        "三、本年度办理结果",
        "（三）不予公开",
        "7.属于行政执法案卷",
    ]


def test_wide_tables_scroll_in_a_frame_the_keyboard_reaches(page):
    for table in tables(page).values():
        frame = table.getparent()
        assert frame.get("class") == "scroll"
        assert (frame.get("role"), frame.get("tabindex")) == ("group", "0")
        assert frame.get("aria-label") == f"{table.find('caption').text}，可左右滚动"


def test_sections_come_in_order_with_their_tables(page, published):
    order = [node.text for node in page.iter("h2", "caption")]
    assert order == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert page.find("p").text == published.preface


def test_the_public_page_leads_to_no_case(page):
    assert list(page.iter("a")) == []


def test_staff_get_a_link_from_each_figure_to_its_cases(published):
    page = lxml_html.fragment_fromstring(html.render(published, lambda key: f"/c/{key}?a=1&b=2"))
    assert [a.get("href") for a in page.iter("a")] == [f"/c/{key}?a=1&b=2" for key in KEYS]
    some = html.render(published, lambda key: "/x" if key == Key("3", "4", "total") else "")
    assert re.findall(r"<a [^>]*>(\d+)</a>", some) == ["819"]


def test_texts_are_text(published):
    sections = (Section("一、总体情况", ("<script>alert(1)</script>",)), *published.sections[1:])
    shown = html.render(replace(published, preface="<b>", sections=sections))
    assert "<script" not in shown and "<b>" not in shown
