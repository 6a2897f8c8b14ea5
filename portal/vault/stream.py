"""Sealing whole files: in chunks, in constant memory, every chunk authenticated in its place.

Layout: ``MCV1``, key id (4 bytes), salt (16), then chunks of 64 KiB, each with its 16-byte tag.
Every file has a key of its own (HKDF of the file key and the salt). A chunk's nonce is its number
and whether it is the last, and the header and the file's name are authenticated with it: chunks
that are changed, swapped, dropped from the end or taken from another file do not open.
"""

import io
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.views.decorators.debug import sensitive_variables

from .errors import Damaged
from .keys import ID_BYTES, current_key, derive, find_key

MAGIC = b"MCV1"
SALT_BYTES = 16
TAG_BYTES = 16
HEADER_BYTES = len(MAGIC) + ID_BYTES + SALT_BYTES
CHUNK = 64 * 1024
SEALED_CHUNK = CHUNK + TAG_BYTES


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _chunk_cipher(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(derive(secret, "file", salt=salt))


@sensitive_variables()
def seal_file(source, target, name: str) -> None:
    """Write the bytes of ``source`` to ``target``, sealed for the file ``name``."""
    key, salt = current_key(), os.urandom(SALT_BYTES)
    header = MAGIC + bytes.fromhex(key.id) + salt
    cipher, place = _chunk_cipher(key.for_files, salt), header + name.encode()
    target.write(header)
    number, chunk = 0, _read_fully(source, CHUNK)
    while True:
        following = _read_fully(source, CHUNK)
        target.write(cipher.encrypt(_nonce(number, not following), chunk, place))
        if not following:
            return
        number, chunk = number + 1, following


def _read_fully(source, size: int) -> bytes:
    """``size`` bytes, fewer only at the end: a stream may return less than it was asked for."""
    parts, missing = [], size
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


class UnsealedFile(io.RawIOBase):
    """Reads the plaintext of a sealed file, from any position, one chunk in memory.

    Raises ``UnknownKey`` or ``Damaged`` when it is opened, before a byte is given out: the last
    chunk is opened first, and a file that was cut short has none. A chunk changed in the middle
    raises when it is reached.
    """

    def __init__(self, stored, name: str):
        self._stored, self._position, self._held = stored, 0, (None, b"")
        body = stored.seek(0, io.SEEK_END) - HEADER_BYTES
        stored.seek(0)
        header = _read_fully(stored, HEADER_BYTES)
        if body < TAG_BYTES or not header.startswith(MAGIC):
            raise Damaged("This is no sealed file, or hardly anything is left of it.")
        key_id, salt = header[len(MAGIC) : -SALT_BYTES], header[-SALT_BYTES:]
        self._cipher = _chunk_cipher(find_key(key_id.hex()).for_files, salt)
        self._place = header + name.encode()
        self._last = (body - 1) // SEALED_CHUNK
        self.size = body - TAG_BYTES * (self._last + 1)
        self._chunk(self._last)

    @sensitive_variables()
    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            self._stored.seek(HEADER_BYTES + number * SEALED_CHUNK)
            sealed = _read_fully(self._stored, SEALED_CHUNK)
            try:
                nonce = _nonce(number, number == self._last)
                self._held = (number, self._cipher.decrypt(nonce, sealed, self._place))
            except InvalidTag:
                raise Damaged("A sealed file was changed, cut short or renamed.") from None
        return self._held[1]

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self._position

    def seek(self, offset, whence=io.SEEK_SET):
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        self._position = max(0, base + offset)
        return self._position

    @sensitive_variables()
    def readinto(self, buffer):
        if self._position >= self.size:
            return 0
        number, skipped = divmod(self._position, CHUNK)
        part = self._chunk(number)[skipped : skipped + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self):
        if not self.closed:
            self._stored.close()
        super().close()
