"""Decoding what people upload and encoding what browsers get. All Pillow code is here."""

from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from portal.uploads.containers import damaged_error
from portal.uploads.images import DAMAGED, open_image

# Long side of the stored original: enough for every rendition, at any focal point.
MAX_SIDE = 3200
WEBP_QUALITY = 75
# AVIF at this speed costs a third of a second for a whole set; one step slower saves 5 % of size
# for twice the time, one step faster makes files larger than WebP.
AVIF_QUALITY = 55
AVIF_SPEED = 8
# A drawing (a QR code, a chart, a seal): a few colours fill this share of it.
FLAT_COLORS = 4
FLAT_SHARE = 0.75
SRGB = ImageCms.createProfile("sRGB")


def decode(file):
    """The picture in ``file`` as an upright sRGB image (RGB or RGBA), at most ``MAX_SIDE`` large.

    Only pixels are kept: EXIF with its coordinates, profiles and anything appended are gone. Of an
    animation the first frame is taken. Raises ``ValidationError`` when it cannot be read.
    """
    with open_image(file) as image:
        try:
            image.draft(None, (MAX_SIDE, MAX_SIDE))
            image.load()
            upright = ImageOps.exif_transpose(image)
            result = _to_srgb(upright)
        except DAMAGED as error:
            raise damaged_error() from error
    if max(result.size) > MAX_SIDE:
        result.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    result.info.clear()
    return result


def _to_srgb(image):
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        # 16-bit grey; converting straight to 8 bits would clip instead of scale.
        image = image.convert("F").point(lambda value: value / 256).convert("L")
    alpha = _alpha(image)
    if image.mode not in ("L", "RGB", "CMYK", "LAB"):
        image = image.convert("RGB")
    if profile:
        image = _apply_profile(image, profile)
    image = image.convert("RGB")
    if alpha is not None:
        image.putalpha(alpha)
    return image


def _alpha(image):
    """The alpha channel, or ``None`` when there is none or nothing in it is transparent."""
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        alpha = image.convert("RGBA").getchannel("A")
        return alpha if alpha.getextrema()[0] < 255 else None
    return None


def _apply_profile(image, profile):
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), SRGB, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A broken profile, or one for another colour model: the plain numbers are the best guess.
        return image


def is_graphic(image) -> bool:
    """A flat drawing rather than a photograph; it is kept free of loss."""
    sample = image.copy()
    sample.thumbnail((256, 256), Image.Resampling.NEAREST)
    counts = sorted((count for count, _color in sample.getcolors(256 * 256)), reverse=True)
    return sum(counts[:FLAT_COLORS]) >= FLAT_SHARE * sum(counts)


def encode_original(image) -> tuple[str, bytes]:
    """(extension, bytes) of the copy from which renditions can be made again."""
    if is_graphic(image):
        return "webp", _bytes(image, "WEBP", lossless=True, quality=40, method=2, exact=True)
    if image.mode == "RGB":
        return "jpg", _bytes(image, "JPEG", quality=92, subsampling=0)
    return "webp", _bytes(image, "WEBP", quality=90, method=2)


def cut(image, box, sizes) -> list:
    """The cuts of ``image`` for ``sizes`` (smallest first), each scaled from the next larger one."""
    results, source = [], image.crop(box)
    for size in reversed(sizes):
        if source.size != size:
            source = source.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        results.append(source)
    return results[::-1]


def encode_rendition(image, graphic: bool) -> dict[str, bytes]:
    """The bytes of one rendition by format; drawings get no AVIF, it would blur them."""
    if graphic:
        return {"webp": _bytes(image, "WEBP", lossless=True, quality=40, method=2)}
    return {
        "webp": _bytes(image, "WEBP", quality=WEBP_QUALITY, method=4),
        "avif": _bytes(image, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, max_threads=1),
    }


def _bytes(image, kind, **options) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
