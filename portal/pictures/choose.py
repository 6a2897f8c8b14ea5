"""Choosing among a picture's renditions, for templates."""

from dataclasses import dataclass

from django.core.files.storage import default_storage


@dataclass(frozen=True)
class Sources:
    """What a ``<picture>`` element needs."""

    src: str
    width: int
    height: int
    webp: str = ""
    avif: str = ""


def _items(picture, crop=None) -> list[dict]:
    """Renditions of ``crop``, of the picture's own shape, or of whatever was made."""
    made = picture.renditions
    return made.get(crop) or made.get(picture.shape) or next(iter(made.values()), [])


def best_url(picture, width, crop=None):
    """The address of the smallest WebP rendition at least ``width`` wide ("" without a picture)."""
    if not picture:
        return ""
    items = _items(picture, crop)
    if not items:
        return picture.file.url
    fitting = [item for item in items if item["w"] >= width]
    return default_storage.url((fitting or items[-1:])[0]["webp"])


def _srcset(items, kind) -> str:
    return ", ".join(f"{default_storage.url(item[kind])} {item['w']}w" for item in items)


def sources(picture, crop=None) -> Sources:
    """Addresses and size of ``picture``; without renditions just the original."""
    items = _items(picture, crop)
    if not items:
        return Sources(picture.file.url, picture.width, picture.height)
    largest = items[-1]
    middle = items[len(items) // 2]
    return Sources(
        src=default_storage.url(middle["webp"]),
        width=largest["w"],
        height=largest["h"],
        webp=_srcset(items, "webp"),
        avif=_srcset(items, "avif") if all(item.get("avif") for item in items) else "",
    )
