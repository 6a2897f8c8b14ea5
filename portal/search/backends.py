"""The inverted index: which entries hold which terms. One class per database, the same methods.

SQLite has an FTS5 table without contents and without places in the text, PostgreSQL a table of
``tsvector`` with a GIN index. Both are written with the very same terms, and what a term cannot
prove the engine looks up in the text itself, so both find the same entries.
"""

from dataclasses import replace

from django.db import connections
from django.db.models.expressions import RawSQL
from psycopg2.extras import execute_values

from portal.search.text import TITLE_MARK, entry_terms

TABLE = "portal_search_index"


class InvertedIndex:
    """What both have in common. Entries are ``SearchEntry`` rows with folded texts."""

    AND: str
    OR: str
    ANY: str
    DROP: tuple[str, ...]

    def __init__(self, connection):
        self.connection = connection

    @staticmethod
    def quoted(term: str, *, is_prefix: bool) -> str:
        raise NotImplementedError

    def expression(self, words, *, title=False, any_word=False) -> str:
        """The match expression for ``words``; empty when the index cannot help with any of them.

        ``title`` asks for the words in the title, ``any_word`` for one of them instead of all.
        """
        parts = [self._word(word, TITLE_MARK if title else "") for word in words if word.is_indexed]
        return (self.OR if any_word else self.AND).join(parts)

    def _word(self, word, mark):
        if word.others:
            spellings = [replace(word, others=()), *word.others]
            return f"({self.OR.join(self._word(spelling, mark) for spelling in spellings)})"
        parts = [self.quoted(mark + term, is_prefix=False) for term in sorted(word.terms)]
        if word.prefix:
            parts.append(self.quoted(mark + word.prefix, is_prefix=True))
        return f"({self.AND.join(parts)})"

    def matching(self, entries, expression, since=None, until=None):
        """Querysets of the ``entries`` whose terms satisfy ``expression``, each wider than the last.

        Whoever wants only the newest ones takes the first that holds enough. ``since`` and ``until``
        bound the positions, where the caller knows them.
        """
        raise NotImplementedError

    def drop(self):
        """Take the index out of the database."""
        self.execute(*self.DROP)

    def is_empty(self) -> bool:
        """Whether no entry is indexed."""
        with self.connection.cursor() as cursor:
            cursor.execute(self.ANY)
            return cursor.fetchone() is None

    def execute(self, *statements):
        with self.connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)


class SqliteIndex(InvertedIndex):
    """FTS5. A row is deleted by naming the terms it was written with, which its entry yields."""

    AND, OR = " AND ", " OR "
    MATCHING = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
    ANY = f"SELECT 1 FROM {TABLE}_docsize LIMIT 1"  # noqa: S608
    # The ascii tokenizer takes every character beyond ASCII as part of a term.
    CREATE = (
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5(terms, content='', detail=none, tokenize='ascii')"
    )
    DROP = (f"DROP TABLE IF EXISTS {TABLE}",)
    ADD = f"INSERT INTO {TABLE} (rowid, terms) VALUES (%s, %s)"  # noqa: S608
    REMOVE = f"INSERT INTO {TABLE} ({TABLE}, rowid, terms) VALUES ('delete', %s, %s)"  # noqa: S608

    @staticmethod
    def quoted(term, *, is_prefix):
        # A term is made of letters, digits and the title mark: there is nothing to escape.
        return f'"{term}"*' if is_prefix else f'"{term}"'

    def matching(self, entries, expression, since=None, until=None):
        # Rows come by number, newest first, as they are asked for: nothing to help.
        yield entries.filter(position__in=RawSQL(self.MATCHING, [expression]))  # noqa: S611

    def clear(self):
        """Make the index anew, empty."""
        self.execute(*self.DROP, self.CREATE)

    def add(self, entries):
        """Index ``entries``, none of which may be indexed yet."""
        self._many(self.ADD, entries)

    def remove(self, entries):
        """Take ``entries`` out; their texts must still be those they were added with."""
        self._many(self.REMOVE, entries)

    def _many(self, sql, entries):
        rows = [(e.position, " ".join(sorted(entry_terms(e.title, e.body)))) for e in entries]
        with self.connection.cursor() as cursor:
            cursor.executemany(sql, rows)


class PostgresIndex(InvertedIndex):
    """A narrow table of term vectors with a GIN index."""

    AND, OR = " & ", " | "
    # A function, because it can be planned for itself: left to itself the planner opens every
    # vector of the table, on its way through it, rather than trust the index with a common term.
    FOUND = f"{TABLE}_found"
    CREATE_FOUND = f"""
        CREATE OR REPLACE FUNCTION {FOUND}(wanted tsquery, low bigint, high bigint, newest bigint)
        RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 4000
        SET enable_seqscan = off
        AS $$
            WITH found AS MATERIALIZED (SELECT position FROM {TABLE} WHERE terms @@ wanted)
            SELECT position FROM found WHERE position >= low AND position < high
            ORDER BY position DESC LIMIT newest
        $$
    """  # noqa: S608
    NEWEST = f"SELECT {FOUND}(%s::tsquery, %s, %s, %s)"
    # The newest of very many matches usually hold enough of what is asked for.
    REACHES = (4_000, 16_000)
    LOWEST, HIGHEST = -(2**63), 2**63 - 1
    ANY = f"SELECT 1 FROM {TABLE} LIMIT 1"  # noqa: S608
    CREATE = (
        f"CREATE TABLE {TABLE} (position bigint PRIMARY KEY, terms tsvector NOT NULL)",
        f"CREATE INDEX {TABLE}_terms ON {TABLE} USING gin (terms)",
    )
    DROP = (
        f"DROP FUNCTION IF EXISTS {TABLE}_found(tsquery, bigint, bigint, bigint)",
        f"DROP TABLE IF EXISTS {TABLE}",
    )

    @staticmethod
    def quoted(term, *, is_prefix):
        return f"'{term}':*" if is_prefix else f"'{term}'"

    def matching(self, entries, expression, since=None, until=None):
        bounds = [
            self.LOWEST if since is None else since,
            self.HIGHEST if until is None else until,
        ]
        for reach in self.REACHES:
            with self.connection.cursor() as cursor:
                cursor.execute(self.NEWEST, [expression, *bounds, reach])
                positions = [position for (position,) in cursor.fetchall()]
            yield entries.filter(position__in=RawSQL("SELECT unnest(%s::bigint[])", [positions]))  # noqa: S611
            if len(positions) < reach:
                return
        yield entries.filter(position__in=RawSQL(self.NEWEST, [expression, *bounds, None]))  # noqa: S611

    def clear(self):
        self.execute(*self.DROP, *self.CREATE, self.CREATE_FOUND)

    def add(self, entries):
        rows = [(e.position, sorted(entry_terms(e.title, e.body))) for e in entries]
        with self.connection.cursor() as cursor:
            execute_values(
                cursor.cursor,
                f"INSERT INTO {TABLE} (position, terms) VALUES %s",  # noqa: S608
                rows,
                template="(%s, array_to_tsvector(%s::text[]))",
            )

    def remove(self, entries):
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {TABLE} WHERE position = ANY(%s)",  # noqa: S608
                [[entry.position for entry in entries]],
            )


BACKENDS = {"sqlite": SqliteIndex, "postgresql": PostgresIndex}


def get_index(using="default"):
    """The index of a database connection."""
    connection = connections[using]
    return BACKENDS[connection.vendor](connection)
