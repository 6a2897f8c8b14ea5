"""Files on this machine's disk, as long as something names them.

A file is stored before the row that names it is committed. When the request fails in between (the
disk fills up at the second of three files), the row is undone and the file would stay for ever.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.core.files.storage import FileSystemStorage

_stored: ContextVar[list | None] = ContextVar("stored_files", default=None)


class LocalStorage(FileSystemStorage):
    """Django's own, which leaves no half-written file and tells :func:`taken_back` what it stored."""

    def _save(self, name, content):
        try:
            name = super()._save(name, content)
        except OSError:
            self.delete(name)
            raise
        stored = _stored.get()
        if stored is not None:
            stored.append((self, name))
        return name


@contextmanager
def taken_back():
    """Delete what was stored inside the block when an exception leaves it.

    Use it inside the transaction: after the commit, rows name the files.
    """
    stored = []
    token = _stored.set(stored)
    try:
        yield
    except BaseException:
        for storage, name in stored:
            storage.delete(name)
        raise
    finally:
        _stored.reset(token)
