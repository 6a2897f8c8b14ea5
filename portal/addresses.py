"""Absolute addresses, for canonical links, QR codes and feeds."""

from django.conf import settings
from django.http import HttpResponseRedirect


def absolute(request, path: str) -> str:
    """``path`` with scheme and host: the configured public address, else the one asked for."""
    if path.startswith(("http://", "https://", "mailto:", "tel:")):
        return path
    return settings.SITE_URL + path if settings.SITE_URL else request.build_absolute_uri(path)


class LinkRedirect(HttpResponseRedirect):
    """Leads to a link staff typed (``portal.urls_field``), a mail address or telephone included."""

    allowed_schemes = ["http", "https", "mailto", "tel"]

    def __init__(self, redirect_to, *args, **kwargs):
        # A bare anchor would lead back to the very page that redirects, for ever.
        target = f"/{redirect_to}" if redirect_to.startswith("#") else redirect_to
        super().__init__(target, *args, **kwargs)
