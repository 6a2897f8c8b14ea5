"""Whatever colour staff choose, text in it can be read in every theme."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.colours import (
    NEEDED,
    contrast,
    deepened,
    mixed,
    readable_share,
    token_set,
    validate_colour,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_what_wcag_says():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#fff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ff0000", "#ffffff") == pytest.approx(4.0, abs=0.01)


def test_a_mixture_is_what_the_browser_makes_of_it():
    assert mixed("#ff0000", "#0000ff", 100) == "#ff0000"
    assert mixed("#ff0000", "#0000ff", 0) == "#0000ff"
    assert mixed("#fff", "#000", 50) == "#808080"


@given(COLOURS)
def test_any_colour_becomes_readable_in_every_set(colour):
    share = readable_share(colour)
    for name, needed in NEEDED.items():
        tokens = token_set(name)
        for ground in ("bg", "wash", "raise"):
            assert contrast(mixed(colour, tokens["ink"], share), tokens[ground]) >= needed


@given(COLOURS)
def test_white_can_be_read_on_any_deepened_colour(colour):
    assert contrast(deepened(colour), "#fff") >= 7


def test_colours_stay_what_they_are_as_far_as_they_can():
    assert deepened("#0b4a8f") == "#0b4a8f"
    # Saturated colours keep more than a third of themselves.
    for colour in ("#ffd000", "#7a3fb0", "#e91e63", "#00a0a0"):
        assert readable_share(colour) >= 35


@pytest.mark.parametrize("text", ["", "7a3fb0", "#7A3FB0", "#fff", "#7a3fb0;", "#7a3fb0\n", "red"])
def test_only_six_small_digits_are_a_colour(text):
    with pytest.raises(ValidationError):
        validate_colour(text)
    validate_colour("#7a3fb0")
