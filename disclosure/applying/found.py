"""「已公开的信息」: what the site itself has published about what somebody is describing.

Only a hint: nobody is kept from applying, because the applicant knows better what is meant.
"""

from dataclasses import dataclass
from datetime import datetime

from news.search import site_search
from portal.search.query import parse

MOST = 5
# Longer texts find nothing: their beginning says what they are about.
MAX_CHARS = 60


@dataclass(frozen=True)
class Published:
    """One hit. It opens beside the form, which is not to be left half filled in."""

    title: str
    url: str
    date: datetime | None
    new_window: bool = True


def words_of(request: dict) -> str:
    """What to search for: the title, or else how the description begins."""
    text = request.get("title", "").strip() or request.get("description", "").strip()
    return " ".join(text.split())[:MAX_CHARS]


def published(request: dict) -> list[Published]:
    """The best hits of the site's search (articles, documents, attachments); [] without words."""
    query = parse(words_of(request))
    if not query:
        return []
    hits = [result.hit for result in site_search().run(query).page(1, MOST)]
    return [Published(hit.title, hit.url, hit.date) for hit in hits]
