"""The key ring: keys of the settings, and what is derived from each for one purpose only."""

from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from portal.keys import checked_data_keys, decode_data_key

from .errors import UnknownKey

ID_BYTES = 4


def derive(secret: bytes, purpose: str, *, length: int = 32, salt: bytes | None = None) -> bytes:
    """A key for ``purpose`` (HKDF-SHA256): knowing it tells nothing about ``secret`` or others."""
    info = b"mingchuang " + purpose.encode()
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


@dataclass(frozen=True)
class Key:
    """One key of ``FIELD_KEYS``; its id stands in front of what it sealed and tells nothing."""

    id: str
    for_fields: bytes = field(repr=False)
    for_files: bytes = field(repr=False)


@lru_cache(maxsize=8)
def _ring(texts: tuple[str, ...]) -> dict[str, Key]:
    keys = {}
    for text in checked_data_keys("FIELD_KEYS", list(texts)):
        secret = decode_data_key(text)
        key_id = derive(secret, "key id", length=ID_BYTES).hex()
        keys[key_id] = Key(key_id, derive(secret, "fields"), derive(secret, "files"))
    return keys


def current_key() -> Key:
    """The key that seals everything written from now on: the first of ``FIELD_KEYS``."""
    return next(iter(_ring(tuple(settings.FIELD_KEYS)).values()))


def find_key(key_id: str) -> Key:
    """The key with this id; ``UnknownKey`` when the settings no longer hold it."""
    key = _ring(tuple(settings.FIELD_KEYS)).get(key_id)
    if key is None:
        raise UnknownKey(
            f"FIELD_KEYS holds no key {key_id!r}. Put the key this was sealed with back behind the "
            "current one, then run rotate_keys."
        )
    return key


@lru_cache(maxsize=16)
def _permanent(text: str, purpose: str) -> bytes:
    checked_data_keys("BLIND_INDEX_KEY", [text])
    return derive(decode_data_key(text), purpose)


def permanent_key(purpose: str) -> bytes:
    """A key that outlives every change of ``FIELD_KEYS``, derived from ``BLIND_INDEX_KEY``."""
    return _permanent(settings.BLIND_INDEX_KEY, purpose)
