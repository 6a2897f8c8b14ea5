"""Uploads with personal data: sealed in the private storage, under names that tell nothing."""

import io
import secrets
import tempfile

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.utils.deconstruct import deconstructible

from .errors import VaultError
from .keys import current_key
from .stream import CHUNK, UnsealedFile, seal_file

FOLDER = "sealed"
# Whatever a file was called: the storage gives it a name that tells nothing.
UPLOAD = "upload"


@deconstructible
class EncryptedFileStorage(Storage):
    """Seals what is saved and opens what is read; behind it stands the storage ``private``.

    Every file gets a new random name, with the id of its key in the path. There is no address:
    ``portal.vault.reveal_file`` is the way out.
    """

    @property
    def inner(self) -> Storage:
        return storages["private"]

    def get_available_name(self, name=None, max_length=None):
        token = secrets.token_hex(16)
        return f"{FOLDER}/{current_key().id}/{token[:2]}/{token}"

    def _save(self, name, content):
        # Sealed into a file of its own first: some storages read what they are given more than once.
        with tempfile.TemporaryFile() as draft:
            content.seek(0)
            seal_file(content, draft, name)
            draft.seek(0)
            stored = self.inner.save(name, File(draft, name))
        if stored != name:
            self.inner.delete(stored)
            raise VaultError("The private storage did not keep the name a file was sealed for.")
        return name

    def _open(self, name, mode="rb"):
        if mode != "rb":
            raise ValueError("A sealed file is written once and then only read.")
        stored = self.inner.open(name, "rb")
        try:
            return File(io.BufferedReader(UnsealedFile(stored, name), CHUNK), name)
        except BaseException:
            stored.close()
            raise

    def exists(self, name):
        return self.inner.exists(name)

    def delete(self, name):
        self.inner.delete(name)

    def listdir(self, path):
        return self.inner.listdir(path)

    def size(self, name):
        with self.open(name) as file:
            return file.size

    def url(self, name):
        raise VaultError("A sealed file has no address; serve it with portal.vault.reveal_file.")


def delete_stored(name: str) -> None:
    """Delete a sealed file once the current transaction has committed, never before."""
    if name:
        transaction.on_commit(lambda: EncryptedFileStorage().delete(name))


class EncryptedFileField(models.FileField):
    """A sealed file. It goes when its row goes, and when another takes its place.

    The name people gave a file can be personal data too: keep it in an ``EncryptedTextField``.
    """

    def __init__(self, verbose_name=None, name=None, **options):
        options.update(storage=EncryptedFileStorage(), upload_to="", editable=False)
        options.setdefault("max_length", 100)
        super().__init__(verbose_name, name, **options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        for fixed in ("storage", "upload_to", "editable"):
            options.pop(fixed, None)
        return name, path, args, options

    def contribute_to_class(self, cls, name, **options):
        super().contribute_to_class(cls, name, **options)
        if not cls._meta.abstract:
            post_delete.connect(
                self._delete_with_row, sender=cls, dispatch_uid=f"{cls._meta.label}.{name}"
            )

    def _delete_with_row(self, instance, **kwargs):
        delete_stored(getattr(instance, self.attname).name)

    def generate_filename(self, instance, filename):
        return UPLOAD

    def pre_save(self, instance, add):
        file = getattr(instance, self.attname)
        if add or (file and file._committed):
            return super().pre_save(instance, add)
        row = type(instance)._base_manager.filter(pk=instance.pk)
        before = row.values_list(self.attname, flat=True).first()
        saved = super().pre_save(instance, add)
        delete_stored(before)
        return saved
