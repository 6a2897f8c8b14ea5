"""The picture library: one row a picture, all sizes made when it is uploaded, never in a request."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def picture_path(instance, filename):
    """Year and month, so that no folder grows without end; ``filename`` is random already."""
    return f"pictures/{timezone.localdate():%Y/%m}/{filename}"


class Picture(models.Model):
    """An uploaded picture with its renditions.

    ``renditions`` maps a crop name (``wide``, ``portrait``, ``banner``, ``full``) to a list of
    ``{"w": px, "h": px, "avif": name, "webp": name}`` sorted by width (``avif`` may be empty).
    Saving keeps it in step with the file, the shape and the focal point; ``QuerySet.update()``
    does not (``manage.py rebuild_pictures --missing`` repairs that).
    """

    class Shape(models.TextChoices):
        WIDE = "wide", _("横幅 16∶9（新闻配图）")
        PORTRAIT = "portrait", _("竖幅 3∶4（人物照片）")
        BANNER = "banner", _("通栏 40∶17（专题横幅）")
        FREE = "full", _("不裁切")

    title = models.CharField(
        _("图片说明"), max_length=120, help_text=_("读屏软件会读出这段文字，请写明图片内容。")
    )
    file = models.ImageField(
        _("图片"), upload_to=picture_path, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(_("宽度"), editable=False, default=0)
    height = models.PositiveIntegerField(_("高度"), editable=False, default=0)
    shape = models.CharField(_("用途"), max_length=8, choices=Shape, default=Shape.WIDE)
    focal_x = models.PositiveSmallIntegerField(
        _("焦点横坐标"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("百分比，0 为最左。"),
    )
    focal_y = models.PositiveSmallIntegerField(
        _("焦点纵坐标"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("百分比，0 为最上。"),
    )
    credit = models.CharField(_("图片来源"), max_length=60, blank=True)
    original_name = models.CharField(_("原文件名"), max_length=200, blank=True, editable=False)
    renditions = models.JSONField(default=dict, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("图片")
        verbose_name_plural = _("图片库")
        ordering = ["-pk"]

    def __str__(self):
        return self.title

    def save(self, *args, update_fields=None, **kwargs):
        from portal import pictures

        obsolete, replaced = pictures.prepare(self)
        if update_fields is not None:
            update_fields = {*update_fields, "file", "width", "height", "renditions"}
        # Encoding is done; only now does the transaction begin, so that others need not wait.
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
            if replaced:
                pictures.replace_in_texts(replaced, self)
        pictures.delete_files(self.file.storage, obsolete)


@receiver(post_delete, sender=Picture)
def delete_files_of_picture(sender, instance, **kwargs):
    """A deleted picture leaves nothing behind: it may have been deleted because it must go."""
    from portal import pictures
    from portal.pictures.plan import rendition_names

    names = {instance.file.name, *rendition_names(instance.renditions)} - {"", None}
    pictures.delete_files(instance.file.storage, names)
