"""Two cookies of the application pages, for nothing else and no longer than they are needed.

``mc_draft`` leads back to a half-filled form, ``mc_receipt`` to the receipt of what was just sent.
Both are out of reach of scripts and sent to these pages only; neither holds anything personal.
"""

from django.core import signing
from django.urls import reverse

from disclosure.codes import MAX_TOKEN, MIN_TOKEN
from disclosure.models.public import DRAFT_HOURS

DRAFT, RECEIPT = "mc_draft", "mc_receipt"
RECEIPT_SALT = "disclosure.receipt"
# Long enough to print and to save it; afterwards the number and the code lead on.
RECEIPT_SECONDS = 30 * 60


def _path() -> str:
    return reverse("disclosure:apply", args=["person"]).removesuffix("person/")


def _set(request, response, name, value, seconds):
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=_path(),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def draft_token(request) -> str:
    """The token of the draft this browser came back with, or ""."""
    token = request.COOKIES.get(DRAFT, "")
    return token if MIN_TOKEN <= len(token) <= MAX_TOKEN else ""


def keep_draft(request, response, token: str) -> None:
    _set(request, response, DRAFT, token, DRAFT_HOURS * 3600)


def forget_draft(response) -> None:
    response.delete_cookie(DRAFT, path=_path(), samesite="Lax")


def keep_receipt(request, response, token: str) -> None:
    """Let this browser see the receipt of the form ``token`` for a while."""
    _set(request, response, RECEIPT, signing.dumps(token, salt=RECEIPT_SALT), RECEIPT_SECONDS)


def forget_receipt(response) -> None:
    response.delete_cookie(RECEIPT, path=_path(), samesite="Lax")


def receipt_token(request) -> str:
    """The form whose receipt may be shown, or "" when it is too late or somebody else's."""
    try:
        return signing.loads(
            request.COOKIES.get(RECEIPT, ""), salt=RECEIPT_SALT, max_age=RECEIPT_SECONDS
        )
    except signing.BadSignature:
        return ""
