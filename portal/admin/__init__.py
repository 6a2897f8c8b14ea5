"""Admin pages of the ground floor, one module a subject."""

from . import (  # noqa: F401 - each registers its models
    accounts,
    audit,
    identity,
    links,
    log,
    people,
    pictures,
    search,
    workdays,
)
