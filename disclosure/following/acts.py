"""What an applicant can do, each on a page of its own; the verbs of ``disclosure.services`` do it.

    act = ACTS["withdraw"]
    act.is_offered(standing)          # whether the page of the case shows it
    act.is_done(standing)             # whether it was done before: said again, it is only thanked for
    act.run(case, by, form)

``actions.allowed`` decides who may at which stage; the rest of the conditions are facts of the case.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure import ledger
from disclosure import services as do
from disclosure.actions import Action, allowed
from disclosure.choices import Channel
from disclosure.clock import Kind
from disclosure.desk import worded
from disclosure.models import Satisfaction
from disclosure.people import APPLICANT
from disclosure.services.intake import EDIT_MINUTES
from disclosure.text import as_text

from . import forms


class Standing:
    """A case as it stands now, read once: its ledger, its clock, what may be done."""

    def __init__(self, case):
        self.case = case

    @cached_property
    def entries(self):
        return list(self.case.events.all())

    @cached_property
    def clock(self):
        return ledger.clock_of(self.case, entries=self.entries)

    @cached_property
    def allowed(self):
        return allowed(APPLICANT, self.case)

    @cached_property
    def rating(self):
        return Satisfaction.objects.filter(case=self.case).first()

    def had(self, kind) -> bool:
        """Whether ``kind`` is in the ledger of the present round."""
        return any(
            entry.kind == kind.value and entry.round == self.case.round for entry in self.entries
        )


@dataclass(frozen=True)
class Act:
    """``said`` follows the deed, ``again`` a repeated one; ``more`` is what must hold besides the
    table of actions. ``is_urgent``: the house waits for it."""

    action: Action
    title: str
    intro: str
    button: str
    said: str
    again: str
    form: type
    run: Callable
    more: Callable = field(default=lambda standing: True)
    done: Callable = field(default=lambda standing: False)
    is_urgent: bool = False
    # The letter that asks for it, whose words the page repeats.
    letter: str = ""
    refusal: str = ""

    def asked(self, standing) -> dict:
        """What the house asked for: ``items`` in its own words, and ``until`` when."""
        if not self.letter:
            return {}
        case, run = standing.case, standing.clock.runs[-1]
        row = case.letters.filter(kind=self.letter, round=case.round).last()
        data = (row and row.data) or {}
        lines = data.get("corrections", "").splitlines()
        # The clock has moved a last day without work; letters of reasons have no clock.
        until = run.until if run.asked else data.get("explain_by")
        return {"items": [line for line in lines if line.strip()], "until": as_text(until)}

    def is_done(self, standing) -> bool:
        return bool(self.done(standing))

    def is_offered(self, standing) -> bool:
        return (
            self.action in standing.allowed
            and not self.is_done(standing)
            and bool(self.more(standing))
        )


def _needs_confirmation(standing):
    return Channel(standing.case.channel).for_clock.needs_confirmation


def _may_still_edit(standing):
    return timezone.now() - standing.case.created_at <= timedelta(minutes=EDIT_MINUTES)


def _edit(case, by, form):
    do.edit(case, by, applicant=form.applicant(case), wanted=form.wanted(case))


def _supplement(case, by, form):
    do.receive_supplement(case, by, wanted=form.wanted(case), files=form.uploads())


def _rate(case, by, form):
    data = form.cleaned_data
    do.rate(case, by, score=int(data["score"]), comment=data["comment"])


ACTS = {
    "confirm": Act(
        Action.CONFIRM_RECEIPT,
        _("确认收到"),
        worded(_("您与本单位双方确认之日，为收到{申请}之日；答复期限从次日起计算。")),
        _("确认，从今天起算"),
        _("已经确认收到，答复期限从下一个工作日起计算。"),
        _("此前已经确认收到，不需要重复确认。"),
        forms.Nothing,
        lambda case, by, form: do.confirm_receipt(case, by),
        more=_needs_confirmation,
        done=lambda standing: standing.case.received_on,
        is_urgent=True,
    ),
    "supplement": Act(
        Action.RECEIVE_SUPPLEMENT,
        _("提交补正"),
        worded(_("请按补正告知书的要求修改{申请}。提交后，答复期限自今天起重新计算。")),
        _("提交补正"),
        _("已经收到您的补正，答复期限重新计算。"),
        _("此前已经收到补正，不需要重复提交。"),
        forms.Supplement,
        _supplement,
        more=lambda standing: standing.clock.waiting_for is Kind.SUPPLEMENT_ASKED,
        done=lambda standing: standing.had(Kind.SUPPLEMENTED),
        letter="correction",
        is_urgent=True,
    ),
    "reasons": Act(
        Action.GIVE_REASONS,
        _("说明理由"),
        worded(_("请说明所{申请}信息的数量、频次的理由。")),
        _("提交理由"),
        _("已经收到您说明的理由。"),
        _("此前已经收到您说明的理由，不需要重复提交。"),
        forms.Reasons,
        lambda case, by, form: do.give_reasons(case, by, reasons=form.cleaned_data["reasons"]),
        more=lambda standing: standing.had(Kind.REASONS_ASKED),
        done=lambda standing: standing.had(Kind.REASONS_GIVEN),
        letter="explanation",
        is_urgent=True,
    ),
    "edit": Act(
        Action.EDIT,
        worded(_("修改{申请}")),
        worded(
            _(
                "提交后10分钟内可以直接修改，包括写错的姓名、证件号码；改了姓名、证件的，"
                "记入办理过程，已经核验的重新核验。不能把公民改为单位，或者把单位改为公民："
                "那是另一件{申请}，请撤回后重新提交。一次提交了几项{申请}的，要分别修改。"
            )
        ),
        _("保存修改"),
        _("修改已经保存。"),
        "",
        forms.Edit,
        _edit,
        more=_may_still_edit,
        refusal=_("提交已超过10分钟，不能直接修改；可以撤回后重新提交，或者联系工作机构。"),
    ),
    "withdraw": Act(
        Action.WITHDRAW,
        worded(_("撤回{申请}")),
        worded(_("撤回后不再办理，也不能恢复；需要时可以重新提交{申请}。")),
        _("确定撤回"),
        worded(_("{申请}已经撤回。")),
        worded(_("{申请}此前已经撤回。")),
        forms.Withdraw,
        lambda case, by, form: do.withdraw(case, by),
        done=lambda standing: standing.case.outcome == "withdrawn",
    ),
    "rate": Act(
        Action.RATE,
        _("评价本次办理"),
        worded(_("您的评价只用于改进工作，每件{申请}评价一次。")),
        _("提交评价"),
        _("谢谢您的评价。"),
        _("您已经评价过，谢谢。"),
        forms.Rate,
        _rate,
        done=lambda standing: standing.rating,
    ),
}
MESSAGES = {
    **{name: act.said for name, act in ACTS.items()},
    **{f"{name}-again": act.again for name, act in ACTS.items()},
    "link": _("下载地址已过期，请重新点击下载。"),
    "no-pdf": _("暂时不能生成 PDF，请下载 Word 文件。"),
}
