"""Colours staff choose freely, made readable by computation in every theme.

A chosen colour is mixed with the page's own ink until it stands out from every ground of every
token set. The ink follows the theme, so one rule serves light, dark and high contrast alike, and
also readers whose browser runs no script.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

validate_colour = RegexValidator(
    re.compile(r"^#[0-9a-f]{6}\Z"), _("请输入 # 开头的六位颜色值，如 #7a3fb0。"), "invalid_colour"
)
# WCAG 2.2: 1.4.3 asks 4.5 for text; the high contrast sets keep 1.4.6's 7.
NEEDED = {"light": 4.5, "dark": 4.5, "hc-light": 7, "hc-dark": 7}
GROUNDS = ("bg", "wash", "raise")
STEP = 5


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of ``#rgb`` or ``#rrggbb``, 0 to 255."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))


def mixed(colour: str, other: str, share: int) -> str:
    """``share`` percent of ``colour`` with ``other``, as CSS ``color-mix(in srgb, …)`` does."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round((a * share + b * (100 - share)) / 100):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 to 1."""
    parts = [value / 255 for value in channels(colour)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@cache
def token_set(name: str) -> dict[str, str]:
    """``{token: colour}`` of one of the page's sets (``light``, ``dark``, ``hc-light``, …)."""
    path = Path(settings.BASE_DIR) / "static" / "css" / "tokens" / f"{name}.css"
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]+);", path.read_text(encoding="utf-8")))


def readable_share(colour: str) -> int:
    """How many percent of ``colour`` may go into the ink so that text in it can be read anywhere."""
    return next(share for share in range(100, -STEP, -STEP) if _is_readable(colour, share))


def _is_readable(colour, share) -> bool:
    return all(
        contrast(mixed(colour, tokens["ink"], share), tokens[ground]) >= needed
        for name, needed in NEEDED.items()
        for tokens in [token_set(name)]
        for ground in GROUNDS
    )


def deepened(colour: str, needed: float = 7) -> str:
    """``colour`` darkened until white text on it has the contrast ``needed``."""
    return next(
        dark
        for share in range(100, -STEP, -STEP)
        if contrast(dark := mixed(colour, "#000", share), "#fff") >= needed
    )
