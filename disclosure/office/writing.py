"""Letters of procedure that are written by hand: drafted, signed, delivered.

Those that stop or move the clock (补正, 延期, 征求意见, …) are made by their own steps.
"""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import Action
from disclosure.choices import Stage
from disclosure.desk import desk
from disclosure.letters import title
from disclosure.letters.stored import letter_of, usual_facts
from disclosure.models import Letter
from disclosure.models.letters import METHODS
from disclosure.outcomes import LETTERS
from disclosure.outcomes.letters import Reader
from disclosure.outcomes.letters import Step as At
from disclosure.outcomes.placeholders import CASE, INSTITUTION, PROCEDURE

from .asking import Asking, Styled
from .paper import masked_facts, next_reference, paper_of, row_paper
from .steps import Dated, DayField, Step, long_text, short_text, step

BY_HAND = [
    code
    for code, kind in LETTERS.items()
    if kind.step is not At.ANSWERING and code not in services.letters.BY_STEPS
]
OWN = {"文号", "落款日期", "答复正文", "救济途径"}
DAYS = {"due_on", "comment_by", "extended_until", "correct_by", "explain_by", "pay_by"}
SHORT = {"third_party", "co_author", "department", "channel"}
# Known of the case; only the officer who opens the file sees the applicant's contacts.
NOT_ASKED = {"registration": {"contact", "channel"}, "third_party_opinion": {"third_party_opinion"}}


def asked_for(kind: str) -> dict[str, str]:
    """What a letter of this kind needs besides case and institution: Python name → Chinese name."""
    names = [n for n in LETTERS[kind].placeholders if n not in OWN | set(CASE) | set(INSTITUTION)]
    skipped = NOT_ASKED.get(kind, set())
    return {PROCEDURE[n]: n for n in names if PROCEDURE[n] not in skipped}


def kind_choices():
    profile = desk().profile
    return [("", _t("请选择文书")), *((code, title(code, profile)) for code in BY_HAND)]


def _is_by_hand(letter) -> bool:
    return letter.status == Letter.Status.DRAFT and letter.kind in BY_HAND


@step
class DraftLetter(Asking, Step):
    """Fields come from the placeholders of the kind."""

    action = Action.DRAFT_LETTER
    template = "admin/disclosure/answer/write.html"
    target_model, target_optional = Letter, True
    submit_label = _("保存文书稿")

    kind = forms.ChoiceField(
        label=_("文书"),
        choices=kind_choices,
        error_messages={"required": _("请选择文书种类。")},
        help_text=_("补正、延期、征求意见、说明理由、收费的文书，由相应的操作生成。"),
    )

    class Media:
        css = {"all": ["admin-disclosure/answer.css"]}
        js = ["admin-disclosure/decide.js"]

    def __init__(self, case, by, *args, target=None, **options):
        super().__init__(case, by, *args, target=target, **options)
        if target and not self.is_bound:
            self.initial = {"kind": target.kind, **(target.data or {}), **self.initial}
        kind = self.raw("kind")
        self.chosen = kind if kind in BY_HAND else ""
        if not self.chosen:
            return
        for name, label in asked_for(self.chosen).items():
            self.fields[name] = _field(name, label)
        usual = usual_facts(self.chosen, case)
        self.propose({name: usual[name] for name in asked_for(self.chosen) if usual.get(name)})

    @classmethod
    def is_for(cls, target, user):
        return _is_by_hand(target)

    def input_fields(self):
        return [self[name] for name in asked_for(self.chosen)] if self.chosen else []

    @cached_property
    def paper(self):
        if not self.chosen:
            return None
        row = Letter(case=self.case, kind=self.chosen, round=self.case.round)
        if self.is_bound:
            super().errors  # noqa: B018 - cleans what was sent
            row.data = services.letters.plain(self._data())
        else:
            row.data = services.letters.plain(
                {name: self.initial.get(name, "") for name in asked_for(self.chosen)}
            )
        return paper_of(letter_of(row, masked_facts(self.case)))

    def _data(self) -> dict:
        values = {name: self.cleaned_data.get(name) for name in asked_for(self.chosen)}
        return {name: value for name, value in values.items() if value}

    def act(self):
        services.draft_letter(self.case, self.by, self.chosen, self._data(), letter=self.target)
        return _t("文书稿已保存，尚未签发。")


def _field(name, label):
    options = {"error_messages": {"required": _t("缺少“%s”。") % label}}
    if name in DAYS:
        return DayField(label, **options)
    if name in SHORT:
        return short_text(label, **options)
    return long_text(label, rows=3, **options)


@step
class IssueLetter(Styled, Dated):
    action = Action.ISSUE_LETTER
    template = "admin/disclosure/answer/issue.html"
    target_model = Letter
    note = _("签发后编排文号，生成文书，不能再修改。")

    method = forms.ChoiceField(
        label=_("送达方式"),
        choices=[("", _("请选择送达方式")), *METHODS],
        error_messages={"required": _("请选择送达方式。")},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["on"].label = _("落款日期")
        if self.target and self.target.description.reader is Reader.FILE:
            del self.fields["method"]

    @classmethod
    def is_for(cls, target, user):
        return _is_by_hand(target)

    @property
    def title(self):
        return f"{self.action.label}：{title(self.target.kind, desk().profile)}"

    @cached_property
    def paper(self):
        return row_paper(self.target)

    def facts(self):
        if "文号" not in self.target.description.placeholders:
            return [(_t("文号"), _t("这种文书不编文号"))]
        return [(_t("文号"), _t("签发时编排，预计为%s") % next_reference(self.target.series))]

    def act(self):
        letter = services.issue_letter(
            self.case,
            self.by,
            self.target,
            on=self.day,
            method=self.cleaned_data.get("method", ""),
        )
        return _t("文书已签发。%s") % letter.reference


@step
class DeliverLetter(Dated):
    """How a letter of procedure reached its reader."""

    action = Action.DELIVER_LETTER
    target_model = Letter
    note = _("当面送达的填写签收之日；邮寄的填写交邮之日；电子送达的填写到达对方系统之日。")

    method = forms.ChoiceField(label=_("送达方式"), choices=METHODS)
    tracking = short_text(
        _("邮件号"), max_length=40, required=False, help_text=_("通过邮政企业寄送的必须填写。")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.target:
            self.initial.setdefault("method", self.target.method)

    @classmethod
    def is_for(cls, target, user):
        is_sent = target.description.reader is not Reader.FILE
        # An answer has a step of its own, which stops the clock; of a case given up it has stopped.
        is_own = not target.is_answer or target.case.stage != Stage.SIGNED
        return is_sent and is_own and target.status == Letter.Status.SIGNED

    def facts(self):
        return [
            (_t("文书"), title(self.target.kind, desk().profile)),
            (_t("文号"), self.target.reference),
        ]

    def act(self):
        services.deliver_letter(
            self.case,
            self.by,
            self.target,
            method=self.cleaned_data["method"],
            on=self.day,
            tracking=self.cleaned_data["tracking"],
        )
        return _t("已登记文书送达。")
