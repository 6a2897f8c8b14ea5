"""工作台: what staff see first after signing in. Rooms above register their panels here."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """One panel: ``context(request)`` gives the template's variables, or ``None`` to stay away."""

    name: str
    template: str
    context: Callable
    order: int = 100


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Add ``panel``; a second one of the same name replaces the first."""
    _panels[panel.name] = panel


def panels_for(request) -> list[dict]:
    """The panels this user has something to see in, in order."""
    shown = []
    for panel in sorted(_panels.values(), key=lambda panel: (panel.order, panel.name)):
        context = panel.context(request)
        if context is not None:
            shown.append({"name": panel.name, "template": panel.template, **context})
    return shown
