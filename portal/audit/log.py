"""Adding an event, and proving that none was touched."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import NotSupportedError, connection, models, transaction
from django.utils import timezone

from portal.personal import scrub

from .actors import Actor
from .verbs import PRUNE_LOG, known_verb

logger = logging.getLogger(__name__)

# "pt.audit" as a number; any constant will do as long as nobody else uses it.
ADVISORY_KEY = 0x70742E6175646974
REASON_LENGTH = 300
LABEL_LENGTH = 200


def lock() -> None:
    """Make writers of the log take turns until their transaction ends.

    Lock order: the log comes last, after every other lock and row. On SQLite a transaction begins
    IMMEDIATE (settings), so having one is the lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_KEY])
    elif connection.vendor != "sqlite":
        raise NotSupportedError("The audit log knows PostgreSQL and SQLite only.")


def record(actor: Actor, verb: str, obj, reason: str = "", *, part: str = "", success: bool = True):
    """Add one event, as part of the current transaction, and return it.

    ``obj`` is a saved row, or a model class for "all of them"; what the log calls a row is its
    ``audit_label()`` and, without one, its kind and number: ``str()`` may hold a name. ``part``
    names a field, never its value. ``success=False`` records an attempt that was refused. ID
    numbers, mobile numbers and e-mail addresses somebody typed into ``reason`` are taken out.

    Call it last in a transaction: writers of the log wait for each other until they commit. Raises
    ``UnknownVerb`` for a verb that is not registered, ``ValueError`` for a row without key.
    """
    from portal.models import AuditEvent

    kind, pk, label = _describe(obj)
    event = AuditEvent(
        actor_kind=actor.kind,
        user_id=actor.user_id,
        actor=actor.label[:LABEL_LENGTH],
        ip=actor.ip,
        verb=known_verb(verb),
        object_type=kind,
        object_id=pk,
        object_label=scrub(label)[:LABEL_LENGTH],
        part=str(part)[:LABEL_LENGTH],
        reason=scrub(reason.strip())[:REASON_LENGTH],
        success=success,
    )
    event.save()
    # A witness outside the database: whoever rewrites the log would have to rewrite this one too.
    transaction.on_commit(
        lambda: logger.info("Audit event %s %s %s", event.pk, event.verb, event.mac)
    )
    return event


def _describe(obj):
    """Type, key and label of a row or of a whole model."""
    if isinstance(obj, type) and issubclass(obj, models.Model):
        return obj._meta.label_lower, "", str(obj._meta.verbose_name)
    if obj.pk is None:
        raise ValueError("Only a saved row can be recorded.")
    label = obj.audit_label() if hasattr(obj, "audit_label") else ""
    return obj._meta.label_lower, str(obj.pk), label or f"{obj._meta.verbose_name} {obj.pk}"


@dataclass(frozen=True)
class Problem:
    """What is wrong with the log, and at which event (``None``: the log as a whole)."""

    event_id: int | None
    text: str


def find_problems(seen: str = "") -> Iterator[Problem]:
    """Walk the whole log in constant memory; ``seen`` is a code that must still be in it.

    Removing the newest events leaves a sound chain behind: only a code noted down elsewhere before
    (``check_audit`` prints it, the server's log has it) shows that.
    """
    from portal.models import AuditEvent

    previous, met = None, not seen
    for event in AuditEvent.objects.order_by("pk").iterator(2000):
        if previous is None:
            if event.previous and not _is_pruned_up_to(event.previous):
                yield Problem(event.pk, "events before this one are missing")
        elif event.previous != previous:
            yield Problem(event.pk, "the event before this one is missing, or one was slipped in")
        if not event.is_genuine():
            yield Problem(event.pk, "this event was changed or not written by this portal")
        previous = event.mac
        met = met or previous == seen
    if not met:
        yield Problem(None, f"the event with the code {seen} is no longer in the log")


def _is_pruned_up_to(mac: str) -> bool:
    from portal.models import AuditEvent

    return any(
        event.is_genuine()
        for event in AuditEvent.objects.filter(verb=PRUNE_LOG, reason__endswith=mac)
    )


def prune(days: int, actor: Actor) -> int:
    """Delete events older than ``days`` (at least 184) and record that; return how many.

    The event that records it names the code of the last one deleted, which is how ``find_problems``
    knows this gap from any other. An older event of the same kind may be pruned with the rest.
    """
    from portal.models import AuditEvent

    if days < 184:
        raise ValueError("Events are kept for at least 184 days (网络安全法 art. 23: six months).")
    with transaction.atomic():
        lock()
        oldest_kept = (
            AuditEvent.objects.filter(at__gte=timezone.now() - timedelta(days=days))
            .order_by("pk")
            .first()
        )
        old = AuditEvent.objects.all()
        if oldest_kept:
            old = old.filter(pk__lt=oldest_kept.pk)
        last = old.order_by("pk").last()
        if last is None:
            return 0
        count = old.count()
        record(actor, PRUNE_LOG, AuditEvent, f"{count} {last.mac}")
        table = connection.ops.quote_name(AuditEvent._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE id <= %s", [last.pk])  # noqa: S608
        return count
