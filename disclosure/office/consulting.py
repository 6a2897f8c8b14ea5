"""Steps of asking others (条例 arts. 32, 33③, 34)."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import Action
from disclosure.models import Consultation
from disclosure.models.consultations import PARTIES

from .steps import Dated, DayField, long_text, short_text, step


@step
class Consult(Dated):
    action = Action.CONSULT
    note = _(
        "征求意见所需时间不计入答复期限，自发出之日的次日起扣除（条例第三十三条第三款）；"
        "没有登记送达或者意见以前，不扣除（第三十二条，自收到征求意见书之日起算）。"
        "征求意见书不透露申请人是谁。"
    )
    party = forms.ChoiceField(label=_("对象"), choices=PARTIES, widget=forms.RadioSelect)
    name = short_text(_("对方名称"), max_length=100)
    address = short_text(_("对方地址"), required=False)
    concerns = long_text(
        _("涉及的信息"), help_text=_("写入征求意见书，只写涉及对方的部分，不写申请人。")
    )
    field_order = ["party", "name", "address", "concerns", "on"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["on"].label = _("发出之日")

    def act(self):
        data = self.cleaned_data
        services.consult(
            self.case,
            self.by,
            party=data["party"],
            name=data["name"],
            address=data["address"],
            concerns=data["concerns"],
            on=self.day,
        )
        return _t(
            "已登记征求意见书；对方收到后请登记送达，15个工作日自送达次日起算，登记以前期限照常计算。"
        )


class OfConsultation(Dated):
    target_model = Consultation

    @classmethod
    def is_for(cls, target, user):
        return target.is_of_this_round and not target.is_ended

    def facts(self):
        row = self.target
        return [
            (_("对象"), row.get_party_display()),
            (_("名称"), row.name_masked),
            (_("发出日期"), row.sent_on),
            (_("送达日期"), row.delivered_on or "—"),
        ]


@step
class ConsultationDelivered(OfConsultation):
    action = Action.CONSULTATION_DELIVERED
    note = _("对方收到征求意见书之日；答复的15个工作日自次日起算。")

    @classmethod
    def is_for(cls, target, user):
        # Also of one that was answered: its fifteen days are then counted from that day.
        on_its_way = target.delivered_on is None and target.undelivered_on is None
        return target.is_of_this_round and on_its_way

    def act(self):
        services.consultation_delivered(self.case, self.by, self.target, on=self.day)
        return _t("已登记征求意见书送达。")


@step
class ConsultationUndelivered(OfConsultation):
    action = Action.CONSULTATION_UNDELIVERED
    note = _(
        "征求意见书被退回，或者确实无法送达的，在这里登记：不扣除期限，也不能再登记送达和意见。"
        "找到对方新的地址的，请重新征求意见。"
    )
    reasons = long_text(
        _("情形"),
        max_length=4000,
        help_text=_("例如：邮政以“查无此人”退回，登记的电话已停机，网站公示的地址相同。"),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["on"].label = _("退回或者确认无法送达之日")

    @classmethod
    def is_for(cls, target, user):
        return super().is_for(target, user) and target.delivered_on is None

    def act(self):
        services.consultation_undelivered(
            self.case, self.by, self.target, reasons=self.cleaned_data["reasons"], on=self.day
        )
        return _t("已登记征求意见书退回，不再等待送达。")


@step
class ConsultationReturned(OfConsultation):
    action = Action.CONSULTATION_RETURNED
    note = _("收到意见之日扣除停止，次日继续计算答复期限。逾期未答复的，不必填日期。")
    on = DayField(_("收到之日"), past=True)
    result = forms.ChoiceField(
        label=_("意见"), choices=Consultation.Result, widget=forms.RadioSelect
    )
    reasons = long_text(
        _("理由"), max_length=4000, required=False, help_text=_("第三方不同意公开的必须填写。")
    )
    field_order = ["result", "on", "reasons"]

    @classmethod
    def is_for(cls, target, user):
        # Also behind a silence: an opinion may still come before the decision.
        is_open = not target.is_ended or target.result == Consultation.Result.SILENT
        return target.is_of_this_round and is_open

    def act(self):
        data = self.cleaned_data
        services.consultation_returned(
            self.case,
            self.by,
            self.target,
            result=data["result"],
            reasons=data["reasons"],
            on=self.day,
        )
        return _t("已登记对方的意见。")
