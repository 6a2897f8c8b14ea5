"""Full-text search inside the database, the same on SQLite and PostgreSQL.

Rooms above register what can be found (:class:`portal.search.sources.Source`); every change of such
a record rewrites its entry in the same transaction. An entry is found by an inverted index over
pairs of characters, so nothing depends on how a dictionary happened to cut a text; the dictionary
only cuts what people type. Ranking, snippets and counts are Python and SQL that both databases
share, so both give the same answers in the same order.

- ``text``: folding and the terms of a text
- ``query``: what somebody typed, as words
- ``backends``: the inverted index of each database
- ``sources``: who can be found, and keeping entries in step
- ``engine``: candidates, ranking, facets
- ``snippets``: the piece of a text around the words
- ``vocabulary``: suggestions, pinyin, "did you mean"

This module must not know what an article or a section is.
"""
