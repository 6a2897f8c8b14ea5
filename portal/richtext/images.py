"""Pictures inside texts: which library picture an address belongs to, and how it is written."""

import re
from functools import reduce
from operator import or_

from django.db.models import Q

from . import dom
from .addresses import is_own_file, is_safe_image, media_base

# A stored original or one of its renditions (portal.pictures.plan builds these names).
OWN_PICTURE = re.compile(
    r"(?P<stem>pictures/\d{4}/\d{2}/[0-9a-f]{20})(-(?P<crop>[a-z]+)\d+(-\d+-\d+)?)?\.(webp|avif|jpg)"
)


def picture_names(url: str):
    """(stem, crop or ``None``) when ``url`` is a file of the picture library, else ``None``."""
    base = media_base()
    match = OWN_PICTURE.fullmatch(url.removeprefix(base)) if url.startswith(base) else None
    return (match["stem"], match["crop"]) if match else None


def pictures_by_stem(stems) -> dict:
    """The library pictures whose files start with ``stems``: one query, none without stems."""
    from portal.models import Picture
    from portal.pictures.plan import stem_of

    if not stems:
        return {}
    wanted = reduce(or_, (Q(file__startswith=f"{stem}.") for stem in stems))
    return {stem_of(picture.file.name): picture for picture in Picture.objects.filter(wanted)}


def normalize(root, sizes):
    """Drop media from elsewhere; give our own pictures size, all renditions and lazy loading."""
    for node in list(root.iter("video", "audio")):
        if not is_own_file(node.get("src") or ""):
            dom.remove(node)
            continue
        node.set("controls", "")
        node.set("preload", "metadata")
    known = {}
    for node in list(root.iter("img")):
        address = (node.get("src") or "").strip()
        if not is_safe_image(address):
            dom.remove(node)
            continue
        for name in ("srcset", "sizes"):
            node.attrib.pop(name, None)
        node.set("loading", "lazy")
        node.set("alt", (node.get("alt") or "").strip())
        names = picture_names(address)
        if names:
            known[node] = names
    pictures = pictures_by_stem({stem for stem, _crop in known.values()})
    for node, (stem, crop) in known.items():
        if stem in pictures:
            _fill(node, pictures[stem], crop, sizes)


def _fill(node, picture, crop, sizes):
    from portal.pictures import sources

    found = sources(picture, crop)
    width, height = found.width, found.height
    typed = node.get("width") or ""
    # Staff may have made the picture smaller in the editor; never larger than it is.
    if typed.isdecimal() and 0 < int(typed) < width:
        width, height = int(typed), max(1, round(int(typed) * found.height / found.width))
    node.set("src", found.src)
    if found.webp:
        node.set("srcset", found.webp)
        node.set("sizes", sizes)
    node.set("width", str(width))
    node.set("height", str(height))
