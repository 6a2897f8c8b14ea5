"""Footnotes of Word and LibreOffice become this site's: a linked number and a list at the end."""

import re

from portal.richtext import dom

# Word: _ftn1 / _ftnref1 (endnotes _edn1); LibreOffice: sdfootnote1sym / sdfootnote1anc.
NOTE = re.compile(r"#?_(?:ftn|edn)(\d+)$|#?sd(?:foot|end)note(\d+)sym$")
REFERENCE = re.compile(r"#?_(?:ftn|edn)ref(\d+)$|#?sd(?:foot|end)note(\d+)anc$")
MARK = re.compile(r"[\[(（【]?[\divx*]{0,6}[\])）】]?")
BACK = "返回"


def rebuild(root):
    """Replace the office program's footnotes, in place; nothing happens without any."""
    marks = [link for link in root.iter("a") if _is_mark(link, root)]
    bodies = {
        _key(link.get("href"), REFERENCE): link
        for link in marks
        if REFERENCE.match(link.get("href"))
    }
    references = {}
    for link in marks:
        body = bodies.get(_key(link.get("href"), NOTE))
        # A second link to the same note, or one inside the note itself, stays what it is.
        if body is not None and body not in references and _block(body) is not _block(link):
            references[body] = link
    if not references:
        return
    section = dom.new("section")
    section.set("class", "footnotes")
    entries = dom.new("ol")
    section.append(entries)
    offset = _existing(root)
    for number, (body, link) in enumerate(references.items(), start=offset + 1):
        _write_reference(link, number)
        entries.append(_entry(body, number))
    _drop_note_containers(root)
    root.append(section)


def _is_mark(link, root) -> bool:
    """A link that shows just a number (or nothing: Word fills it in) and stands in a paragraph."""
    return (
        bool(link.get("href"))
        and dom.is_inline(link)
        and bool(MARK.fullmatch(dom.text_of(link)))
        and _block(link) not in (None, root)
    )


def _block(link):
    """The paragraph a link stands in."""
    return next(
        (parent for parent in link.iterancestors() if parent.tag in ("p", "div", "li")), None
    )


def _existing(root) -> int:
    numbers = [re.fullmatch(r"fn(\d+)", item.get("id") or "") for item in root.iter("li")]
    return max((int(match[1]) for match in numbers if match), default=0)


def _key(address, pattern):
    match = pattern.match(address or "")
    return next((group for group in match.groups() if group), None) if match else ""


def _write_reference(link, number):
    tail = link.tail
    for name in list(link.attrib):
        del link.attrib[name]
    link[:] = []
    link.text, link.tail = f"[{number}]", None
    link.set("href", f"#fn{number}")
    link.set("id", f"fnref{number}")
    mark = dom.new("sup")
    link.addprevious(mark)
    mark.append(link)
    mark.tail = tail


def _entry(backlink, number):
    """The list item with the text of the note that ``backlink`` stands in."""
    block = _block(backlink)
    container = block.getparent()
    blocks = [block]
    if container is not None and container.tag == "div" and _is_note(container):
        blocks = [child for child in container if child.tag == "p"]
    dom.remove(backlink)
    item = dom.new("li")
    item.set("id", f"fn{number}")
    for piece in blocks:
        if dom.is_empty(piece):
            continue
        paragraph = dom.new("p", (piece.text or "").lstrip())
        paragraph.extend(list(piece))
        piece.text = None
        item.append(paragraph)
    back = dom.new("a", BACK, href=f"#fnref{number}")
    if len(item):
        _space_before(item[-1])
        item[-1].append(back)
    else:
        item.append(back)
    block.set("data-note", "1")
    return item


def _space_before(node):
    if len(node):
        node[-1].tail = (node[-1].tail or "").rstrip() + " "
    else:
        node.text = (node.text or "").rstrip() + " "


def _is_note(div) -> bool:
    style = div.get("style") or ""
    return "mso-element:footnote" in style.replace(" ", "") or bool(
        re.match(r"(ftn|edn|sdfootnote|sdendnote)\d+$", div.get("id") or "")
    )


def _drop_note_containers(root):
    """Remove the emptied notes and the short rule above them."""
    for node in list(root.iter("div", "p")):
        if node.getparent() is None:
            continue
        listing = "footnote-list" in (node.get("style") or "") or "endnote-list" in (
            node.get("style") or ""
        )
        if node.get("data-note") or (node.tag == "div" and (listing or _is_note(node))):
            for rule in list(node.iter("hr")):
                dom.remove(rule)
            dom.remove(node) if dom.is_empty(node) else dom.unwrap(node)
    for rule in list(root.iter("hr")):
        if rule.get("width") == "33%":
            dom.remove(rule)
