"""Who does something: a member of staff, an applicant with a query code, or the system itself."""

import hashlib
import hmac
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.vault.keys import permanent_key


@dataclass(frozen=True)
class Actor:
    """As the log keeps it. Make one with the functions below."""

    kind: str
    label: str
    user_id: int | None = None
    ip: str = ""


def by_user(request) -> Actor:
    """The signed-in user of ``request``; ``ValueError`` when there is none."""
    user = request.user
    if not user.is_authenticated:
        raise ValueError("Nobody is signed in; an applicant acts by_applicant().")
    return Actor("user", user.get_username(), user.pk, _address(request))


def by_applicant(request, query_code: str) -> Actor:
    """An applicant. The code opens the case, so the log holds a short keyed digest of it: the same
    applicant is recognised again, and nobody who reads the log gets in."""
    key = permanent_key("audit actor")
    digest = hmac.new(key, query_code.encode(), hashlib.sha256).hexdigest()[:8]
    return Actor("applicant", _("申请人 %(code)s") % {"code": digest}, None, _address(request))


def by_system(name: str) -> Actor:
    """A command or a nightly job, by its name."""
    return Actor("system", name)


def _address(request) -> str:
    return request.META.get("REMOTE_ADDR", "")[:45]
