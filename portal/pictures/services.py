"""Making, remaking and removing a picture's files."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.uploads import clean_name
from portal.uploads.images import identify_image

from .encode import cut, decode, encode_original, encode_rendition, is_graphic
from .plan import CROPS, crop_box, is_current, plan, rendition_names, stem_of

HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc")


def check_upload(file):
    """Refuse ``file`` unless it is a picture of an accepted format and size (``ValidationError``).

    The name is not looked at: the picture is encoded anew, so a PNG called .jpg does no harm.
    """
    if not file.size:
        raise ValidationError(_("文件是空的，请检查后重新上传。"), code="empty")
    if file.size > settings.MAX_IMAGE_BYTES:
        raise ValidationError(
            _("图片有 %(size)s，超过了 %(limit)s 的上限。"),
            code="too_large",
            params={
                "size": filesizeformat(file.size),
                "limit": filesizeformat(settings.MAX_IMAGE_BYTES),
            },
        )
    file.seek(0)
    head = file.read(12)
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        raise ValidationError(_("这是手机拍摄的 HEIC 照片，请先转换为 JPG 再上传。"), code="heic")
    try:
        identify_image(file)
    except ValidationError as error:
        if error.code != "damaged":
            raise
        raise ValidationError(
            _("无法识别这张图片。可以上传 JPG、PNG、WebP、GIF、AVIF 或 BMP 图片。"),
            code="not_a_picture",
        ) from error
    finally:
        file.seek(0)


def create_picture(file, *, title, shape, user=None, original_name="", focal=(50, 50), credit=""):
    """Store ``file`` (a Django ``File``) as a new picture. Raises ``ValidationError``."""
    from portal.models import Picture

    check_upload(file)
    picture = Picture(
        title=title,
        shape=shape,
        uploaded_by=user,
        original_name=original_name or file.name or "",
        focal_x=focal[0],
        focal_y=focal[1],
        credit=credit,
    )
    picture.file = file
    picture.save()
    return picture


def prepare(picture) -> tuple[set[str], str]:
    """Bring the files of ``picture`` in step with its fields, before the row is written.

    Returns the names of files no longer needed, which the caller deletes once the row is committed,
    and the stem of the file that was replaced by a new upload ("" if none was).
    """
    fresh = bool(picture.file) and not picture.file._committed
    if not fresh and is_current(picture):
        return set(), ""
    old_file, old_renditions = _recorded(picture)
    if fresh:
        image = _store_original(picture)
        picture.renditions = _all_or_nothing(picture, image)
    else:
        with picture.file.storage.open(picture.file.name, "rb") as file:
            image = decode(file)
        picture.renditions = make_renditions(picture, image)
    obsolete = {old_file, *rendition_names(old_renditions)} - {""}
    kept = {picture.file.name, *rendition_names(picture.renditions)}
    return obsolete - kept, stem_of(old_file) if fresh and old_file else ""


def _recorded(picture) -> tuple[str, dict]:
    """File name and renditions of the stored row."""
    row = type(picture).objects.filter(pk=picture.pk).values_list("file", "renditions").first()
    return row or ("", {})


def _store_original(picture):
    upload = picture.file.file
    check_upload(upload)
    picture.original_name = clean_name(picture.original_name or picture.file.name or "")
    image = decode(upload)
    extension, content = encode_original(image)
    # The random name tells nothing about the picture and never collides with an earlier file.
    name = f"{secrets.token_hex(10)}.{extension}"
    picture.file.save(name, ContentFile(content), save=False)
    picture.width, picture.height = image.size
    return image


def _all_or_nothing(picture, image) -> dict:
    """Renditions of a new upload; when the disk fills up half-way, nothing of it stays behind."""
    try:
        return make_renditions(picture, image)
    except OSError:
        storage = picture.file.storage
        names = [f"{item.stem}.{kind}" for item in plan(picture) for kind in ("webp", "avif")]
        for name in (picture.file.name, *names):
            storage.delete(name)
        raise


def make_renditions(picture, image) -> dict:
    """Encode and store every planned rendition; returns the value for ``Picture.renditions``."""
    planned = plan(picture)
    crop = CROPS[picture.shape]
    box = crop_box(*image.size, crop.ratio, picture.focal_x, picture.focal_y)
    graphic = is_graphic(image)
    images = cut(image, box, [(item.width, item.height) for item in planned])
    items = []
    for item, rendition in zip(planned, images, strict=True):
        files = {
            kind: _store(picture.file.storage, f"{item.stem}.{kind}", content)
            for kind, content in encode_rendition(rendition, graphic).items()
        }
        items.append({"w": item.width, "h": item.height, "avif": "", **files})
    return {crop.name: items}


def _store(storage, name, content) -> str:
    # The name is a function of the content, so a file of that name may be replaced.
    if storage.exists(name):
        storage.delete(name)
    return storage.save(name, ContentFile(content))


def delete_files(storage, names):
    """Delete ``names`` once the current transaction has committed; missing files are no error."""
    if names:
        transaction.on_commit(lambda: [storage.delete(name) for name in sorted(names)])


def rebuild(picture, *, missing_only=False) -> bool:
    """Make the renditions again from the stored original. Returns whether anything was done."""
    storage = picture.file.storage
    if missing_only and is_current(picture) and _all_exist(storage, picture.renditions):
        return False
    with storage.open(picture.file.name, "rb") as file:
        image = decode(file)
    picture.width, picture.height = image.size
    old = rendition_names(picture.renditions)
    picture.renditions = make_renditions(picture, image)
    picture.save()
    delete_files(storage, old - rendition_names(picture.renditions))
    return True


def _all_exist(storage, renditions) -> bool:
    names = rendition_names(renditions)
    return bool(names) and all(storage.exists(name) for name in names)
