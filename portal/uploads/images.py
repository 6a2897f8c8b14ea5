"""Pictures from outside: format and size are checked before a pixel is decoded."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from .containers import damaged_error

IMAGE_FORMATS = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
    "GIF": "gif",
    "WEBP": "webp",
    "AVIF": "avif",
    "BMP": "bmp",
}
# Pillow reads MPO (pictures of some phones) through its JPEG reader.
OPENED = sorted(IMAGE_FORMATS.keys() - {"MPO"})
# Refused before any pixel is decoded; a 12000 by 12000 picture takes 750 MB of memory.
MAX_IMAGE_PIXELS = 40_000_000
MAX_ANIMATION_PIXELS = 1_000_000_000
# The same limit for any other code in this process; Pillow's own default is 89 million.
Image.MAX_IMAGE_PIXELS = MAX_IMAGE_PIXELS
DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)


def open_image(file):
    """Open ``file`` lazily with Pillow; the caller closes it. Raises ``ValidationError``."""
    file.seek(0)
    try:
        image = Image.open(file, formats=OPENED)
        check_pixels(image)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except DAMAGED as error:
        raise damaged_error() from error
    return image


def identify_image(file) -> str:
    """The extension of a picture that Pillow can open and that is not a decompression bomb."""
    with open_image(file) as image:
        found = IMAGE_FORMATS[image.format]
        try:
            image.verify()
        except DAMAGED as error:
            raise damaged_error() from error
    return found


def check_pixels(image):
    """Refuse a picture with more pixels than this machine should decode (every frame counts)."""
    pixels = image.width * image.height
    if pixels > MAX_IMAGE_PIXELS or pixels * getattr(image, "n_frames", 1) > MAX_ANIMATION_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels():
    return ValidationError(
        _("图片尺寸过大（超过 4000 万像素）。请缩小后再上传。"), code="too_many_pixels"
    )
