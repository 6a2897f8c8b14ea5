"""What the tests of the search page share: asking, and reading the answer."""

import re
from html import unescape


def find(client, text="开放共享", **parameters):
    """The response to a search."""
    return client.get("/search/", {"q": text, **parameters})


def page_of(client, text="开放共享", **parameters):
    return find(client, text, **parameters).context["page"]


def shown(client, text="开放共享", **parameters):
    """Titles of the results, in order."""
    return [result.hit.title for result in page_of(client, text, **parameters).items]


def text_of(response):
    """What can be read on the page, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", response.content.decode())))
