"""Applicants before the status page."""

import pytest

from tests.disclosure.desk.conftest import desk, monday  # noqa: F401

from .visitor import Visitor


@pytest.fixture
def visitor(desk, client):  # noqa: F811
    """A browser whose user knows number and code of whatever case is opened."""
    return Visitor(desk, client)
