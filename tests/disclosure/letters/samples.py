"""Letters of every kind that lack nothing, and how to read the files back."""

import re
from datetime import date
from io import BytesIO

import pypdfium2
from docx import Document
from docx.oxml.ns import qn

from disclosure.letters import Letter
from disclosure.letters.fill import paragraph_text
from disclosure.outcomes import LETTERS, OUTCOMES
from disclosure.outcomes.placeholders import ALL

from ..examples import AGENCY, CASE, decision_on

SIGNED_ON = date(2026, 11, 26)


def facts_for(kind: str) -> dict:
    """A value that can be found again for everything the kind needs of the procedure."""
    own = {"文号", "落款日期", "答复正文", "救济途径"}
    return {ALL[name]: f"填写的{name}" for name in LETTERS[kind].placeholders if name not in own}


def letter_of(kind: str, *, decision=None, **changes) -> Letter:
    """A letter that lacks nothing; an answer tells of the first of its outcomes."""
    codes = LETTERS[kind].outcomes
    if codes and decision is None:
        decision = decision_on(OUTCOMES[codes[0]])
    values = {
        "case": CASE,
        "profile": AGENCY,
        "reference": "示数公复〔2026〕12号",
        "signed_on": SIGNED_ON,
        "signatory": "王某",
        "delivery": "邮寄送达",
        "facts": facts_for(kind),
        "decision": decision,
    }
    return Letter(kind, **values | changes)


def docx_paragraphs(data: bytes) -> list[str]:
    """All paragraphs of body and tables, in order."""
    body = Document(BytesIO(data)).element.body
    return [paragraph_text(paragraph) for paragraph in body.iter(qn("w:p"))]


def pdf_text(data: bytes) -> str:
    """The text of all pages without white space; page numbers are taken out."""
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return squeeze("".join(re.sub(r"— \d+ —", "", text) for text in pages))


def squeeze(text: str) -> str:
    return re.sub(r"[\s\ufffe\u00ad]", "", text)
