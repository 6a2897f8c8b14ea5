"""Forms whose fields depend on what was chosen: asked again without complaint, with a preview."""

from django import forms
from django.forms.utils import ErrorDict

ASK = "ask"


class Asking:
    """Mixin of a step. A button named ``ask`` (its value: ``fields``, ``preview``, …) sends the form
    only to have it shown again, filled as it was; nothing is done and nothing complained about."""

    @property
    def asked(self) -> str:
        return self.data.get(ASK, "") if self.is_bound else ""

    @property
    def errors(self):
        found = super().errors
        return ErrorDict() if self.asked else found

    def is_valid(self):
        return not self.asked and super().is_valid()

    def raw(self, name, default=""):
        """What was sent under ``name``, or what the form starts with."""
        if self.is_bound:
            return self.data.get(name, default)
        return self.initial.get(name, default)

    def propose(self, values: dict) -> None:
        """Fill fields that were not on the page the form was sent from."""
        if not self.is_bound:
            self.initial = {**values, **self.initial}
            return
        missing = {name: value for name, value in values.items() if name not in self.data}
        if missing and self.asked:
            self.data = self.data.copy()
            for name, value in missing.items():
                self.data[name] = value


class Styled(forms.Form):
    """A form on the page of an answer."""

    class Media:
        css = {"all": ["admin-disclosure/answer.css"]}
