"""Fixtures of the disclosure desk's tests."""

import pytest

from disclosure.annual import build

from . import hangzhou


@pytest.fixture(scope="session")
def published():
    """The report counted from the synthetic records of 杭州市 2025."""
    return build(
        hangzhou.YEAR,
        hangzhou.cases(),
        hangzhou.reviews(),
        hangzhou.PROACTIVE,
        institution="示例市",
        fees=hangzhou.FEES,
    )
