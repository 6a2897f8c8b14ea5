"""Where a case is found, for pages, papers and feeds that only point there."""

from django.conf import settings
from django.urls import reverse


def case_url(pk: int) -> str:
    """The staff page of a case, without the host."""
    return reverse("admin:disclosure_case_change", args=[pk])


def absolute(path: str, request=None) -> str:
    """``path`` on the public address of the site (``SITE_URL``, else that of the request)."""
    if settings.SITE_URL or request is None:
        return f"{settings.SITE_URL}{path}"
    return request.build_absolute_uri(path)


def follow_url(request=None) -> str:
    """Where an applicant follows a case."""
    return absolute(reverse("disclosure:follow"), request)
