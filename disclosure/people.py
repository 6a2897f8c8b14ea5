"""Who does something to a case: a member of staff, the applicant, or the system."""

from dataclasses import dataclass

from portal import audit
from portal.audit import Actor


class _Applicant:
    """Stands where a user stands, for whoever showed number and query code of the case."""

    def __repr__(self):
        return "APPLICANT"


class _System:
    def __repr__(self):
        return "SYSTEM"


APPLICANT = _Applicant()
SYSTEM = _System()


@dataclass(frozen=True)
class By:
    """``who`` is asked for rights (a user, ``APPLICANT`` or ``SYSTEM``), ``actor`` is recorded."""

    who: object
    actor: Actor

    @property
    def user(self):
        """The member of staff, or ``None``."""
        return None if self.who in (APPLICANT, SYSTEM) else self.who


def staff(request) -> By:
    """The signed-in user of a request."""
    return By(request.user, audit.by_user(request))


def staff_member(user) -> By:
    """A user where there is no request: commands, imports."""
    return By(user, Actor("user", user.get_username(), user.pk))


def applicant(request, case) -> By:
    """The applicant, who showed the query code of ``case``.

    Recorded under a digest of the code's digest: the same from the application to the last visit,
    until a new code is issued; the code itself need not be kept for it.
    """
    return By(APPLICANT, audit.by_applicant(request, case.query_digest))


def system(name: str) -> By:
    """A command or a nightly job. It passes no check of rights: the one who starts it has done so."""
    return By(SYSTEM, audit.by_system(name))
