"""Where personal data is kept: encrypted columns and files, and the only ways to see them.

    class Applicant(SealedModel):
        id_number = EncryptedTextField(_("证件号码"), context="id_number", max_length=40)
        id_number_index = BlindIndexField("id_number", context="id_number")
        id_scan = EncryptedFileField(_("证件照片"), blank=True)

Keys are in the settings, never in the database (``portal.keys``). ``manage.py rotate_keys`` moves
everything to a new key. Nothing here knows what an application is.
"""

from .access import reveal, reveal_file, serve_sealed
from .base import SealedModel
from .errors import Damaged, UnknownKey, VaultError
from .fields import EncryptedJSONField, EncryptedTextField
from .files import EncryptedFileField, EncryptedFileStorage
from .index import BlindIndexField, blind_index

__all__ = [
    "BlindIndexField",
    "Damaged",
    "EncryptedFileField",
    "EncryptedFileStorage",
    "EncryptedJSONField",
    "EncryptedTextField",
    "SealedModel",
    "UnknownKey",
    "VaultError",
    "blind_index",
    "reveal",
    "reveal_file",
    "serve_sealed",
]
