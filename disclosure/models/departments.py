"""Who in the house contributes to a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.vault import EncryptedTextField, SealedModel


class DepartmentMember(models.Model):
    """A user who answers for a department. Cases are assigned to departments, not to people."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        related_name="disclosure_departments",
    )
    department = models.ForeignKey(
        "portal.Department",
        verbose_name=_("部门"),
        on_delete=models.CASCADE,
        related_name="members",
    )

    class Meta:
        verbose_name = _("承办人员")
        verbose_name_plural = _("承办人员")
        ordering = ["department", "user"]
        constraints = [models.UniqueConstraint(fields=["user", "department"], name="member_once")]

    def __str__(self):
        return f"{self.department}：{self.user.get_username()}"


class AssignmentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(returned_at=None)


class Assignment(SealedModel):
    """A department is asked to search for the information and to say what it thinks."""

    case = models.ForeignKey(
        "disclosure.Case", on_delete=models.PROTECT, related_name="assignments"
    )
    department = models.ForeignKey(
        "portal.Department", verbose_name=_("承办部门"), on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("内部期限"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    assigned_at = models.DateTimeField(_("分派时间"), default=timezone.now)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签收人"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    claimed_at = models.DateTimeField(_("签收时间"), null=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("回复人"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    returned_at = models.DateTimeField(_("回复时间"), null=True)
    opinion = EncryptedTextField(
        _("承办意见"), context="assignment.opinion", max_length=4000, blank=True
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("部门承办")
        verbose_name_plural = _("部门承办")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "department"],
                condition=Q(returned_at=None),
                name="assignment_open_once",
            )
        ]
