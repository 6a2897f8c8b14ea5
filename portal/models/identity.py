"""Who the site belongs to: the texts and marks in its header and footer."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.urls_field import LinkField

# 政府网站标识码: ten digits, or bm and eight digits for the sites of ministries.
validate_site_code = RegexValidator(
    r"\A([0-9]{10}|bm[0-9]{8})\Z",
    _("标识码是10位数字，或者小写字母 bm 加8位数字，如 1304000009、bm17000009。"),
    "invalid_site_code",
)


class SiteIdentity(models.Model):
    """The institution's identity. There is exactly one row (pk 1), edited in the admin."""

    class OrganizationType(models.TextChoices):
        """Types of schema.org by which search engines know the institution."""

        GOVERNMENT = "GovernmentOrganization", _("党政机关、事业单位")
        RESEARCH = "ResearchOrganization", _("科研机构")
        EDUCATION = "EducationalOrganization", _("学校、教育机构")
        OTHER = "Organization", _("其他单位")

    name = models.CharField(_("单位名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    short_name = models.CharField(
        _("简称"), max_length=30, blank=True, help_text=_("用于浏览器标题栏，留空则使用单位名称。")
    )
    description = models.CharField(
        _("网站描述"), max_length=200, blank=True, help_text=_("搜索引擎显示的一句话简介。")
    )
    keywords = models.CharField(
        _("网站关键词"), max_length=200, blank=True, help_text=_("用逗号分隔，三到六个。")
    )
    organization_type = models.CharField(
        _("单位性质"),
        max_length=30,
        choices=OrganizationType,
        default=OrganizationType.GOVERNMENT,
        help_text=_("写入网页的结构化数据，供搜索引擎识别。"),
    )
    established = models.CharField(
        _("成立时间"), max_length=60, blank=True, help_text=_("如“2009年6月”。")
    )
    logo = models.ForeignKey(
        "portal.Picture",
        verbose_name=_("标志"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("正方形图片，留空则使用默认徽标。"),
    )
    host_name = models.CharField(_("主办单位"), max_length=60, blank=True)
    host_url = LinkField(_("主办单位网址"), blank=True)
    copyright = models.CharField(
        _("版权所有"), max_length=100, blank=True, help_text=_("留空则使用单位名称。")
    )
    icp = models.CharField(_("ICP备案号"), max_length=60, blank=True)
    icp_url = LinkField(_("ICP备案查询网址"), blank=True, default="https://beian.miit.gov.cn/")
    police = models.CharField(_("公安备案号"), max_length=60, blank=True)
    police_url = LinkField(_("公安备案查询网址"), blank=True)
    gov_mark_image = models.ForeignKey(
        "portal.Picture",
        verbose_name=_("党政机关或事业单位标识"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("编办核发的网站标识图片。"),
    )
    gov_mark_url = LinkField(_("标识链接"), blank=True)
    site_code = models.CharField(
        _("政府网站标识码"),
        max_length=10,
        blank=True,
        validators=[validate_site_code],
        help_text=_("写入每个网页的标签并显示在页脚；没有标识码的单位留空。"),
    )
    address = models.CharField(_("地址"), max_length=120, blank=True)
    postcode = models.CharField(_("邮编"), max_length=10, blank=True)
    phone = models.CharField(_("电话"), max_length=60, blank=True)
    fax = models.CharField(_("传真"), max_length=60, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    office_hours = models.CharField(_("办公时间"), max_length=120, blank=True)
    directions = models.TextField(
        _("交通指引"), blank=True, help_text=_("显示在“联系我们”页面，一行一条。")
    )
    map_picture = models.ForeignKey(
        "portal.Picture",
        verbose_name=_("位置示意图"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("静态地图图片，显示在“联系我们”页面。"),
    )
    qr_picture = models.ForeignKey(
        "portal.Picture",
        verbose_name=_("二维码"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("微信公众号等二维码图片；留空则页脚显示本站网址的二维码。"),
    )
    qr_label = models.CharField(_("二维码说明"), max_length=30, blank=True)
    correction_url = LinkField(
        _("网站纠错链接"),
        blank=True,
        help_text=_("本单位自己的纠错入口，如“联系我们”页面；启用下面的全国平台后不再使用。"),
    )
    finds_faults = models.BooleanField(
        _("启用“我为政府网站找错”"),
        default=False,
        help_text=_("页脚的纠错链接改为全国平台上本页的找错入口；须先填写政府网站标识码。"),
    )
    search_url = LinkField(
        _("外部检索地址"),
        blank=True,
        help_text=_(
            "留空使用本站检索。填写后，页头的检索框改为打开这个网址，关键词以参数 q 传递。"
        ),
    )

    class Meta:
        verbose_name = _("网站标识")
        verbose_name_plural = _("网站标识")

    def __str__(self):
        return self.name

    def clean(self):
        if self.finds_faults and not self.site_code:
            raise ValidationError({"finds_faults": _("启用前请先填写政府网站标识码。")})

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)


class MourningPeriod(models.Model):
    """Days on which the whole site is shown in grey (公祭日、全国哀悼日). Both days are included."""

    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    reason = models.CharField(_("事由"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("哀悼灰日期")
        verbose_name_plural = _("哀悼灰日期")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="mourning_period_ends_after_start",
            )
        ]

    def __str__(self):
        return f"{self.starts_on} – {self.ends_on}"

    def clean(self):
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("结束日期不能早于开始日期。")})
