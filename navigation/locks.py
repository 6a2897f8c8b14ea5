"""The lock that makes writers of the section tree take turns.

A tree write reads its neighbours before it changes them, so two writers at once corrupt the tree
even when each is in a transaction. Whoever writes therefore takes this lock first and loads rows
only afterwards: an instance loaded before the lock may already be out of date. Django admin loads
rows early; its views take the lock around the whole request (``navigation.admin``).

Lock order: the tree lock comes before every row lock, the content version's row included.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import NotSupportedError, connection, transaction

from portal import content_version

# "navigation.tree" as a number; any constant will do as long as nobody else uses it.
ADVISORY_KEY = 0x6E61765F74726565

_held: ContextVar[bool] = ContextVar("section_tree_lock", default=False)


def _acquire():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_KEY])
    elif connection.vendor != "sqlite":
        raise NotSupportedError("The section tree lock knows PostgreSQL and SQLite only.")
    # SQLite: transactions begin IMMEDIATE (settings), so having one is the lock. A system check
    # (navigation.E002) refuses other settings.


@contextmanager
def tree_lock():
    """A transaction that holds the tree lock until it ends; may be nested.

    Use it as ``with tree_lock():`` or ``@tree_lock()``. ``Section.save`` and ``Section.delete``
    refuse to work outside it.
    """
    with transaction.atomic():
        _acquire()
        # A token pinned when the request began may be older than what the lock now lets us see.
        content_version.pin(None)
        # Before any row is locked: somebody who saves an article holds this one, and asks for the
        # row of its section when committing.
        content_version.hold()
        token = _held.set(True)
        try:
            yield
        finally:
            _held.reset(token)


def is_held() -> bool:
    return _held.get()
