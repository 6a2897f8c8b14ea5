"""Files of letters and of answers on the pages of the desk's staff, and the days left to answer."""

from django import template

from disclosure.followups import days_left, days_left_label
from disclosure.letters import is_available
from disclosure.letters.stored import documents_of

register = template.Library()
# Days before the last one from which a limit is marked.
SOON = 3


@register.inclusion_tag("admin/disclosure/answer/files.html")
def letter_files(letter):
    """Links to the Word file and the PDF copy of a signed letter; nothing for a draft."""
    documents = [
        {"field": found.field, "is_ready": found.is_ready, "label": found.field.upper()}
        for found in documents_of(letter)
    ]
    for document in documents:
        document["label"] = {"DOCX": "Word"}.get(document["label"], document["label"])
        document["can_make"] = document["field"] == "docx" or is_available()
    return {"letter": letter, "documents": documents}


@register.inclusion_tag("admin/disclosure/answer/file.html")
def released_file(row):
    """A link that opens a file for the applicant, and what is known of it."""
    return {"row": row}


@register.inclusion_tag("admin/disclosure/answer/due.html")
def proceeding_due(proceeding):
    """How many days are left to answer a review body or a court."""
    left = days_left(proceeding)
    return {
        "label": days_left_label(proceeding),
        "is_late": left is not None and left < 0,
        "is_soon": left is not None and 0 <= left <= SOON,
    }


@register.inclusion_tag("admin/disclosure/answer/published.html")
def published_answer(case):
    """A link to the article the answer was published as."""
    return {"article": case.published_as}
