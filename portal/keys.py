"""Keys that live outside the database: made once for a machine of one's own, read strictly elsewhere.

``SECRET_KEY`` signs. ``FIELD_KEYS`` encrypt personal data, the first for writing, all for reading.
``BLIND_INDEX_KEY`` makes exact search of encrypted columns possible and chains the audit log; it
stays when the others change. Settings import this module, so it may import nothing of Django's but
the exception.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
HOW = "make one with: openssl rand -base64 32"


def load_or_create_secret_key(path: Path) -> str:
    """Return the key stored at ``path``, creating it first when there is none."""
    return _load_or_create(path, lambda: secrets.token_urlsafe(64))


def load_or_create_data_key(path: Path) -> list[str]:
    """Return the data keys stored at ``path``, one a line, creating the first when there is none."""
    _load_or_create(path, lambda: base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    return read_data_keys(path)


def read_data_keys(path: Path) -> list[str]:
    """The keys in a file, one a line, the current one first; lines that start with # are remarks."""
    try:
        lines = Path(path).read_text(encoding="ascii").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"The key file {path} cannot be read: {error}") from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def decode_data_key(text: str) -> bytes:
    """The 32 bytes of a base64 key (either alphabet), or ``ValueError`` without quoting the key."""
    try:
        raw = base64.b64decode(text.strip().translate({45: "+", 95: "/"}), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("it is not base64") from None
    if len(raw) != KEY_BYTES:
        raise ValueError(f"it has {len(raw)} bytes instead of {KEY_BYTES}")
    if len(set(raw)) < 12:
        raise ValueError("it is not random")
    return raw


def checked_data_keys(name: str, keys: list[str], file: str = "") -> list[str]:
    """``keys``, or those in ``file`` when none are given; refuses to go on without sound ones.

    Raises ``ImproperlyConfigured`` with the name of the setting, never with a key.
    """
    keys = keys or (read_data_keys(Path(file)) if file else [])
    if not keys:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE in the environment; {HOW}")
    decoded = []
    for number, key in enumerate(keys, start=1):
        try:
            decoded.append(decode_data_key(key))
        except ValueError as error:
            raise ImproperlyConfigured(
                f"Key {number} of {name} is no key: {error}; {HOW}"
            ) from None
    if len(set(decoded)) < len(decoded):
        raise ImproperlyConfigured(f"{name} names one key twice.")
    return keys


def _load_or_create(path: Path, make) -> str:
    """The text stored at ``path``; ``make()`` and store it first when there is none.

    The key is written under a private name and then linked into place, so that of two processes
    starting together neither ever reads an empty or a different key.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(make())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
