"""The modules whose steps there are; importing this registers them all."""

from . import (  # noqa: F401 - each registers its steps
    charging,
    consulting,
    correction,
    deciding,
    inside,
    others,
    proceedings,
    publishing,
    receiving,
    releasing,
    reviewing,
    supplementing,
    terms,
    writing,
)
