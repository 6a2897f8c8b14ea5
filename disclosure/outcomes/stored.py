"""A decision as plain data, for a JSON column and back."""

from datetime import date

from .catalogue import find
from .decision import Decision, Override, Withheld
from .inputs import Kind


def to_data(decision: Decision) -> dict:
    """JSON-ready; dates in ISO form."""
    override = decision.override
    return {
        "outcome": decision.outcome,
        "inputs": _plain(decision.inputs),
        "withheld": [
            {
                "content": line.content,
                "ground": line.ground,
                "inputs": _plain(line.inputs),
                "honours": list(line.honours),
            }
            for line in decision.withheld
        ],
        "override": override
        and {
            "row": override.row,
            "reason": override.reason,
            "by": override.by,
            "on": _plain_value(override.on),
        },
    }


def from_data(data: dict) -> Decision:
    """The decision ``to_data`` wrote. Raises ``KeyError`` or ``ValueError`` for anything else."""
    override = data["override"]
    return Decision(
        outcome=data["outcome"],
        inputs=_typed(data["outcome"], data["inputs"]),
        withheld=tuple(_line(line) for line in data["withheld"]),
        override=override
        and Override(override["row"], override["reason"], override["by"], _day(override["on"])),
    )


def _line(line) -> Withheld:
    inputs = _typed(line["ground"], line["inputs"])
    # Not there in what was stored before it was asked.
    return Withheld(line["content"], line["ground"], inputs, tuple(line.get("honours", ())))


def _plain(values):
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value):
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _typed(code, values):
    """Values as the inputs of this leaf or ground want them; others stay as they are stored."""
    entry = find(code)
    kinds = {item.name: item.kind for item in entry.inputs} if entry else {}
    return {name: _typed_value(kinds.get(name), value) for name, value in values.items()}


def _typed_value(kind, value):
    if kind is Kind.DATE:
        return _day(value)
    return tuple(value) if isinstance(value, list) else value


def _day(value):
    return date.fromisoformat(value) if value else None
