"""Variables every template has: ``site``, ``today`` and ``home_qr``."""

from django.core.exceptions import DisallowedHost
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.addresses import absolute
from portal.qr import qr_svg
from portal.site import get_site


def site(request):
    """The page frame's data, fetched only when a template uses it (the admin does not)."""
    return {
        "site": SimpleLazyObject(get_site),
        "today": timezone.localdate(),
        # For the footer, where no picture of a code was uploaded.
        "home_qr": lambda: _home_qr(request),
    }


def _home_qr(request):
    """The code of the site's own address; none on the page that refuses an unknown host."""
    try:
        return qr_svg(absolute(request, "/"))
    except DisallowedHost:
        return ""
