"""Files that came with an application, and files that go to the applicant."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.vault import EncryptedFileField, EncryptedJSONField, EncryptedTextField

from .of_case import OfCase


class ApplicantFile(OfCase):
    """An upload of the applicant. A picture of an identity document is 敏感个人信息: it needs
    consent of its own (个人信息保护法 art. 29) and goes before everything else."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("身份证明")
        SUPPLEMENT = "supplement", _("补正材料")
        OTHER = "other", _("其他附件")

    case = models.ForeignKey("disclosure.Case", on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    file = EncryptedFileField(_("文件"))
    name = EncryptedTextField(_("文件名"), context="applicant_file.name", max_length=200)
    content_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    consented_at = models.DateTimeField(_("单独同意时间"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    # Filled when the case is closed: from then on nobody needs it.
    delete_after = models.DateField(_("到期删除"), null=True, blank=True)

    class Meta:
        verbose_name = _("申请人文件")
        verbose_name_plural = _("申请人文件")
        ordering = ["pk"]
        default_permissions = ()


class ReleasedFile(OfCase):
    """A file for the applicant. ``withheld`` lists what was taken out of it, and on which ground."""

    case = models.ForeignKey("disclosure.Case", on_delete=models.PROTECT, related_name="released")
    letter = models.ForeignKey(
        "disclosure.Letter",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="released",
    )
    file = EncryptedFileField(_("文件"))
    name = EncryptedTextField(_("文件名"), context="released_file.name", max_length=200)
    content_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    pages = models.PositiveIntegerField(_("页数"), null=True, blank=True)
    withheld = EncryptedJSONField(
        _("遮盖清单"), context="released_file.withheld", max_length=20000, null=True, blank=True
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("保密审查人"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    checked_at = models.DateTimeField(_("保密审查时间"), null=True)

    class Meta:
        verbose_name = _("提供的文件")
        verbose_name_plural = _("提供的文件")
        ordering = ["pk"]
        default_permissions = ()
