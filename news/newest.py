"""The newest articles of many sections at once, for pages made of blocks."""

from django.db.models import IntegerField, Value

from news.models import ArticlePlacement
from news.querysets import first_rows

# SQLite joins at most 500 sub-selects in one statement; larger pages take one query per batch.
BATCH = 400


def _newest(key, count):
    """The newest ``count`` placements of a section, in a form that UNION accepts everywhere."""
    section_id, with_cover = key
    rows = ArticlePlacement.objects.in_section(section_id).published()
    rows = rows.with_cover() if with_cover else rows
    return first_rows(
        rows.newest_first(),
        count,
        Value(int(with_cover), IntegerField()),
        "section_id",
        "published_at",
        "article_id",
    )


def newest_in_sections(wanted) -> dict[tuple[int, bool], list]:
    """``{(section, with picture): [(published_at, article id), …]}``, one query per batch.

    ``wanted`` says how many: ``{(section, with picture): count}``. The lists are in no order.
    """
    found = {key: [] for key in wanted}
    parts = [_newest(key, count) for key, count in wanted.items()]
    for start in range(0, len(parts), BATCH):
        first, *others = parts[start : start + BATCH]
        for with_cover, section_id, at, pk in first.union(*others, all=True):
            found[section_id, bool(with_cover)].append((at, pk))
    return found
