"""Who can be found, and keeping their entries in step.

A room registers a :class:`Source` for each kind of record it lets people find. Saving or deleting
such a record rewrites its entry in the same transaction; whoever changes rows behind the ORM's back
calls :func:`refresh` or :func:`drop`, and ``manage.py rebuild_search`` makes everything anew.

Entries and words are shared by all records, so their writers take turns (``content_version.hold``):
an editor who saves while the index is rebuilt waits for a batch instead of meeting a deadlock or a
word that has just been cleared away.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from portal import content_version
from portal.models import SearchEntry
from portal.richtext.plain import one_line
from portal.search import vocabulary
from portal.search.backends import get_index
from portal.search.text import fold

# Change it whenever folding or cutting changes: entries written before then count as changed.
SCHEME = 1
MAX_TITLE = 600


@dataclass(frozen=True)
class Findable:
    """What a record gives the index. Texts are as people read them; ``titles`` are lines.

    ``visible_from`` is also the date results are sorted by; ``None`` for what has no date. ``words``
    are offered as suggestions (keywords); ``is_name`` offers the first title as well.
    """

    titles: tuple[str, ...]
    body: str = ""
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    section_id: int | None = None
    owner_id: int | None = None
    words: tuple[str, ...] = ()
    is_name: bool = False


@dataclass(frozen=True)
class Hit:
    """What a result shows of a record: ``text`` is searched for the piece to show."""

    title: str
    url: str
    text: str = ""
    path: tuple[str, ...] = ()
    date: datetime | None = None
    label: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of findable record.

    ``queryset()``
        All records, with whatever ``document`` reads, in as few queries as possible.
    ``document(record)``
        Its :class:`Findable`, or ``None`` when it must not be found.
    ``hits(ids)``
        ``{id: Hit}`` for a page of results; a record missing from it is not shown.
    ``weight``
        Added to the score of each: below zero for what belongs to another record.
    """

    kind: str
    label: str
    model: type[models.Model]
    queryset: Callable[[], models.QuerySet]
    document: Callable[[models.Model], Findable | None]
    hits: Callable[[Iterable[int]], Mapping[int, Hit]]
    number: int = field(default=0, compare=False)
    weight: float = 0.0


_sources: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Add ``source`` and follow its model's changes. Numbers must be unique and never change."""
    taken = {other.number: other.kind for other in _sources.values()}
    if source.kind in _sources or source.number in taken:
        raise ValueError(f"Search source {source.kind!r} is registered twice.")
    if not 0 <= source.number < 16:
        raise ValueError("A search source's number is between 0 and 15.")
    _sources[source.kind] = source
    uid = f"search-{source.kind}"
    post_save.connect(_on_save(source), source.model, weak=False, dispatch_uid=uid)
    post_delete.connect(_on_delete(source), source.model, weak=False, dispatch_uid=uid)
    return source


def _on_save(source):
    def saved(sender, instance, raw=False, **kwargs):
        if not raw:
            refresh(source.kind, [instance.pk])

    return saved


def _on_delete(source):
    def deleted(sender, instance, **kwargs):
        drop(source.kind, [instance.pk])

    return deleted


def get(kind: str) -> Source | None:
    return _sources.get(kind)


def all_sources() -> list[Source]:
    return list(_sources.values())


# --- Entries ----------------------------------------------------------------------------------
def first_position(moment: datetime) -> int:
    """The lowest place that a record of ``moment`` (to the second) can have."""
    return int(moment.timestamp()) << 28


def position_of(source: Source, object_id: int, moment: datetime | None) -> int:
    """The place of a record in time, as one whole number that no other record has.

    Seconds first, so that the index can be read newest first; then kind and number.
    """
    start = first_position(moment) if moment else 0
    return start + (source.number << 24) + (object_id & 0xFFFFFF)


def _digest(document: Findable) -> str:
    parts = (SCHEME, document.titles, document.body, document.words, document.is_name)
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def entry_of(source: Source, record, document: Findable) -> SearchEntry:
    """The entry ``record`` should have now."""
    title = "\n".join(fold(one_line(line)) for line in document.titles if line.strip())
    return SearchEntry(
        position=position_of(source, record.pk, document.visible_from),
        kind=source.kind,
        object_id=record.pk,
        owner_id=document.owner_id or record.pk,
        section_id=document.section_id,
        visible_from=document.visible_from,
        visible_until=document.visible_until,
        digest=_digest(document),
        title=title[:MAX_TITLE],
        body=fold(document.body),
    )


def refresh(kind: str, ids) -> int:
    """Bring the entries of these records up to date; returns how many were written anew."""
    source = get(kind)
    ids = set(ids)
    with transaction.atomic():
        content_version.hold()
        return _write(source, source.queryset().filter(pk__in=ids), ids)


def drop(kind: str, ids):
    """Forget these records."""
    with transaction.atomic():
        content_version.hold()
        _delete(SearchEntry.objects.filter(kind=kind, object_id__in=list(ids)))


@transaction.atomic
def move_section(old: int, new: int):
    """Entries of section ``old`` belong to section ``new`` from now on (except its own entry)."""
    content_version.hold()
    entries = SearchEntry.objects.filter(section_id=old)
    entries.exclude(kind="section").update(section_id=new)


def _delete(entries):
    entries = list(entries)
    if entries:
        get_index().remove(entries)
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()


def forget_if_flushed(using="default", **kwargs):
    """Empty the index when all entries are gone: ``flush`` empties models, not the index."""
    index = get_index(using)
    if not index.is_empty() and not SearchEntry.objects.using(using).exists():
        index.clear()


# Columns that may change without the texts: written in place.
PLACE = ("owner_id", "section_id", "visible_from", "visible_until")


def _write(source, records, ids) -> int:
    """Write the entries of ``records``; those of ``ids`` that nothing answers for go."""
    current = {
        entry.object_id: entry
        for entry in SearchEntry.objects.filter(kind=source.kind, object_id__in=ids)
    }
    fresh, stale = [], []
    for record in records:
        document = source.document(record)
        if document is None:
            continue
        old, new = current.pop(record.pk, None), entry_of(source, record, document)
        if old and (old.position, old.digest) == (new.position, new.digest):
            _move(old, new)
            continue
        stale += [old] if old else []
        fresh.append((new, document))
    _delete([*stale, *current.values()])
    _add(fresh)
    return len(fresh)


def _move(old, new):
    changed = {n: getattr(new, n) for n in PLACE if getattr(old, n) != getattr(new, n)}
    if changed:
        SearchEntry.objects.filter(pk=old.pk).update(**changed)


def _add(fresh):
    if fresh:
        entries = [entry for entry, _document in fresh]
        SearchEntry.objects.bulk_create(entries)
        get_index().add(entries)
        vocabulary.note({entry.pk: _words(document) for entry, document in fresh})


def _words(document: Findable) -> dict[str, int]:
    """The words an entry lends to suggestions and corrections, with their weights."""
    words = dict.fromkeys(vocabulary.words_of(document.titles[0]), vocabulary.CUT)
    words.update(dict.fromkeys(document.words, vocabulary.KEYWORD))
    if document.is_name:
        words[document.titles[0]] = vocabulary.NAME
    return words
