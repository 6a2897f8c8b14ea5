"""The ledger: one dated fact a row, never changed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.clock import DATA, Event, Kind


class DeskKind(models.TextChoices):
    """What happens inside the house; the statutory clock does not see it."""

    EDITED = "edited", _("申请人修改")
    CORRECTED = "corrected", _("更正登记内容")
    REGISTERED = "registered", _("登记")
    IDENTITY_VERIFIED = "identity_verified", _("核验身份")
    CODE_REISSUED = "code_reissued", _("重发查询码")
    HANDLER_SET = "handler_set", _("指定经办人")
    ASSIGNED = "assigned", _("交部门承办")
    CLAIMED = "claimed", _("部门签收")
    ASSIGNMENT_RETURNED = "assignment_returned", _("部门回复")
    TRANSFER_ADVISED = "transfer_advised", _("告知向其他机关申请")
    EXTENSION_REQUESTED = "extension_requested", _("申请延期")
    EXTENSION_REFUSED = "extension_refused", _("不同意延期")
    DRAFTED = "drafted", _("拟写答复")
    SENT_TO_REVIEW = "sent_to_review", _("送审核")
    REVIEW_PASSED = "review_passed", _("审核通过")
    REVIEW_RETURNED = "review_returned", _("退回修改")
    LETTER_SIGNED = "letter_signed", _("签发文书")
    LETTER_DELIVERED = "letter_delivered", _("送达文书")
    CLOSED = "closed", _("归档")
    REOPENED = "reopened", _("重新办理")
    PROCEEDING_STARTED = "proceeding_started", _("复议或者诉讼开始")
    PROCEEDING_ANSWERED = "proceeding_answered", _("已向复议机关或者法院答复")
    PROCEEDING_ENDED = "proceeding_ended", _("复议或者诉讼结束")
    RATED = "rated", _("申请人评价")
    PUBLISHED = "published", _("答复转为公开文章")
    VISIBILITY_SET = "visibility_set", _("调整可见范围")
    ANONYMISED = "anonymised", _("隐去身份")


TOLD = (
    DeskKind.EDITED,
    DeskKind.CORRECTED,
    DeskKind.REGISTERED,
    DeskKind.CODE_REISSUED,
    DeskKind.LETTER_DELIVERED,
    DeskKind.CLOSED,
    DeskKind.REOPENED,
    DeskKind.RATED,
)


class AppendOnly(TypeError):
    """Something tried to change the ledger."""


class CaseEventQuerySet(models.QuerySet):
    def for_clock(self):
        return self.filter(kind__in=[kind.value for kind in Kind])

    def told(self):
        """What the applicant is told of; what the house does in between is its own matter."""
        inner = {Kind.TRANSFERRED, Kind.DECIDED}
        kinds = [kind.value for kind in Kind if kind not in inner]
        return self.filter(kind__in=[*kinds, *TOLD])

    def _refuse(self, *args, **options):
        raise AppendOnly("The ledger is append-only; write to it with disclosure.ledger.append().")

    update = delete = bulk_create = bulk_update = _raw_delete = _update = _refuse


class CaseEvent(models.Model):
    """One entry. ``data`` holds dates, codes and numbers, and no personal data.

    There is no foreign key to the user: an entry outlives the account that made it.
    """

    case = models.ForeignKey("disclosure.Case", on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField(_("序号"))
    round = models.PositiveSmallIntegerField(_("第几次办理"), default=1)
    date = models.DateField(_("日期"))
    kind = models.CharField(
        _("事项"), max_length=20, choices=[*((k.value, k.label) for k in Kind), *DeskKind.choices]
    )
    data = models.JSONField(_("内容"), default=dict, blank=True)
    actor_kind = models.CharField(_("操作者类别"), max_length=9)
    actor = models.CharField(_("操作者"), max_length=200)
    user_id = models.BigIntegerField(_("用户编号"), null=True)
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    objects = CaseEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理过程记录")
        verbose_name_plural = _("办理过程记录")
        ordering = ["case_id", "sequence"]
        base_manager_name = "objects"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="case_event_sequence")
        ]

    def __str__(self):
        return f"{self.case_id}/{self.sequence} {self.kind}"

    def save(self, *args, **options):
        if not self._state.adding:
            raise AppendOnly("An entry of the ledger is never changed.")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args, **options):
        raise AppendOnly("An entry of the ledger is never deleted.")

    @property
    def is_for_clock(self) -> bool:
        return self.kind in Kind._value2member_map_

    def as_clock_event(self) -> Event:
        """The entry as the pure clock reads it: without what only the desk wants to know."""
        known = {*DATA.get(Kind(self.kind), {}), "note"}
        data = {name: value for name, value in self.data.items() if name in known}
        return Event(self.date, self.kind, id=self.sequence, **data)
