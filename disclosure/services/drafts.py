"""Half-filled public forms: kept sealed for a day under a token only the applicant has."""

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from disclosure import codes
from disclosure.models import Draft
from disclosure.models.public import draft_expiry


@sensitive_variables()
def save_draft(data: dict, token: str = "") -> str:
    """Keep ``data`` for 24 hours from now; returns the token to come back with."""
    token = token or codes.new_token()
    digest = codes.token_digest(token, "draft")
    draft = Draft.objects.filter(token_digest=digest).first() or Draft(token_digest=digest)
    draft.data, draft.expires_at = data, draft_expiry()
    draft.clean_fields()
    draft.save()
    return token


@sensitive_variables()
def load_draft(token: str) -> dict | None:
    """What was kept, or ``None`` when there is nothing any more."""
    digest = codes.token_digest(token, "draft")
    draft = Draft.objects.filter(token_digest=digest, expires_at__gt=timezone.now()).first()
    return draft and dict(draft.data)


def drop_draft(token: str) -> None:
    """Sent, or given up."""
    Draft.objects.filter(token_digest=codes.token_digest(token, "draft")).delete()


def drop_expired() -> int:
    """For the nightly job; expired drafts are never shown, whether it has run or not."""
    return Draft.objects.filter(expires_at__lte=timezone.now()).delete()[0]
