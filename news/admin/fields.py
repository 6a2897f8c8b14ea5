"""Form fields that several pages of this room use."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from navigation import kinds
from navigation.models import Section
from navigation.tree import get_tree
from portal.colours import validate_colour
from portal.urls_field import validate_link

SEPARATORS = str.maketrans({"｜": "|", "\t": "|"})


def content_kinds() -> list[str]:
    """Names of the kinds of sections in which articles are filed."""
    return kinds.names_where(lambda kind: kind.holds_articles)


class TreeIterator(ModelChoiceIterator):
    """Sections in tree order, grouped under their top section, deeper levels as a path."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        allowed = {section.pk: section for section in self.queryset}
        for root in get_tree().roots:
            choices = [
                self._choice(allowed.pop(node.id), node)
                for node in root.descendants()
                if node.id in allowed
            ]
            if [choice for choice in choices if choice] and root.children:
                yield (root.title, choices)
            else:
                yield from choices
        # Switched-off sections are in no tree; an article that is filed there must keep its place.
        for section in allowed.values():
            yield (self.field.prepare_value(section), _("%s（已停用）") % section.title)

    def _choice(self, section, node):
        names = [ancestor.title for ancestor in node.ancestors]
        return (self.field.prepare_value(section), " › ".join(names[1:] or names))


class SectionField(forms.ModelChoiceField):
    """One section out of the tree."""

    iterator = TreeIterator


class SectionsField(forms.ModelMultipleChoiceField):
    """Several sections out of the tree, as a list of boxes to tick."""

    iterator = TreeIterator
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.widget.attrs["class"] = "section-boxes"


def sections_for(ids):
    """The sections among ``ids`` in which articles may be filed."""
    return Section.objects.filter(pk__in=ids, kind__in=content_kinds())


class LinesField(forms.CharField):
    """A list of small records, one a line, their parts separated by ``|``.

    ``parts`` are the keys of the records in order; the first ``required_parts`` of them must be
    given. The form shows plain lines, the model stores a list of dicts.
    """

    def __init__(self, *, parts, required_parts=None, max_lines=50, part_length=500, **kwargs):
        self.parts = parts
        self.required_parts = len(parts) if required_parts is None else required_parts
        self.max_lines = max_lines
        self.part_length = part_length
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if isinstance(value, str):
            return value
        rows = value or []
        return "\n".join(
            " | ".join(str(row.get(part, "")) for part in self.parts).rstrip(" |") for row in rows
        )

    def has_changed(self, initial, data):
        return self.prepare_value(initial) != "\n".join((data or "").split("\r\n")).strip()

    def clean(self, value):
        text = super().clean(value)
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) > self.max_lines:
            raise ValidationError(_("最多填写 %(max)s 行。"), "too_many", {"max": self.max_lines})
        rows, errors = [], []
        for number, line in lines:
            try:
                rows.append(self.clean_line(line))
            except ValidationError as error:
                errors += [
                    ValidationError(
                        _("第 %(number)s 行：%(problem)s"),
                        "line",
                        {"number": number, "problem": message},
                    )
                    for message in error.messages
                ]
        if errors:
            raise ValidationError(errors)
        return rows

    def clean_line(self, line) -> dict:
        values = [value.strip() for value in line.translate(SEPARATORS).split("|")]
        if len(values) > len(self.parts):
            raise ValidationError(
                _("竖线太多，应分为 %(count)s 段。"), "too_many_parts", {"count": len(self.parts)}
            )
        values += [""] * (len(self.parts) - len(values))
        if not all(values[: self.required_parts]):
            raise ValidationError(_("内容不全，请用竖线分隔各段。"), "missing_part")
        if any(len(value) > self.part_length for value in values):
            raise ValidationError(
                _("单段不能超过 %(max)s 个字。"), "too_long", {"max": self.part_length}
            )
        return dict(zip(self.parts, values, strict=True))


class LinkLinesField(LinesField):
    """Links, one a line: ``文字 | 网址``."""

    def __init__(self, **kwargs):
        super().__init__(parts=("title", "url"), **kwargs)

    def clean_line(self, line):
        row = super().clean_line(line)
        validate_link(row["url"])
        return row


class ColourWidget(forms.MultiWidget):
    """A box to tick and the browser's colour chooser, which cannot be empty by itself."""

    def __init__(self, attrs=None):
        tick = forms.CheckboxInput({"aria-label": _("使用自选颜色")})
        super().__init__([tick, forms.TextInput({"type": "color", "aria-label": _("颜色")})], attrs)

    def decompress(self, value):
        return [bool(value), value or "#12695a"]


class HexField(forms.CharField):
    """``#rrggbb`` in whatever case it was typed."""

    default_validators = [validate_colour]

    def to_python(self, value):
        return super().to_python(value).lower()


class ColourField(forms.MultiValueField):
    """``#rrggbb``, or "" while the box is not ticked."""

    widget = ColourWidget

    def __init__(self, **kwargs):
        fields = [forms.BooleanField(required=False), HexField(required=False)]
        super().__init__(fields, require_all_fields=False, required=False, **kwargs)

    def compress(self, data_list):
        ticked, colour = data_list or (False, "")
        return colour if ticked else ""
