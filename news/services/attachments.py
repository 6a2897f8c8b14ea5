"""Putting a file below an article."""

from django.core.files.base import File
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from news.models import Attachment
from news.services.texts import read_on_commit
from portal.uploads import clean_name, verify


def describe(attachment, file: File):
    """Check ``file`` and note what it is: type, size, the name people gave it.

    Raises ``ValidationError`` when the content is not what the name claims or is not allowed. The
    text is read once the file is stored: call :func:`news.services.texts.read_on_commit` then.
    """
    kind = verify(file)
    attachment.original_name = clean_name(file.name or "")
    attachment.size = file.size
    attachment.type_label = kind.label
    attachment.content_type = kind.content_type
    attachment.text = ""


def attach(article, file: File, *, name="", position=0):
    """Add ``file`` to the attachments of ``article``."""
    attachment = Attachment(article=article, name=name, position=position)
    describe(attachment, file)
    attachment.file.save(attachment.original_name, file, save=False)
    attachment.save()
    read_on_commit([attachment])
    return attachment


def delete_file(storage, name):
    """Delete a stored file once the current transaction has committed, never before."""
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@receiver(post_delete, sender=Attachment, dispatch_uid="news-attachment-file")
def delete_file_of_attachment(sender, instance, **kwargs):
    """A deleted attachment leaves no file behind: it may have been deleted because it must go."""
    delete_file(instance.file.storage, instance.file.name)
