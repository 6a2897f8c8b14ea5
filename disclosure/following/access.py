"""Which case a browser may see: one signed cookie, good for half an hour without use.

The cookie holds no code and no number. It ends with the code it was given for: a reissued code
changes the digest it is bound to, and with 退出 for every copy of it.
"""

import time

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from disclosure import throttle
from disclosure.models import Case

COOKIE, PATH = "mc_follow", "/apply/follow/"
SALT = "disclosure.follow"
# Kept longer than any visit (throttle.FORGET).
LEFT = "follow-left"
IDLE_SECONDS = 30 * 60
# However busy: after this the code is asked for again.
LONGEST_SECONDS = 8 * 3600


def _tag(case) -> str:
    """Stands for the current query code without telling its digest."""
    return salted_hmac(SALT, case.query_digest).hexdigest()[:32]


def grant(request, response, case, *, since: int | None = None, said: str = "") -> None:
    """Let this browser see ``case`` from now on; ``said`` is a message for the next page."""
    value = signing.dumps([case.pk, _tag(case), since or int(time.time()), said], salt=SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=IDLE_SECONDS,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
    )


def read(request) -> tuple[Case, int, str] | None:
    """The case this browser may see, since when, and the message left for this page.

    ``None`` for everything else alike: no cookie, forged, too old, code reissued, anonymised.
    """
    try:
        pk, tag, since, said = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=IDLE_SECONDS
        )
    except (signing.BadSignature, ValueError):
        return None
    if time.time() - since > LONGEST_SECONDS:
        return None
    if throttle.is_counted(LEFT, _visit(pk, since)):
        return None
    case = Case.objects.filter(pk=pk, anonymised_at=None).first()
    if case is None or not constant_time_compare(tag, _tag(case)):
        return None
    return case, since, said


def _visit(pk, since) -> str:
    return f"{pk}:{since}"


def end(request, response) -> None:
    """Of a visit that is over no copy of the cookie opens anything any more."""
    if found := read(request):
        case, since, _said = found
        throttle.count(LEFT, _visit(case.pk, since), throttle.FORGET)
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
