"""Files for the applicant, the delivery of the answer, and what ends or reopens a case."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import Action
from disclosure.models import ReleasedFile
from disclosure.models.letters import METHODS
from portal.names import name_of
from portal.uploads import ATTACHMENTS, clean_name, verify

from .asking import Styled
from .steps import Confirmation, Dated, DayField, Step, long_text, short_text, step


@step
class ReleaseFile(Step):
    action = Action.RELEASE_FILE
    note = _("文件经保密审查、答复送达以后，才能由申请人下载。请先遮盖不予公开的内容，再上传。")

    file = forms.FileField(
        label=_("文件"),
        error_messages={"required": _("请选择文件。")},
        help_text=_("文件名会写入答复书的附件说明，请用文件的标题，不要含有个人信息。"),
    )
    pages = forms.IntegerField(
        label=_("页数"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("按量收取信息处理费时使用。"),
    )
    withheld = long_text(
        _("遮盖的内容"),
        rows=4,
        required=False,
        max_length=4000,
        help_text=_(
            "一行一处，写明位置和依据，例如“第3页联系电话：个人隐私（第十五条）”。没有遮盖的留空。"
        ),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        kind = verify(file, ATTACHMENTS)
        self.upload = services.Upload(file, clean_name(file.name), kind.content_type)
        return file

    def act(self):
        lines = [line.strip() for line in self.cleaned_data["withheld"].splitlines()]
        services.release_file(
            self.case,
            self.by,
            self.upload,
            pages=self.cleaned_data["pages"],
            withheld=[line for line in lines if line],
        )
        return _t("文件已上传，请由另一人进行保密审查。")


@step
class CheckFile(Styled, Step):
    """保密审查 (条例 art. 17): after the file has been opened."""

    action = Action.CHECK_FILE
    template = "admin/disclosure/answer/check.html"
    target_model = ReleasedFile
    note = _("第十七条：公开前应当依照保守国家秘密法等法律法规审查。审查由上传人以外的人员进行。")
    submit_label = _("审查通过，可以提供")

    looked = forms.BooleanField(
        label=_("我已打开文件逐页审查，不含国家秘密和其他依法不予公开的内容"),
        error_messages={"required": _("请先打开文件审查。")},
    )

    @classmethod
    def is_for(cls, target, user):
        return target.checked_at is None and target.added_by_id != user.pk

    def facts(self):
        row = self.target
        return [
            (_t("文件"), row.name),
            (_t("页数"), row.pages or "—"),
            (_t("遮盖的内容"), "；".join(row.withheld or ()) or _t("无")),
            (_t("上传人"), name_of(row.added_by) or "—"),
        ]

    def act(self):
        services.check_file(self.case, self.by, self.target)
        return _t("已登记保密审查。")


@step
class Deliver(Dated):
    """The answer reaches the applicant."""

    action = Action.DELIVER
    note = _(
        "答复之日：直接送达的为签收之日；邮寄的为交邮之日；当场答复的为当日；"
        "电子送达的为到达申请人系统之日。送达后申请人可以凭查询码查看、下载。"
    )
    order = 10

    method = forms.ChoiceField(label=_("送达方式"), choices=METHODS)
    tracking = short_text(
        _("邮件号"), max_length=40, required=False, help_text=_("通过邮政企业寄送的必须填写。")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.letter = services.answer_of(self.case)
        if self.letter:
            self.initial.setdefault("method", self.letter.method)

    def facts(self):
        if self.letter is None:
            return []
        return [(_t("文号"), self.letter.reference), (_t("落款日期"), self.letter.signed_on)]

    def clean_on(self):
        """Nothing can be delivered before it was signed."""
        day = self.cleaned_data["on"]
        if self.letter and self.letter.signed_on and day < self.letter.signed_on:
            raise ValidationError(_t("送达日期不能早于落款日期。"))
        return day

    def act(self):
        services.deliver(
            self.case,
            self.by,
            method=self.cleaned_data["method"],
            on=self.day,
            tracking=self.cleaned_data["tracking"],
        )
        return _t("已登记送达，期限停止计算。")


@step
class Close(Confirmation):
    action = Action.CLOSE
    note = _("归档后只能查看、公开或者重新办理；证件照片按规定到期删除。")
    order = 10

    def act(self):
        services.close(self.case, self.by)
        return _t("已归档。")


@step
class Reopen(Step):
    action = Action.REOPEN
    note = _("依复议决定、判决重新答复，或者纠正错误：另起一轮期限，原答复保留。")
    is_grave = True

    reason = long_text(_("理由"), rows=3, max_length=500)
    until = DayField(
        _("重新答复的期限"),
        required=False,
        help_text=_("复议决定书或者判决书写明期限的填写；没有写明的留空，按法定期限。"),
    )

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise ValidationError(_t("期限不能早于今天。"))
        return until

    def act(self):
        services.reopen(self.case, self.by, **self.cleaned_data)
        return _t("已重新办理，原答复保留。")
