"""Filling the gaps of a Word file: ``{收到日期}`` is replaced, nothing is ever executed.

There is no template language here on purpose: letters hold texts of strangers, and templates come
from Word. A value is put in once, as text; gaps within it stay as they are written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from docx.oxml.ns import qn

from disclosure.text import GAP

ROW_MARK = "序号"
# What XML cannot hold, and marks that turn the direction of the text around them.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# By Chinese name: the paragraphs of a value. None of them: the gap stays empty.
Lines = Mapping[str, Sequence[str]]


def clean(text: str) -> str:
    """One line of text that XML can hold."""
    return FORBIDDEN.sub("", BREAKS.sub(" ", text)).strip()


def paragraph_text(paragraph) -> str:
    """The text of a ``w:p``, without that of text boxes inside it."""
    return "".join(node.text or "" for node in _texts(paragraph))


def gaps_of(element) -> Iterator[str]:
    """The names of all gaps below an element, in order."""
    for paragraph in element.iter(qn("w:p")):
        yield from GAP.findall(paragraph_text(paragraph))


def schedule_rows(element) -> list:
    """The table rows that are repeated for each line of a schedule."""
    return [row for row in element.iter(qn("w:tr")) if ROW_MARK in set(gaps_of(row))]


def fill_element(element, values: Lines, rows: Sequence[Lines] = ()):
    """Fill everything below ``element``; a table row that holds ``{序号}`` once for each of rows."""
    repeated = schedule_rows(element)
    # Listed before anything is filled: what stands in a value is never looked at.
    paragraphs = list(element.iter(qn("w:p")))
    for row in repeated:
        for line in rows:
            copy = deepcopy(row)
            row.addprevious(copy)
            for paragraph in list(copy.iter(qn("w:p"))):
                fill_paragraph(paragraph, line)
        row.getparent().remove(row)
    for paragraph in paragraphs:
        fill_paragraph(paragraph, values)


def fill_paragraph(paragraph, values: Lines):
    """Fill one ``w:p``. One that is a single gap becomes a paragraph for each line of the value."""
    alone = GAP.fullmatch(paragraph_text(paragraph).strip())
    lines = values.get(alone[1]) if alone else None
    if lines is None:
        _replace(paragraph, lambda gap: "、".join(values.get(gap[1], (f"【{gap[1]}】",))))
        return
    for line in lines[:-1]:
        copy = deepcopy(paragraph)
        for section in copy.iter(qn("w:sectPr")):
            section.getparent().remove(section)
        paragraph.addprevious(copy)
        _replace(copy, lambda gap, line=line: line)
    if lines or _must_stay(paragraph):
        _replace(paragraph, lambda gap: lines[-1] if lines else "")
    else:
        paragraph.getparent().remove(paragraph)


def _must_stay(paragraph) -> bool:
    """The last paragraph of a cell, or one that ends a section."""
    parent = paragraph.getparent()
    return (
        len(parent.findall(qn("w:p"))) == 1
        or next(paragraph.iter(qn("w:sectPr")), None) is not None
    )


def _replace(paragraph, value_of):
    """Word cuts a gap into several runs: the value takes the looks of the first of them."""
    nodes = _texts(paragraph)
    whole = "".join(node.text or "" for node in nodes)
    for gap in reversed(list(GAP.finditer(whole))):
        _splice(nodes, gap.start(), gap.end(), value_of(gap))


def _splice(nodes, start, end, value):
    place = 0
    for node in nodes:
        text = node.text or ""
        first, last = max(start - place, 0), min(end - place, len(text))
        place += len(text)
        if first < last:
            node.text = text[:first] + value + text[last:]
            node.set(SPACE, "preserve")
            value = ""


def _texts(paragraph) -> list:
    return [
        node
        for node in paragraph.iter(qn("w:t"))
        if next(node.iterancestors(qn("w:p"))) is paragraph
    ]
