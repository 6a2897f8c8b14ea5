"""The schedule of a partial release: rows of what is withheld, each on a ground with its inputs."""

import re
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.outcomes import GROUNDS, Withheld
from disclosure.services import third_parties

from .inputs import field_of, labels_of, shown, values_of
from .steps import long_text

MOST_ROWS = 30
NUMBER = re.compile(r"[0-9]{1,4}")
GROUND_CHOICES = [("", gettext_lazy("请选择依据")), *((g.code, g.name) for g in GROUNDS.values())]


@dataclass
class Row:
    """One row of the form: the names of its fields."""

    number: int
    names: list[str] = field(default_factory=list)
    ground: object = None


class Schedule:
    """Adds rows to ``form`` (an ``Asking`` step), and reads them back."""

    def __init__(self, form):
        self.form, self.rows = form, []
        self.objections = third_parties.objections(form.case)
        for number in self._numbers():
            self._add(number)

    def _numbers(self) -> list[int]:
        """The rows that are on the page; ``ask=add`` and ``ask=drop-3`` change them."""
        form = self.form
        text = str(form.raw("rows", "1"))
        found = [int(part) for part in text.split(",") if NUMBER.fullmatch(part)]
        found = list(dict.fromkeys(found))[:MOST_ROWS]
        if form.asked == "add" and len(found) < MOST_ROWS:
            found.append(max(found, default=0) + 1)
        if form.asked.startswith("drop-"):
            found = [number for number in found if f"drop-{number}" != form.asked]
        return found or [1]

    @property
    def numbers(self) -> str:
        return ",".join(str(row.number) for row in self.rows)

    def _add(self, number):
        fields = self.form.fields
        content, ground = f"w{number}_content", f"w{number}_ground"
        fields[content] = long_text(
            _("不予公开或者无法提供的内容"),
            rows=2,
            help_text=_("例如：合同第十二条“付款账户”。"),
            error_messages={"required": _("缺少不予公开的内容。")},
        )
        fields[ground] = forms.ChoiceField(
            label=_("依据"),
            choices=GROUND_CHOICES,
            error_messages={"required": _("请选择不予公开的依据。")},
        )
        row = Row(number, [content, ground], GROUNDS.get(self.form.raw(ground)))
        if row.ground:
            labels = labels_of(row.ground.inputs)
            for item in row.ground.inputs:
                name = f"w{number}_{item.name}"
                fields[name] = field_of(item, labels)
                row.names.append(name)
            if row.ground.code == third_parties.GROUND and self.objections:
                fields[f"w{number}_honours"] = _honours(self.objections)
                row.names.append(f"w{number}_honours")
        self.rows.append(row)

    def withheld(self, *, is_draft=False) -> tuple[Withheld, ...]:
        """The lines as cleaned; for a preview without those that have no ground yet."""
        data = self.form.cleaned_data
        lines = [
            Withheld(
                data.get(row.names[0], ""),
                row.ground.code,
                self._values(row),
                tuple(data.get(f"w{row.number}_honours", ())),
            )
            for row in self.rows
            if row.ground
        ]
        return tuple(line for line in lines if line.content or not is_draft)

    def _values(self, row) -> dict:
        return values_of(row.ground.inputs, self.form.cleaned_data, f"w{row.number}_")

    def check(self) -> None:
        """What the taxonomy says of each line, beside its fields."""
        for row in self.rows:
            if row.ground:
                values = self._values(row)
                check_inputs(self.form, row.ground.inputs, values, f"w{row.number}_")

    def bound_rows(self) -> list:
        """For the template: each row with its bound fields."""
        return [(row, [self.form[name] for name in row.names]) for row in self.rows]


def _honours(objections) -> forms.MultipleChoiceField:
    """Whose objection a line heeds; for the file and the letters to third parties, not the answer."""
    choices = [(row.code, f"{row.code} {row.name_masked}：{row.concerns}") for row in objections]
    help_text = _(
        "这一项内容是哪个第三方不同意公开的，勾选它的征求意见书。没有在任何一项中勾选的，"
        "视为决定公开，须书面告知该第三方（第三十二条）。不写入答复书。"
    )
    if len(objections) == 1:
        help_text = _("只有一个第三方不同意公开，写明该意见的一项即视为采纳，可以不勾选。")
    return forms.MultipleChoiceField(
        label=_("采纳哪个第三方的意见"),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=help_text,
    )


def check_inputs(form, inputs, values, prefix) -> None:
    """Complain beside the field, where the field itself has not."""
    labels = labels_of(inputs)
    for item in inputs:
        name = f"{prefix}{item.name}"
        if not form.has_error(name) and (problem := item.problem(values, labels)):
            form.add_error(name, problem)


def initial_rows(withheld) -> dict:
    """What the fields of a stored schedule start with."""
    found = {"rows": ",".join(str(number) for number, _line in enumerate(withheld, 1)) or "1"}
    for number, line in enumerate(withheld, start=1):
        found[f"w{number}_content"], found[f"w{number}_ground"] = line.content, line.ground
        found[f"w{number}_honours"] = list(line.honours)
        for item in GROUNDS[line.ground].inputs:
            found[f"w{number}_{item.name}"] = shown(item, line.inputs.get(item.name))
    return found
