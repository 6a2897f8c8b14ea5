"""Addresses of files: signed, good for minutes, and only together with the access to the case."""

from django.core import signing
from django.urls import reverse

SALT = "disclosure.follow.file"
SECONDS = 10 * 60

Expired = signing.SignatureExpired
Forged = signing.BadSignature


def link(row, form: str) -> str:
    """The address of ``row`` (a letter or a released file) as ``form``: pdf, docx or file."""
    token = signing.dumps([row._meta.model_name, row.pk, form], salt=SALT)
    return reverse("disclosure:follow-file", args=[token])


def read(token: str) -> list:
    """``[model name, pk, form]``; the reader asks whose it is. Raises :class:`Expired`, :class:`Forged`."""
    return signing.loads(token, salt=SALT, max_age=SECONDS)
