"""Steps of 补正 (条例 art. 30)."""

from dataclasses import replace

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import ledger, services
from disclosure.actions import Action
from disclosure.clock import Kind
from disclosure.desk import desk
from disclosure.models import ApplicantFile
from portal.workdays import get_calendar

from .correction import WANTED, WantedFields
from .entry_forms import FilesField
from .steps import Dated, DayField, long_text, step


def has_event(case, *kinds) -> bool:
    """Whether this round has an entry of one of ``kinds``; no query where events are at hand."""
    names = {str(kind.value) for kind in kinds}
    return any(event.kind in names and event.round == case.round for event in case.events.all())


@step
class AskSupplement(Dated):
    action = Action.ASK_SUPPLEMENT
    note = _(
        "自收到申请之日起7个工作日内一次性告知需要补正的内容和合理的补正期限；"
        "收到补正后答复期限重新计算（条例第三十条）。"
    )
    order = 40
    items = long_text(_("需要补正的内容"), help_text=_("一次写全，会写入补正告知书。"))
    until = DayField(_("补正期限"), help_text=_("写入告知书，最后一天遇休息日顺延。"))
    field_order = ["items", "on", "until"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["on"].label = _("告知之日")
        proposed = get_calendar().add_workdays(timezone.localdate(), desk().supplement_period)
        self.fields["until"].initial = proposed

    @classmethod
    def is_offered(cls, case, user):
        return not has_event(case, Kind.SUPPLEMENT_ASKED)

    @classmethod
    def is_next(cls, case):
        """While it is still in time."""
        return bool(case.check_by and timezone.localdate() <= case.check_by)

    def facts(self):
        return [
            (_("收到申请之日"), self.case.received_on),
            (_("补正告知期限"), self.case.check_by),
        ]

    def act(self):
        data = self.cleaned_data
        letter = services.ask_supplement(
            self.case, self.by, items=data["items"], until=data["until"], on=self.day
        )
        return _t("已告知补正，补正告知书文号为%(number)s；请打印送达并登记。") % {
            "number": letter.reference
        }


@step
class ReceiveSupplement(WantedFields, Dated):
    action = Action.RECEIVE_SUPPLEMENT
    note = _("以收到补正之日为准，答复期限自次日起重新计算。请按补正的内容修改下面各项。")
    order = 10
    files = FilesField(
        label=_("补正材料"),
        required=False,
        help_text=_("可以不传。PDF、图片或者 Word 文件，加密保存；请不要上传证件照片。"),
    )
    field_order = ["on", *WANTED, "files"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in WANTED:
            self.initial.setdefault(name, getattr(self.case, name))

    @classmethod
    def is_offered(cls, case, user):
        return waits_for(case) is Kind.SUPPLEMENT_ASKED

    def act(self):
        kind = ApplicantFile.Kind.SUPPLEMENT
        services.receive_supplement(
            self.case,
            self.by,
            wanted=self.wanted(),
            files=[replace(upload, kind=kind) for upload in self.cleaned_data["files"]],
            on=self.day,
        )
        return _t("已登记收到补正，答复期限重新计算。")


@step
class Lapse(Dated):
    action = Action.LAPSE
    note = _("申请人无正当理由逾期不补正的，视为放弃申请，不再处理（条例第三十条）。")
    is_grave = True
    is_sure = forms.BooleanField(label=_("已确认申请人没有说明正当理由"))
    field_order = ["on", "is_sure"]

    @classmethod
    def is_offered(cls, case, user):
        return waits_for(case) is Kind.SUPPLEMENT_ASKED

    def facts(self):
        runs = ledger.clock_of(self.case).runs
        return [(_("告知的补正期限"), runs[-1].until)] if runs else []

    def act(self):
        services.lapse(self.case, self.by, on=self.day)
        return _t("已登记视为放弃申请，办理终止。")


def waits_for(case) -> Kind | None:
    """What the applicant was asked for last and has not done: 补正, 缴费 or nothing."""
    waiting = None
    answers = {Kind.SUPPLEMENTED.value, Kind.FEE_PAID.value}
    for event in case.events.all():
        if event.round != case.round:
            continue
        if event.kind in (Kind.SUPPLEMENT_ASKED.value, Kind.FEE_NOTIFIED.value):
            waiting = Kind(event.kind)
        elif event.kind in answers:
            waiting = None
    return waiting
