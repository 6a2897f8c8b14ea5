"""Moving everything that is sealed to the current key, row by row, beside the running portal.

A row is read, opened, sealed anew and written back only where it still holds what was read; whoever
writes at the same moment wins, and already writes with the current key. What remains is asked of the
database, not remembered, so a run that was broken off is simply started again.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast
from django.views.decorators.debug import sensitive_variables

from .cipher import Sealed, current_prefix
from .errors import VaultError
from .fields import EncryptedField
from .files import FOLDER, UPLOAD, EncryptedFileField, EncryptedFileStorage
from .keys import current_key

BATCH = 100


@dataclass(eq=False)
class Column:
    """One encrypted column, and how far it is."""

    model: type[models.Model]
    field: models.Field
    done: int = 0
    failed: list = field(default_factory=list)
    made: list = field(default_factory=list)

    def __str__(self):
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def holds_files(self) -> bool:
        return isinstance(self.field, EncryptedFileField)

    @property
    def start(self) -> str:
        """What everything under the current key starts with."""
        return f"{FOLDER}/{current_key().id}/" if self.holds_files else current_prefix()

    def rows(self):
        """All rows that hold something, with the stored text as ``sealed``."""
        stored = Cast(self.field.attname, models.TextField())
        return (
            self.model._base_manager.order_by("pk")
            .annotate(sealed=stored)
            .exclude(sealed="")
            .filter(sealed__isnull=False)
        )

    def remaining(self):
        return self.rows().exclude(sealed__startswith=self.start)

    def key_counts(self) -> Counter:
        """Key id → how many values it holds; for people who want to drop one."""
        cut = 1 if self.holds_files else 3
        at = len(FOLDER) if self.holds_files else 0
        part = models.functions.Substr("sealed", at + cut + 1, 8)
        counted = self.rows().order_by().values_list(part).annotate(count=models.Count("pk"))
        return Counter(dict(counted))


def encrypted_columns() -> list[Column]:
    """Every encrypted column and file of every model with a table, history tables included."""
    return [
        Column(model, field)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedField | EncryptedFileField)
    ]


def rotate(column: Column, report: Callable[[Column], None] = lambda column: None) -> None:
    """Move one column to the current key. What does not open is noted in ``column.failed``."""
    move = _move_file if column.holds_files else _move_value
    last = None
    while True:
        rows = column.remaining()
        rows = rows.filter(pk__gt=last) if last is not None else rows
        batch = list(rows.values_list("pk", flat=True)[:BATCH])
        if not batch:
            return
        for pk in batch:
            _attempt(column, move, pk)
        last = batch[-1]
        report(column)


def _attempt(column, move, pk):
    try:
        column.done += move(column, pk)
    except (VaultError, OSError) as error:
        column.failed.append((pk, str(error)))


@sensitive_variables()
def _move_value(column, pk) -> bool:
    """Seal one value anew, if it is still the one that was read."""
    row = column.remaining().filter(pk=pk).only("pk", "vault_id", column.field.attname).first()
    if row is None:
        return False
    sealed = Sealed(column.field.close(row, column.field.open(row)))
    same = column.rows().filter(pk=pk, sealed=row.sealed)
    return bool(same.order_by().update(**{column.field.attname: sealed}))


def _move_file(column, pk) -> bool:
    """Seal one file anew under a new name; the old one stays for those who just learnt its name."""
    row = column.remaining().filter(pk=pk).values_list("sealed", flat=True).first()
    if row is None:
        return False
    storage = EncryptedFileStorage()
    with storage.open(row) as source:
        name = storage.save(UPLOAD, source)
    same = column.rows().filter(pk=pk, sealed=row)
    with transaction.atomic():
        moved = bool(same.order_by().update(**{column.field.attname: name}))
    if moved:
        column.made.append(name)
    else:
        storage.delete(name)
    return moved


def replaced_files() -> Iterator[str]:
    """Files under former keys that no row names: what rotation left behind, or an upload undone.

    Whoever learnt such a name before it was replaced may still read it, or save it back with an
    older copy of the row: wait for the longest request before deleting with :func:`delete_unnamed`.
    """
    storage = EncryptedFileStorage()
    columns = [column for column in encrypted_columns() if column.holds_files]
    for key_id in _folders(storage, FOLDER):
        if key_id == current_key().id:
            continue
        for part in _folders(storage, f"{FOLDER}/{key_id}"):
            folder = f"{FOLDER}/{key_id}/{part}"
            for file in storage.listdir(folder)[1]:
                if not _is_named(f"{folder}/{file}", columns):
                    yield f"{folder}/{file}"


def delete_unnamed(names) -> None:
    """Delete those of the files that no row names (any more)."""
    columns = [column for column in encrypted_columns() if column.holds_files]
    for name in names:
        if not _is_named(name, columns):
            EncryptedFileStorage().delete(name)


def _is_named(name, columns) -> bool:
    return any(column.rows().filter(sealed=name).exists() for column in columns)


def _folders(storage, path) -> list[str]:
    try:
        return storage.listdir(path)[0]
    except FileNotFoundError:
        return []
