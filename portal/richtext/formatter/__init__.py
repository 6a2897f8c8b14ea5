"""一键排版: what people paste (Word, WPS, LibreOffice, WeChat) becomes clean semantic HTML.

One function, :func:`format_html`. The steps run in a fixed order on one lxml tree: read the source
(:mod:`.source`), undo office markup (:mod:`.office`, :mod:`.lists`, :mod:`.notes`), rebuild blocks
(:mod:`.blocks`), headings (:mod:`.headings`), tables and figures (:mod:`.tables`), and set the
Chinese text (:mod:`.typography`). Formatting its own output changes nothing.
"""

from portal.richtext import dom
from portal.richtext.sanitizer import sanitize

from . import blocks, headings, inline, lists, notes, office, source, tables, typography

MAX_ROUNDS = 3


def format_html(html: str) -> str:
    """Return ``html`` set anew; the result has passed the sanitiser."""
    result = _round(html or "")
    for _again in range(MAX_ROUNDS):
        # One step may make room for another (a list whose paragraphs become headings).
        settled = _round(result)
        if settled == result:
            break
        result = settled
    return result


def _round(html: str) -> str:
    text, styles = source.read(html)
    root = dom.parse(text)
    source.inline_styles(root, styles)
    office.drop_unwanted(root)
    notes.rebuild(root)
    lists.rebuild(root)
    inline.simplify(root)
    blocks.rebuild(root)
    tables.rebuild(root)
    headings.mark(root)
    blocks.finish(root)
    tables.figures(root)
    typography.set_text(root)
    return sanitize(dom.serialize(root))
