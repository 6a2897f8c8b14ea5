"""The words inside attachments, read once when a file comes and kept for the search."""

import logging
import time

from django.db import transaction

from news.models import Attachment
from portal import content_version
from portal.search.sources import refresh
from portal.uploads.text import READABLE, TIMEOUT, extract

logger = logging.getLogger(__name__)


def read_on_commit(attachments):
    """Fill in the texts of ``attachments`` after the commit, in ``TIMEOUT`` seconds for them all.

    Not before it: on SQLite an open transaction keeps every other writer waiting. A failure is
    logged and never undoes the upload; ``manage.py extract_texts`` reads later what stays empty.
    """
    attachments = list(attachments)
    if attachments:
        transaction.on_commit(lambda: _read_all(attachments), robust=True)


def _read_all(attachments):
    end = time.monotonic() + TIMEOUT
    for attachment in attachments:
        remaining = end - time.monotonic()
        if remaining < 1:
            logger.warning("No time left to read attachment %s", attachment.pk)
            continue
        try:
            fill(attachment, timeout=remaining)
        except OSError as error:
            logger.warning("Attachment %s cannot be opened: %s", attachment.pk, error)


def fill(attachment, **options) -> bool:
    """Read the stored file and save its text; whether there was any.

    ``options`` are those of :func:`portal.uploads.text.extract`. Raises ``OSError`` when the
    storage has lost the file.
    """
    stored = attachment.file
    with stored.storage.open(stored.name, "rb") as file:
        text = extract(file, attachment.type_label.lower(), **options)
    _store(attachment, text)
    return bool(text)


def _store(attachment, text):
    # Not if the file has been replaced meanwhile. An update leaves other columns alone.
    row = Attachment.objects.filter(pk=attachment.pk, file=attachment.file.name)
    with transaction.atomic():
        if row.exclude(text=text).update(text=text):
            refresh("attachment", [attachment.pk])
            content_version.bump()
    attachment.text = text


def readable_attachments():
    """Attachments of a type whose text can be read."""
    return Attachment.objects.filter(type_label__in=[name.upper() for name in READABLE])
