"""From a letter to a Word file."""

from io import BytesIO

from docx import Document
from docx.opc.part import XmlPart

from disclosure import word

from .fill import fill_element, gaps_of
from .letter import Letter
from .templates import default_template

FILLED = ("document.main+xml", "header+xml", "footer+xml")


def render(letter: Letter, template: bytes | None = None) -> bytes:
    """The letter as .docx, on the institution's template or the default one of its kind.

    A gap without a value shows as ``【名称】``; :func:`.ready` says so before. The file's properties
    name the kind only.
    """
    document = Document(BytesIO(template or default_template(letter.kind)))
    values, rows = letter.values(), letter.schedule()
    for part in filled_parts(document):
        fill_element(part.element, values, rows)
    return word.to_bytes(document, letter.title)


def names_in(template: bytes) -> tuple[str, ...]:
    """The names a template uses, each once."""
    document = Document(BytesIO(template))
    return tuple(
        dict.fromkeys(name for part in filled_parts(document) for name in gaps_of(part.element))
    )


def filled_parts(document) -> list[XmlPart]:
    """Body, headers and footers."""
    return [
        part
        for part in document.part.package.iter_parts()
        if isinstance(part, XmlPart) and part.content_type.endswith(FILLED)
    ]
