"""A desk the public can apply to."""

from tests.disclosure.desk.conftest import desk, intake, monday  # noqa: F401
