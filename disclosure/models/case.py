"""The case: one application and everything that is known of it now."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.choices import (
    OPEN_STAGES,
    ApplicantType,
    Category,
    Channel,
    Form,
    Stage,
    Visibility,
    Way,
)
from disclosure.outcomes import OUTCOMES, Decision, from_data, to_data
from portal.personal import (
    DOCUMENT_CHOICES,
    mask_address,
    mask_email,
    mask_name,
    mask_number,
    mask_phone,
)
from portal.vault import BlindIndexField, EncryptedJSONField, EncryptedTextField, SealedModel

from .case_query import CaseQuerySet

# 统一社会信用代码 stands beside the documents of people.
ID_TYPES = [*DOCUMENT_CHOICES, ("credit_code", _("统一社会信用代码"))]


def outcome_choices():
    """A function, so that a reworded outcome is no migration."""
    return [(code, leaf.name) for code, leaf in OUTCOMES.items()]


def _sealed(label, name, length, **options):
    return EncryptedTextField(label, context=f"case.{name}", max_length=length, **options)


class Applicant(models.Model):
    """Who applied. Everything that leads to a person is encrypted."""

    applicant_type = models.CharField(
        _("申请人类型"), max_length=12, choices=ApplicantType, default=ApplicantType.NATURAL
    )
    category = models.CharField(_("组织类别"), max_length=8, choices=Category, blank=True)
    name = _sealed(_("姓名或者名称"), "name", 100, mask=mask_name)
    id_type = models.CharField(_("证件类型"), max_length=20, choices=ID_TYPES, blank=True)
    id_number = _sealed(_("证件号码"), "id_number", 40, blank=True, mask=mask_number)
    id_number_index = BlindIndexField("id_number", context="case.id_number")
    phone = _sealed(_("联系电话"), "phone", 40, blank=True, mask=mask_phone)
    email = _sealed(_("电子邮箱"), "email", 120, blank=True, mask=mask_email)
    address = _sealed(_("通信地址"), "address", 200, blank=True, mask=mask_address)
    postcode = _sealed(_("邮政编码"), "postcode", 10, blank=True)
    fax = _sealed(_("传真号码"), "fax", 40, blank=True, mask=mask_phone)
    work_unit = _sealed(_("工作单位"), "work_unit", 100, blank=True)
    legal_representative = _sealed(
        _("法定代表人"), "legal_representative", 60, blank=True, mask=mask_name
    )
    contact_person = _sealed(_("联系人"), "contact_person", 60, blank=True, mask=mask_name)

    class Meta:
        abstract = True


class Wanted(models.Model):
    """What is wanted, and how (条例 art. 29②(2)(3)). No purpose: the 2019 条例 does not ask."""

    title = models.CharField(_("信息名称或文件标题"), max_length=200, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=100, blank=True)
    index_number = models.CharField(_("索引号"), max_length=60, blank=True)
    description = _sealed(_("内容描述"), "description", 4000)
    form = models.CharField(_("提供形式"), max_length=10, choices=Form, default=Form.ELECTRONIC)
    ways = models.JSONField(_("获取方式"), default=list, blank=True)
    accepts_other = models.BooleanField(_("可接受其他方式"), default=True)

    class Meta:
        abstract = True

    @property
    def way_labels(self):
        return [str(Way(way).label) for way in self.ways if way in Way.values]


class Derived(models.Model):
    """What follows from the ledger. Only ``disclosure.ledger`` writes these; ``check_cases`` proves
    them. Once the clock has stopped, limits stay as they were reckoned then."""

    received_on = models.DateField(_("收到申请之日"), null=True, editable=False, db_index=True)
    check_by = models.DateField(_("补正告知期限"), null=True, editable=False)
    due_on = models.DateField(_("答复期限"), null=True, editable=False, db_index=True)
    replied_on = models.DateField(_("答复或者终止之日"), null=True, editable=False)
    is_provisional = models.BooleanField(_("期限暂行"), default=False, editable=False)
    calendar_version = models.PositiveIntegerField(_("工作日历版本"), default=0, editable=False)
    # What the annual report counts it as: the last reply in the year of the first one.
    report_year = models.PositiveSmallIntegerField(null=True, editable=False)
    report_outcome = models.CharField(max_length=30, blank=True, editable=False)
    report_row = models.CharField(max_length=8, blank=True, editable=False)

    class Meta:
        abstract = True


class Case(Applicant, Wanted, Derived, SealedModel):  # noqa: DJ008 - SealedModel names rows
    """One application. Stage, clock, decision and visibility are independent of each other.

    Change it through ``disclosure.services`` only: every verb checks who may, and leaves an event.
    """

    number = models.CharField(_("登记编号"), max_length=60, unique=True, editable=False)
    # Keyed digests; neither code nor token is kept.
    query_digest = models.CharField(max_length=64, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)
    batch = models.UUIDField(_("同批提交"), null=True, editable=False, db_index=True)
    channel = models.CharField(_("提交渠道"), max_length=16, choices=Channel)

    notice = models.ForeignKey(
        "disclosure.PrivacyNotice",
        verbose_name=_("同意的告知版本"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    consented_at = models.DateTimeField(_("同意时间"), null=True, blank=True)
    scan_consented_at = models.DateTimeField(_("单独同意上传证件的时间"), null=True, blank=True)

    stage = models.CharField(
        _("环节"), max_length=8, choices=Stage, default=Stage.NEW, editable=False, db_index=True
    )
    round = models.PositiveSmallIntegerField(_("第几次办理"), default=1, editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("拟稿人"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    identity_verified_at = models.DateTimeField(_("身份核验时间"), null=True, editable=False)
    identity_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("身份核验人"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    # The decision as drafted; it is made, and outcome and day are filled, when it is signed.
    decision_data = EncryptedJSONField(
        _("处理决定"), context="case.decision", max_length=60000, null=True, blank=True
    )
    outcome = models.CharField(
        _("处理结果"),
        max_length=30,
        blank=True,
        editable=False,
        choices=outcome_choices,
    )
    decided_on = models.DateField(_("决定日期"), null=True, editable=False)

    visibility = models.CharField(
        _("可见范围"), max_length=8, choices=Visibility, default=Visibility.PRIVATE
    )
    # The answer as everybody may read it; whose case it was is told nowhere on the article.
    published_as = models.OneToOneField(
        "news.Article",
        verbose_name=_("公开的答复"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="answered_case",
    )
    created_at = models.DateTimeField(_("提交时间"), default=timezone.now, editable=False)
    closed_on = models.DateField(_("归档日期"), null=True, editable=False)
    anonymised_at = models.DateTimeField(_("隐去身份的时间"), null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("依申请公开")
        verbose_name_plural = _("依申请公开")
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [
            ("intake_case", _("受理岗：登记、办理、送达申请")),
            ("contribute_case", _("承办部门：签收、回复分派给本部门的申请")),
            ("review_case", _("审核岗：法制和保密审核")),
            ("head_case", _("负责人：批准延期、签发答复")),
            ("audit_case", _("审计员：只查看办理过程记录")),
        ]
        indexes = [models.Index(fields=["stage", "due_on"], name="case_open_due")]

    def audit_label(self):
        return self.number

    def may_reveal(self, user, field):
        from disclosure.actions import Action, may

        return self.anonymised_at is None and may(user, Action.REVEAL, self)

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES

    @property
    def is_organisation(self) -> bool:
        return self.applicant_type == ApplicantType.ORGANISATION

    @property
    def report_column(self) -> str:
        """The column of table 3 (values of ``annual.Applicant``)."""
        return (self.category or Category.OTHER) if self.is_organisation else "natural"

    @property
    def decision(self) -> Decision | None:
        """The decision as drafted or made."""
        return from_data(self.decision_data) if self.decision_data else None

    @decision.setter
    def decision(self, decision: Decision | None):
        self.decision_data = to_data(decision) if decision else None

    @property
    def status_label(self) -> str:
        """What an applicant reads: the stage, or how it ended."""
        if not self.is_open and self.outcome:
            return str(OUTCOMES[self.outcome].name)
        return str(Stage(self.stage).label)
