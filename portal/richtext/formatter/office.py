"""Things office programs put into a clipboard that are no part of the text."""

import re

from portal.richtext import dom

DROPPED_CLASSES = re.compile(r"Mso(Toc\d|TocHeading|CommentReference|CommentText|Header|Footer)$")


def drop_unwanted(root):
    """Remove hidden text, tracked deletions, comments and tables of contents."""
    for node in list(root.iter()):
        if node is root or node.getparent() is None:
            continue
        if _is_unwanted(node):
            dom.remove(node)
        elif node.tag == "ins":
            dom.unwrap(node)


def _is_unwanted(node) -> bool:
    if any(DROPPED_CLASSES.match(name) for name in dom.classes(node)):
        return True
    style = dom.style_of(node)
    if style.get("display") == "none" or style.get("mso-hide") == "all":
        return True
    if style.get("mso-element") in ("comment-list", "comment", "header", "footer"):
        return True
    # A deletion that carries its author and date is a tracked change nobody meant to publish.
    return node.tag == "del" and ("datetime" in node.attrib or "cite" in node.attrib)
