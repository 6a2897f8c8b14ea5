"""What editor-written HTML may hold, and that nothing else gets through."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from portal.richtext.sanitizer import ATTRIBUTES, sanitize

KEPT = [
    "<h2>一、总则</h2><h3>（一）目的</h3><h4>1. 细则</h4><p>正文<strong>重点</strong><em>强调</em></p>",
    "<p><u>下划</u><s>删去</s>H<sub>2</sub>O，m<sup>2</sup><br>换行</p><hr>",
    '<ul><li>甲<ul><li>乙</li></ul></li></ul><ol start="3"><li>丙</li></ol>',
    '<blockquote><p>引文。</p><p class="attribution">——出处</p></blockquote>',
    '<p class="ta-center">居中</p><p class="ta-right">落款</p><p class="no-indent">顶格</p>',
    '<table><caption>表1 指标</caption><thead><tr><th scope="col">项目</th><th scope="col">数值</th></tr>'
    '</thead><tbody><tr><th scope="row">甲</th><td class="ta-right" colspan="2" rowspan="2">1</td></tr>'
    "</tbody></table>",
    '<p>注释<sup><a href="#fn1" id="fnref1">[1]</a></sup></p><section class="footnotes"><ol>'
    '<li id="fn1">出处。<a href="#fnref1">返回</a></li></ol></section>',
    '<p><a href="/tzgg/">站内</a><a href="mailto:a@example.cn">信</a><a href="tel:010-123">话</a>'
    '<a href="https://example.cn/?a=1&amp;b=2" target="_blank" rel="noopener">外</a></p>',
    '<figure><img src="https://img.example.cn/a.png" alt="说明" width="8" height="6" loading="lazy">'
    "<figcaption>图1</figcaption></figure>",
    '<p><img src="/static/img/a.svg" alt="" loading="lazy"></p>',
    '<p><video src="/media/a.mp4" controls="" preload="metadata"></video></p>',
    "<p>a &lt; b &amp;&amp; c &gt; d “引号” &nbsp;</p>",
]


def _canonical(html):
    """Attribute order means nothing; nh3 does not keep it."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for node in root.iter():
        attributes = sorted(node.attrib.items())
        node.attrib.clear()
        node.attrib.update(attributes)
    return lxml_html.tostring(root, encoding="unicode").replace(">\n<", "><")


@pytest.mark.parametrize("html", KEPT)
def test_what_staff_write_is_kept_as_it_is(html):
    assert _canonical(sanitize(html)) == _canonical(html)


@pytest.mark.parametrize(
    ("given_html", "expected"),
    [
        ('<p style="TEXT-ALIGN: Center; color:red">甲</p>', '<p class="ta-center">甲</p>'),
        ('<p align="right">甲</p>', '<p class="ta-right">甲</p>'),
        ('<p style="text-align:left">甲</p>', "<p>甲</p>"),
        ('<div style="text-align:center"><p>甲</p><p>乙</p></div>',
         '<p class="ta-center">甲</p><p class="ta-center">乙</p>'),
        ("<center>甲</center>", '<p class="ta-center">甲</p>'),
        ("<h1>甲</h1><h6>乙</h6>", "<h2>甲</h2><h4>乙</h4>"),
        ("<b>甲</b><i>乙</i><del>丙</del><ins>丁</ins>",
         "<p><strong>甲</strong><em>乙</em><s>丙</s><u>丁</u></p>"),
        ("甲<p>乙</p>丙", "<p>甲</p><p>乙</p><p>丙</p>"),
        ("<div>甲<div>乙</div></div>", "<p>甲</p><p>乙</p>"),
        ('<p><font color="red"><span style="mso-x:1">甲</span></font></p>', "<p>甲</p>"),
        ('<p class="MsoNormal ta-right evil">甲</p>', '<p class="ta-right">甲</p>'),
        ("<section><p>甲</p></section>", "<p>甲</p>"),
        ("<table><tr><th>甲<td>乙</table>",
         '<table><tbody><tr><th scope="row">甲</th><td>乙</td></tr></tbody></table>'),
        ('<a href="/a" target="_top">甲</a>', '<p><a href="/a">甲</a></p>'),
        ('<a href="http://a.cn" target="_blank">甲</a>',
         '<p><a href="http://a.cn" target="_blank" rel="noopener">甲</a></p>'),
        ('<p id="nav">甲</p><ol><li id="x">乙</li></ol>', "<p>甲</p><ol><li>乙</li></ol>"),
        ('<td colspan="-1">甲</td><p><img src="/media/a.webp" width="100%"></p>',
         '<p>甲</p><p><img src="/media/a.webp" loading="lazy" alt=""></p>'),
        ("<p>&nbsp;</p><p><br></p>", ""),
        ("<!-- 注 -->", ""),
        ("<p>甲\x00\x0b\x7f乙</p>", "<p>甲乙</p>"),
        ('<figure><img src="data:image/png;base64,AA"><figcaption>图1</figcaption></figure>', "<p>图1</p>"),
    ],
)  # fmt: skip
def test_other_ways_of_writing_take_the_one_form(given_html, expected):
    assert _canonical(sanitize(given_html)) == _canonical(expected)


