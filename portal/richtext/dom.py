"""Small helpers on lxml trees, shared by the sanitiser and the formatter."""

import re

from lxml import html

INLINE = frozenset(
    "a abbr audio b bdo big br cite code del em font i img ins kbd label mark q s samp small span "
    "strike strong sub sup tt u var video".split()
)
MEDIA = frozenset(["img", "video", "audio", "hr"])
# Characters XML cannot hold; PostgreSQL refuses the first of them as well.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def parse(text: str):
    """The fragment ``text`` as the content of a ``div``."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    document = html.document_fromstring(f"<html><body>{CONTROL.sub('', text)}", parser)
    root = document.body
    root.tag = "div"
    return root


def serialize(root) -> str:
    """The markup inside ``root``."""
    parts = [escape_text(root.text or "")]
    parts.extend(html.tostring(child, encoding="unicode") for child in root)
    return "".join(parts)


def escape_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_inline(node) -> bool:
    """An inline element that holds nothing but inline elements: it can stand in a paragraph."""
    return all(child.tag in INLINE for child in node.iter())


def text_of(node) -> str:
    """All text below ``node``, white space collapsed (no-break and full-width spaces too)."""
    return " ".join("".join(node.itertext()).split())


def is_empty(node) -> bool:
    """No text and nothing to see."""
    return not text_of(node) and not any(child.tag in MEDIA for child in node.iter())


def unwrap(node):
    """Replace ``node`` by what it holds."""
    node.drop_tag()


def remove(node):
    """Delete ``node`` with its content; the text after it stays."""
    node.drop_tree()


def rename(node, tag, *, keep=()):
    """Turn ``node`` into a ``tag`` with only the attributes named in ``keep``."""
    node.tag = tag
    for name in set(node.attrib) - set(keep):
        del node.attrib[name]


def classes(node) -> list[str]:
    return (node.get("class") or "").split()


def set_classes(node, names):
    """Set the class attribute, or drop it when there are none."""
    names = list(dict.fromkeys(names))
    if names:
        node.set("class", " ".join(names))
    elif "class" in node.attrib:
        del node.attrib["class"]


def style_of(node) -> dict[str, str]:
    """The style attribute as a dictionary, names and values in lower case."""
    pairs = (item.split(":", 1) for item in (node.get("style") or "").split(";") if ":" in item)
    return {name.strip().lower(): value.strip().lower() for name, value in pairs}


def alignment_of(node) -> str:
    """``center``, ``right``, ``justify`` or "" from the style or the old align attribute."""
    value = style_of(node).get("text-align") or (node.get("align") or "").lower()
    value = value.replace("!important", "").strip()
    value = {"end": "right", "middle": "center", "-webkit-center": "center"}.get(value, value)
    return value if value in ("center", "right", "justify") else ""


def new(tag, text=None, **attributes):
    """A detached element."""
    node = html.Element(tag, attributes)
    node.text = text
    return node


def wrap_loose(root):
    """Put runs of text and inline elements directly below ``root`` into paragraphs."""
    run, result = None, []
    for item in flat(root):
        inline = isinstance(item, str) or is_inline(item)
        if not inline:
            run = None
            result.append(item)
            continue
        if run is None:
            if isinstance(item, str) and not item.strip():
                continue
            run = new("p")
            result.append(run)
        append(run, item)
    root[:] = result


def flat(root):
    """Text and elements below ``root`` in order; the root is emptied, tails are taken off."""
    items = [root.text] if root.text else []
    root.text = None
    for child in list(root):
        tail, child.tail = child.tail, None
        root.remove(child)
        items.append(child)
        if tail:
            items.append(tail)
    return items


def append(parent, item):
    """Add text or an element at the end of ``parent``."""
    if not isinstance(item, str):
        parent.append(item)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + item
    else:
        parent.text = (parent.text or "") + item


def move_content(source, target):
    """Move text and children of ``source`` to the end of ``target``."""
    for item in flat(source):
        append(target, item)


def detach(node):
    """Take ``node`` out of its parent, leaving its tail there; returns it."""
    parent, before = node.getparent(), node.getprevious()
    tail, node.tail = node.tail, None
    parent.remove(node)
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    return node


def first_text(node) -> str:
    """The first characters of ``node``, up to and including the first visible ones."""
    found = ""
    for piece in node.itertext():
        found += piece
        if piece.strip():
            break
    return found


def indent_of(text: str) -> int:
    """How far typed spaces push a line in, in half-width columns (plain spaces do not show)."""
    width = 0
    for character in text:
        if character in "\u3000\u2003":
            width += 2
        elif character in "\u00a0\u2002":
            width += 1
        elif character not in " \t\r\n":
            break
    return width
