"""一键排版 on what office programs and WeChat really put into a clipboard or a saved page.

``tests/data/word`` holds inputs with the markup of Word 2016 (clipboard and "filtered"), WPS,
LibreOffice (its own export) and a WeChat article; beside each lies the expected result.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from portal.richtext.formatter import format_html

DATA = Path(__file__).resolve().parent.parent / "data" / "word"
SOURCES = sorted(path.stem for path in DATA.glob("*.html") if ".expected" not in path.name)
LEFTOVERS = re.compile(
    r"mso|style=|<font|<span|<o:p|class=\"Mso|&nbsp;|　|<!|file://", re.IGNORECASE
)


def lines(html):
    """Comparable lines: white space between elements says nothing."""
    return re.sub(r">\s+<", ">\n<", html.strip()).splitlines()


def test_all_sources_are_there():
    assert len(SOURCES) >= 5


@pytest.mark.parametrize("name", SOURCES)
def test_real_source_becomes_clean_html(name):
    source = (DATA / f"{name}.html").read_text(encoding="utf-8")
    expected = (DATA / f"{name}.expected.html").read_text(encoding="utf-8")
    result = format_html(source)
    assert lines(result) == lines(expected)
    assert not LEFTOVERS.search(result)
    assert format_html(result) == result


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Punctuation next to Chinese becomes full-width …
        ("会议要求,各部门抓落实;不得拖延!", "会议要求，各部门抓落实；不得拖延！"),
        ("为什么?因为人工智能(AI)来了.", "为什么？因为人工智能（AI）来了。"),
        ("共17,其中3台", "共17，其中3台"),
        ("他说:“好.”", "他说：“好。”"),
        ("未完待续...", "未完待续……"),
        ("甲--乙", "甲——乙"),
        # … but not inside numbers, times, addresses and Latin text.
        ("共1,260人,比例3:1,时间14:30。", "共1,260人，比例3:1，时间14:30。"),
        ("访问https://a.cn/x?y=1,2:3;z", "访问https://a.cn/x?y=1,2:3;z"),
        ("邮箱a.b@example.cn,欢迎来信", "邮箱a.b@example.cn，欢迎来信"),
        ("See Fig. 1, then stop.", "See Fig. 1, then stop."),
        ("函数f(x)的值", "函数f(x)的值"),
        ("版本v1.2.3发布", "版本v1.2.3发布"),
        # Quotes.
        ('他说"很好",又说"再来"。', "他说“很好”，又说“再来”。"),
        ("主题：”看不见的水”", "主题：“看不见的水”"),
        ("It's a 'test'.", "It's a 'test'."),
        ("所谓'双碳'目标", "所谓‘双碳’目标"),
        ('屏幕5.5"的手机', '屏幕5.5"的手机'),
        # Spaces, widths, document numbers.
        ("　　段首空格", "段首空格"),
        ("&nbsp;&nbsp;&nbsp;&nbsp;段首", "段首"),
        ("全　角 空格 ， 标点", "全 角 空格，标点"),
        ("第一行\n第二行", "第一行第二行"),
        ("one\ntwo 三", "one two 三"),
        ("２０２６年ＡＢＣ，９０％", "2026年ABC，90%"),
        ("国科发[2026]18号", "国科发〔2026〕18号"),
    ],
)
def test_typography_of_a_paragraph(before, after):
    assert format_html(f"<p>{before}</p>") == f"<p>{after}</p>"


def test_marks_are_set_across_emphasis_and_links():
    assert format_html('<p>他说:"<b>你好</b>",<a href="/a">世界</a>.</p>') == (
        '<p>他说：“<strong>你好</strong>”，<a href="/a">世界</a>。</p>'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p><b>一、总体要求</b></p>", "<h2>一、总体要求</h2>"),
        ("<p>（二）主要目标</p>", "<h3>（二）主要目标</h3>"),
        ("<p>第三章 附则</p>", "<h2>第三章 附则</h2>"),
        ("<h2>一、甲</h2><p><b>1.乙</b></p>", "<h2>一、甲</h2><h4>1.乙</h4>"),
        ("<h1>标题</h1><h2>小节</h2>", "<h2>标题</h2><h3>小节</h3>"),
        ("<p><strong>小标题</strong></p><p>正文。</p>", "<h2>小标题</h2><p>正文。</p>"),
        ('<p style="mso-outline-level:2">小节</p>', "<h3>小节</h3>"),
        # A sentence is no heading, whatever its number or weight.
        ("<p>一、各部门要高度重视，认真落实。</p>", "<p>一、各部门要高度重视，认真落实。</p>"),
        ("<p><b>各部门要高度重视。</b></p>", "<p><strong>各部门要高度重视。</strong></p>"),
        ("<p><b>注意</b>事项</p>", "<p><strong>注意</strong>事项</p>"),
        ('<p align="center"><b>通知</b></p>', '<p class="ta-center"><strong>通知</strong></p>'),
    ],
)
def test_headings(before, after):
    assert format_html(before).replace(">\n<", "><") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>甲<br><br>乙</p>", "<p>甲</p><p>乙</p>"),
        ("<p>甲<br>　　乙</p>", "<p>甲</p><p>乙</p>"),
        ("<p>地址：甲路<br>电话：1</p>", "<p>地址：甲路<br>电话：1</p>"),
        ("<p>甲</p><p>&nbsp;</p><p><br></p><p>　　</p><p>乙</p>", "<p>甲</p><p>乙</p>"),
        ("甲<div>乙<div>丙</div></div>", "<p>甲</p><p>乙</p><p>丙</p>"),
        ("<p>甲<br></p>", "<p>甲</p>"),
        ('<p style="text-align:right">办公室</p>', '<p class="ta-right">办公室</p>'),
        ('<p style="text-align:justify">甲</p>', "<p>甲</p>"),
        (f'<p style="text-align:center">{"长" * 60}</p>', f"<p>{'长' * 60}</p>"),
        (f"<p>正文</p><p>{'&nbsp;' * 30}办公室</p>", '<p>正文</p><p class="ta-right">办公室</p>'),
        (
            '<blockquote><p>引文</p><p style="text-align:right">——出处</p></blockquote>',
            '<blockquote><p>引文</p><p class="attribution">——出处</p></blockquote>',
        ),
        (
            "<ul><li><p>甲</p></li><ul><li>乙</li></ul></ul>",
            "<ul><li>甲<ul><li>乙</li></ul></li></ul>",
        ),
        ("<p><b>甲</b><b>乙</b>丙</p>", "<p><strong>甲乙</strong>丙</p>"),
        (
            '<p><span style="font-weight:700;font-style:italic">甲</span>乙</p>',
            "<p><strong><em>甲</em></strong>乙</p>",
        ),
        (
            '<p>甲<del datetime="2026-01-01T00:00">旧</del><ins datetime="x">新</ins></p>',
            "<p>甲新</p>",
        ),
        ("<p>甲<del>作废</del></p>", "<p>甲<s>作废</s></p>"),
        ('<p>甲<span style="display:none">隐藏</span></p>', "<p>甲</p>"),
    ],
)
def test_paragraphs(before, after):
    assert format_html(before).replace(">\n<", "><") == after


def test_table_gets_caption_unit_and_header():
    result = format_html(
        "<p>表2 经费</p><p>单位：万元</p><table><tr><td>项目</td><td>金额</td></tr>"
        "<tr><td>甲</td><td>3</td></tr><tr><td>乙</td><td>4</td></tr></table>"
    )
    assert "<caption>表2 经费（单位：万元）</caption><thead><tr>" in result
    assert '<th scope="col">项目</th>' in result and "<td>3</td>" in result
    assert "<p>" not in result


def test_table_of_figures_only_gets_no_header():
    assert "<th" not in format_html(
        "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td>机构</td><td>办公室</td></tr><tr><td>电话</td><td>12</td></tr><tr><td>地址</td><td>甲路</td></tr>",
        "<tr><th>机构</th><td>办公室</td></tr><tr><th>电话</th><td>12</td></tr><tr><th>传真</th><td>13</td></tr>",
        "<tr><th colspan=2>概况</th></tr><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>",
    ],
)
def test_pairs_of_name_and_value_get_no_header_row(rows):
    assert "<thead" not in format_html(f"<table>{rows}</table>")


def test_frame_of_one_cell_is_taken_apart():
    assert format_html("<table><tr><td><p>提示</p></td></tr></table>") == "<p>提示</p>"


def test_picture_and_its_caption_become_a_figure():
    result = format_html('<p><img src="/media/a.jpg"></p><p>图3　现场照片</p>')
    assert "<figcaption>图3 现场照片</figcaption></figure>" in result
    assert 'alt="现场照片"' in result


def test_typed_alt_text_is_kept():
    assert 'alt="原文"' in format_html('<p><img src="/media/a.jpg" alt="原文"></p><p>图3 现场</p>')


PIECES = [
    "<p>", "</p>", "<br>", "<b>", "</b>", "<span style='font-weight:bold'>", "</span>", "<div>", "</div>",
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>",
    "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>",
    "<span style='mso-list:Ignore'>1.<span style='font:7.0pt \"x\"'>&nbsp;</span></span>",
    "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<ul>", "<li>", "</li>", "</ul>", "<h1>", "</h1>",
    "<blockquote>", "</blockquote>", "<section>", "</section>", "<center>", "</center>",
    "<p align=right>", "<a href='/x'>", "</a>", "<img src='/media/a.jpg'>", "<o:p>", "</o:p>",
    "<sup>", "</sup>",
    "<a href='#_ftn1' name='_ftnref1'>", "<a href='#_ftnref1' name='_ftn1'>",
    "一、总则", "（一）目的", "图1 照片", "表1 数据", "甲乙", "丙丁。", "戊,己", "\"",
    "'", "(", ")", "...", "--", "12",
    "AB",
    " ", "\n", "　　", "&nbsp;", "——", "；", "[2026]",
]  # fmt: skip
HAN = re.compile("[\u4e00-\u9fff]")


def visible_han(html):
    root = lxml_html.fragment_fromstring(html or "<p></p>", create_parent="div")
    return sorted(HAN.findall("".join(root.itertext())))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=22).map("".join))
def test_formatting_is_stable_and_loses_no_character(soup):
    result = format_html(soup)
    assert format_html(result) == result
    kept = [character for character in visible_han(result) if character not in "返回"]
    # A marker or a note number may go, words never do.
    assert kept == [character for character in visible_han(soup) if character not in "返回"]
