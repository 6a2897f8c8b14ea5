"""Word's lists are paragraphs with a typed marker; here they become ol and ul."""

import re

from portal.richtext import dom

LEVEL = re.compile(r"l\d+\s+level(\d)(?:\s+lfo(\d+))?")
CHINESE = "一二三四五六七八九十百零〇"
# Markers that are part of the text of an official document, not of a list.
SPOKEN = re.compile(
    rf"([{CHINESE}]+[、.．]|[（(][{CHINESE}]+[）)]|第[{CHINESE}\d]+[章节条款]|[\u2460-\u2473])\s*"
)
NUMBER = re.compile(r"[（(]?(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,6})[.)）、．]")
FIRST = {"a", "i"}
TINY = re.compile(r"font:\s*[5-8](\.\d+)?pt", re.IGNORECASE)


def rebuild(root):
    """Turn runs of list paragraphs into nested lists, in place."""
    stack, previous = [], None
    for node in list(root.iter("p", "div", "h1", "h2", "h3", "h4", "h5", "h6")):
        if node.getparent() is None or not _is_list_paragraph(node):
            continue
        marker = _take_marker(node)
        if marker is None:
            continue
        if SPOKEN.fullmatch(marker) or node.tag != "p":
            _prepend(node, SPOKEN.sub(r"\1", marker) if SPOKEN.fullmatch(marker) else marker)
            continue
        level, number = _level(node), NUMBER.fullmatch(marker)
        if not stack or not _follows(previous, node):
            stack = []
        item = dom.new("li", node.text)
        item.extend(list(node))
        stack = _place(node, item, level, number, stack)
        previous = stack[0][1]


def _is_list_paragraph(node) -> bool:
    style = node.get("style") or ""
    if "mso-list" in style and LEVEL.search(style):
        return True
    return any(name.startswith("MsoList") for name in dom.classes(node))


def _level(node) -> int:
    match = LEVEL.search(node.get("style") or "")
    if match:
        return int(match[1])
    # "Filtered" HTML keeps only the indent: Word steps by 18, 21 or 36 points a level.
    margin = re.search(r"margin-left:\s*([\d.]+)(pt|cm|in)", node.get("style") or "")
    if not margin:
        return 1
    points = float(margin[1]) * {"pt": 1, "cm": 28.35, "in": 72}[margin[2]]
    return max(1, min(6, round(points / 21 + 0.2) if points < 60 else round(points / 36)))


def _take_marker(node):
    """Remove the typed marker from the start of a list paragraph and return its text."""
    for span in node.iter("span"):
        ignored = "mso-list:ignore" in (span.get("style") or "").lower().replace(" ", "")
        tiny = [child for child in span if child.tag == "span" and _is_gap(child)]
        if ignored or (tiny and len(dom.text_of(span)) <= 8):
            marker = dom.text_of(span)
            _clear_before(node, span)
            parent = span.getparent()
            dom.remove(span)
            if parent is not node and dom.is_empty(parent):
                dom.remove(parent)
            return marker
    return None


def _is_gap(span) -> bool:
    """The run of no-break spaces in tiny type that Word puts behind a marker."""
    return bool(TINY.search(span.get("style") or "")) and not dom.text_of(span)


def _clear_before(node, span):
    """White space in front of the marker goes with it."""
    if node.text and not node.text.strip():
        node.text = None


def _prepend(node, marker):
    node.text = marker + (node.text or "").lstrip()


def _follows(previous, node) -> bool:
    """Whether ``node`` comes directly after the list ``previous``."""
    return (
        previous is not None
        and node.getprevious() is previous
        and not (previous.tail or "").strip()
    )


def _place(node, item, level, number, stack):
    """Put ``item`` into the open list of its level; returns the new stack of (level, list)."""
    tag = "ol" if number else "ul"
    tail, node.tail = node.tail, None
    while len(stack) > 1 and stack[-1][0] > level:
        stack.pop()
    if not stack:
        current = _new_list(tag, number)
        node.addprevious(current)
        stack = [(level, current)]
    elif stack[-1][0] < level and len(stack[-1][1]):
        current = _new_list(tag, number)
        stack[-1][1][-1].append(current)
        stack.append((level, current))
    stack[-1][1].append(item)
    node.getparent().remove(node)
    top = stack[0][1]
    top.tail = (top.tail or "") + (tail or "") if (tail or "").strip() else top.tail
    return stack


def _new_list(tag, number):
    current = dom.new(tag)
    start = number[1] if number else ""
    if start.isdecimal() and int(start) > 1:
        current.set("start", str(int(start)))
    return current
