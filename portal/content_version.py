"""One token for everything the public can see; it keys every snapshot and every cached page.

The token turns over when watched content is saved or deleted (in the same transaction, so that it
becomes visible exactly when the content does) and when a moment passes at which something appears
or disappears by itself: a set publishing time, the end of a 头条, midnight for today's date. Apps
name those moments with :func:`register_moments`; nothing needs a cron job.
"""

import secrets
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

_request_token: ContextVar[str | None] = ContextVar("content_version_token", default=None)
_moment_providers = []


def register_moments(provider):
    """Register ``provider(now) -> datetime | None``: the next moment at which content changes."""
    _moment_providers.append(provider)
    return provider


def _next_midnight(now: datetime) -> datetime:
    local = timezone.localtime(now)
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _next_moment(now: datetime) -> datetime:
    moments = [provider(now) for provider in _moment_providers]
    return min([_next_midnight(now), *(moment for moment in moments if moment)])


def _fresh_values() -> dict:
    now = timezone.now()
    return {
        "token": secrets.token_hex(16),
        "changed_at": now,
        "next_change_at": _next_moment(now),
    }


def bump() -> str:
    """Give content a new version, as part of the current transaction; return the new token.

    Lock order: whoever also takes the section tree lock takes that one first.
    """
    from portal.models import ContentVersion

    values = {"token": secrets.token_hex(16), "changed_at": timezone.now()}
    row = ContentVersion.objects.filter(pk=1)
    with transaction.atomic(savepoint=False):
        if not row.update(**values):
            ContentVersion.objects.get_or_create(pk=1, defaults=values)
            row.update(**values)
        # Asked only now that the row is ours: whoever held it before may have set a moment that
        # was not visible yet, and writing an older answer over it would lose that moment.
        row.update(next_change_at=_next_moment(timezone.now()))
    if _request_token.get() is not None:
        _request_token.set(values["token"])
    return values["token"]


def hold():
    """Make other writers of content wait until the current transaction ends.

    It locks the row that :func:`bump` writes, so whoever is going to bump only takes it earlier.
    SQLite needs nothing: its write transactions queue by themselves.
    """
    from portal.models import ContentVersion

    if connection.features.has_select_for_update:
        list(ContentVersion.objects.select_for_update().filter(pk=1).values_list("pk"))


def current() -> str:
    """The current token: one primary-key query, or none inside a request that already asked."""
    return _request_token.get() or read()


def read() -> str:
    """Ask the database for the token, turning it over first when its next moment has passed."""
    from portal.models import ContentVersion

    row = ContentVersion.objects.filter(pk=1).values_list("token", "next_change_at").first()
    if row is None:
        return bump()
    token, next_change_at = row
    if next_change_at is None or next_change_at > timezone.now():
        return token
    return _turn_over(token)


def _turn_over(token: str) -> str:
    """Replace ``token``; of several processes noticing the same moment, one writes, all agree."""
    from portal.models import ContentVersion

    values = _fresh_values()
    try:
        with transaction.atomic():
            row = ContentVersion.objects.filter(pk=1, token=token)
            # A reader does not wait for somebody's long save: it gives up at once (PostgreSQL).
            won = list(row.select_for_update(nowait=True).values_list("pk")) and row.update(
                **values
            )
    except DatabaseError:
        # A read-only replica, a busy row or SQLite file: serve this request under a private token.
        return values["token"]
    if won:
        return values["token"]
    return ContentVersion.objects.values_list("token", flat=True).get(pk=1)


def pin(token: str | None):
    """Use ``token`` for the rest of this request; ``None`` forgets it."""
    _request_token.set(token)


def _on_change(sender, **kwargs):
    if kwargs.get("raw"):
        return
    if "action" in kwargs and not kwargs["action"].startswith("post_"):
        return
    bump()


def watch(*models):
    """Bump the version whenever a row of ``models`` is saved or deleted (call in ``ready``)."""
    for model in models:
        uid = f"content-version-{model._meta.label}"
        post_save.connect(_on_change, sender=model, dispatch_uid=uid)
        post_delete.connect(_on_change, sender=model, dispatch_uid=uid)
        for field in model._meta.many_to_many:
            through = getattr(model, field.name).through
            m2m_changed.connect(_on_change, sender=through, dispatch_uid=f"{uid}-{field.name}")
