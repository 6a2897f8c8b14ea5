"""The middle step of sanitising: bringing allowed content into this site's one form."""

import re

from . import dom, images
from .addresses import is_safe_link

RENAMED = {
    "h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s", "del": "s", "ins": "u"
}  # fmt: skip
SHOWN = frozenset(["img", "table", "video", "audio"])
STRUCTURE = "table thead tbody tfoot tr ul ol section figure blockquote".split()
# Pictures in a text are at most this wide (static/css/read); browsers choose the file by it.
SIZES = "(min-width: 40rem) 36rem, 100vw"


# The only anchors in a text; any other id could shadow something of the page around it.
FOOTNOTE_ID = re.compile(r"fn(ref)?[0-9]{1,4}(-[0-9]{1,3})?")


def normalize(root, allowed_classes):
    """Rewrite the tree below ``root`` in place."""
    align(root)
    _rename(root)
    _links(root)
    images.normalize(root, SIZES)
    _hollow_figures(root)
    unwrap_boxes(root)
    # After everything that may leave bare text behind.
    dom.wrap_loose(root)
    _tables(root)
    _lay_out(root)
    for node in root.iter():
        if "class" in node.attrib:
            allowed = allowed_classes.get(node.tag, ())
            dom.set_classes(node, sorted(name for name in dom.classes(node) if name in allowed))
        # One order of attributes, whichever editor wrote them: versions stay comparable.
        attributes = sorted(node.attrib.items())
        node.attrib.clear()
        node.attrib.update(attributes)


def align(root):
    """text-align in a style or align attribute becomes a class; a box hands it to its blocks."""
    for node in root.iter():
        alignment = "center" if node.tag == "center" else dom.alignment_of(node)
        if alignment and node.tag in ("div", "center"):
            for child in node:
                if not dom.is_inline(child) and not dom.alignment_of(child):
                    child.set("style", f"text-align:{alignment}")
        if alignment:
            kept = [name for name in dom.classes(node) if not name.startswith("ta-")]
            dom.set_classes(node, [*kept, f"ta-{alignment}"])
        for name in ("style", "align"):
            node.attrib.pop(name, None)


def _rename(root):
    for node in root.iter():
        if node.tag in RENAMED:
            node.tag = RENAMED[node.tag]


def unwrap_boxes(root):
    """Boxes without a meaning of their own go; one that holds a line of text becomes a paragraph."""
    for node in list(root.iter()):
        if node is root:
            continue
        if node.tag == "section" and "footnotes" not in dom.classes(node):
            node.tag = "div"
    for node in reversed(list(root.iter())):
        if node is root or node.tag not in ("div", "center", "dl", "dt", "dd", "pre"):
            continue
        if any(not dom.is_inline(child) for child in node):
            dom.wrap_loose(node)
            dom.unwrap(node)
        elif node.getparent().tag in ("li", "td", "th", "caption", "figcaption", "p"):
            dom.unwrap(node)
        else:
            node.tag = "p"


def _links(root):
    for link in list(root.iter("a")):
        link.attrib.pop("rel", None)
        if not FOOTNOTE_ID.fullmatch(link.get("id") or ""):
            link.attrib.pop("id", None)
        address = (link.get("href") or "").strip()
        if not is_safe_link(address):
            link.attrib.pop("href", None)
        if address.lower().startswith(("http:", "https:")):
            link.set("rel", "noopener")
        else:
            link.attrib.pop("target", None)
        if not link.get("href") and not link.get("id"):
            dom.unwrap(link)


def _tables(root):
    """Header cells say what they head; screen readers need it."""
    for cell in root.iter("th"):
        if cell.get("scope"):
            continue
        row = cell.getparent()
        in_head = row.getparent() is not None and row.getparent().tag == "thead"
        heads_row = not in_head and any(other.tag == "td" for other in row)
        cell.set("scope", "row" if heads_row else "col")


def _hollow_figures(root):
    """A figure whose picture was taken away leaves its caption as a paragraph."""
    for node in list(root.iter("figure")):
        if not any(child.tag in SHOWN for child in node.iter()):
            for caption in node.iter("figcaption"):
                caption.tag = "p"
            dom.wrap_loose(node)
            dom.unwrap(node)


def _lay_out(root):
    """One top-level block a line in the source, so that versions can be compared; none inside."""
    for node in root.iter(*STRUCTURE):
        if node.text and not node.text.strip():
            node.text = None
        for child in node:
            if child.tail and not child.tail.strip():
                child.tail = None
    for node in root:
        node.tail = "\n"
