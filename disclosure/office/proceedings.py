"""复议、诉讼: when they began, when our answer is due, how they ended."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import Action
from disclosure.followups import days_left_label
from disclosure.models import Proceeding
from disclosure.models.proceedings import RESULTS, ROUTES

from .steps import Dated, DayField, Step, long_text, short_text, step


@step
class StartProceeding(Step):
    action = Action.START_PROCEEDING
    date_field = "received_on"
    note = _(
        "行政复议自收到申请书副本之日起10日内答复并提交证据（行政复议法第四十八条），行政诉讼自收到"
        "起诉状副本之日起15日内（行政诉讼法第六十七条）。"
    )

    route = forms.ChoiceField(label=_("途径"), choices=ROUTES)
    body = short_text(_("复议机关或者法院"), max_length=80)
    body_number = short_text(_("案号"), max_length=80, required=False)
    received_on = DayField(_("收到通知日期"), past=True)
    answer_by = DayField(
        _("答复和举证期限"),
        required=False,
        help_text=_("留空则按上述期限计算，遇休息日顺延；通知另有写明的，以通知为准。"),
    )

    def clean(self):
        data = self.cleaned_data
        received, limit = data.get("received_on"), data.get("answer_by")
        if received and limit and limit < received:
            self.add_error("answer_by", _t("期限不能早于收到通知的日期。"))

    def act(self):
        row = services.start_proceeding(self.case, self.by, **self.cleaned_data)
        return _t("已登记。答复和举证期限为%s。") % row.answer_by


class OfProceeding(Dated):
    """A step about one review or suit that is not over."""

    target_model = Proceeding

    @classmethod
    def is_for(cls, target, user):
        return target.concluded_on is None

    def facts(self):
        row = self.target
        return [
            (_t("途径"), row.get_route_display()),
            (_t("复议机关或者法院"), row.body),
            (_t("案号"), row.body_number or "—"),
            (_t("收到通知日期"), row.received_on),
            (_t("答复和举证期限"), f"{row.answer_by:%Y-%m-%d}（{days_left_label(row)}）"),
        ]


@step
class AnswerProceeding(OfProceeding):
    action = Action.ANSWER_PROCEEDING
    note = _("填写向复议机关或者法院提交答复书、答辩状和证据的日期。")

    @classmethod
    def is_for(cls, target, user):
        return target.answered_on is None and target.concluded_on is None

    def act(self):
        services.answer_proceeding(self.case, self.by, self.target, on=self.day)
        return _t("已登记提交答复的日期。")


@step
class EndProceeding(OfProceeding):
    action = Action.END_PROCEEDING
    note = _(
        "按结束日期计入当年年度报告的行政复议、行政诉讼情况。责令重新答复的，请再由负责人重新办理。"
    )

    result = forms.ChoiceField(label=_("结果"), choices=RESULTS)
    remark = long_text(_("说明"), rows=3, required=False)

    def act(self):
        services.end_proceeding(
            self.case,
            self.by,
            self.target,
            result=self.cleaned_data["result"],
            on=self.day,
            note=self.cleaned_data["remark"],
        )
        return _t("已登记结果。")
