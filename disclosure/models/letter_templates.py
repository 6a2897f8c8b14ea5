"""Word templates an institution uses instead of the built-in ones."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .letters import letter_choices


class LetterTemplate(models.Model):
    """One version of the template of a kind of letter; at most one of a kind is in use.

    None in use: the built-in one. The file is in the row, so that a backup of the database and a
    transaction hold both; it says nothing of anybody.
    """

    kind = models.CharField(_("文书"), max_length=30, choices=letter_choices)
    version = models.PositiveIntegerField(_("版本"))
    content = models.BinaryField(_("文件"), editable=False)
    size = models.PositiveIntegerField(_("大小"))
    is_used = models.BooleanField(_("正在使用"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)

    class Meta:
        verbose_name = _("文书模板")
        verbose_name_plural = _("文书模板")
        ordering = ["kind", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="letter_template_version"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(is_used=True), name="letter_template_used_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.version}"
