"""Drafting the answer: one form, driven by the leaf that is chosen."""

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import Action
from disclosure.clock import Kind as Event
from disclosure.models.letters import METHODS
from disclosure.outcomes import OUTCOMES, Decision, Override, problems, report_row
from disclosure.outcomes.rows import RESULT_GROUPS, full_label
from portal.names import name_of

from .asking import Asking
from .inputs import field_of, labels_of, shown, values_of
from .paper import decision_paper
from .schedule import Schedule, check_inputs, initial_rows
from .steps import Step, long_text, step


def grouped_outcomes():
    """The leaves under the groups of table 3 of the annual report."""
    groups = [("", _t("请选择处理结果"))]
    for key, label, rows in RESULT_GROUPS:
        inside = {row for row, _label in rows} or {key}
        leaves = [(leaf.code, leaf.name) for leaf in OUTCOMES.values() if leaf.row in inside]
        groups.append((label.split("（区分")[0], leaves))
    return groups


def all_rows():
    keys = [row for key, _label, rows in RESULT_GROUPS for row in ([r[0] for r in rows] or [key])]
    return [("", _t("不改归")), *((key, full_label(key)) for key in keys)]


@step
class DraftDecision(Asking, Step):
    """Choose a leaf, give what it needs, see the letter."""

    action = Action.DRAFT_DECISION
    template = "admin/disclosure/answer/decide.html"
    submit_label = _("保存答复稿")
    order = 40

    outcome = forms.ChoiceField(
        label=_("处理结果"),
        choices=grouped_outcomes,
        error_messages={"required": _("请选择处理结果。")},
        help_text=_(
            "按年度报告表三排列。选定后，答复书正文、所引条款、救济途径和统计归类都随之确定。"
        ),
    )
    override_row = forms.ChoiceField(
        label=_("在年度报告中改归"),
        choices=all_rows,
        required=False,
        help_text=_("只影响统计，不改变答复书和救济途径。一般不改归。"),
    )
    override_reason = long_text(_("改归的理由"), rows=2, max_length=500, required=False)
    method = forms.ChoiceField(
        label=_("送达方式"),
        choices=[("", _("以后再定")), *METHODS],
        required=False,
        help_text=_("签发之前必须确定。"),
    )

    class Media:
        css = {"all": ["admin-disclosure/answer.css"]}
        js = ["admin-disclosure/decide.js"]

    def __init__(self, case, by, *args, **options):
        super().__init__(case, by, *args, **options)
        if not self.is_bound:
            self.initial = {**_initial(case), **self.initial}
        self.leaf = OUTCOMES.get(self.raw("outcome"))
        if self.leaf is None:
            return
        labels = labels_of(self.leaf.inputs)
        for item in self.leaf.inputs:
            self.fields[f"in_{item.name}"] = field_of(item, labels)
        self.schedule = Schedule(self) if self.leaf.has_schedule else None
        self.propose(_proposals(case, self.leaf))

    # --- What the template shows --------------------------------------------------------------------
    def input_fields(self):
        return [self[f"in_{item.name}"] for item in self.leaf.inputs] if self.leaf else []

    def override_is_open(self):
        return bool(self.raw("override_row") or self.raw("override_reason"))

    @cached_property
    def paper(self):
        """The letter as it would read with what is on the page; ``None`` before a leaf is chosen."""
        if self.leaf is None:
            return None
        if not self.is_bound:
            stored = self.case.decision
            return decision_paper(self.case, stored) if stored else None
        super().errors  # noqa: B018 - cleans what was sent, also where nothing is complained about
        return decision_paper(self.case, self._decision(is_draft=True), self.raw("method"))

    # --- What was sent ------------------------------------------------------------------------------
    def _decision(self, *, is_draft=False) -> Decision:
        values = values_of(self.leaf.inputs, self.cleaned_data, "in_")
        lines = self.schedule.withheld(is_draft=is_draft) if self.schedule else ()
        override = self._override()
        if is_draft and override and not override.row:
            override = None
        return Decision(self.leaf.code, values, lines, override)

    def _override(self) -> Override | None:
        row, reason = (self.cleaned_data.get(f"override_{name}", "") for name in ("row", "reason"))
        if not (row or reason):
            return None
        return Override(row, reason, name_of(self.by.user), timezone.localdate())

    def clean(self):
        if self.leaf is None:
            return
        self.decision = self._decision()
        check_inputs(self, self.leaf.inputs, self.decision.inputs, "in_")
        if self.schedule:
            self.schedule.check()
        self._check_override()
        # The fields have said it all; whatever they have not is said above them.
        if not self._errors:
            for problem in problems(self.decision):
                self.add_error(None, problem)

    def _check_override(self):
        override = self.decision.override
        if override is None:
            return
        if not override.reason:
            self.add_error("override_reason", _t("改归年度报告类别，必须写明理由。"))
        if not override.row:
            self.add_error("override_row", _t("请选择改归哪一类，或者删除理由。"))
        elif override.row == self.leaf.row:
            self.add_error("override_row", _t("改归的类别与原类别相同，请取消改归。"))

    def act(self):
        services.draft_decision(
            self.case, self.by, self.decision, method=self.cleaned_data["method"]
        )
        return _t("答复稿已保存，计入年度报告“%(row)s”。核对无误后请送审核。") % {
            "row": full_label(report_row(self.decision))
        }


def _initial(case) -> dict:
    """The draft there is."""
    decision, letter = case.decision, services.answer_of(case)
    if decision is None:
        return {}
    found = {"outcome": decision.outcome, "method": letter.method if letter else ""}
    for item in decision.leaf.inputs:
        found[f"in_{item.name}"] = shown(item, decision.inputs.get(item.name))
    if decision.leaf.has_schedule:
        found |= initial_rows(decision.withheld)
    if decision.override:
        found["override_row"] = decision.override.row
        found["override_reason"] = decision.override.reason
    return found


# Events of the ledger whose day an input asks for.
DAYS = {
    "corrections_asked_on": Event.SUPPLEMENT_ASKED,
    "reasons_asked_on": Event.REASONS_ASKED,
}


def _proposals(case, leaf) -> dict:
    """What the case itself knows of the inputs of ``leaf``; the officer changes what is wrong."""
    names = {item.name for item in leaf.inputs}
    found = {}
    if "released" in names:
        files = [item.name.rsplit(".", 1)[0] for item in case.released.all()]
        found["in_released"] = "\n".join(files)
    if "form" in names:
        found["in_form"] = "、".join([str(case.get_form_display()), *case.way_labels])
    for name, kind in DAYS.items():
        if name in names:
            asked = case.events.filter(kind=kind.value, round=case.round).last()
            found[f"in_{name}"] = asked.date.isoformat() if asked else ""
    return {name: value for name, value in found.items() if value}
