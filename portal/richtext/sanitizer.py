"""The allow-list for editor-written HTML.

Three steps: the HTML5 parser of nh3 reduces the input to known elements, :mod:`.normalize` rewrites
what has a better form here (alignment, old element names, pictures), and nh3 has the last word, so
that nothing the middle step writes is trusted. The output holds no style attribute (public pages
forbid them), no script, no frame, no foreign content, and cleaning it again changes nothing.
"""

import re

import nh3

from . import dom
from .addresses import SCHEMES, is_own_file, is_own_srcset, is_safe_image, is_safe_link
from .normalize import FOOTNOTE_ID, SIZES, normalize

ALIGNMENTS = {"ta-center", "ta-right", "ta-justify"}
HEADINGS = ("h2", "h3", "h4")

# Element -> attributes. This table is the whole policy; the editor's own filter follows it too.
ATTRIBUTES = {
    **dict.fromkeys(HEADINGS, set()),
    **dict.fromkeys("p ul li blockquote strong em u s sub br hr figure figcaption".split(), set()),
    **dict.fromkeys("table caption thead tbody tfoot tr section".split(), set()),
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "a": {"href", "title", "target", "rel", "id"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading"},
    "video": {"src", "poster", "width", "height", "controls", "preload"},
    "audio": {"src", "controls", "preload"},
}
CLASSES = {
    "p": ALIGNMENTS | {"attribution", "no-indent"},
    **dict.fromkeys((*HEADINGS, "th", "td"), ALIGNMENTS),
    "section": {"footnotes"},
}
# Known to the first step only: renamed or taken apart in the second.
TRANSIENT = set("h1 h5 h6 b i strike del ins div center dl dt dd pre".split())
# Removed together with what they hold; any other unknown element only loses its tags.
DROPPED = set(
    "script style iframe object embed applet svg math template noscript noembed noframes xml title "
    "textarea select button input head frame frameset plaintext xmp".split()
)
FIXED = {
    ("a", "target"): {"_blank"},
    ("a", "rel"): {"noopener"},
    ("th", "scope"): {"col", "row", "colgroup", "rowgroup"},
    ("img", "loading"): {"lazy"},
    ("img", "sizes"): {SIZES},
    ("video", "preload"): {"metadata"},
    ("audio", "preload"): {"metadata"},
}
MAX_ROUNDS = 8
NUMBER = re.compile(r"[1-9][0-9]{0,4}")


URL_RULES = {
    ("a", "href"): is_safe_link,
    ("img", "src"): is_safe_image,
    ("img", "srcset"): is_own_srcset,
    ("video", "src"): is_own_file,
    ("video", "poster"): is_own_file,
    ("audio", "src"): is_own_file,
}


def _filter(tag, attribute, value):
    """The value to keep, or ``None``: what the table of attributes cannot say."""
    rule = URL_RULES.get((tag, attribute))
    if rule:
        return value.strip() if rule(value.strip()) else None
    allowed = FIXED.get((tag, attribute))
    if allowed is not None:
        return value if value in allowed else None
    if attribute == "id":
        return value if FOOTNOTE_ID.fullmatch(value) else None
    if attribute in ("width", "height", "colspan", "rowspan", "start"):
        return value if NUMBER.fullmatch(value) else None
    return value


def _first_attributes() -> dict:
    extra = {"style", "align", "class"}
    tags = ATTRIBUTES.keys() | TRANSIENT
    return {tag: ATTRIBUTES.get(tag, set()) | extra for tag in tags}


_COMMON = {
    "clean_content_tags": DROPPED,
    "url_schemes": SCHEMES,
    "strip_comments": True,
    "link_rel": None,
}
_first = nh3.Cleaner(
    tags=ATTRIBUTES.keys() | TRANSIENT,
    attributes=_first_attributes(),
    **_COMMON,
)
_last = nh3.Cleaner(
    tags=set(ATTRIBUTES),
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    attribute_filter=_filter,
    **_COMMON,
)


def sanitize(html: str) -> str:
    """Return ``html`` reduced to the allowed elements and attributes ("" when nothing is left).

    Cleaning runs until it changes nothing more, so that what is stored is stable by construction.
    The two parsers involved disagree about badly nested markup; real texts settle in one round.
    """
    text = html or ""
    for _round in range(MAX_ROUNDS):
        cleaned = _clean(text)
        if cleaned == text:
            return cleaned
        text = cleaned
    return f"<p>{dom.escape_text(dom.text_of(dom.parse(text)))}</p>"


def _clean(html: str) -> str:
    if not html.strip():
        return ""
    root = dom.parse(_first.clean(html))
    normalize(root, CLASSES)
    if dom.is_empty(root):
        return ""
    return _last.clean(dom.serialize(root)).strip()
