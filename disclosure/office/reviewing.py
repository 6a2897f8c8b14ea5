"""Review by another person, and the signature: the whole answer on one page, and what it lacks."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import Action
from disclosure.desk import desk
from disclosure.models.letters import METHODS
from disclosure.outcomes import problems
from disclosure.services import third_parties
from disclosure.services.answering import refuse_without_remedy
from portal.names import name_of

from .asking import Styled
from .paper import decision_paper, next_reference
from .steps import Dated, Step, long_text, step


@dataclass(frozen=True)
class Check:
    """One line of what stands before the signature."""

    label: str
    text: str
    is_met: bool = True


class AnswerShown:
    """Mixin of a step that is about the answer as a whole."""

    template = "admin/disclosure/answer/answer.html"

    @cached_property
    def letter(self):
        return services.answer_of(self.case)

    @cached_property
    def paper(self):
        decision = self.case.decision
        method = self.letter.method if self.letter else ""
        return decision_paper(self.case, decision, method) if decision else None

    def released_files(self):
        return list(self.case.released.select_related("added_by", "checked_by"))

    def checks(self) -> list[Check]:
        if self.case.decision is None:
            return [Check(_t("答复内容"), _t("还没有拟写答复"), is_met=False)]
        return [
            self._content(),
            *self._third_parties(),
            self._remedy(),
            self._reference(),
            self._delivery(),
            self._files(),
            self._people(),
        ]

    def _content(self):
        found = problems(self.case.decision)
        return Check(_t("答复内容"), "；".join(found) or _t("没有缺少的内容"), not found)

    def _third_parties(self):
        """Nothing where none is concerned."""
        decision = self.case.decision
        if not third_parties.concerns(self.case, decision):
            return
        found = third_parties.refusals(self.case, decision)
        text = "；".join(found) or third_parties.summary(decision) or _t("没有与答复不符之处")
        yield Check(_t("第三方意见"), text, not found)

    def _remedy(self):
        try:
            refuse_without_remedy(self.case)
        except ValidationError as error:
            return Check(_t("救济途径"), error.messages[0], is_met=False)
        return Check(_t("救济途径"), self.paper.remedy)

    def _reference(self):
        if "{prefix}" in desk().reply_pattern and not desk().prefix.strip():
            text = _t("还没有填写机关代字，无法编排文号")
            return Check(_t("文号"), text, is_met=False)
        text = _t("签发时编排，预计为%s") % next_reference("reply")
        return Check(_t("文号"), text)

    def _delivery(self):
        method = self.letter.method
        label = self.letter.get_method_display() if method else _t("还没有确定送达方式")
        return Check(_t("送达方式"), label, bool(method))

    def _files(self):
        files = self.released_files()
        left = sum(row.checked_at is None for row in files)
        if left:
            text = _t("%(all)d件，其中%(left)d件没有经过保密审查")
            return Check(_t("提供的文件"), text % {"all": len(files), "left": left}, is_met=False)
        text = _t("%d件，均已保密审查") % len(files) if files else _t("没有随附文件")
        return Check(_t("提供的文件"), text)

    def _people(self):
        drafter, reviewer = (self.letter.drafted_by, self.letter.reviewer)
        text = _t("拟稿：%(drafter)s；审核：%(reviewer)s") % {
            "drafter": _name(drafter),
            "reviewer": _name(reviewer),
        }
        return Check(_t("经手人员"), text)


def _name(user) -> str:
    return name_of(user) or "—"


class Delivery(Styled):
    method = forms.ChoiceField(
        label=_("送达方式"), choices=[("", _("请选择送达方式")), *METHODS], required=False
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        letter = services.answer_of(self.case)
        self.initial.setdefault("method", letter.method if letter else "")


@step
class SendToReview(AnswerShown, Delivery, Step):
    action = Action.SEND_TO_REVIEW
    note = _("送审核以后不能再修改；审核由拟稿人以外的人员进行。")
    order = 50

    @classmethod
    def is_offered(cls, case, user):
        return case.decision_data is not None

    def act(self):
        services.send_to_review(self.case, self.by, method=self.cleaned_data["method"])
        return _t("已送审核。")


@step
class PassReview(AnswerShown, Styled, Step):
    action = Action.PASS_REVIEW
    note = _(
        "请核对事实、所引条款、理由、救济途径和区分处理是否恰当，并确认已经过保密审查（第十七条）。"
    )
    order = 10

    def act(self):
        services.pass_review(self.case, self.by)
        return _t("审核通过，等待签发。")


@step
class ReturnReview(Step):
    action = Action.RETURN_REVIEW
    note = _("退回后由经办人修改，修改后重新送审核。")
    order = 30

    reason = long_text(_("退回的理由"), rows=3, max_length=500)

    def act(self):
        services.return_review(self.case, self.by, reason=self.cleaned_data["reason"])
        return _t("已退回修改。")


@step
class Sign(AnswerShown, Delivery, Dated):
    """The decision is made here; everything it needs is on the page."""

    action = Action.SIGN
    note = _("签发后编排文号，生成答复书，不能再修改。答复书的落款日期为下面填写的日期。")
    order = 10

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["on"].label = _("落款日期")

    def act(self):
        letter = services.sign(self.case, self.by, on=self.day, method=self.cleaned_data["method"])
        return _t("已签发，文号为%s。请及时送达。") % letter.reference
