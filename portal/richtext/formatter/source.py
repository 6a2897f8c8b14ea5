"""Reading what the clipboard holds: the fragment itself and the style sheet that came with it."""

import re

import nh3

from portal.richtext import dom
from portal.richtext.sanitizer import ATTRIBUTES, DROPPED, TRANSIENT

STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
BODY = re.compile(r"<body[^>]*>(.*)", re.IGNORECASE | re.DOTALL)
END = re.compile(r"</body\s*>.*|</html\s*>.*", re.IGNORECASE | re.DOTALL)
# <!--[if gte mso 9]> … <![endif]--> hides what only Word reads; <![if !supportLists]> shows
# everyone else a replacement and is kept: only its brackets go.
HIDDEN = re.compile(r"<!--\[if [^\]]*\]>(?!-->).*?<!\[endif\]-->", re.IGNORECASE | re.DOTALL)
BRACKET = re.compile(r"<!(--)?\[(if|endif)[^\]]*\](--)?>", re.IGNORECASE)
ISLAND = re.compile(
    r"<(xml|script|o:OfficeDocumentSettings)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SELECTOR = re.compile(r"(?:[a-z0-9]+)?\.([\w-]+)", re.IGNORECASE)
# What a style sheet may tell about a class that the formatter acts upon.
TELLING = {
    "text-align",
    "mso-outline-level",
    "mso-style-name",
    "display",
    "mso-hide",
    "font-weight",
}
# Elements and attributes that tell something; the HTML5 parser also mends the nesting.
_boxes = "article main header footer aside nav address fieldset span font big small label cite abbr".split()
_reader = nh3.Cleaner(
    tags=ATTRIBUTES.keys() | TRANSIENT | {*_boxes, "code", "tt", "mark", "tbody"},
    attributes={
        "*": {"style", "class", "align", "id", "name", "colspan", "rowspan", "scope", "start"},
        "a": {"href", "title", "target"},
        "img": {"src", "alt", "width", "height"},
        "video": {"src", "poster", "width", "height"},
        "audio": {"src"},
        "hr": {"width"},
        "del": {"cite", "datetime"},
    },
    clean_content_tags=DROPPED,
    link_rel=None,
)


def read(html: str):
    """(markup of the fragment, {class name: {property: value}})."""
    styles = {}
    for sheet in STYLE.findall(html):
        styles.update(_class_styles(sheet))
    text = HIDDEN.sub("", html)
    text = BRACKET.sub("", text)
    body = BODY.search(text)
    text = END.sub("", body.group(1)) if body else text
    return _reader.clean(STYLE.sub("", ISLAND.sub("", text))), styles


def _class_styles(sheet: str) -> dict:
    found = {}
    sheet = sheet.replace("<!--", "").replace("-->", "")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    for selectors, body in RULE.findall(sheet):
        pairs = (item.split(":", 1) for item in body.split(";") if ":" in item)
        kept = {
            name.strip().lower(): value.strip().lower()
            for name, value in pairs
            if name.strip().lower() in TELLING
        }
        if not kept:
            continue
        for selector in selectors.split(","):
            match = SELECTOR.fullmatch(selector.strip())
            if match:
                found.setdefault(match[1], {}).update(kept)
    return found


def inline_styles(root, styles):
    """Write what the style sheet says of a class in front of the element's own style."""
    if not styles:
        return
    for node in root.iter():
        inherited = {}
        for name in dom.classes(node):
            inherited.update(styles.get(name, {}))
        if inherited:
            own = node.get("style") or ""
            given = ";".join(f"{name}:{value}" for name, value in inherited.items())
            node.set("style", f"{given};{own}")
