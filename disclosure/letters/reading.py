"""What a Word letter says, block by block, for a page that shows it before it is signed."""

import re
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from .fill import paragraph_text

GAP = re.compile("(【[^【】]{1,20}】)")
FIRST_LINE = ("firstLine", "firstLineChars")
SIDES = {"center": "center", "right": "end", "end": "end"}


@dataclass(frozen=True)
class Block:
    """A paragraph (``pieces`` of text, each with whether it is a gap still to be filled), or a table
    (``rows`` of cells)."""

    pieces: tuple[tuple[str, bool], ...] = ()
    side: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def read(docx: bytes) -> list[Block]:
    """The paragraphs and tables of the body in order; empty paragraphs are left out."""
    found = []
    for child in Document(BytesIO(docx)).element.body.iterchildren():
        if child.tag == qn("w:tbl"):
            found.append(Block(rows=tuple(_row(row) for row in child.iter(qn("w:tr")))))
        elif child.tag == qn("w:p") and (text := paragraph_text(child).strip()):
            found.append(Block(_pieces(text), _side(child)))
    return found


def _pieces(text: str) -> tuple[tuple[str, bool], ...]:
    return tuple((part, bool(GAP.fullmatch(part))) for part in GAP.split(text) if part)


def _row(row) -> tuple[str, ...]:
    return tuple(
        "\n".join(paragraph_text(paragraph) for paragraph in cell.iter(qn("w:p")))
        for cell in row.iter(qn("w:tc"))
    )


def _side(paragraph) -> str:
    """Where it stands: centred, at the end, plain (without an indent), or "" like any paragraph."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    side = "" if found is None else SIDES.get(found.get(qn("w:val")), "")
    indent = paragraph.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    is_indented = indent is not None and any(indent.get(qn(f"w:{name}")) for name in FIRST_LINE)
    return side or ("" if is_indented else "plain")
