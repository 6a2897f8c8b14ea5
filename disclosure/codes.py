"""Query codes and tokens: derived, shown once, kept only as keyed digests."""

import hashlib
import hmac
import re
import secrets
import unicodedata

from django.views.decorators.debug import sensitive_variables

from portal.vault import blind_index
from portal.vault.keys import permanent_key

DIGITS = 12
MIN_TOKEN = 22  # characters; 128 bits in base64
MAX_TOKEN = 200


def new_token() -> str:
    """A token for one form, or for one application entered by staff."""
    return secrets.token_urlsafe(32)


@sensitive_variables()
def query_code(token: str, position: int) -> str:
    """The code of the ``position``-th application sent under ``token``: twelve digits, which can be
    read out on the telephone. A repeated submission shows the same one, and only who has both the
    token and our key can make it."""
    key = permanent_key("query code")
    digest = hmac.new(key, f"{position}:{token}".encode(), hashlib.sha256).digest()
    digits = f"{int.from_bytes(digest[:16]) % 10**DIGITS:0{DIGITS}d}"
    return "-".join(digits[start : start + 4] for start in range(0, DIGITS, 4))


@sensitive_variables()
def code_digest(number: str, code: str) -> str:
    """What a case keeps of its code; bound to the number, so that equal codes look different."""
    digits = "".join(re.findall("[0-9]", unicodedata.normalize("NFKC", code)))
    return str(blind_index(f"{number}:{digits}", "case.query_code"))


@sensitive_variables()
def token_digest(token: str, position: int | str = 0) -> str:
    return str(blind_index(f"{position}:{token}", "case.token"))
