"""Settings of the 信息公开目录."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from mptt.models import TreeForeignKey

from disclosure.catalogue import numbers


def _section(name, help_text):
    return TreeForeignKey(
        "navigation.Section",
        verbose_name=name,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=help_text,
    )


class CatalogueSettings(models.Model):
    """How index numbers are made, and what stands below the catalogue. One row (pk 1)."""

    WIDTHS = [(width, _("%(width)s位") % {"width": width}) for width in (4, 5, 6)]

    prefix = models.CharField(
        _("单位代码"),
        max_length=18,
        blank=True,
        validators=[
            RegexValidator(r"\A[0-9A-Z-]*\Z", _("只能用大写字母、数字和短横线“-”。"), "invalid")
        ],
        help_text=_(
            "9位组织机构代码，即统一社会信用代码的第9至17位，也可以填写18位统一社会信用代码；"
            "使用自定格式的单位填写自己的代码。更改后只影响以后的索引号。"
        ),
    )
    pattern = models.CharField(
        _("索引号格式"),
        max_length=60,
        default=numbers.STANDARD,
        validators=[numbers.check_pattern],
        help_text=_(
            "{prefix}单位代码、{category}分类代码、{year}年份、{serial}顺序号。国家规定的写法是"
            "“{prefix}/{year}-{serial}”；自定格式如“{prefix}-{category}-{year}-{serial}”。"
        ),
    )
    width = models.PositiveSmallIntegerField(
        _("顺序号位数"),
        choices=WIDTHS,
        default=numbers.STANDARD_WIDTH,
        help_text=_("每年从1开始连续编号，位数不够时在前面补0。"),
    )
    guide_section = _section(_("信息公开指南"), _("选择后，目录下方的提示里会有指向它的链接。"))
    application_section = _section(
        _("信息公开申请"), _("选择后，目录下方的提示里会有指向它的链接。")
    )
    note = models.CharField(
        _("目录下方的说明"), max_length=300, blank=True, help_text=_("显示在上面的提示之后。")
    )

    class Meta:
        verbose_name = _("信息公开目录设置")
        verbose_name_plural = _("信息公开目录设置")

    def __str__(self):
        return str(self._meta.verbose_name)

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    def clean(self):
        # A pattern that is wrong by itself has been said beside its field.
        if numbers.GAPS.issuperset(numbers.GAP.findall(self.pattern)) and self.width:
            numbers.check_rule(self.pattern, self.prefix, self.width)

    @classmethod
    def load(cls) -> "CatalogueSettings":
        """The row, or the defaults while nobody has saved any."""
        return cls.objects.filter(pk=1).first() or cls()

    @property
    def is_ready(self) -> bool:
        """Whether numbers can be made at all: not before the code is known."""
        return bool(self.prefix) or "{prefix}" not in self.pattern

    @property
    def last_serial(self) -> int:
        return 10**self.width - 1

    def number(self, category, year, serial) -> str:
        return numbers.index_number(
            self.pattern,
            prefix=self.prefix,
            category=category,
            year=year,
            serial=serial,
            width=self.width,
        )
