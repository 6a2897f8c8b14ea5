"""Inline elements: fonts and spans become strong, em, u, s, sup, sub or nothing."""

import re

from portal.richtext import dom

NAMES = {"b": "strong", "i": "em", "strike": "s", "del": "s"}
BOLD = re.compile(r"bold(er)?|[6-9]00")


def simplify(root):
    """Reduce the inline markup below ``root`` to its meaning."""
    for node in list(root.iter()):
        if node is root or not isinstance(node.tag, str):
            continue
        node.tag = NAMES.get(node.tag, node.tag)
        if node.tag in (
            "span",
            "font",
            "big",
            "small",
            "label",
            "cite",
            "abbr",
            "code",
            "tt",
            "mark",
        ):
            _by_style(node)
    for node in list(root.iter("strong", "em", "u", "s", "sup", "sub")):
        _tidy(node)
    _merge(root)


def _by_style(node):
    style = dom.style_of(node)
    meanings = []
    if BOLD.fullmatch(style.get("font-weight", "")):
        meanings.append("strong")
    if style.get("font-style") == "italic":
        meanings.append("em")
    decoration = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    if "underline" in decoration and node.getparent().tag != "a" and node.find("a") is None:
        meanings.append("u")
    if "line-through" in decoration:
        meanings.append("s")
    vertical = style.get("vertical-align")
    if vertical in ("super", "sub"):
        meanings.append({"super": "sup", "sub": "sub"}[vertical])
    if not meanings:
        dom.unwrap(node)
        return
    dom.rename(node, meanings[0])
    for meaning in meanings[1:]:
        inner = dom.new(meaning, node.text)
        inner.extend(list(node))
        node.text = None
        node.append(inner)


def _tidy(node):
    """Unwrap emphasis that holds nothing visible, repeats what is around it, or is switched off."""
    if node.getparent() is None:
        return
    repeated = any(parent.tag == node.tag for parent in node.iterancestors())
    off = node.tag == "strong" and dom.style_of(node).get("font-weight") == "normal"
    if repeated or off or dom.is_empty(node):
        dom.unwrap(node)
    else:
        dom.rename(node, node.tag)


def _merge(root):
    """Join neighbours of the same kind: Word starts a new one at every change of font."""
    for node in list(root.iter("strong", "em", "u", "s", "sup", "sub")):
        if node.getparent() is None:
            continue
        follower = node.getnext()
        while follower is not None and follower.tag == node.tag and not (node.tail or "").strip():
            _push(node, (node.tail or "") + (follower.text or ""))
            node.extend(list(follower))
            node.tail = follower.tail
            follower.getparent().remove(follower)
            follower = node.getnext()


def _push(node, text):
    if len(node):
        node[-1].tail = (node[-1].tail or "") + text
    else:
        node.text = (node.text or "") + text
