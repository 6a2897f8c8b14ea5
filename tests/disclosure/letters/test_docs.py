"""docs/letters.md names every kind and every name a template may use."""

from pathlib import Path

import pytest

from disclosure.letters import names_for
from disclosure.letters.validation import IN_SCHEDULE
from disclosure.outcomes import LETTERS

TEXT = (Path(__file__).resolve().parents[3] / "docs/letters.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", LETTERS)
def test_the_guide_names_the_kind_and_its_names(kind):
    assert f"| `{kind}` | {LETTERS[kind].short_title} |" in TEXT
    for name in (*names_for(kind), *IN_SCHEDULE):
        assert f"`{{{name}}}`" in TEXT
