"""Steps beside the ordinary course: another organ's matter, who may see the answer, own data."""

import json

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import Action
from disclosure.choices import Visibility
from disclosure.retention import export_applicant_data
from portal import audit
from portal.uploads import content_disposition
from portal.vault.access import PERMISSION

from .steps import Step, long_text, short_text, step


@step
class TransferAdvice(Step):
    action = Action.TRANSFER_ADVICE
    note = _(
        "所申请的信息不属于本机关负责公开的，告知申请人并说明理由；能够确定负责公开的机关的，"
        "告知其名称和联系方式（条例第三十六条第五项）。提交后生成答复草稿，仍须审核和签发。"
    )
    agency = short_text(_("负责公开的机关"), required=False, help_text=_("不能确定的可以不填。"))
    contact = short_text(_("该机关的联系方式"), required=False)
    reasons = long_text(_("理由"), help_text=_("为什么不属于本机关负责公开，会写入答复书。"))

    def clean(self):
        data = super().clean()
        if data.get("agency") and not data.get("contact"):
            self.add_error("contact", _t("请填写该机关的联系方式。"))
        return data

    def act(self):
        data = self.cleaned_data
        services.transfer_advice(
            self.case,
            self.by,
            agency=data["agency"],
            contact=data["contact"],
            reasons=data["reasons"],
        )
        return _t("已拟写告知向其他机关申请的答复草稿，请核对后送审核。")


@step
class SetVisibility(Step):
    action = Action.SET_VISIBILITY
    note = _("公开答复情况时一律隐去申请人。")
    visibility = forms.ChoiceField(
        label=_("可见范围"), choices=Visibility, widget=forms.RadioSelect
    )
    reason = short_text(_("理由"), required=False, help_text=_("会记入审计记录。"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("visibility", self.case.visibility)

    def act(self):
        data = self.cleaned_data
        services.set_visibility(self.case, self.by, data["visibility"], reason=data["reason"])
        return _t("已调整可见范围。")


@step
class Export(Step):
    """For an applicant who asks at the desk (个人信息保护法 art. 45). Reads everything in plaintext,
    so whoever does it needs the right to reveal as well."""

    action = Action.EXPORT
    note = _(
        "申请人依法要求查阅、复制本人信息时使用（个人信息保护法第四十五条）。"
        "文件含全部个人信息原文，导出一次记一次审计记录；请核对申请人身份后当面交付。"
    )
    submit_label = _("导出")
    reason = short_text(_("理由"), help_text=_("如“申请人到场要求复制本人信息”。"))

    def act(self):
        if not self.by.user.has_perm(PERMISSION):
            raise PermissionDenied
        audit.record(
            self.by.actor,
            f"disclosure.{Action.EXPORT.value}",
            self.case,
            self.cleaned_data["reason"],
        )
        text = json.dumps(export_applicant_data(self.case), ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = content_disposition(f"{self.case.number}.json")
        response["Cache-Control"] = "private, no-store"
        return response
