"""Form fields made from the inputs of ``disclosure.outcomes``, and their values back."""

from django import forms
from django.utils.translation import gettext as _

from disclosure.outcomes import Input, Kind

from .steps import DayField, long_text

MAX = 4000
LONG = {"reasons": 5, "statement": 4}


def field_of(item: Input, labels: dict[str, str]) -> forms.Field:
    """The field that asks for ``item``; ``labels`` of all inputs beside it."""
    options = {
        "label": item.label if not item.optional else _("%s（可不填）") % item.label,
        "help_text": _help(item, labels),
        "required": not (item.optional or item.unless or item.kind is Kind.FLAG),
        "error_messages": {"required": _("缺少“%s”。") % item.label},
    }
    match item.kind:
        case Kind.DATE:
            return DayField(**options)
        case Kind.FLAG:
            return forms.BooleanField(**options)
        case Kind.CHOICE:
            return forms.ChoiceField(
                choices=[(text, text) for text in item.choices],
                widget=forms.RadioSelect,
                **options,
            )
        case Kind.CHOICES:
            return forms.MultipleChoiceField(
                choices=[(text, text) for text in item.choices],
                widget=forms.CheckboxSelectMultiple,
                **options,
            )
    label = options.pop("label")
    rows = 3 if item.kind is Kind.LINES else 1 if item.kind is Kind.LINK else LONG.get(item.name, 2)
    return long_text(label, rows=rows, max_length=MAX, **options)


def _help(item: Input, labels) -> str:
    other = labels.get(item.unless)
    either = _("与“%s”填一项即可。") % other if other else ""
    return f"{item.help}{either}"


def value_of(item: Input, cleaned):
    """What the decision holds for a cleaned value."""
    if item.kind is Kind.LINES:
        return tuple(line.strip() for line in (cleaned or "").splitlines() if line.strip())
    if item.kind is Kind.CHOICES:
        return tuple(cleaned or ())
    if item.kind is Kind.FLAG:
        return True if cleaned else None
    return cleaned


def values_of(inputs, cleaned, prefix) -> dict:
    """The values of all inputs that were given."""
    found = {item.name: value_of(item, cleaned.get(f"{prefix}{item.name}")) for item in inputs}
    return {name: value for name, value in found.items() if value not in (None, "", ())}


def shown(item: Input, value):
    """A stored value as its field starts with it."""
    if item.kind is Kind.LINES:
        return "\n".join(value or ())
    if item.kind is Kind.CHOICES:
        return list(value or ())
    return value


def labels_of(inputs) -> dict[str, str]:
    return {item.name: item.label for item in inputs}
