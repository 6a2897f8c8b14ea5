"""``/robots.txt``: what search engines may read."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from portal.addresses import absolute
from portal.public import public_page


def _closed() -> list[str]:
    """Paths that are of no use to a search engine: the admin, preferences, lists of search hits."""
    return [reverse("admin:index"), reverse("portal:display"), reverse("news:search")]


@public_page
def robots(request):
    """Everything is open but a few paths; a test site shuts all (``ROBOTS_DISALLOW_ALL``)."""
    lines = ["User-agent: *"]
    if settings.ROBOTS_DISALLOW_ALL:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {path}" for path in _closed()]
        lines += ["", f"Sitemap: {absolute(request, reverse('news:sitemap'))}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
