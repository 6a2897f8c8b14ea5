"""What may be shown in plaintext, field by field, for a reason."""

from dataclasses import dataclass

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from disclosure.models import Consultation, Satisfaction
from portal.vault import reveal

from .correction import SEALED
from .steps import short_text

# Kind in the address → its model (``None``: the case itself) and what may be asked for.
KINDS = {
    "applicant": (None, SEALED),
    "consultation": (Consultation, ["name", "address"]),
    "satisfaction": (Satisfaction, ["comment"]),
}


@dataclass(frozen=True, repr=False)
class Revealed:
    label: str
    value: str


class ReasonForm(forms.Form):
    reason = short_text(
        _("查看理由"),
        help_text=_("如“电话联系申请人确认收到”。理由会记入审计记录；不要写个人信息。"),
    )


class RevealForm(ReasonForm):
    """Which of the values there are, and why."""

    fields_wanted = forms.MultipleChoiceField(
        label=_("查看的项目"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项。")},
    )
    field_order = ["fields_wanted", "reason"]

    def __init__(self, row, names, *args, asked="", **options):
        """``asked`` is the one value that is ticked; all are when it is none of ``names``."""
        super().__init__(*args, **options)
        self.row = row
        known = [name for name in names if getattr(row, f"{name}_masked")]
        wanted = self.fields["fields_wanted"]
        wanted.choices = [(name, _label(row, name)) for name in known]
        wanted.initial = [asked] if asked in known else known

    @sensitive_variables()
    def revealed(self, request) -> list[Revealed]:
        """The values, each reading on record. Outside a transaction."""
        reason = self.cleaned_data["reason"]
        return [
            Revealed(_label(self.row, name), reveal(request, self.row, name, reason))
            for name in self.cleaned_data["fields_wanted"]
        ]


def _label(row, name) -> str:
    return str(row._meta.get_field(name).verbose_name)


def find_row(case, kind: str, pk: int):
    """The row and the names of its values; of this case, or not there."""
    if kind not in KINDS:
        raise Http404(_t("没有这条记录。"))
    model, names = KINDS[kind]
    rows = [case] if model is None else model.objects.filter(pk=pk, case=case)
    for row in rows:
        if row.pk == pk:
            return row, names
    raise Http404(_t("没有这条记录。"))
