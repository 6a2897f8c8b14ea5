"""How a case stands, in an applicant's words: one title and one sentence."""

from django.utils.translation import gettext as _

from disclosure.choices import Stage
from disclosure.clock import Kind, State
from disclosure.desk import worded
from disclosure.outcomes import OUTCOMES
from disclosure.outcomes.rows import full_label
from disclosure.text import chinese_date


def status(case, clock, today) -> tuple[str, str]:
    """Of the house's own stages only what concerns the applicant; an answer only once delivered."""
    if not case.is_open:
        return _ended(case)
    if case.received_on is None:
        return _("待确认收到"), worded(
            _("双方确认收到之日，为收到{申请}之日；答复期限从次日起计算。")
        )
    if case.stage == Stage.WAITING:
        return _waiting(clock, today)
    if case.stage == Stage.SIGNED:
        return _("正在送达"), _("已经作出答复，正在送达。")
    return _running(case, clock, today)


def _ended(case):
    if case.outcome == "withdrawn":
        return _("已撤回"), worded(_("您已撤回{申请}，不再办理。"))
    if case.outcome in ("lapsed", "unpaid"):
        return _("不再处理"), case.status_label
    return _("已答复"), _answer(case)


def _answer(case):
    """What kind of answer it is before its ground, which alone does not say that nothing is given."""
    leaf = OUTCOMES[case.outcome]
    group = full_label(leaf.row).split(" › ")[0].split("）", 1)[1].split("（")[0]
    return leaf.name if leaf.name == group else f"{group}：{leaf.name}"


def _waiting(clock, today):
    until = clock.runs[-1].until if clock.runs else None
    day = ""
    if until:
        words = _("请在%(day)s前办理。")
        if until < today:
            words = _("办理的期限%(day)s已过，请尽快办理，或者与工作机构联系。")
        day = words % {"day": chinese_date(until)}
    if clock.waiting_for is Kind.FEE_NOTIFIED:
        return _("待您缴费"), day + _("缴费后，答复期限重新计算。")
    return _("待您补正"), day + _("收到补正后，答复期限重新计算。")


def _running(case, clock, today):
    state = clock.state(today)
    if state is State.PAUSED:
        if clock.waits_for_opinions(today):
            return _("期限中止"), _("正在征求意见，所需时间不计入答复期限。")
        return _("期限中止"), _("正在等待您说明理由，所需时间不计入答复期限。")
    if state is State.OVERDUE:
        return _("已超过期限"), _("答复已经逾期，您可以联系工作机构，也可以依法寻求救济。")
    if clock.extensions or clock.delayed_to:
        return _("已延长答复"), _("答复期限已经延长，并已告知您。")
    if case.stage == Stage.NEW:
        return _("已经收到"), _("正在登记。")
    return _("正在办理"), _("我们会在答复期限内答复您。")
