"""docs/clock.md names everything a lawyer could ask about; nothing is decided outside it."""

from dataclasses import fields
from pathlib import Path

import pytest

from disclosure.clock import DATA, PROBLEMS, Channel, ClockRules, Delivery, Kind, Party, State

TEXT = (Path(__file__).resolve().parents[3] / "docs/clock.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", [field.name for field in fields(ClockRules)])
def test_every_rule_is_explained(rule):
    assert f"`{rule}`" in TEXT


@pytest.mark.parametrize("kind", list(Kind))
def test_every_event_is_listed_with_its_data(kind):
    (line,) = [line for line in TEXT.splitlines() if line.startswith(f"| `{kind}` |")]
    assert kind.label in line
    assert all(f"`{name}`" in line for name in DATA.get(kind, {}))


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_is_listed(code):
    assert f"`{code}`" in TEXT


@pytest.mark.parametrize("value", [*Channel, *Party, *Delivery])
def test_every_choice_is_listed(value):
    assert f"`{value}`" in TEXT


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_listed(state):
    assert f"| {state.value} |" in TEXT
