"""What staff type into an annual report."""

from dataclasses import asdict, fields

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure.annual import KEYS, FeesCollected, Texts
from disclosure.annual.layout import APPLICANTS, PROACTIVE
from disclosure.annual.narrative import MAY_BE_BLANK, PARTS, figures_by_name
from disclosure.services.annual import FIRST_YEAR
from disclosure.text import gaps
from disclosure.yearly import may_type_opening, proactive_data, proactive_of, texts_of

MOST = 999_999_999
MAX_TEXT = 20_000
ONE_LINE = ("title",)
# Names a text may put in braces.
GAPS = tuple(figures_by_name(0, "", dict.fromkeys(KEYS, 0), FeesCollected()))


class YearForm(forms.Form):
    year = forms.IntegerField(label=_("年度"), min_value=FIRST_YEAR, max_value=9999)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["year"].initial = timezone.localdate().year - 1


def _count(label):
    return forms.IntegerField(label=label, min_value=0, max_value=MOST)


class InputForm(forms.Form):
    """Table 2, the texts, and in the first year what the report before carried over."""

    def __init__(self, report, *args, **options):
        self.report = report
        self.has_opening = may_type_opening(report)
        super().__init__(*args, initial=self._initial(), **options)
        self._add_table()
        if self.has_opening:
            for column, label in APPLICANTS.items():
                self.fields[f"opening_{column}"] = _count(label)
        for name, label in PARTS.items():
            self.fields[f"text_{name}"] = self._text(name, label)

    def _add_table(self):
        for article, columns, lines in PROACTIVE:
            for line, label in lines:
                for column, heading in columns:
                    field = _count(f"{label}：{heading}")
                    if line == "fees":
                        field = forms.DecimalField(
                            label=f"{label}：{heading}",
                            min_value=0,
                            max_digits=15,
                            decimal_places=6,
                        )
                    field.group = article
                    self.fields[self._name(line, column)] = field

    @staticmethod
    def _name(line, column):
        return f"{line}_{column}" if line in ("rules", "normative") else line

    def _text(self, name, label):
        wide = {"class": "vLargeTextField", "rows": 4}
        return forms.CharField(
            label=label,
            required=False,
            max_length=150 if name in ONE_LINE else MAX_TEXT,
            widget=forms.TextInput({"class": "vTextField"})
            if name in ONE_LINE
            else forms.Textarea(wide),
            help_text=_("没有的可以不填。") if name in MAY_BE_BLANK else "",
        )

    def _initial(self):
        data = proactive_data(proactive_of(self.report.proactive))
        values = {
            f"text_{name}": text for name, text in asdict(texts_of(self.report.texts)).items()
        }
        for line in ("rules", "normative"):
            values |= {f"{line}_{column}": count for column, count in data.pop(line).items()}
        opening = self.report.opening
        if opening is not None:
            values |= {f"opening_{column}": opening.get(column, 0) for column in APPLICANTS}
        return values | data

    def clean(self):
        data = super().clean()
        for name in PARTS:
            for gap in gaps(data.get(f"text_{name}", "")):
                if gap not in GAPS:
                    message = _t("“{%(gap)s}”不是可用的数据名称。") % {"gap": gap}
                    self.add_error(f"text_{name}", message)
        return data

    # --- For the page ---------------------------------------------------------------------------
    def _bound(self, names):
        return [self[name] for name in names]

    @property
    def table_fields(self):
        return self._bound(name for name, field in self.fields.items() if hasattr(field, "group"))

    @property
    def opening_fields(self):
        return self._bound(name for name in self.fields if name.startswith("opening_"))

    @property
    def text_fields(self):
        return self._bound(f"text_{name}" for name in PARTS)

    # --- For the verb ---------------------------------------------------------------------------
    def values(self) -> dict:
        """The arguments of ``services.write_report``."""
        data = self.cleaned_data
        stored = {
            line: {column: data[f"{line}_{column}"] for column in ("made", "repealed", "valid")}
            for line in ("rules", "normative")
        }
        stored |= {name: data[name] for name in ("licences", "penalties", "compulsions")}
        stored["fees"] = str(data["fees"])
        texts = {field.name: data[f"text_{field.name}"].strip() for field in fields(Texts)}
        opening = None
        if self.has_opening:
            opening = {column: data[f"opening_{column}"] for column in APPLICANTS}
        return {"proactive": proactive_of(stored), "texts": Texts(**texts), "opening": opening}
