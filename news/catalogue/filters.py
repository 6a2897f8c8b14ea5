"""Conditions a reader can set, as data: each brings its form fields and narrows the documents.

Everything comes from an address anybody can write. What cannot be understood is said beside its
field and left out; the other conditions hold.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models import Document
from news.services.documents import folded, folded_number

# More words than anybody types; each costs a look at every document.
MAX_WORDS = 8
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
ALL = ("", _("全部"))


class PlainTextField(forms.CharField):
    """A line of text; control characters are nobody's intention and dropped."""

    def to_python(self, value):
        text = super().to_python(value)
        return "".join(char for char in text if char.isprintable()).strip()


@dataclass(frozen=True)
class Filter:
    """Base of the conditions: fields of the form, and what they do to a queryset."""

    name: str
    label: str
    # A class for the cell of the panel: ``w2`` is two columns wide, ``d2`` only on large screens,
    # ``m2`` only on small ones.
    cell: str = ""

    def fields(self, choices) -> dict[str, forms.Field]:
        """``choices`` is what the section offers (:class:`FilterForm`)."""
        raise NotImplementedError

    def check(self, form):
        """Look at several fields together; add errors to ``form``."""

    def narrow(self, documents, data, choices):
        """``documents`` that meet the condition; ``data`` holds the understood values."""
        raise NotImplementedError


@dataclass(frozen=True)
class TextFilter(Filter):
    """Words that must all stand in ``column``, which holds texts folded by ``fold``."""

    column: str = "words"
    fold: Callable[[str], str] = folded
    max_length: int = 100
    placeholder: str = ""

    def fields(self, choices):
        field = PlainTextField(
            label=self.label,
            required=False,
            max_length=self.max_length,
            error_messages={"max_length": _("请缩短到%(limit_value)d个字以内，此项暂未作为条件。")},
            widget=forms.TextInput({"class": "inp", "placeholder": self.placeholder}),
        )
        return {self.name: field}

    def narrow(self, documents, data, choices):
        words = dict.fromkeys(map(self.fold, data.get(self.name, "").split()))
        for word in list(filter(None, words))[:MAX_WORDS]:
            documents = documents.filter(**{f"{self.column}__contains": word})
        return documents


@dataclass(frozen=True)
class ChoiceFilter(Filter):
    """One of ``options(choices)``, pairs of value and label; ``condition(value, choices)``."""

    options: Callable = lambda choices: []
    condition: Callable = lambda value, choices: Q()

    def fields(self, choices):
        field = forms.ChoiceField(
            label=self.label,
            required=False,
            choices=[ALL, *self.options(choices)],
            error_messages={"invalid_choice": _("没有这个选项，已按“全部”显示。")},
            widget=forms.Select({"class": "inp"}),
        )
        return {self.name: field}

    def narrow(self, documents, data, choices):
        value = data.get(self.name)
        return documents.filter(self.condition(value, choices)) if value else documents


@dataclass(frozen=True)
class DateRange(Filter):
    """From a day to a day, both included; ``moments`` when ``column`` holds times, not days."""

    column: str = ""
    moments: bool = False

    FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")

    @property
    def names(self):
        return f"{self.name}_from", f"{self.name}_to"

    def _field(self, label):
        out_of_range = _("请填写1900年至2100年之间的日期，此项暂未作为条件。")
        return forms.DateField(
            label=label,
            required=False,
            input_formats=self.FORMATS,
            error_messages={"invalid": _("日期请写作“2026-11-20”，此项暂未作为条件。")},
            validators=[
                MinValueValidator(EARLIEST, out_of_range),
                MaxValueValidator(LATEST, out_of_range),
            ],
            widget=forms.DateInput({"class": "inp", "type": "date"}, format="%Y-%m-%d"),
        )

    def fields(self, choices):
        labels = (_("%(label)s 起"), _("%(label)s 止"))
        return {
            name: self._field(label % {"label": self.label})
            for name, label in zip(self.names, labels, strict=True)
        }

    def check(self, form):
        first, last = (form.cleaned_data.get(name) for name in self.names)
        if first and last and last < first:
            error = ValidationError(_("止日早于起日，此项暂未作为条件。"), code="reversed")
            form.add_error(self.names[1], error)

    def narrow(self, documents, data, choices):
        first, last = (data.get(name) for name in self.names)
        if first:
            start = _midnight(first) if self.moments else first
            documents = documents.filter(**{f"{self.column}__gte": start})
        if last:
            after = last + timedelta(days=1)
            end = _midnight(after) if self.moments else after
            documents = documents.filter(**{f"{self.column}__lt": end})
        return documents


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


class FilterForm(forms.Form):
    """The filter panel of one section: always bound to what the address says."""

    def __init__(self, data, *, filters, facets, categories):
        super().__init__(data)
        self.filters, self.facets, self.categories = filters, facets, categories
        for condition in filters:
            for name, field in condition.fields(self).items():
                field.cell = condition.cell
                self.fields[name] = field
        self.full_clean()

    def clean(self):
        for condition in self.filters:
            condition.check(self)

    def values(self, without=()) -> list[tuple[str, str]]:
        """The understood conditions as they stand in an address."""
        return [
            (name, str(value))
            for name, value in self.cleaned_data.items()
            if value and name not in without
        ]

    def narrow(self, documents, without=()):
        """``documents`` that meet every condition but those named in ``without``."""
        for condition in self.filters:
            if condition.name not in without:
                documents = condition.narrow(documents, self.cleaned_data, self)
        return documents


# --- The filters of a library ---------------------------------------------------------------------
WORDS = TextFilter("q", _("名称或关键词"), "w2")
NUMBER = TextFilter(
    "number",
    _("发文字号"),
    "d2",
    column="number_key",
    fold=folded_number,
    max_length=60,
    placeholder=_("如：〔2026〕37号"),
)
ISSUER = ChoiceFilter(
    "issuer",
    _("发文机关"),
    options=lambda form: [(name, name) for name in form.facets.issuers],
    condition=lambda name, form: Q(issuer__in=form.facets.issuers[name]),
)
VALIDITY = ChoiceFilter(
    "validity",
    _("有效性"),
    options=lambda form: Document.Validity.choices,
    condition=lambda value, form: Q(validity=value),
)
WRITTEN = DateRange("written", _("成文日期"), column="written_on")
PUBLISHED = DateRange("published", _("发布日期"), column="published_at", moments=True)


def by_category(label, field="category_id") -> ChoiceFilter:
    """The category filter; its name is what the category tree and its counts go by."""
    return ChoiceFilter(
        "category",
        label,
        options=lambda form: form.categories.choices(),
        condition=lambda value, form: Q(**{f"{field}__in": form.categories.get(int(value)).ids}),
    )
