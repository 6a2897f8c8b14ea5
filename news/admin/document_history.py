"""What changed in 文件信息 between two versions of an article."""

from news.models import Document

COMPARED = ("issuer", "written_on", "category", "validity", "ends_on", "superseded_by")


def details_with(record):
    """The document as it stood with ``record``, a version of its article, or ``None``.

    The form saves the article first and its details after it, so those belong to a version that
    were stored before the next one.
    """
    found = Document.history.filter(article_id=record.id)
    following = record.next_record
    if following:
        found = found.filter(history_date__lt=following.history_date)
    last = found.select_related("category", "superseded_by").first()
    return None if last is None or last.history_type == "-" else last


def _shown(details, name) -> str:
    if details is None:
        return "—"
    if name == "validity":
        return details.get_validity_display()
    return str(getattr(details, name) or "—")


def changed_details(old, new):
    """``(label, before, after)`` in words, for every detail that differs."""
    before, after = details_with(old), details_with(new)
    for name in COMPARED:
        pair = _shown(before, name), _shown(after, name)
        if pair[0] != pair[1]:
            yield Document._meta.get_field(name).verbose_name, *pair
