"""Steps from arrival to registration: confirm, register, verify, name a handler, withdraw."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import IDENTITY, PERMISSIONS, Action, Role
from portal.names import name_of

from .steps import Confirmation, Dated, Shown, Step, long_text, short_text, step


@step
class ConfirmReceipt(Dated):
    action = Action.CONFIRM_RECEIPT
    note = _(
        "网上、电子邮件、传真、平常信函，以双方确认之日为收到申请之日，期限自次日起算"
        "（条例第三十一条）。"
    )
    order = 10
    how = short_text(
        _("确认经过"),
        help_text=_("与谁、以什么方式确认，如“电话与申请人本人确认”。不要写号码，写了也会隐去。"),
    )
    field_order = ["on", "how"]

    @classmethod
    def is_offered(cls, case, user):
        return case.received_on is None

    def act(self):
        services.confirm_receipt(self.case, self.by, on=self.day, note=self.cleaned_data["how"])
        return _t("已登记双方确认收到，期限开始计算。")


@step
class Register(Confirmation):
    action = Action.REGISTER
    note = _("登记后进入办理，由您经办；需要时可以另行指定经办人。")
    order = 20

    @classmethod
    def is_offered(cls, case, user):
        return case.received_on is not None

    def act(self):
        services.register(self.case, self.by)
        return _t("已登记，请办理。")


@step
class VerifyIdentity(Confirmation):
    action = Action.VERIFY_IDENTITY
    rests_on = IDENTITY
    note = _("表示您已核对申请人的姓名（名称）、证件号码与身份证明（条例第二十九条第二款第一项）。")
    submit_label = _("核对一致，登记核验")

    @classmethod
    def is_offered(cls, case, user):
        return case.identity_verified_at is None

    def act(self):
        services.verify_identity(self.case, self.by)
        return _t("已登记身份核验。")


@step
class ReissueCode(Step):
    action = Action.REISSUE_CODE
    note = _("只在核对申请人身份以后重发。原查询码立即作废，新查询码只显示一次。")
    reason = short_text(
        _("理由"), help_text=_("如“申请人到场出示证件，查询码遗失”。会记入审计记录。")
    )

    def act(self):
        code = services.reissue_code(self.case, self.by, reason=self.cleaned_data["reason"])
        return Shown("code.html", {"code": code})


class HandlerField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return name_of(user)


def _officers():
    return get_user_model().objects.with_perm(
        PERMISSIONS[Role.INTAKE],
        backend="django.contrib.auth.backends.ModelBackend",
        include_superusers=False,
    )


@step
class SetHandler(Step):
    action = Action.SET_HANDLER
    note = _("经办人会收到到期提醒。")
    user = HandlerField(label=_("经办人"), queryset=None)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["user"].queryset = _officers().order_by("pk")
        self.fields["user"].initial = self.case.handler_id

    def act(self):
        services.set_handler(self.case, self.by, self.cleaned_data["user"])
        return _t("已指定经办人。")


@step
class Withdraw(Dated):
    action = Action.WITHDRAW
    note = _("申请人撤回申请的，不再答复，办理终止。日期为收到撤回之日。")
    is_grave = True
    reason = long_text(
        _("说明"),
        rows=2,
        max_length=200,
        required=False,
        help_text=_("撤回的方式和依据，会记入审计记录；不要写个人信息。"),
    )

    def act(self):
        services.withdraw(self.case, self.by, on=self.day, reason=self.cleaned_data["reason"])
        return _t("已登记撤回，办理终止。")
