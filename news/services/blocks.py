"""Arranging blocks: those of the home page, and those of one topic page.

``rows`` is the queryset of the blocks that share one order.
"""

from django.db import transaction

from portal import content_version

MAX_COUNT = 30


def _ids(rows) -> list[int]:
    """All blocks in order, locked, so that two people arranging take turns."""
    return [block.pk for block in rows.select_for_update().order_by("position", "pk")]


def _write(rows, ids):
    for number, pk in enumerate(ids, start=1):
        rows.filter(pk=pk).exclude(position=number * 10).update(position=number * 10)
    content_version.bump()


def _shift(rows, pk, offset):
    ids = _ids(rows)
    if pk not in ids:
        return
    at = ids.index(pk)
    to = min(max(0, at + offset), len(ids) - 1)
    ids.insert(to, ids.pop(at))
    _write(rows, ids)


@transaction.atomic
def move_up(rows, pk):
    _shift(rows, pk, -1)


@transaction.atomic
def move_down(rows, pk):
    _shift(rows, pk, +1)


@transaction.atomic
def toggle(rows, pk):
    """Show a hidden block, hide a shown one."""
    block = rows.select_for_update().filter(pk=pk).first()
    if block:
        block.is_visible = not block.is_visible
        block.save(update_fields=["is_visible"])


@transaction.atomic
def reorder(rows, wanted):
    """Bring blocks into the order ``wanted``; those it does not name keep to the end."""
    ids = _ids(rows)
    named = [pk for pk in dict.fromkeys(wanted) if pk in ids]
    _write(rows, [*named, *(pk for pk in ids if pk not in named)])
