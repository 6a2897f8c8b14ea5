"""The staff pages of this room."""

from . import (  # noqa: F401 - each registers its model
    article,
    categories,
    home,
    source,
    topic,
    topic_block,
)