VECTORS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='/media/a.jpg' onerror=alert(1) onload=alert(2)>",
    '<img src="/media/x.jpg" srcset="javascript:alert(1) 1x">',
    '<img src="/media/../../admin/logout/">',
    '<img src="/media/%2e%2e/admin/">',
    '<img src="//evil.example/a.png">',
    '<img src="http://evil.example/a.png">',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    '<img src="java&#x09;script:alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="java&NewLine;script&colon;alert(1)">x</a>',
    '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="//evil.example/">x</a>',
    '<a href="/\\evil.example/">x</a>',
    '<a href="\\\\evil.example/">x</a>',
    '<a href="http:evil">x</a>',
    '<a href="/x" onclick="alert(1)" style="position:fixed">x</a>',
    '<a href="/x" target="name">x</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<p><![CDATA[</p><script>alert(1)</script>]]></p>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='javascript:alert(1)'>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    '<p style="background:url(javascript:alert(1));behavior:url(x)">x</p>',
    "<p style='text-align:center;background:url(https://evil.example/p)'>x</p>",
    "<form action='javascript:alert(1)'><input name=x autofocus onfocus=alert(1)><button>x</button></form>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
    "<video src='https://evil.example/a.mp4'></video>",
    "<video poster='javascript:alert(1)' src='/media/a.mp4'></video>",
    "<audio src='//evil.example/a.mp3'></audio>",
    "<body onload=alert(1)><p>x</p></body>",
    "</div><script>alert(1)</script><div>",
    "</div></body></html><img src=x onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<select><template><style><img src=x onerror=alert(1)></style></template></select>",
    "<xmp><img src=x onerror=alert(1)></xmp><plaintext><script>alert(1)</script>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<p/onclick=alert(1)>x",
    "<img/src=x/onerror=alert(1)>",
    "<<img src=x onerror=alert(1)//<",
    "<p id=location>x</p><a id=alert name=alert>y</a>",
    "<p class='site-header evil'>x</p>",
    "<input type=image src=x onerror=alert(1)>",
    "<o:p><img src=x onerror=alert(1)></o:p>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<p>\u2028<scr\u0000ipt>alert(1)</script></p>",
]
SAFE_HREF = re.compile(r"^(https?://[^\\\s]+|mailto:.+|tel:.+|/(?![/\\]).*|#.*|\?.*|[\w.-][^:]*|)$")
SAFE_SRC = re.compile(r"^(/media/|/static/|https://)[^\\\s]+$")
ALLOWED_CLASSES = {"ta-center", "ta-right", "ta-justify", "attribution", "no-indent", "footnotes"}


def assert_harmless(output):
    root = lxml_html.document_fromstring(f"<html><body><div>{output}</div></body></html>").body
    for node in root.iterdescendants():
        if node.tag == "div" and node.getparent() is root:
            continue
        assert node.tag in ATTRIBUTES, f"<{node.tag}> in {output!r}"
        names = set(node.attrib) - {"class"}
        assert names <= ATTRIBUTES[node.tag], f"{names} in {output!r}"
        assert set((node.get("class") or "").split()) <= ALLOWED_CLASSES
        assert SAFE_HREF.match(node.get("href", "")), output
        for name in ("src", "poster"):
            if name in node.attrib:
                assert SAFE_SRC.match(node.get(name)) and ".." not in node.get(name), output
        assert node.get("target", "_blank") == "_blank"
    raw = re.sub(r"&(lt|gt|amp|quot|nbsp);", " ", output)
    assert "<script" not in raw.lower() and "<!--" not in raw and "<![" not in raw


@pytest.mark.parametrize("vector", VECTORS)
def test_attack_leaves_nothing_that_runs(vector):
    for html in (vector, f"<p>前{vector}后</p>", f"<table><tr><td>{vector}</td></tr></table>"):
        output = sanitize(html)
        assert_harmless(output)
        assert sanitize(output) == output


FRAGMENTS = [
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<span style='text-align:center'>", "</span>",
    "<table>", "</table>", "<tr>", "<td colspan=2>", "</td>", "<th>", "<caption>", "</caption>", "<thead>",
    "<ul>", "<ol start=2>", "<li>", "</li>", "</ul>", "</ol>", "<h1>", "</h1>", "<h3 align=center>", "</h3>",
    "<a href='/x'>", "<a href='javascript:x'>", "<a>", "</a>", "<img src=/media/a.jpg>",
    "<img src=x onerror=y>",
    "<figure>", "<figcaption>", "</figcaption>", "</figure>", "<section class=footnotes>", "<section>",
    "</section>", "<blockquote>", "</blockquote>", "<p class='attribution x'>", "<center>", "</center>",
    "<dl><dt>", "<dd>", "</dl>", "<pre>", "</pre>", "<br>", "<hr>", "<sup>", "</sup>", "<u>", "<em>", "</em>",
    "<svg>", "</svg>", "<math>", "<mtext>", "<style>", "</style>", "<script>", "</script>", "<!--", "-->",
    "<![CDATA[", "]]>", "<noscript>", "</noscript>", "<template>", "<form>", "<o:p>", "</o:p>", "<select>",
    "<option>", "<title>", "</title>", "<textarea>", "&lt;", "&amp;", "&nbsp;", "&#60;script&#62;", "\"", "'",
    "<", ">", "文字", " ", "\n", "　", "x\x00", "<font>", "<video src=/media/a.mp4>", "<iframe>", "</body>",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=24).map("".join)
)
def test_any_soup_comes_out_clean_and_stays_so(soup):
    output = sanitize(soup)
    assert_harmless(output)
    assert sanitize(output) == output


@pytest.mark.parametrize("depth", [100, 200])
def test_deep_nesting_loses_no_text(depth):
    assert sanitize("<div>" * depth + "文字" + "</div>" * depth) == "<p>文字</p>"


def test_absurd_nesting_is_survived():
    assert_harmless(sanitize("<blockquote>" * 5000 + "文字"))


def test_markup_that_never_settles_is_kept_as_text(monkeypatch):
    monkeypatch.setattr("portal.richtext.sanitizer.MAX_ROUNDS", 0)
    assert sanitize("<h2>标题</h2><p>1 < 2</p>") == "<p>标题1 &lt; 2</p>"
