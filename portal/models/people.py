"""Leaders, present and former, and the institution's departments."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.richtext.fields import HtmlField


class Department(models.Model):
    """An internal department, in the order staff gave."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    duties = models.TextField(_("主要职责"), blank=True)
    head = models.CharField(_("负责人"), max_length=60, blank=True)
    phone = models.CharField(_("电话"), max_length=60, blank=True)
    room = models.CharField(_("办公地点"), max_length=60, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    position = models.PositiveIntegerField(_("顺序"), default=0)
    is_visible = models.BooleanField(_("显示"), default=True)

    class Meta:
        verbose_name = _("部门")
        verbose_name_plural = _("部门")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class PersonQuerySet(models.QuerySet):
    def visible(self):
        return self.filter(is_visible=True)

    def current(self):
        return self.filter(status=Person.Status.CURRENT)

    def former(self):
        return self.filter(status=Person.Status.FORMER)


class Person(models.Model):
    """A leader of the institution, present (现任) or former (曾任)."""

    class Status(models.TextChoices):
        CURRENT = "current", _("现任")
        FORMER = "former", _("曾任")

    name = models.CharField(_("姓名"), max_length=30)
    post = models.CharField(_("职务"), max_length=80)
    status = models.CharField(
        _("任职状态"), max_length=8, choices=Status, default=Status.CURRENT, db_index=True
    )
    is_chief = models.BooleanField(
        _("主要负责人"), default=False, help_text=_("页面上以大幅卡片居首显示。")
    )
    gender = models.CharField(_("性别"), max_length=4, blank=True)
    birth = models.CharField(
        _("出生年月"), max_length=20, blank=True, help_text=_("如“1968年4月”。")
    )
    title = models.CharField(
        _("职称"), max_length=80, blank=True, help_text=_("如“研究员、博士生导师”。")
    )
    photo = models.ForeignKey(
        "portal.Picture",
        verbose_name=_("照片"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("竖幅 3∶4 证件照。"),
    )
    summary = models.TextField(_("简介"), blank=True)
    duties = models.CharField(_("分管工作"), max_length=300, blank=True)
    departments = models.ManyToManyField(
        Department, verbose_name=_("分管部门"), blank=True, related_name="leaders"
    )
    resume = HtmlField(_("个人简历"), blank=True)
    term = models.CharField(
        _("任期"), max_length=60, blank=True, help_text=_("曾任领导填写，如“2016年3月—2021年9月”。")
    )
    position = models.PositiveIntegerField(_("顺序"), default=0)
    is_visible = models.BooleanField(_("显示"), default=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("领导")
        verbose_name_plural = _("领导")
        ordering = ["-is_chief", "position", "pk"]

    def __str__(self):
        return f"{self.name}（{self.post}）"

    def get_absolute_url(self):
        # The page stands in a section, so a room above answers it; addresses are wired by name.
        return reverse("news:person", args=[self.pk])

    @property
    def url(self):
        return self.get_absolute_url()

    @property
    def anchor(self):
        return f"person-{self.pk}"

    @property
    def title_line(self):
        """Birth and title in one line, e.g. 1968年4月生，研究员、博士生导师."""
        born = _("%(birth)s生") % {"birth": self.birth} if self.birth else ""
        return _("，").join(part for part in (str(born), self.title) if part)

    @property
    def department_names(self):
        """Names of the departments in charge; needs ``prefetch_related("departments")`` in lists."""
        return [department.name for department in self.departments.all()]
