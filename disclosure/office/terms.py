"""Steps that move the term: extension (条例 art. 33②), reasons and delay (art. 35)."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import ledger, services
from disclosure.actions import Action
from disclosure.clock import Event, Kind, advance
from disclosure.desk import desk
from disclosure.services.terms import EXTENSION_STEPS

from .history import names_of
from .steps import Confirmation, Dated, DayField, Step, long_text, step
from .supplementing import has_event


def due_with(case, days: int) -> date | None:
    """What the due date would be after an extension by ``days`` working days."""
    today = timezone.localdate()
    told = Event(today, Kind.EXTENDED, days=days, approved=True)
    return advance(ledger.clock_of(case), told).due


def pending(case):
    """:func:`services.pending_extension` out of events at hand."""
    steps = [
        event
        for event in case.events.all()
        if event.round == case.round and event.kind in EXTENSION_STEPS
    ]
    return steps[-1] if steps and steps[-1].kind == EXTENSION_STEPS[0] else None


@step
class RequestExtension(Step):
    action = Action.REQUEST_EXTENSION
    note = _(
        "需要延长的，应当经政府信息公开工作机构负责人同意并在原期限内告知申请人，"
        "延长最多20个工作日（条例第三十三条第二款）。"
    )
    days = forms.IntegerField(label=_("延长（工作日）"), min_value=1, max_value=250)
    reason = long_text(
        _("理由"), max_length=500, help_text=_("会写入延期答复告知书；不要写个人信息。")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["days"].initial = desk().rules.extension_days

    @classmethod
    def is_offered(cls, case, user):
        return pending(case) is None and not has_event(case, Kind.EXTENDED)

    def facts(self):
        most = desk().rules.extension_days
        return [
            (_("现在的答复期限"), self.case.due_on),
            (_t("延长%(days)d个工作日后") % {"days": most}, due_with(self.case, most)),
        ]

    def act(self):
        data = self.cleaned_data
        services.request_extension(self.case, self.by, days=data["days"], reason=data["reason"])
        return _t("已提请负责人批准延期。")


class OnRequest:
    """An answer to a pending request: shows what was asked, and what would come of it."""

    @classmethod
    def is_offered(cls, case, user):
        return pending(case) is not None

    def facts(self):
        request = services.pending_extension(self.case)
        if request is None:
            return [(_("延期申请"), _("没有待批准的延期申请。"))]
        days = request.data["days"]
        return [
            (_("申请延长"), _t("%(days)d个工作日") % {"days": days}),
            (_("理由"), request.data.get("reason", "")),
            (_("提请人"), names_of([request.user_id]).get(request.user_id, request.actor)),
            (_("现在的答复期限"), self.case.due_on),
            (_("同意后的答复期限"), due_with(self.case, days)),
        ]


@step
class ApproveExtension(OnRequest, Dated):
    action = Action.APPROVE_EXTENSION
    note = _("同意后生成延期答复告知书，应当在原期限届满前告知申请人。")
    order = 10
    notified = DayField(
        _("告知申请人之日"), required=False, past=True, help_text=_("留空即为同意的当天。")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["on"].label = _("同意之日")
        self.fields["notified"].initial = None

    def act(self):
        services.approve_extension(
            self.case, self.by, on=self.day, notified=self.cleaned_data["notified"]
        )
        return _t("已同意延期，答复期限为%(day)s。") % {"day": self.case.due_on}


@step
class RefuseExtension(OnRequest, Confirmation):
    action = Action.REFUSE_EXTENSION
    note = _("不同意的，答复期限不变。")
    reason = long_text(
        _("理由"), rows=2, max_length=200, required=False, help_text=_("会记入审计记录。")
    )

    def act(self):
        services.refuse_extension(self.case, self.by, reason=self.cleaned_data["reason"])
        return _t("已登记不同意延期。")


@step
class AskReasons(Dated):
    action = Action.ASK_REASONS
    note = _("申请的数量、频次明显超过合理范围的，可以要求申请人说明理由（条例第三十五条）。")
    until = DayField(_("请申请人说明的期限"))
    field_order = ["on", "until"]

    @classmethod
    def is_offered(cls, case, user):
        return not has_event(case, Kind.REASONS_ASKED)

    def clean(self):
        data = super().clean()
        if data.get("on") and data.get("until") and data["until"] <= data["on"]:
            self.add_error("until", _t("说明的期限应当晚于告知之日。"))
        return data

    def act(self):
        services.ask_reasons(self.case, self.by, until=self.cleaned_data["until"], on=self.day)
        return _t("已要求申请人说明理由，并生成告知书。")


@step
class GiveReasons(Dated):
    action = Action.GIVE_REASONS
    reasons = long_text(_("申请人说明的理由"), rows=6, max_length=4000)
    field_order = ["on", "reasons"]

    @classmethod
    def is_offered(cls, case, user):
        asked = has_event(case, Kind.REASONS_ASKED)
        return asked and not has_event(case, Kind.REASONS_GIVEN)

    def act(self):
        reasons = self.cleaned_data["reasons"]
        services.give_reasons(self.case, self.by, reasons=reasons, on=self.day)
        return _t("已登记申请人说明的理由。")


@step
class SetDelay(Dated):
    action = Action.SET_DELAY
    note = _(
        "理由合理，但不能在期限内答复的，可以确定延迟答复的合理期限并告知申请人（条例第三十五条）。"
    )
    until = DayField(_("延迟到"))
    field_order = ["on", "until"]

    @classmethod
    def is_offered(cls, case, user):
        return has_event(case, Kind.REASONS_GIVEN) and not has_event(case, Kind.DELAY_SET)

    def facts(self):
        return [(_("现在的答复期限"), self.case.due_on)]

    def act(self):
        services.set_delay(self.case, self.by, until=self.cleaned_data["until"], on=self.day)
        return _t("已确定延迟答复期限，并生成告知书。")
