"""Which renditions a picture should have: pure arithmetic on size, shape and focal point."""

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Crop:
    """A way to cut a picture: the ratio width / height (``None`` = uncut) and the widths made."""

    name: str
    ratio: float | None
    widths: tuple[int, ...]


CROPS = {
    crop.name: crop
    for crop in (
        Crop("wide", 16 / 9, (400, 800, 1200)),
        Crop("portrait", 3 / 4, (240, 480)),
        Crop("banner", 40 / 17, (800, 1600)),
        Crop("full", None, (400, 800, 1600)),
    )
}
# A rendition of the picture's own width is added when the next planned one would be this much
# smaller; nothing is ever enlarged.
OWN_WIDTH_FROM = 0.85


@dataclass(frozen=True)
class Planned:
    """One rendition to be: its size and its file name without extension."""

    crop: str
    width: int
    height: int
    stem: str


def stem_of(name: str) -> str:
    """A stored file's name without its extension; renditions start with it."""
    return str(PurePosixPath(name).with_suffix(""))


def crop_box(width, height, ratio, focal_x, focal_y):
    """The largest box of ``ratio`` inside the picture, as near to the focal point as it can be."""
    if ratio is None:
        return (0, 0, width, height)
    box_width = min(width, round(height * ratio))
    box_height = min(height, round(width / ratio))
    left = min(max(0, round(width * focal_x / 100 - box_width / 2)), width - box_width)
    top = min(max(0, round(height * focal_y / 100 - box_height / 2)), height - box_height)
    return (left, top, left + box_width, top + box_height)


def widths_for(crop: Crop, available: int) -> list[int]:
    """The widths to make from a cut that is ``available`` pixels wide."""
    widths = [width for width in crop.widths if width <= available]
    if available < crop.widths[-1] and (not widths or widths[-1] < available * OWN_WIDTH_FROM):
        widths.append(available)
    return widths


def plan(picture) -> list[Planned]:
    """Every rendition ``picture`` should have, smallest first."""
    if not picture.file or not picture.width or not picture.height:
        return []
    crop = CROPS[picture.shape]
    box = crop_box(picture.width, picture.height, crop.ratio, picture.focal_x, picture.focal_y)
    box_width, box_height = box[2] - box[0], box[3] - box[1]
    # The focal point is part of a cut rendition's name: browsers keep these files for a year.
    focus = "" if crop.ratio is None else f"-{picture.focal_x}-{picture.focal_y}"
    stem = stem_of(picture.file.name)
    return [
        Planned(
            crop.name,
            width,
            max(1, round(width * box_height / box_width)),
            f"{stem}-{crop.name}{width}{focus}",
        )
        for width in widths_for(crop, box_width)
    ]


def is_current(picture) -> bool:
    """Whether the recorded renditions are the planned ones."""
    recorded = [
        (crop, item["w"], item["h"], stem_of(item["webp"]))
        for crop, items in picture.renditions.items()
        for item in items
    ]
    planned = [(item.crop, item.width, item.height, item.stem) for item in plan(picture)]
    return recorded == planned


def rendition_names(renditions: dict) -> set[str]:
    """All file names in a ``Picture.renditions`` value."""
    return {
        item[kind]
        for items in renditions.values()
        for item in items
        for kind in ("webp", "avif")
        if item.get(kind)
    }
