"""Paragraphs: boxes taken apart, manual line breaks and indents undone, alignment kept where it means
something."""

import re

from portal.richtext import dom, normalize

BOXES = frozenset("article main header footer aside section nav address form fieldset dl".split())
# A centred or right-aligned line is meant so; a long text so aligned is a slip or decoration.
LINE = 45
SIGNATURE_INDENT = 8
END_MARKS = "。！？；…：，、"
DATE_LINE = re.compile(r"(二[〇○零]|20\d\d|19\d\d).{0,12}年.{1,6}月.{1,5}日$")
OUTLINE = re.compile(r"mso-outline-level:\s*([1-6])")


def rebuild(root):
    """One paragraph per paragraph, directly below the root (or in lists, quotes and cells)."""
    for node in root.iter():
        if node.tag in BOXES and "footnotes" not in dom.classes(node):
            node.tag = "div"
        _keep_hints(node)
    normalize.align(root)
    normalize.unwrap_boxes(root)
    dom.wrap_loose(root)
    for quote in root.iter("blockquote"):
        dom.wrap_loose(quote)
    for paragraph in list(root.iter("p")):
        _split(paragraph)
    _nest_stray_lists(root)
    _drop_empty(root)


def _keep_hints(node):
    """Remember what a style says about a paragraph before styles go: outline level and weight."""
    if node.tag != "p":
        return
    level = OUTLINE.search(node.get("style") or "")
    if level:
        node.set("data-level", level[1])
    if dom.style_of(node).get("font-weight") in ("bold", "700"):
        node.set("data-bold", "1")


def _split(paragraph):
    """Cut a paragraph at two line breaks, or at one that is followed by a typed indent."""
    if paragraph.find("br") is None:
        return
    pieces, items = [[]], dom.flat(paragraph)
    for index, item in enumerate(items):
        rest = items[index + 1] if index + 1 < len(items) else None
        is_break = not isinstance(item, str) and item.tag == "br"
        if is_break and (_is_break(_next_solid(items, index)) or _starts_indented(rest)):
            pieces.append([])
        elif is_break and not any(_is_solid(piece) for piece in pieces[-1]):
            continue
        else:
            pieces[-1].append(item)
    if len(pieces) == 1:
        for item in pieces[0]:
            dom.append(paragraph, item)
        _trim_break(paragraph)
        return
    for piece in pieces:
        part = dom.new("p")
        for name, value in paragraph.attrib.items():
            part.set(name, value)
        for item in piece:
            dom.append(part, item)
        _trim_break(part)
        paragraph.addprevious(part)
    dom.remove(paragraph)


def _is_solid(item) -> bool:
    return bool(item.strip()) if isinstance(item, str) else True


def _next_solid(items, index):
    return next((item for item in items[index + 1 :] if _is_solid(item)), None)


def _is_break(item) -> bool:
    return item is not None and not isinstance(item, str) and item.tag == "br"


def _starts_indented(item) -> bool:
    return isinstance(item, str) and dom.indent_of(item) >= 4


def _trim_break(paragraph):
    """A line break at the end of a paragraph shows nothing."""
    while len(paragraph) and paragraph[-1].tag == "br" and not (paragraph[-1].tail or "").strip():
        paragraph.remove(paragraph[-1])


def _nest_stray_lists(root):
    """A list directly inside a list belongs to the item before it; anything else becomes an item."""
    for node in list(root.iter("ul", "ol")):
        if node.getparent() is None:
            continue
        items, open_item = dom.flat(node), None
        for item in items:
            if isinstance(item, str) and not item.strip():
                continue
            if not isinstance(item, str) and item.tag == "li":
                node.append(item)
                open_item = item
                continue
            if open_item is None:
                open_item = dom.new("li")
                node.append(open_item)
            dom.append(open_item, item)


def _drop_empty(root):
    for node in reversed(
        list(root.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote"))
    ):
        if dom.is_empty(node) and node.find(".//table") is None:
            dom.remove(node)
    for node in reversed(list(root.iter("ul", "ol"))):
        if not len(node):
            dom.remove(node)


def finish(root):
    """Settle alignment, quotes and list items once headings and tables are known."""
    for node in root.iter("p"):
        _settle_alignment(node, root)
    for node in root.iter("h2", "h3", "h4", "li", "figure", "figcaption", "caption"):
        node.attrib.pop("class", None)
    for quote in root.iter("blockquote"):
        last = quote[-1] if len(quote) else None
        if last is not None and last.tag == "p" and dom.text_of(last).startswith(("——", "--")):
            dom.set_classes(last, ["attribution"])
    for item in root.iter("li"):
        paragraphs = item.findall("p")
        if len(paragraphs) == 1:
            paragraphs[0].drop_tag()


def _settle_alignment(node, root):
    names = [name for name in dom.classes(node) if not name.startswith("ta-")]
    aligned = next((name for name in dom.classes(node) if name in ("ta-center", "ta-right")), None)
    length = len(dom.text_of(node))
    if not aligned and node.getparent() is root and _is_signature(node):
        aligned = "ta-right"
    keeps = aligned and length <= LINE and node.getparent().tag in ("div", "blockquote")
    dom.set_classes(node, [*names, aligned] if keeps else names)


def _is_signature(node) -> bool:
    """A short last line pushed to the right with spaces: 落款 and date."""
    text = dom.text_of(node)
    pushed = dom.indent_of(dom.first_text(node)) >= SIGNATURE_INDENT
    if not pushed or not text or len(text) > 30 or text[-1] in END_MARKS:
        return False
    following = [item for item in node.itersiblings() if item.tag == "p"]
    return len(following) <= 3 or bool(DATE_LINE.search(text))
