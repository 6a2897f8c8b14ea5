"""Steps: what one action asks of a member of staff, and the registry of them."""

from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.actions import Action

_steps: dict[Action, type["Step"]] = {}


class DayInput(forms.DateInput):
    """The browser's own calendar; what it sends is ISO."""

    input_type = "date"

    def __init__(self, **attrs):
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day. ``past`` proposes today and offers nothing later (the ledger refuses it anyhow)."""

    def __init__(self, label, *, past=False, **options):
        options.setdefault("widget", DayInput())
        if past:
            options.setdefault("initial", timezone.localdate)
        self.past = past
        super().__init__(label=label, **options)

    def get_bound_field(self, form, field_name):
        if self.past:
            self.widget.attrs["max"] = timezone.localdate().isoformat()
        return super().get_bound_field(form, field_name)


def long_text(label, *, rows=4, max_length=2000, **options):
    """A field of several lines."""
    widget = forms.Textarea({"rows": rows, "class": "vLargeTextField"})
    return forms.CharField(label=label, max_length=max_length, widget=widget, **options)


def short_text(label, *, max_length=200, **options):
    widget = forms.TextInput({"class": "vTextField", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=max_length, widget=widget, **options)


@dataclass(frozen=True)
class Shown:
    """What the user is shown once instead of the page of the case (a new query code)."""

    template: str
    context: dict = field(default_factory=dict, repr=False)


class Step(forms.Form):
    """The form of one action. A subclass names its fields, says what it is about, and acts::

        @step
        class Register(Step):
            action = Action.REGISTER

            def act(self):
                services.register(self.case, self.by)
                return _("已登记。")

    ``target_model``
        What the action is done to besides the case, a model with a ``case`` field (an assignment,
        a letter); its primary key is in the address and ``self.target`` is the row. With
        ``target_optional`` the step is offered without one too (``self.target`` is ``None``).
    ``note``
        One sentence above the fields: what happens, and on what article it rests.
    ``rests_on``
        A verb of the audit log: done since the page was shown, what the user saw holds no more.
    ``date_field``
        The field beside which the ledger's refusals are shown; ``on`` where there is one.
    """

    action: Action
    target_model = None
    target_optional = False
    template = "admin/disclosure/case/step.html"
    note = ""
    submit_label = ""
    rests_on = ""
    date_field = "on"
    # Ends or undoes something; shown apart, as a danger (withdraw, reopen).
    is_grave = False
    # Its place among the next steps of the page, the smallest first. ``None``: among the others.
    order: int | None = None

    error_css_class = "errors"

    def __init__(self, case, by, *args, target=None, **options):
        self.case, self.by, self.target = case, by, target
        super().__init__(*args, **options)

    @property
    def title(self) -> str:
        return str(self.action.label)

    @classmethod
    def is_offered(cls, case, user) -> bool:
        """Whether the page of the case has a button for it. Only a courtesy: whether the verb may be
        called is for the table and the ledger. Asked with ``case.events``, ``assignments``,
        ``consultations``, ``letters``, ``released`` and ``proceedings`` at hand: use ``.all()``."""
        return True

    @classmethod
    def is_next(cls, case) -> bool:
        """Whether it is among the next steps of this case; asked like :meth:`is_offered`."""
        return cls.order is not None

    @classmethod
    def is_for(cls, target, user) -> bool:
        """Whether there is something for ``user`` to do to this row; answered without a query."""
        return True

    def facts(self) -> list[tuple[str, object]]:
        """Names and values the step page shows beside the form (limits, what was asked)."""
        return []

    def act(self) -> "str | Shown | object":
        """Do it with ``self.cleaned_data``, in one transaction with the case locked. Returns what to
        tell the user, a :class:`Shown`, or a response. ``ValidationError`` of the verb is shown
        beside the fields it names, by the date, or above the form."""
        raise NotImplementedError


class Dated(Step):
    """A step that is entered under a day, today unless somebody says otherwise."""

    on = DayField(_("日期"), past=True)

    @property
    def day(self) -> date:
        return self.cleaned_data["on"]


class Confirmation(Step):
    """A step that asks nothing: a sentence and a button."""


def step(form: type[Step]) -> type[Step]:
    """Register ``form`` as the one of its action; a second one is a programming error."""
    if form.action in _steps:
        raise ValueError(f"The action {form.action!r} has two steps.")
    _steps[form.action] = form
    return form


def step_for(action: Action) -> type[Step] | None:
    return _steps.get(action)


def all_steps() -> dict[Action, type[Step]]:
    return dict(_steps)
