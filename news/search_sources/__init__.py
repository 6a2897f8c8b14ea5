"""The records people can find (``portal.search.sources``): this room's and the ground floor's.

A module each registers its kinds, in the order they stand in on the search page.
"""

from . import articles, topics, people  # noqa: F401, I001 - registered in this order
