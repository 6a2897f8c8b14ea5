"""Steps of 信息处理费 (条例 art. 42); offered only where the settings switch it on."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import radar, services
from disclosure.actions import Action
from disclosure.clock import Kind
from disclosure.desk import desk
from disclosure.fees import Fee, FeesAreOff, Method, charge

from .steps import Dated, long_text, step
from .supplementing import has_event, waits_for

METHODS = [(method.value, method.value) for method in Method]
MOST = 100_000


@step
class NotifyFee(Dated):
    """The officer says how to charge; the reckoning is shown, and its sum entered to agree."""

    action = Action.NOTIFY_FEE
    note = _("按《政府信息公开信息处理费管理办法》计收。同一件申请只能按件或者按量，不能并用。")
    method = forms.ChoiceField(label=_("计收方式"), choices=METHODS, widget=forms.RadioSelect)
    quantity = forms.IntegerField(
        label=_("数量"),
        min_value=1,
        max_value=MOST,
        help_text=_("按件：本次申请拆分后的件数；按量：提供的页数。"),
    )
    agreed = forms.IntegerField(
        label=_("应收金额（元）"),
        required=False,
        min_value=0,
        help_text=_("先留空提交，系统给出逐档计算；核对后填写同样的金额再提交。"),
    )
    payment = long_text(_("缴费方式"), max_length=500, help_text=_("写入收费通知。"))
    field_order = ["method", "quantity", "agreed", "payment", "on"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["on"].label = _("申请人收到通知之日")

    @classmethod
    def is_offered(cls, case, user):
        return desk().fees_enabled and not has_event(case, Kind.FEE_NOTIFIED)

    def facts(self):
        return [(_("同一申请人本月此前的申请"), radar.earlier_this_month(self.case))]

    def fee(self) -> Fee:
        data, rules = self.cleaned_data, desk().fee_rules
        try:
            if data["method"] == Method.ITEMS:
                earlier = radar.earlier_this_month(self.case)
                return charge(rules, items=data["quantity"], earlier=earlier)
            return charge(rules, pages=data["quantity"])
        except FeesAreOff:
            raise ValidationError(_t("本单位没有启用信息处理费。"), code="fees_off") from None

    def act(self):
        fee = self.fee()
        if self.cleaned_data["agreed"] != fee.due:
            raise ValidationError({"agreed": [*fee.explanation, _t("请核对后填写应收金额。")]})
        services.notify_fee(
            self.case, self.by, fee, payment=self.cleaned_data["payment"], on=self.day
        )
        return _t("已通知收费%(sum)d元，并生成收费通知。") % {"sum": fee.due}


@step
class FeePaid(Dated):
    action = Action.FEE_PAID
    amount = forms.DecimalField(
        label=_("实收金额（元）"), min_value=0, max_digits=10, decimal_places=2
    )
    field_order = ["on", "amount"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["on"].label = _("缴费之日")

    @classmethod
    def is_offered(cls, case, user):
        return has_event(case, Kind.FEE_NOTIFIED) and not has_event(case, Kind.FEE_PAID)

    def act(self):
        services.fee_paid(self.case, self.by, amount=self.cleaned_data["amount"], on=self.day)
        return _t("已登记缴费。")


@step
class FeeLapse(Dated):
    action = Action.FEE_LAPSE
    note = _("申请人逾期不缴纳的，视为放弃申请，不再处理。")
    is_grave = True

    @classmethod
    def is_offered(cls, case, user):
        return waits_for(case) is Kind.FEE_NOTIFIED

    def act(self):
        services.fee_lapse(self.case, self.by, on=self.day)
        return _t("已登记逾期不缴费，办理终止。")
