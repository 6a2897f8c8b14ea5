"""Form fields for choosing a section; other rooms use them too."""

from django import forms

from navigation.models import Section


class SectionChoiceField(forms.ModelChoiceField):
    """A select of sections in tree order, indented by level. Hidden sections are offered too."""

    def __init__(self, queryset=None, **kwargs):
        rows = Section.objects.in_tree_order() if queryset is None else queryset
        super().__init__(rows, **kwargs)

    def label_from_instance(self, section):
        return f"{'　' * section.level}{section.title}（/{section.path}/）"
