"""The few words a case is described by. Values are stored; labels are what people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.clock import Channel as ClockChannel
from disclosure.clock import Institution


class Stage(models.TextChoices):
    """Where a case is in the house. What runs is the clock's matter, what was answered the
    decision's; neither is repeated here."""

    NEW = "new", _("待登记")
    HANDLING = "handling", _("办理中")
    WAITING = "waiting", _("待申请人补正或缴费")
    REVIEW = "review", _("审核中")
    SIGNING = "signing", _("待签发")
    SIGNED = "signed", _("待送达")
    REPLIED = "replied", _("待归档")
    CLOSED = "closed", _("已办结")


# Stages in which the desk still owes an answer.
OPEN_STAGES = (
    Stage.NEW,
    Stage.HANDLING,
    Stage.WAITING,
    Stage.REVIEW,
    Stage.SIGNING,
    Stage.SIGNED,
)


class Channel(models.TextChoices):
    """How an application came in: those of 条例 art. 31, and two that count as one of them."""

    COUNTER = "counter", _("当面提交")
    ORAL = "oral", _("口头申请")
    REGISTERED_MAIL = "registered_mail", _("邮寄（签收）")
    ORDINARY_MAIL = "ordinary_mail", _("平常信函")
    INTERNET = "internet", _("网上提交")
    EMAIL = "email", _("电子邮件")
    FAX = "fax", _("传真")

    @property
    def for_clock(self) -> ClockChannel:
        """Oral applications are made at the counter (art. 29①), e-mails over the internet."""
        return {"oral": ClockChannel.COUNTER, "email": ClockChannel.INTERNET}.get(
            self.value
        ) or ClockChannel(self.value)


class ApplicantType(models.TextChoices):
    NATURAL = "natural", _("公民")
    ORGANISATION = "organisation", _("法人或者其他组织")


class Category(models.TextChoices):
    """Columns of table 3 for organisations; the values are those of ``annual.Applicant``."""

    BUSINESS = "business", _("商业企业")
    RESEARCH = "research", _("科研机构")
    CHARITY = "charity", _("社会公益组织")
    LEGAL = "legal", _("法律服务机构")
    OTHER = "other", _("其他")


class Form(models.TextChoices):
    """In which form the information is wanted (条例 art. 29②(3))."""

    PAPER = "paper", _("纸质")
    ELECTRONIC = "electronic", _("电子")


class Way(models.TextChoices):
    """How it is to be handed over."""

    POST = "post", _("邮寄")
    EMAIL = "email", _("电子邮件")
    ONLINE = "online", _("网上下载")
    FAX = "fax", _("传真")
    PICKUP = "pickup", _("自行领取")
    ON_SITE = "on_site", _("当场阅读、抄录")


class Visibility(models.TextChoices):
    PRIVATE = "private", _("仅申请人可查询")
    LISTED = "listed", _("可公开答复情况（隐去申请人）")


class InstitutionType(models.TextChoices):
    """Whose desk it is (条例 arts. 2, 54, 55)."""

    ORGAN = Institution.ORGAN.value, _("行政机关")
    AUTHORISED = Institution.AUTHORISED.value, _("法律、法规授权的组织（第五十四条）")
    PUBLIC_SERVICE = Institution.PUBLIC_SERVICE.value, _("公共企事业单位（第五十五条）")
