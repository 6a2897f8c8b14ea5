"""Sealing short values: AES-256-GCM, the key's id in front, bound to the place they belong to.

A sealed value is ``v1.<key id>.<base64 of nonce, ciphertext and tag>``. The *place* (column and row)
is authenticated with it, so a value copied to another row or column does not open there. What it
does not hide: whether there is a value, and how long it is.
"""

import base64
import binascii
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.views.decorators.debug import sensitive_variables

from .errors import Damaged
from .keys import current_key, find_key

NONCE_BYTES = 12
TAG_BYTES = 16
FORM = re.compile(r"v1\.([0-9a-f]{8})\.([A-Za-z0-9_=-]+)")


class Sealed(str):
    """A sealed value that may be stored: nothing else passes into an encrypted column."""

    __slots__ = ()


def current_prefix() -> str:
    """What a value sealed with the current key starts with."""
    return f"v1.{current_key().id}."


@sensitive_variables()
def seal(plain: bytes, place: str) -> Sealed:
    """Seal ``plain`` for ``place`` with the current key."""
    key, nonce = current_key(), os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(key.for_fields).encrypt(nonce, plain, place.encode())
    return Sealed(f"v1.{key.id}.{base64.urlsafe_b64encode(sealed).decode('ascii')}")


@sensitive_variables()
def unseal(sealed: str, place: str) -> bytes:
    """What was sealed for ``place``.

    Raises ``UnknownKey`` when its key is gone, ``Damaged`` when it is no sealed value, was changed
    or was sealed for another place. It never returns what it could not authenticate.
    """
    found = FORM.fullmatch(sealed)
    if not found:
        raise Damaged("This column holds something that was never sealed.")
    key = find_key(found[1])
    try:
        raw = base64.urlsafe_b64decode(found[2])
        return AESGCM(key.for_fields).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode())
    except (InvalidTag, binascii.Error, ValueError):
        raise Damaged(
            "A sealed value does not open here: it was changed, or belongs to another row or column."
        ) from None
