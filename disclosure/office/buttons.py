"""The buttons of a case: its steps, and those of its rows."""

from dataclasses import dataclass

from disclosure.actions import Action

from .steps import Step, step_for

LAST = 1000


@dataclass(frozen=True)
class Button:
    """One step that is offered; ``target`` is the key of its row, or ``None``."""

    action: Action
    label: str
    is_grave: bool
    order: int
    target: int | None = None


def _button(step: type[Step], target=None, is_next=False) -> Button:
    order = step.order if is_next and step.order is not None else LAST
    return Button(step.action, str(step.action.label), step.is_grave, order, target)


def _steps(actions) -> list[type[Step]]:
    return [found for action in Action if action in actions and (found := step_for(action))]


def of_case(case, actions, user) -> list[Button]:
    """The steps that need no row, the next one first."""
    offered = [
        _button(step, is_next=step.is_next(case))
        for step in _steps(actions)
        if (step.target_model is None or step.target_optional) and step.is_offered(case, user)
    ]
    return sorted(offered, key=lambda button: button.order)


def of_row(row, actions, user) -> list[Button]:
    """The steps that can be done to ``row``."""
    return [
        _button(step, row.pk)
        for step in _steps(actions)
        if step.target_model is type(row) and step.is_for(row, user)
    ]


def grouped(buttons: list[Button]) -> dict[str, list[Button]]:
    """The next steps, the others, and those that end or undo something."""
    return {
        "next": [each for each in buttons if each.order < LAST and not each.is_grave],
        "others": [each for each in buttons if each.order == LAST and not each.is_grave],
        "grave": [each for each in buttons if each.is_grave],
    }
