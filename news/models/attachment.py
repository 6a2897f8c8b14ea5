"""Files offered for download below an article."""

import secrets

from django.core.files.storage import storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def private_storage():
    return storages["private"]


def attachment_path(instance, filename):
    """A random name: the address tells nothing and cannot be guessed or collide."""
    extension = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    token = secrets.token_hex(16)
    return f"attachments/{token[:2]}/{token}.{extension}"


class AttachmentManager(models.Manager):
    """Leaves the text in the database: no page shows it, and it is long. ``values_list`` reads it."""

    def get_queryset(self):
        return super().get_queryset().defer("text")


class Attachment(models.Model):
    """A file of an article, served by a view that checks rights, counts and adds safe headers."""

    article = models.ForeignKey(
        "news.Article", verbose_name=_("文章"), on_delete=models.CASCADE, related_name="attachments"
    )
    file = models.FileField(
        _("文件"), upload_to=attachment_path, storage=private_storage, max_length=200
    )
    name = models.CharField(
        _("显示名称"), max_length=150, blank=True, help_text=_("留空则使用原文件名。")
    )
    original_name = models.CharField(_("原文件名"), max_length=200, editable=False, blank=True)
    size = models.PositiveBigIntegerField(_("大小"), editable=False, default=0)
    type_label = models.CharField(_("类型"), max_length=12, editable=False, blank=True)
    content_type = models.CharField(max_length=100, editable=False, blank=True)
    downloads = models.PositiveIntegerField(_("下载次数"), editable=False, default=0)
    position = models.PositiveIntegerField(_("顺序"), default=0)
    # The words of the file, for the search (portal.uploads.text); "" when there are none.
    text = models.TextField(_("文件中的文字"), editable=False, blank=True)

    objects = AttachmentManager()

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("news:attachment", args=[self.pk])

    @property
    def url(self):
        return self.get_absolute_url()

    @property
    def title(self):
        return self.name or self.original_name.rsplit(".", 1)[0]

    @property
    def size_label(self):
        """Size for people, e.g. ``86 kB`` or ``2.4 MB`` (decimal units)."""
        if self.size < 1000:
            return f"{self.size} B"
        if self.size < 1_000_000:
            return f"{self.size / 1000:.0f} kB"
        return f"{self.size / 1_000_000:.1f} MB"
