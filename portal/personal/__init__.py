"""What personal data looks like: document numbers and their checks, masks, finding it in texts.

Nothing here stores anything; ``portal.vault`` keeps personal data, ``portal.audit`` notes who saw it.
Settings import ``portal.personal.logs``, so nothing here may import models.
"""

from .documents import (
    DOCUMENT_CHOICES,
    normalise_number,
    validate_credit_code,
    validate_document,
    validate_mobile,
    validate_resident_id,
)
from .finder import Finding, find_personal_data, scrub
from .masks import (
    mask_address,
    mask_all,
    mask_email,
    mask_name,
    mask_number,
    mask_organisation_code,
    mask_phone,
)

__all__ = [
    "DOCUMENT_CHOICES",
    "Finding",
    "find_personal_data",
    "mask_address",
    "mask_all",
    "mask_email",
    "mask_name",
    "mask_number",
    "mask_organisation_code",
    "mask_phone",
    "normalise_number",
    "scrub",
    "validate_credit_code",
    "validate_document",
    "validate_mobile",
    "validate_resident_id",
]
