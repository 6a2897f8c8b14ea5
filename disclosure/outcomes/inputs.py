"""What an officer must fill in before a decision can be signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from portal.richtext.addresses import is_safe_link

Values = Mapping[str, object]


class Kind(StrEnum):
    """How an input is typed, and the Python type of its value."""

    TEXT = "text"  # str
    LINK = "link"  # str, an address that may be opened
    CHOICE = "choice"  # str, one of the choices
    CHOICES = "choices"  # tuple of the choices
    LINES = "lines"  # tuple of str
    DATE = "date"  # datetime.date
    FLAG = "flag"  # True


@dataclass(frozen=True)
class Input:
    """One thing a decision needs.

    ``optional``
        The law allows it and does not ask for it (“可以告知……”).
    ``unless``
        Not needed once this other input is given: attachments, or how to get the information.
    """

    name: str
    label: str
    help: str = ""
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    optional: bool = False
    unless: str = ""

    def is_given(self, values: Values) -> bool:
        return is_filled(values.get(self.name))

    def is_needed(self, values: Values) -> bool:
        return not self.optional and not (self.unless and is_filled(values.get(self.unless)))

    def problem(self, values: Values, labels: Mapping[str, str]) -> str:
        """Why the value will not do, in Chinese, or ``""``. ``labels`` of all inputs beside it."""
        words = {"label": self.label, "other": labels.get(self.unless, "")}
        if self.is_given(values):
            fits = self._fits(values[self.name])
            return "" if fits else _("“%(label)s”填写的内容不符合要求。") % words
        if not self.is_needed(values):
            return ""
        text = _("缺少“%(label)s”（或者“%(other)s”）。") if self.unless else _("缺少“%(label)s”。")
        return text % words

    def _fits(self, value) -> bool:
        match self.kind:
            case Kind.DATE:
                return isinstance(value, date)
            case Kind.CHOICE:
                return value in self.choices
            case Kind.CHOICES:
                return is_list(value) and set(value) <= set(self.choices)
            case Kind.LINES:
                return is_list(value) and all(isinstance(item, str) for item in value)
            case Kind.LINK:
                # It is printed on paper: a path alone leads nowhere.
                return is_safe_link(value) and value.startswith(("https://", "http://"))
            case Kind.FLAG:
                return value is True
        return isinstance(value, str)


def is_list(value) -> bool:
    return isinstance(value, list | tuple)


def is_filled(value) -> bool:
    """White space is nothing, and so is a list of it."""
    if isinstance(value, str):
        return bool(value.strip())
    if is_list(value):
        return any(is_filled(item) for item in value)
    return value is not None and value is not False
