"""How much stands in a section, asked of every registered kind.

A section's own kind is not enough: one that was a list yesterday may still hold articles today.
"""

from collections import Counter

from navigation import kinds


def _distinct(name):
    """The kinds' callables of that name, each once (``list`` and ``page`` share theirs)."""
    found = {getattr(kind, name) for kind in kinds.all_kinds()}
    return [function for function in found if function]


def content_total(section_id) -> int:
    """Records that deleting the section would orphan."""
    return sum(count(section_id) for count in _distinct("content_count"))


def content_totals(section_ids) -> Counter:
    """The same for many sections: one query per bulk counter, else one per section."""
    totals, ids = Counter(), list(section_ids)
    for kind in _one_kind_per_counter():
        if kind.content_counts:
            totals.update({pk: n for pk, n in kind.content_counts(ids).items() if n})
        else:
            totals.update({pk: kind.content_count(pk) for pk in ids})
    return totals


def _one_kind_per_counter():
    """One kind for each distinct ``content_count``, one with a bulk counter where there is any."""
    chosen = {}
    for kind in kinds.all_kinds():
        if kind.content_count and (kind.content_counts or kind.content_count not in chosen):
            chosen[kind.content_count] = kind
    return chosen.values()


def address_total(section_ids) -> int:
    """Pages whose address lies under one of these sections."""
    ids = list(section_ids)
    counters = _distinct("address_count")
    covered = {kind.content_count for kind in kinds.all_kinds() if kind.address_count}
    total = sum(count(ids) for count in counters)
    for kind in _one_kind_per_counter():
        if kind.content_count not in covered:
            total += sum(kind.content_count(section_id) for section_id in ids)
    return total
