"""What an institution decides about its desk, and the versions of its privacy notice."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.choices import InstitutionType
from disclosure.outcomes import Remedy, RemedySettings
from disclosure.outcomes.catalogue import find
from disclosure.outcomes.placeholders import unknown
from disclosure.patterns import validate_pattern

# Fields that are parameters of ``ClockRules`` under the same name.
STATUTORY_NUMBERS = {
    "reply_days": 20,
    "extension_days": 20,
    "supplement_notice_days": 7,
    "third_party_days": 15,
    "co_author_days": 15,
}
CLOCK_RULES = (
    *STATUTORY_NUMBERS,
    "own_rules",
    "max_extensions",
    "extension_notified_within_term",
    "late_supplement_restarts",
    "extension_survives_restart",
    "pause_from_sending_day",
    "silence_ends_pause",
    "other_organ_days",
    "reasons_pause",
    "roll_stated_dates",
    "confirm_within",
    "fee_clock",
    "fee_days",
)


def _days(label, default, **options):
    limits = [MinValueValidator(1), MaxValueValidator(250)]
    return models.PositiveSmallIntegerField(label, default=default, validators=limits, **options)


def _limit(label, default, most, *, least=1, **options):
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveIntegerField(label, default=default, validators=limits, **options)


class Office(models.Model):
    """Who the desk is (条例 art. 12: what the 指南 must name of the 工作机构)."""

    institution = models.CharField(
        _("机构类型"),
        max_length=16,
        choices=InstitutionType,
        default=InstitutionType.ORGAN,
        help_text=_("决定答复期限、引用条文和救济途径的写法。事业单位一般选第五十五条。"),
    )
    institution_name = models.CharField(
        _("机构名称"), max_length=60, blank=True, help_text=_("答复书落款使用的全称。")
    )
    office_name = models.CharField(_("工作机构"), max_length=60, blank=True)
    office_address = models.CharField(_("办公地址"), max_length=120, blank=True)
    office_postcode = models.CharField(_("邮政编码"), max_length=10, blank=True)
    office_hours = models.CharField(_("办公时间"), max_length=120, blank=True)
    office_phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    office_fax = models.CharField(_("传真号码"), max_length=60, blank=True)
    office_email = models.EmailField(_("电子邮箱"), blank=True)
    uses_inquiry_wording = models.BooleanField(
        _("使用“信息公开咨询”的提法"),
        default=False,
        help_text=_("第五十五条单位可以改称“咨询”“申诉”；行政机关和授权组织不能使用。"),
    )

    class Meta:
        abstract = True


class ClockNumbers(models.Model):
    """The rules of the clock, named as in ``ClockRules``; docs/clock.md explains each."""

    own_rules = models.CharField(
        _("本单位规定的名称"),
        max_length=80,
        blank=True,
        help_text=_("第五十五条单位引用，不带书名号。"),
    )
    reply_days = _days(_("答复期限（工作日）"), 20)
    extension_days = _days(_("最多延长（工作日）"), 20)
    supplement_notice_days = _days(_("告知补正期限（工作日）"), 7)
    third_party_days = _days(_("第三方答复期限（工作日）"), 15)
    co_author_days = _days(_("共同制作机关答复期限（工作日）"), 15)
    other_organ_days = _days(_("其他机关答复期限（工作日）"), None, null=True, blank=True)
    max_extensions = _days(_("延长次数"), 1)
    extension_notified_within_term = models.BooleanField(_("延长须在原期限内告知"), default=True)
    late_supplement_restarts = models.BooleanField(_("逾期告知补正也重新起算"), default=False)
    extension_survives_restart = models.BooleanField(_("重新起算后保留延长"), default=False)
    pause_from_sending_day = models.BooleanField(_("征求意见自发出之日起扣除"), default=False)
    silence_ends_pause = models.BooleanField(_("对方逾期不回时停止扣除"), default=True)
    reasons_pause = models.BooleanField(_("说明理由期间不计入"), default=False)
    roll_stated_dates = models.BooleanField(_("文书写明的末日遇休息日顺延"), default=True)
    confirm_within = _days(
        _("双方确认的内部期限（工作日）"),
        None,
        null=True,
        blank=True,
        help_text=_("网上、传真申请应在多少个工作日内与申请人确认；留空不提示。"),
    )
    supplement_period = _days(
        _("补正期限（工作日）"), 10, help_text=_("补正告知书默认给申请人的时间，可逐件修改。")
    )

    class Meta:
        abstract = True


class Remedies(models.Model):
    review_agency = models.CharField(_("行政复议机关"), max_length=80, blank=True)
    court = models.CharField(_("人民法院"), max_length=80, default="有管辖权的人民法院")
    appeal_body = models.CharField(
        _("申诉机构"),
        max_length=80,
        blank=True,
        help_text=_("第五十五条单位：受理申诉的主管部门。"),
    )
    notice_text = models.CharField(
        _("程序性告知的救济文字"), max_length=300, blank=True, help_text=_("一般留空。")
    )
    appeal_text = models.CharField(
        _("申诉文字"), max_length=300, default=RemedySettings.appeal_text
    )
    remedy_overrides = models.JSONField(
        _("另行确定的救济途径"), default=dict, blank=True, editable=False
    )

    class Meta:
        abstract = True


class Fees(models.Model):
    fees_enabled = models.BooleanField(
        _("收取信息处理费"), default=False, help_text=_("国办函〔2020〕109号；默认不收。")
    )
    fee_clock = models.BooleanField(_("收费期间期限另行计算"), default=False)
    fee_days = _days(_("缴费期限（工作日）"), 20)

    class Meta:
        abstract = True


class Numbers(models.Model):
    prefix = models.CharField(
        _("机关代字"), max_length=20, blank=True, help_text=_("文号开头的代字，如“京科创”。")
    )
    case_pattern = models.CharField(
        _("登记编号"),
        max_length=60,
        default="XXGK-{year}-{serial:06d}",
        validators=[validate_pattern],
    )
    reply_pattern = models.CharField(
        _("答复书文号"),
        max_length=60,
        default="{prefix}公复〔{year}〕{serial}号",
        validators=[validate_pattern],
    )
    notice_pattern = models.CharField(
        _("告知书文号"),
        max_length=60,
        default="{prefix}公告知〔{year}〕{serial}号",
        validators=[validate_pattern],
    )
    consult_pattern = models.CharField(
        _("征求意见书文号"),
        max_length=60,
        default="{prefix}公函〔{year}〕{serial}号",
        validators=[validate_pattern],
    )

    class Meta:
        abstract = True


class Keeping(models.Model):
    """Retention (个人信息保护法 art. 19: no longer than necessary) and limits of the public pages."""

    privacy_text = models.TextField(
        _("个人信息处理告知"),
        blank=True,
        help_text=_("申请人提交前阅读并同意；每次修改自动成为新版本，旧版本保留。"),
    )
    # Who was not told of the review may ask for one within a year (行政复议法 art. 20③).
    retention_months = _limit(
        _("办结后保留个人信息（月）"),
        120,
        1200,
        least=12,
        help_text=_("期满后隐去身份，只留统计数据。至少12个月，以备复议、诉讼。"),
    )
    scan_retention_days = _limit(
        _("办结后保留证件照片（天）"), 30, 3650, help_text=_("比其他信息更早删除。")
    )
    captcha_enabled = models.BooleanField(
        _("提交申请前验证"),
        default=True,
        help_text=_(
            "浏览器自动完成，或者改答一道题，用于挡住自动提交。不选时，每小时提交上限仍然有效。"
        ),
    )
    submissions_per_hour = _limit(_("每个来源地址每小时提交上限"), 10, 10000)
    query_tries = _limit(_("查询码可输错次数"), 5, 100)
    query_pause_minutes = _limit(_("输错后暂停（分钟）"), 30, 1440)
    volume_per_month = _limit(
        _("同一申请人每月申请数量提示"), 10, 10000, help_text=_("超过时提示经办人，不自动处理。")
    )

    class Meta:
        abstract = True


class DeskSettings(Office, ClockNumbers, Remedies, Fees, Numbers, Keeping):
    """The one row (pk 1). Read it through :func:`disclosure.desk.desk`."""

    class Meta:
        verbose_name = _("信息公开设置")
        verbose_name_plural = _("信息公开设置")
        default_permissions = ("change", "view")

    def __str__(self):
        return str(self._meta.verbose_name)

    def clean(self):
        errors = {**self._wrong_numbers(), **self._wrong_wording(), **self._wrong_remedies()}
        for name in ("notice_text", "appeal_text"):
            if gaps := unknown(getattr(self, name)):
                errors[name] = _("“{%(name)s}”不是可用的名称。") % {"name": gaps[0]}
        if errors:
            raise ValidationError(errors)

    def _wrong_numbers(self):
        """Bodies under the 条例 may not give themselves other terms than it does."""
        if self.institution == InstitutionType.PUBLIC_SERVICE:
            return {}
        return {
            name: _("行政机关和授权组织适用条例规定的%(days)d个工作日。") % {"days": days}
            for name, days in STATUTORY_NUMBERS.items()
            if getattr(self, name) != days
        }

    def _wrong_wording(self):
        if self.uses_inquiry_wording and self.institution != InstitutionType.PUBLIC_SERVICE:
            return {"uses_inquiry_wording": _("只有第五十五条单位可以使用“咨询”的提法。")}
        return {}

    def _wrong_remedies(self):
        """Only what the law leaves open may be decided otherwise."""
        known = set(Remedy)
        for code, remedy in self.remedy_overrides.items():
            entry = find(code)
            if entry is None or entry.is_settled or remedy not in known:
                name = entry.name if entry else code
                return {NON_FIELD_ERRORS: _("“%(name)s”的救济途径不能这样设置。") % {"name": name}}
        return {}

    def save(self, *args, **options):
        """There is one row; a changed notice is kept as a version; open cases follow new rules."""
        from disclosure import ledger

        self.pk = 1
        with transaction.atomic():
            super().save(*args, **options)
            PrivacyNotice.publish(self.privacy_text)
            ledger.refresh_open()


class PrivacyNotice(models.Model):
    """One version of the notice, as applicants agreed to it (个人信息保护法 arts. 14, 17)."""

    version = models.PositiveIntegerField(_("版本"), unique=True)
    text = models.TextField(_("内容"))
    since = models.DateTimeField(_("启用时间"), default=timezone.now)

    class Meta:
        verbose_name = _("个人信息处理告知")
        verbose_name_plural = _("个人信息处理告知")
        ordering = ["-version"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self._meta.verbose_name} {self.version}"

    def save(self, *args, **options):
        if not self._state.adding:
            raise TypeError("A version of the notice is never changed; publish a new one.")
        super().save(*args, **options)

    @classmethod
    def publish(cls, text: str) -> "PrivacyNotice | None":
        """The version that says ``text``: the newest, or a new one if that says something else."""
        newest = cls.objects.first()
        if not text.strip() or (newest and newest.text == text):
            return newest
        return cls.objects.create(version=newest.version + 1 if newest else 1, text=text)
