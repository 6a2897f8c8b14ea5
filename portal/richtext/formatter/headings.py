"""Headings: those the source marks, and those that only look like one."""

import re

from portal.richtext import dom

CHINESE = "一二三四五六七八九十百"
# The numbering of official documents decides the level, whatever style was used.
FIRST = re.compile(rf"([{CHINESE}]{{1,3}}、|第[{CHINESE}\d]{{1,4}}[章编])")
SECOND = re.compile(rf"([（(][{CHINESE}]{{1,3}}[）)]|第[{CHINESE}\d]{{1,4}}节)")
THIRD = re.compile(r"(\d{1,2}[.．、]|[（(]\d{1,2}[）)])\s*(?!\d)")
LONGEST = 40
SENTENCE = re.compile(r"[。；！？;!?]|[：:，,、…]$")


def mark(root):
    """Set h2 to h4 for every heading below ``root``."""
    _shift(root)
    numbered = False
    for node in list(root):
        if node.tag in ("h2", "h3", "h4"):
            _by_number(node)
            numbered = numbered or bool(FIRST.match(dom.text_of(node)))
        elif node.tag == "p":
            tag = _heading_tag(node, numbered)
            if tag:
                node.tag = tag
                numbered = numbered or tag == "h2"
    for node in root.iter("h2", "h3", "h4"):
        for emphasis in list(node.iter("strong", "u", "em")):
            dom.unwrap(emphasis)
        for line_break in list(node.iter("br")):
            line_break.tail = " " + (line_break.tail or "").lstrip()
            dom.remove(line_break)
    for node in root.iter("p"):
        for name in ("data-level", "data-bold"):
            node.attrib.pop(name, None)


def _shift(root):
    """The page's own title is the h1: when the text uses h1 too, all its levels move down."""
    step = 1 if next(root.iter("h1"), None) is not None else 0
    for node in root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        if node.getparent().tag in ("td", "th", "li"):
            node.tag = "p"
            continue
        node.tag = f"h{min(4, max(2, int(node.tag[1]) + step))}"


def _by_number(node):
    text = dom.text_of(node)
    if FIRST.match(text):
        node.tag = "h2"
    elif SECOND.match(text):
        node.tag = "h3"


def _heading_tag(node, numbered) -> str:
    """The heading a paragraph really is, or ""."""
    text = dom.text_of(node)
    bold = _is_bold(node)
    centred = "ta-center" in dom.classes(node) or "ta-right" in dom.classes(node)
    if not text or len(text) > LONGEST or SENTENCE.search(text) or node.find(".//img") is not None:
        return ""
    if FIRST.match(text):
        return "h2"
    if SECOND.match(text):
        return "h3"
    if centred:
        return ""
    level = node.get("data-level")
    if level:
        return f"h{min(4, int(level) + 1)}"
    if not bold:
        return ""
    if THIRD.match(text):
        return "h4" if numbered else "h3"
    return "h3" if numbered else "h2"


def _is_bold(node) -> bool:
    """Whether every visible character is bold."""
    if node.get("data-bold"):
        return True
    outside = (node.text or "") + "".join(
        (child.tail or "") + ("" if child.tag == "strong" else "".join(child.itertext()))
        for child in node
    )
    return not outside.strip() and node.find("strong") is not None
