"""The draft of this browser: kept a day under the token in its cookie."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.views.decorators.debug import sensitive_variables

from disclosure import services, throttle
from disclosure.applying import cookies
from disclosure.applying.typed import Typed

# New drafts an address may begin in an hour: enough for a library, too few to fill a disk.
NEW_PER_HOUR = 60


@sensitive_variables()
def save(request, typed: Typed, token: str) -> str:
    """Keep what was typed; the token for the cookie, or "" when it is too much.

    The form's own ``token`` stays with it: whoever comes back and sends it again makes no second
    application of one that had arrived.
    """
    known = _own(request, token)
    if not known:
        address = throttle.origin(request.META.get("REMOTE_ADDR", ""))
        if throttle.count("draft", address, timedelta(hours=1)) > NEW_PER_HOUR:
            return ""
    try:
        return services.save_draft({**typed.for_draft(), "token": token}, known)
    except ValidationError:  # longer than a draft may be
        return ""


@sensitive_variables()
def _own(request, token: str) -> str:
    """The token of this browser's draft if it is of this very form, else "".

    A cookie nobody gave out begins no draft past the limit. Nor does a new form go on under the
    token of an older draft: whoever sat at this computer before may have written it down.
    """
    known = cookies.draft_token(request)
    data = services.load_draft(known) if known else None
    if data and data["token"] == token:
        return known
    if data:
        services.drop_draft(known)
    return ""


@sensitive_variables()
def load(request) -> tuple[Typed, str] | None:
    """What this browser left unfinished, and the token of its form."""
    known = cookies.draft_token(request)
    data = services.load_draft(known) if known else None
    return (Typed.of_draft(data), data["token"]) if data else None


def drop(request) -> None:
    if known := cookies.draft_token(request):
        services.drop_draft(known)
